/** The documented messages and their causes: data from dated files, compiled once. */
import serviceErrors from '../knowledge/service-errors.json' with { type: 'json' };
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
import { type Wording, wholePattern, wordings } from './wording.ts';

/** Why a task does not start or stay up. */
export interface Cause {
  readonly id: string;
  readonly title: string;
  /** A paragraph; `{name|words}` is what the message names, or these words. */
  readonly says: string;
  /** `rule/problem`, in the order in which AWS says to look. */
  readonly checks: readonly string[];
  /** Of a failing check of the network, the codes that mean this cause; all where empty. */
  readonly codes: readonly string[];
  /** Checks that pass do not rule it out: they see a part of it. */
  readonly partly: boolean;
  readonly fix: string;
  readonly source: string;
}

/** A documented message. */
export interface Message {
  readonly id: string;
  /** Of one line one message of each area is told: the first that it holds. */
  readonly area: string;
  readonly title: string;
  readonly nature: Nature;
  /** Told only where nothing else in the line is known. */
  readonly general: boolean;
  readonly wordings: readonly Wording[];
  /** Texts too common to be recognised inside others. */
  readonly wholes: readonly { readonly text: string; readonly pattern: RegExp }[];
  /** Too short to be recognised where nothing else in the line is ECS's. */
  readonly shy: boolean;
  readonly causes: readonly Cause[];
  /** What the message says without a placeholder. */
  readonly entities: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly source: string;
}

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

/** Refusals shorter than this are recognised beside a word of the API alone. */
const SHY = 48;

/** What the API answers to what rules know as problems. */
function refusals(rules: readonly Rule[], causes: Causes): readonly Message[] {
  const byText = new Map<
    string,
    { readonly id: string; readonly problems: string[]; readonly source: string }
  >();
  const full = new Map(
    rules.flatMap(({ id, problems }) =>
      Object.keys(problems).map((problem) => [problem, `${id}/${problem}`]),
    ),
  );
  // What AWS documents comes last in the data, and first here.
  for (const { source, byProblem } of [...serviceErrors.texts].reverse()) {
    for (const [key, text] of Object.entries(byProblem)) {
      const problem = full.get(key.replace(/\/.*$/, ''));
      if (problem === undefined) continue;
      const id = problem.replace(/[^/]*$/, key);
      const entry = byText.get(text) ?? { id, problems: [], source };
      if (!entry.problems.includes(problem)) entry.problems.push(problem);
      byText.set(text, entry);
    }
  }
  return [...byText].map(([text, { id, problems, source }]) => {
    const list = problems.map(causes);
    const documented = text.replaceAll('%s', '<any>');
    return {
      id,
      area: 'api',
      title: list.length === 1 ? `the API refuses it: ${list[0]?.title ?? ''}` : 'the API refuses it',
      nature: 'failure',
      general: false,
      wordings: wordings(documented),
      wholes: [{ text: documented, pattern: wholePattern(documented) }],
      shy: text.length < SHY,
      causes: list,
      entities: {},
      source: source.startsWith('http') ? (source.split(' ')[0] ?? source) : (list[0]?.source ?? ''),
    };
  });
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
