import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { expect, it } from 'vitest';
import { spelledOut } from '../../../scripts/build/spelled-out.ts';

/** Each function says what a way of walking, taking apart or matching comes to; the last one walks nothing that is an array. */
const SOURCE = `
import { absent, type Cases, type Fact, known, truth, unknown } from './fact/fact.ts';
type Pair = readonly [string, number];
const PAIRS: readonly Pair[] = [['a', 1], ['b', 2], ['c', 3]];

export function nested(): string {
  let told = '';
  outer: for (const [name, count] of PAIRS) {
    for (const other of PAIRS) {
      if (other[1] > count) continue outer;
      told += name + other[0];
    }
  }
  return told;
}
export function growing(): number[] {
  const list = [1, 2, 3];
  for (const one of list) if (list.length < 6) list.push(one * 10);
  return list;
}
export function kept(): number[] {
  let list = [1, 2, 3];
  const seen: number[] = [];
  for (const one of list) { list = []; seen.push(one); }
  return seen;
}
export function bound(): number[] {
  const later: (() => number)[] = [];
  for (let one of [1, 2, 3]) { one += 1; later.push(() => one); }
  return later.map((get) => get());
}
export function assigned(): unknown[] {
  let last: number | undefined;
  for (last of [1, , 3] as (number | undefined)[]);
  return [last];
}
export function apart(): unknown[] {
  const [first, , third = 'none'] = ['x', 'y'] as readonly string[];
  const { deep: [[inner]] } = { deep: [['z']] as const };
  const [head, ...tail] = [1, 2, 3];
  return [first, third, inner, head, tail, PAIRS.map(([name, count = 0], at) => name + count + at)];
}
export function maps(): unknown[] {
  const told: unknown[] = [];
  for (const [key, [value]] of new Map([['k', ['v']]] as [string, string[]][])) told.push(key, value);
  return told;
}
export async function awaited(): Promise<number[]> {
  const told: number[] = [];
  for await (const one of [Promise.resolve(1), Promise.resolve(2)]) told.push(one);
  for (const one of [Promise.resolve(3)]) told.push(await one);
  return told;
}
export function empty(none: undefined): string {
  try {
    const [one] = none as unknown as string[];
    return one ?? '';
  } catch (error) {
    return (error as Error).name;
  }
}
export function flattened(): unknown[] {
  const nested = [[1, [2]], [], [3]] as readonly (readonly unknown[])[];
  const mixed = PAIRS.flatMap(([name, count], index, all) => (index === 1 ? [] : count === 1 ? name : [[name], all.length]));
  const none: readonly number[] | undefined = undefined;
  const known = [1, 2].filter((one) => one > 0) // in a chain
    .flatMap(String).flatMap((one) => [one, one]);
  return [nested.flat(), nested.flat(2), mixed, none?.flatMap((one) => [one]), known];
}
export function flattenedElsewhere(): unknown[] {
  const lists = { flatMap: (make: (one: number) => number[]) => make(7), flat: () => 'mine' };
  return [lists.flatMap((one) => [one]), lists.flat(), new Set([1]).values().toArray?.().flatMap((one) => [one]) ?? [1]];
}
export function matched(): unknown[] {
  const facts: readonly (Fact<number> | undefined)[] = [known(1), absent(), unknown({ reason: 'offline', detail: 'why' }), undefined];
  const none = () => 'none';
  const turned: Cases<number, string> = { absent: none, known: String, unknown: ([why]) => why?.detail ?? '' };
  return facts.map((fact) => [
    fact?.match<unknown>({ known: (one) => one + 1, /* a list */ absent: none, unknown: (why) => why.map(({ detail }) => detail) }),
    (fact ?? truth(false)).match<unknown>({
      known: (one) => fact?.match({ known: (inner) => [inner, one], absent: () => [], unknown: () => [one] }),
      absent: none,
      unknown: none,
    }),
    fact?.match(turned),
    fact?.match({ unknown: none, absent: none, known: String }),
    fact?.match({ known(one) { return String(one); }, absent: none, unknown: none }),
    'text'.match({ known: 1, absent: 2, unknown: 3, [Symbol.match]: () => ['of a text'] } as unknown as RegExp),
  ]);
}
export function others(): unknown[] {
  const told: unknown[] = [];
  function* steps(): Generator<number> { try { yield 1; yield 2; } finally { told.push('closed'); } }
  for (const step of steps()) { told.push(step); break; }
  for (const letter of 'a\\u{1f600}') told.push(letter);
  const [one] = new Set([7]);
  const [emoji] = '\\u{1f600}!';
  return [...told, one, emoji];
}
`;

async function run(
  root: string,
  plugins: Plugin[],
): Promise<{ readonly text: string; readonly results: unknown[] }> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/walks.ts')],
    bundle: true,
    format: 'cjs',
    write: false,
    plugins,
  });
  const { text = '' } = outputFiles[0] ?? {};
  const module = { exports: {} as Record<string, (none?: undefined) => unknown> };
  new Function('module', 'exports', text)(module, module.exports);
  return { text, results: await Promise.all(Object.values(module.exports).map((one) => one())) };
}

it('what is spelled out does what the sources say', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ecs-preflight-'));
  mkdirSync(join(root, 'src/fact'), { recursive: true });
  copyFileSync('src/fact/fact.ts', join(root, 'src/fact/fact.ts'));
  writeFileSync(
    join(root, 'tsconfig.json'),
    '{"compilerOptions":{"target":"es2022","lib":["es2023"],"strict":true,"types":[],"allowImportingTsExtensions":true,"noEmit":true}}',
  );
  writeFileSync(join(root, 'src/walks.ts'), SOURCE);
  const plain = await run(root, []);
  const walked = await run(root, [spelledOut(root)]);
  expect(walked.results).toEqual(plain.results);
  expect(plain.results).toHaveLength(13);
  const loops = (text: string) => text.match(/ of /g)?.length ?? 0;
  // What is left walks a map, a generator, a text, or waits.
  expect(loops(plain.text) - loops(walked.text)).toBe(7);
  const flattenings = (text: string) => text.match(/\.flat(?:Map)?\(/g)?.length ?? 0;
  // What is left is not an array's, may not be there, or goes deeper.
  expect(flattenings(walked.text)).toBe(5);
  // Nor are cases in an order of their own, or of their own making.
  expect(walked.text.match(/\.matchOf\(/g)).toHaveLength(4);
  expect(walked.text.match(/\.match\(/g)).toHaveLength(4);
});
