/** The documented messages and their causes: data from dated files, compiled once. */
import type { Rule } from '../rule.ts';
import causesData from './data/causes.json' with { type: 'json' };
import exitCodes from './data/exit-codes.json' with { type: 'json' };
import apiMessages from './data/messages-api.json' with { type: 'json' };
import initializationMessages from './data/messages-initialization.json' with { type: 'json' };
import placementMessages from './data/messages-placement.json' with { type: 'json' };
import pullMessages from './data/messages-pull.json' with { type: 'json' };
import runtimeMessages from './data/messages-runtime.json' with { type: 'json' };
import serviceMessages from './data/messages-service.json' with { type: 'json' };
import stoppedMessages from './data/messages-stopped.json' with { type: 'json' };
import type { Nature } from './diagnosis.ts';
import type { Cause, Message } from './message.ts';
import { refusals, SHY } from './refusals.ts';
import { wholePattern, wordings } from './wording.ts';

export type { Message } from './message.ts';

interface CauseData {
  readonly title: string;
  readonly says: string;
  readonly checks?: readonly string[];
  readonly codes?: readonly string[];
  readonly partly?: boolean;
  readonly fix: string;
  readonly source: string;
}

type Reach = 'registry' | 'layers' | 'secrets' | 'logs';

interface MessageData {
  readonly id: string;
  readonly title: string;
  readonly nature?: string;
  readonly general?: boolean;
  readonly wordings: readonly string[];
  readonly wholes?: readonly string[];
  readonly causes: readonly (string | { readonly cause: string; readonly through?: readonly string[] })[];
  readonly entities?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly source?: string;
}

interface MessageFile {
  readonly area: string;
  readonly source: string;
  readonly messages: readonly MessageData[];
}

/** Which check follows the network to what. */
const REACHES: Readonly<Record<Reach, string>> = {
  registry: 'diagnosis/registry-unreachable',
  layers: 'diagnosis/layers-unreachable',
  secrets: 'secret-reachability/unreachable',
  logs: 'diagnosis/logs-unreachable',
};

/** Those that say more come first. */
const FILES: readonly MessageFile[] = [
  initializationMessages,
  runtimeMessages,
  pullMessages,
  placementMessages,
  serviceMessages,
  stoppedMessages,
  apiMessages,
];

export interface Catalogue {
  readonly messages: readonly Message[];
  /** By exit code. */
  readonly exits: ReadonlyMap<number, Message>;
  /** The day that the data is of. */
  readonly asOf: string;
}

/** The catalogue; the rules tell of the problems that are causes by themselves, and of what the API refuses. */
export function catalogueOf(rules: readonly Rule[]): Catalogue {
  const causes = causesBy(rules);
  const documented = FILES.flatMap(({ area, source, messages }) =>
    messages.map((data) => messageOf(data, area, data.source ?? source, causes)),
  );
  return {
    messages: [...documented, ...refusals(rules, causes)],
    exits: exitMessages(causes),
    asOf: causesData.asOf,
  };
}

type Causes = (id: string) => Cause;

function causesBy(rules: readonly Rule[]): Causes {
  const shared = causesData.causes as Readonly<Record<string, CauseData>>;
  return (id) => {
    const data = shared[id];
    if (data) return { id, checks: [], codes: [], partly: false, ...data };
    return problemAsCause(id, rules);
  };
}

/** A problem of a rule that is the cause by itself. */
function problemAsCause(id: string, rules: readonly Rule[]): Cause {
  const [ruleId = '', problemId = ''] = id.split('/');
  const problem = rules.find((rule) => rule.id === ruleId)?.problems[problemId];
  if (!problem) throw new Error(`the catalogue names ${id}, which is no cause and no problem`);
  return {
    id,
    title: problem.summary,
    says: `${capital(problem.why)}.`,
    checks: [id],
    codes: [],
    partly: false,
    fix: `ecs-preflight check names the value and its place; ecs-preflight explain ${id} tells more`,
    source: problem.docs,
  };
}

function messageOf(data: MessageData, area: string, source: string, causes: Causes): Message {
  return {
    id: data.id,
    area,
    title: data.title,
    nature: (data.nature ?? 'failure') as Nature,
    general: data.general ?? false,
    wordings: data.wordings.flatMap(wordings),
    wholes: (data.wholes ?? []).map((text) => ({ text, pattern: wholePattern(text) })),
    shy: area === 'api' && data.wordings.some((text) => text.length < SHY && !text.includes('Exception')),
    causes: data.causes.map((one) =>
      typeof one === 'string' ? causes(one) : through(causes(one.cause), one.through ?? []),
    ),
    entities: data.entities ?? {},
    ...(data.note === undefined ? {} : { note: data.note }),
    source,
  };
}

function through(cause: Cause, reaches: readonly string[]): Cause {
  const checks = reaches.flatMap((reach) => REACHES[reach as Reach] ?? []);
  return { ...cause, checks: [...cause.checks, ...checks] };
}

function exitMessages(causes: Causes): ReadonlyMap<number, Message> {
  const { source, codes } = exitCodes;
  return new Map(
    Object.entries(codes).map(([code, { title, note, causes: ids }]) => [
      Number(code),
      exitMessage(Number(code), title, note, ids.map(causes), source),
    ]),
  );
}

function exitMessage(
  code: number,
  title: string,
  note: string,
  causes: readonly Cause[],
  source: string,
): Message {
  return {
    id: `exit-${code}`,
    area: 'exit',
    title: `exit code ${code}: ${title}`,
    nature: code === 143 ? 'notice' : 'failure',
    general: false,
    wordings: wordings(`exit code ${code}`),
    wholes: [],
    shy: false,
    causes,
    entities: { exitCode: String(code) },
    note,
    source,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
