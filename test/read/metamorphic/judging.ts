import { rules } from '../../../rules/index.ts';
import type { Result } from '../../../src/engine/result.ts';
import { run } from '../../../src/engine/run.ts';
import { snapshotSource } from '../../../src/fact/snapshot.ts';
import { factStore } from '../../../src/fact/store.ts';
import { readTexts } from '../../../src/read/read.ts';
import type { ReadingContext } from '../../../src/read/reading.ts';
import type { OptionValues, Rule } from '../../../src/rule.ts';
import type { Expected } from '../../fixtures.ts';

/** What is told of the deployments of some files, in a form that can be compared. */
export interface Told {
  /** By deployment: the verdict of each problem, as `rule/problem`. */
  readonly verdicts: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Each `rule/problem pointer`, sorted. */
  readonly findings: readonly string[];
  readonly result: Result;
}

export interface Judging {
  readonly expected?: Pick<Expected, 'options' | 'target' | 'snapshot'>;
  readonly rules?: readonly Rule[];
  /** Files that an input names, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Judges files by all rules, those of the largest ruleset included. */
export async function judge(
  files: Readonly<Record<string, string>>,
  { expected = {}, rules: judges = rules, files: beside = {} }: Judging = {},
): Promise<Told> {
  const { parameters = {}, ...target } = expected.target ?? {};
  const context: ReadingContext = {
    parameters: new Map(Object.entries(parameters)),
    open: (path) =>
      Object.hasOwn(beside, path)
        ? { file: path, text: beside[path] as string }
        : { error: { file: path, message: 'there is no such file' } },
  };
  const inputs = Object.entries(files).map(([file, text]) => ({ file, text }));
  const { deployments, errors } = await readTexts(inputs, target, { context });
  const values = Object.fromEntries(
    Object.entries(expected.options ?? {}).map(([name, value]) => [
      name,
      typeof value === 'object' ? new Map(Object.entries(value)) : value,
    ]),
  );
  const { snapshot } = expected;
  const result = await run({
    deployments,
    inputErrors: errors,
    rules: judges,
    facts: factStore(snapshot ? [snapshotSource({ ...RECORD, ...snapshot })] : []),
    ruleset: 'all',
    options: new Map<string, OptionValues>(judges.map(({ id }) => [id, values])),
  });
  return { verdicts: verdictsOf(result), findings: findingsOf(result), result };
}

/** Of a snapshot that does not say, as in the fixtures. */
const RECORD = {
  version: 1,
  account: '111122223333',
  region: 'eu-west-1',
  at: '2026-11-20T12:00:00Z',
  resources: {},
  collections: [],
  missing: [],
} as const;

function verdictsOf({ verdicts }: Result): Told['verdicts'] {
  const by = new Map<string, Record<string, string>>();
  for (const { rule, deployment, problems } of verdicts) {
    const of = by.get(deployment) ?? {};
    by.set(deployment, of);
    for (const [problem, is] of Object.entries(problems)) of[`${rule}/${problem}`] = is;
  }
  return by;
}

function findingsOf({ findings }: Result): readonly string[] {
  return findings.map(({ rule, problem, location }) => `${rule}/${problem} ${location.pointer}`).sort();
}

/** The verdicts of the only deployment. */
export function onlyVerdicts({ verdicts, result }: Told): Readonly<Record<string, string>> {
  const [only, ...others] = verdicts.values();
  if (!only || others.length > 0)
    throw new Error(`${verdicts.size} deployments; ${JSON.stringify(result.inputErrors)}`);
  return only;
}

/** Each problem of which two judgements differ, as `rule/problem: one -> other`. */
export function differences(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((problem) => one[problem] !== other[problem])
    .map((problem) => `${problem}: ${one[problem]} -> ${other[problem]}`)
    .sort();
}
