import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../rules/index.ts';
import type { Result } from '../src/engine/result.ts';
import { run } from '../src/engine/run.ts';
import { type Snapshot, snapshotSource } from '../src/fact/snapshot.ts';
import { type FactSource, factStore } from '../src/fact/store.ts';
import type { Target } from '../src/read/pair.ts';
import { readTexts } from '../src/read/read.ts';
import type { OptionValues, Rule, Ruleset } from '../src/rule.ts';

/** `fixtures/` of the project. */
export const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

const SNAPSHOT = 'snapshot.json';

type Expectation = 'fail' | 'pass' | 'unknown' | 'na';

/** What a fixture's `expected.json` says, written by hand before the rule. */
export interface Expected {
  /** The problems the fixture is about; each has the verdict that the folder's prefix names. */
  readonly problems: readonly string[];
  /** For `fail`: each finding, by what is said of it. */
  readonly findings?: readonly {
    readonly problem: string;
    readonly pointer: string;
    readonly severity?: string;
    readonly phase?: string;
    readonly file?: string;
    readonly line?: number;
    /** Text that the message must hold: the resource, the observed and the required value. */
    readonly message?: readonly string[];
    /** Is there a safe edit (true), only unsafe ones (false), or no edit at all (null)? */
    readonly safeEdit?: boolean | null;
  }[];
  /** For `unknown`: the reason and what unlocks it. */
  readonly reason?: string;
  readonly unlockedBy?: string;
  readonly ruleset?: Ruleset;
  readonly options?: Readonly<Record<string, number | boolean | string | Readonly<Record<string, number>>>>;
  readonly target?: Target & { readonly parameters?: Readonly<Record<string, string>> };
  /** From the folder's `snapshot.json`, where facts are needed. */
  readonly snapshot?: RecordedFacts;
}

/** What a fixture writes of a snapshot; the rest is the same everywhere. */
type RecordedFacts = Partial<Snapshot>;

/** Of a fixture that does not say, the account of AWS's own examples. */
const SEEN = {
  version: 1,
  account: '111122223333',
  region: 'eu-west-1',
  at: '2026-11-20T12:00:00Z',
} as const;

/** A folder `fixtures/<rule>/<verdict>-<case>`: one deployment or several, and what is expected of one rule. */
export interface Fixture {
  readonly rule: Rule;
  readonly name: string;
  readonly folder: string;
  readonly verdict: Expectation;
  readonly expected: Expected;
}

/** All fixture folders of all rules. */
export function ruleFixtures(): readonly Fixture[] {
  return rules.flatMap((rule) => {
    const home = join(FIXTURES, rule.id);
    if (!existsSync(home)) return [];
    return readdirSync(home, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^(fail|pass|unknown|na)-/.test(entry.name))
      .map((entry) => {
        const folder = join(home, entry.name);
        const written = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
        const record = join(folder, SNAPSHOT);
        const expected = existsSync(record)
          ? { ...written, snapshot: JSON.parse(readFileSync(record, 'utf8')) as RecordedFacts }
          : written;
        return {
          rule,
          name: entry.name,
          folder,
          verdict: entry.name.split('-', 1)[0] as Expectation,
          expected,
        };
      });
  });
}

/** The input files of a fixture, named as in its folder. */
export function inputsOf(folder: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((file) => file !== 'expected.json' && file !== SNAPSHOT && !file.endsWith('.md'))
    .sort()
    .map((file) => ({ file: basename(file), text: readFileSync(join(folder, file), 'utf8') }));
}

/** Judges texts by rules, offline. */
export async function judgeTexts(
  texts: readonly { readonly file: string; readonly text: string }[],
  judges: readonly Rule[],
  expected: Pick<Expected, 'ruleset' | 'options' | 'target' | 'snapshot'> = {},
): Promise<Result> {
  const { parameters = {}, ...target } = expected.target ?? {};
  const context = { parameters: new Map(Object.entries(parameters)) };
  const { deployments, errors } = await readTexts(texts, target, { context });
  const options = new Map<string, OptionValues>(
    judges.map((rule) => [rule.id, optionValues(expected.options)]),
  );
  return run({
    deployments,
    inputErrors: errors,
    rules: judges,
    facts: factStore(expected.snapshot ? [recorded(expected.snapshot)] : []),
    ruleset: expected.ruleset ?? 'recommended',
    options,
  });
}

function optionValues(options: Expected['options'] = {}): OptionValues {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'object' ? new Map(Object.entries(value)) : value,
    ]),
  );
}

/** A source that knows what the snapshot holds, and nothing else. */
function recorded(facts: RecordedFacts): FactSource {
  return snapshotSource({ ...SEEN, resources: {}, collections: [], missing: [], ...facts });
}
