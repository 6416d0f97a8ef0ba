import type { Result } from '../engine/result.ts';
import { shellWord } from '../model/shell-word.ts';
import type { Rule } from '../rule.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { diagnosisChecks } from './checks/rule.ts';
import normalData from './data/normal.json' with { type: 'json' };
import type { CauseOutcome, Diagnosis, Recognised, SessionReading, Subject } from './diagnosis.ts';
import { gather, type Seen } from './gather.ts';
import type { Observation } from './observation.ts';
import { plainText } from './plain.ts';
import { evidenceOf, rankedCauses } from './rank.ts';
import { nearest } from './similar.ts';
import { lower, wordings } from './wording.ts';

/** What is to be diagnosed, and who can run checks. */
export interface DiagnosisRequest {
  readonly observations: readonly Observation[];
  /** The rules of the catalogue, all of them. */
  readonly rules: readonly Rule[];
  readonly subject: Subject;
  readonly unread?: readonly string[];
  readonly session?: SessionReading;
  /** Runs rules on what failed; undefined where there is no account to ask and nothing to judge. */
  readonly judge?: (rules: readonly Rule[]) => Promise<Result>;
}

/** A diagnosis, and what the checks said besides. */
export interface Diagnosed {
  readonly diagnosis: Diagnosis;
  readonly result?: Result;
}

/** Recognises, checks, ranks. */
export async function diagnose(request: DiagnosisRequest): Promise<Diagnosed> {
  const { observations, subject, unread = [], session } = request;
  const rules = [...request.rules, diagnosisChecks];
  const catalogue = catalogueOf(rules);
  const { seen, unrecognised } = gather(observations, catalogue);
  const about = aboutOf(subject, seen);
  const wanted = checksOf(seen);
  const result = request.judge && wanted.size > 0 ? await request.judge(selected(rules, wanted)) : undefined;
  const evidence = result && evidenceOf(result);
  const recognised = inOrder(seen.map((one) => recognisedOf(one, rankedCauses(one, evidence, rules))));
  const text = () => observations.map((one) => one.text).join('\n');
  const unknown = recognised.length === 0 && session === undefined;
  const first = recognised.find(({ causes }) => causes.some(isLeft));
  const cause = first?.causes.find(isLeft);
  return {
    diagnosis: {
      subject: about,
      recognised,
      unrecognised,
      normal: unknown ? normalLines(text()) : [],
      nearest: unknown ? nearest(text(), catalogue) : [],
      ...(session === undefined ? {} : { session }),
      checked: result !== undefined,
      ...(result === undefined && wanted.size > 0 ? { command: commandFor(about) } : {}),
      unread,
      ...(first && cause ? { mostProbable: { message: first.message, cause } } : {}),
    },
    ...(result === undefined ? {} : { result }),
  };
}

/** Was it neither ruled out nor out of the question? */
function isLeft({ standing }: CauseOutcome): boolean {
  return standing !== 'ruled-out' && standing !== 'not-applicable';
}

/** All that the causes of the messages ask. */
function checksOf(seen: readonly Seen[]): ReadonlySet<string> {
  return new Set(seen.flatMap(({ message }) => message.causes.flatMap(({ checks }) => checks)));
}

function selected(rules: readonly Rule[], wanted: ReadonlySet<string>): readonly Rule[] {
  return rules.flatMap((rule) => {
    const kept = Object.entries(rule.problems).filter(([problem]) => wanted.has(`${rule.id}/${problem}`));
    return kept.length === 0 ? [] : [{ ...rule, problems: Object.fromEntries(kept) }];
  });
}

function recognisedOf(seen: Seen, causes: readonly CauseOutcome[]): Recognised {
  const { message, wording, quote, count, firstAt, lastAt, seenIn, entities } = seen;
  return {
    message: message.id,
    title: message.title,
    nature: message.nature,
    wording,
    quote,
    count,
    ...(firstAt === undefined ? {} : { firstAt }),
    ...(lastAt === undefined ? {} : { lastAt }),
    seenIn,
    entities,
    ...(message.note === undefined ? {} : { note: message.note }),
    causes,
    source: message.source,
  };
}

/** A message of which a cause is proven says more than one of which none is; otherwise they stand as they are. */
function inOrder(recognised: readonly Recognised[]): readonly Recognised[] {
  const proven = ({ nature, causes }: Recognised) =>
    nature !== 'notice' && causes[0]?.standing === 'proven' ? 0 : 1;
  return recognised.toSorted((a, b) =>
    a.nature === b.nature || (a.nature !== 'notice' && b.nature !== 'notice') ? proven(a) - proven(b) : 0,
  );
}

/** What the messages name goes where the user said nothing. */
function aboutOf(subject: Subject, seen: readonly Seen[]): Subject {
  const only = (name: string) => {
    const values = new Set(seen.flatMap(({ entities }) => entities[name] ?? []));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const cluster = subject.cluster ?? only('cluster');
  const service = subject.service ?? (subject.task === undefined ? only('service') : undefined);
  const task = subject.task;
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(service === undefined ? {} : { service }),
    ...(task === undefined ? {} : { task }),
    ...(subject.taskDefinition === undefined ? {} : { taskDefinition: subject.taskDefinition }),
  };
}

/** The command that runs the checks; what is not known stays a word in capitals. */
function commandFor({ cluster, service, task }: Subject): string {
  const where = `--cluster ${cluster === undefined ? 'CLUSTER' : shellWord(cluster)}`;
  const what =
    task === undefined
      ? `--service ${service === undefined ? 'SERVICE' : shellWord(service)}`
      : `--task ${shellWord(task)}`;
  return `ecs-preflight diagnose ${where} ${what}`;
}

const NORMAL = normalData.wordings.flatMap(wordings);
const SHOWN = 3;

/** Lines that a healthy service says. */
function normalLines(text: string): readonly string[] {
  const plain = plainText(text.slice(0, 100_000));
  const low = lower(plain);
  if (!NORMAL.some(({ anchor }) => low.includes(anchor))) return [];
  const lines = plain
    .split('\n')
    .filter((line) => line.length < 2_000 && NORMAL.some(({ pattern }) => pattern.test(line)));
  return [...new Set(lines.map((line) => line.trim()))].slice(0, SHOWN);
}

/** The catalogue as a diagnosis has it, for whoever lists or tests it. */
export function diagnosisCatalogue(rules: readonly Rule[]): Catalogue {
  return catalogueOf([...rules, diagnosisChecks]);
}
