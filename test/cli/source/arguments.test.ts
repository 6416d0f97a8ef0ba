import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Parsed } from '../../../src/cli/arguments.ts';
import { readByYargs } from '../../../src/cli/by-yargs.ts';
import { OPTIONS_OF } from '../../../src/cli/options.ts';
import { readPlain } from '../../../src/cli/parse-arguments.ts';

const COMMANDS = [...Object.keys(OPTIONS_OF), 'chekc'];
const TABLES = Object.values(OPTIONS_OF);
const OPTIONS: readonly (readonly [string, object])[] = TABLES.flatMap((table) => Object.entries(table));
const NAMES = [...new Set([...OPTIONS.map(([name]) => name), 'color', 'debug', 'help', 'version', 'nosuch'])];
const CHOICES = OPTIONS.flatMap(([, option]) => ('choices' in option ? (option.choices as string[]) : []));
const ALIASES = [
  ...OPTIONS.flatMap(([, option]) => ('alias' in option ? [option.alias] : [])),
  'h',
  'V',
  'x',
];

const value = fc.oneof(
  fc.constantFrom(...CHOICES, 'a.json', 'json', 'text=out', 'k=v', '-', '--', '-1', '0x1', '1e3', '', ' '),
  fc.constantFrom('help', 'true', 'false', '"quoted"', "'x'", '"a', 'a"b', 'no-live', '__proto__', 'a=b=c'),
  fc.string({ maxLength: 6 }),
);
const flag = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => `--${name}`),
  fc.constantFrom(...NAMES).map((name) => `--no-${name}`),
  fc.constantFrom(...ALIASES).map((letter) => `-${letter}`),
);
const word = fc.oneof(
  flag,
  value,
  fc.tuple(flag, value).map(([name, given]) => `${name}=${given}`),
  fc.tuple(fc.constantFrom(...ALIASES), value).map(([letter, given]) => `-${letter}${given}`),
  fc.tuple(flag, value).map(([name, given]) => name.replace('--', '-') + given),
);
/** Mostly an option with its value, so that not all lines are wrong. */
const words = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.tuple(flag, value) }, { weight: 2, arbitrary: fc.tuple(word) }),
    {
      maxLength: 5,
    },
  )
  .map((groups) => groups.flat());
/** Or no option at all. */
const inputs = fc.array(value, { maxLength: 3 });
const line = fc
  .tuple(
    fc.constantFrom(...COMMANDS),
    fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: inputs }),
  )
  .map(([name, rest]) => [name, ...rest]);

/** What reading comes to: arguments or a text, or the sentence that refuses them. */
async function outcome(read: () => Parsed | undefined | Promise<Parsed>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    return String(error);
  }
}

test('what is read without yargs is what yargs reads', async () => {
  await fc.assert(
    fc.asyncProperty(line, async (argv) => {
      const quickly = await outcome(() => readPlain(argv));
      if (quickly !== undefined) expect(quickly).toEqual(await outcome(() => readByYargs(argv, 80)));
    }),
    { numRuns: 3000 },
  );
});

describe('without yargs', () => {
  it.each([
    ['check a.json'],
    ['check a.json --service b.json -f json=out.json -f text --region eu-west-1'],
    ['check a.json --ruleset=all --fail-on warning --strict --no-color'],
    ['check - --live --cluster prod --no-progress'],
    ['audit --all-clusters --snapshot prod.json'],
    ['rules -f json'],
    ['explain grace-period'],
  ])('%s is read', (typed) => {
    expect(readPlain(typed.split(' '))).toHaveProperty('arguments');
  });

  it.each([
    ['check a.json --help'],
    ['check -V'],
    ['check help'],
    ['check a.json --nosuch'],
    ['check a.json --region'],
    ['check a.json --fail-on sometimes'],
    ['nosuch a.json'],
  ])('%s is not', (typed) => {
    expect(readPlain(typed.split(' '))).toBeUndefined();
  });
});
