import { describe, expect, test } from 'vitest';
import type { EditOutput, Finding, FixOutput, Result } from '../../src/engine/result.ts';
import { type Bench, type Mended, mend, type Texts } from '../../src/fix/rounds.ts';

type Members = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, Members>>;

/** A rule of these tests: what it finds wrong in a file, if anything. */
type Check = (members: Members) => Partial<Finding> | readonly Partial<Finding>[] | undefined;

const set = (pointer: string, value: unknown, file?: string): EditOutput => ({
  pointer,
  op: 'set',
  value,
  ...(file === undefined ? {} : { file }),
});
const remove = (pointer: string): EditOutput => ({ pointer, op: 'remove' });
const fix = (safe: boolean, ...edits: readonly EditOutput[]): FixOutput => ({
  kind: 'edit',
  description: 'mend it',
  safe,
  edits,
});

/** Judges files by such rules; a file that says `broken` cannot be read. */
function judged(files: Files, checks: Readonly<Record<string, Check>>): Result {
  const findings = Object.entries(checks).flatMap(([problem, check]) =>
    Object.entries(files).flatMap(([file, members]) =>
      [check(members) ?? []].flat().map(
        (found): Finding => ({
          rule: 'test',
          problem,
          severity: 'error',
          phase: 'register',
          deployment: file,
          deployments: [file],
          message: `${problem} of ${file}`,
          why: '',
          location: { file, pointer: `/${problem}`, line: 1 },
          docs: '',
          fingerprint: `${problem} ${file}`,
          suppressed: null,
          ...found,
        }),
      ),
    ),
  );
  const broken = Object.entries(files).filter(([, members]) => 'broken' in members);
  return {
    deployments: [],
    findings,
    unknowns: [],
    verdicts: [],
    inputErrors: broken.map(([file]) => ({ file, message: `${file} cannot be read` })),
    crashes: [],
    summary: { error: 0, warning: 0, info: 0, unknown: 0, suppressed: 0 },
  };
}

interface Outcome extends Mended {
  readonly files: Files;
  readonly judgings: number;
  /** `problem of file: why` of what was not mended. */
  readonly why: readonly string[];
}

async function mended(
  files: Files,
  checks: Readonly<Record<string, Check>>,
  { unsafe = false, nameOf = (file: string) => file as ReturnType<Bench['nameOf']> } = {},
): Promise<Outcome> {
  const before = new Map(Object.entries(files).map(([file, members]) => [file, JSON.stringify(members)]));
  const now = (texts: Texts) =>
    Object.fromEntries([...before, ...texts].map(([file, text]) => [file, JSON.parse(text) as Members]));
  let judgings = 0;
  const bench: Bench = {
    judge: async (texts) => {
      judgings += 1;
      return judged(now(texts), checks);
    },
    nameOf,
    read: async (file) => {
      const text = before.get(file);
      return text === undefined ? undefined : { text, syntax: 'json' };
    },
  };
  const outcome = await mend(judged(files, checks), unsafe, bench);
  const why = outcome.unmended.map(({ finding, problem }) => `${finding.message}: ${problem}`);
  return { ...outcome, files: now(outcome.texts), judgings, why };
}

/** Wrong while a member has a value. */
const wrong =
  (name: string, value: unknown, ...fixes: readonly FixOutput[]): Check =>
  (members) =>
    members[name] === value ? { fixes } : undefined;

describe('rounds of fixes', () => {
  test('make all that can be made together at once', async () => {
    const { files, judgings, fixed } = await mended(
      { 'a.json': { a: 1, b: 1 }, 'b.json': { a: 1 } },
      { a: wrong('a', 1, fix(true, set('/a', 2))), b: wrong('b', 1, fix(true, remove('/b'))) },
    );
    expect(files).toEqual({ 'a.json': { a: 2 }, 'b.json': { a: 2 } });
    expect([judgings, fixed.length]).toEqual([1, 3]);
  });

  test('make safe edits alone where others are not asked for', async () => {
    const checks = { a: wrong('a', 1, fix(false, set('/a', 2))) };
    expect((await mended({ 'a.json': { a: 1 } }, checks)).files).toEqual({ 'a.json': { a: 1 } });
    expect((await mended({ 'a.json': { a: 1 } }, checks, { unsafe: true })).files).toEqual({
      'a.json': { a: 2 },
    });
  });

  test('prefer the safe way where there are several', async () => {
    const checks = { a: wrong('a', 1, fix(false, set('/a', 2)), fix(true, set('/a', 3))) };
    expect((await mended({ 'a.json': { a: 1 } }, checks, { unsafe: true })).files).toEqual({
      'a.json': { a: 3 },
    });
  });

  test('mend what is suppressed as little as what has no edit', async () => {
    const edit = fix(true, set('/a', 2));
    const { texts, judgings, why } = await mended(
      { 'a.json': { a: 1 } },
      {
        a: () => ({ fixes: [edit], suppressed: { kind: 'external', reason: 'known' } }),
        b: () => ({ fixes: [{ kind: 'command', description: 'do it', command: 'aws' }] }),
        c: () => ({ fixes: [fix(true)] }),
        d: () => ({ fixes: [edit], location: { arn: 'arn:aws:ecs:x', pointer: '/a' } }),
      },
      { unsafe: true },
    );
    expect([texts.size, judgings, why]).toEqual([0, 0, []]);
  });

  test('find room in the next round for what concerns the same value', async () => {
    const { files, judgings } = await mended(
      { 'a.json': { list: [1, 2], size: 1 } },
      {
        low: ({ list }) =>
          (list as number[]).includes(1) ? { fixes: [fix(true, set('/list', [2, 3]))] } : undefined,
        size: ({ list, size }) =>
          size === 1
            ? { fixes: [fix(true, set('/size', 9), set('/list/0', (list as number[])[0] ?? 0))] }
            : undefined,
      },
    );
    expect(files).toEqual({ 'a.json': { list: [2, 3], size: 9 } });
    expect(judgings).toBe(2);
  });

  test('mend what only shows when something else is mended', async () => {
    const { files, fixed } = await mended(
      { 'a.json': { a: 1, b: 1 } },
      {
        a: wrong('a', 1, fix(true, set('/a', 2))),
        b: ({ a, b }) =>
          a === 2 && b === 1 ? { severity: 'info', fixes: [fix(true, set('/b', 2))] } : undefined,
      },
    );
    expect(files).toEqual({ 'a.json': { a: 2, b: 2 } });
    expect(fixed).toHaveLength(2);
  });
});

describe('a fix is taken back', () => {
  const good = wrong('good', 1, fix(true, set('/good', 2)));

  test('that does not remove its finding; it is tried once more when the others are made', async () => {
    const { files, why, judgings } = await mended(
      { 'a.json': { good: 1, bad: 1 } },
      { good, bad: ({ bad }) => ({ fixes: [fix(true, set('/bad', Number(bad) + 1))] }) },
    );
    expect(files).toEqual({ 'a.json': { good: 2, bad: 1 } });
    expect(why).toEqual(['bad of a.json: the edit does not remove the problem']);
    expect(judgings).toBe(3);
  });

  test('that changes nothing', async () => {
    const { why } = await mended({ 'a.json': { a: 1 } }, { a: wrong('a', 1, fix(true, set('/a', 1))) });
    expect(why).toEqual(['a of a.json: the edit does not remove the problem']);
  });

  test('for the next way to mend the same', async () => {
    const { files, why } = await mended(
      { 'a.json': { a: 1, b: 1 } },
      { a: wrong('a', 1, fix(true, set('/b', 2)), fix(true, set('/a', 3))) },
    );
    expect([files, why]).toEqual([{ 'a.json': { a: 3, b: 1 } }, []]);
  });

  test.each(['error', 'warning'] as const)('that brings a finding of severity %s', async (severity) => {
    const others = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`f${index}.json`, { good: 1 }]),
    );
    const { files, why, judgings } = await mended(
      { ...others, 'x.json': { bad: 1 } },
      {
        good,
        bad: wrong('bad', 1, fix(true, set('/bad', 2))),
        worse: ({ bad }) => (bad === 2 ? { severity, message: 'it is worse' } : undefined),
      },
    );
    expect(files['x.json']).toEqual({ bad: 1 });
    expect(Object.values(files).filter((one) => one['good'] === 2)).toHaveLength(9);
    expect(why).toEqual(['bad of x.json: it would bring test/worse: it is worse']);
    expect(judgings).toBeLessThan(12);
  });

  test('but not for what is merely worth knowing', async () => {
    const { files } = await mended(
      { 'a.json': { good: 1 } },
      { good, note: (members) => (members['good'] === 2 ? { severity: 'info' } : undefined) },
    );
    expect(files).toEqual({ 'a.json': { good: 2 } });
  });

  test('with which the file cannot be read', async () => {
    const { files, why } = await mended(
      { 'a.json': { a: 1 } },
      { a: wrong('a', 1, fix(true, set('/a', 2), set('/broken', 1))) },
    );
    expect(files).toEqual({ 'a.json': { a: 1 } });
    expect(why).toEqual(['a of a.json: the file cannot be read with it: a.json cannot be read']);
  });

  test('that would undo another one, for ever', async () => {
    const { files, judgings } = await mended(
      { 'a.json': { a: 1 } },
      {
        one: (members) =>
          members['a'] === 1 ? { severity: 'info', fixes: [fix(true, set('/a', 2))] } : undefined,
        two: (members) =>
          members['a'] === 2 ? { severity: 'info', fixes: [fix(true, set('/a', 1))] } : undefined,
      },
    );
    expect(files['a.json']?.['a']).toBeTypeOf('number');
    expect(judgings).toBeLessThan(5);
  });

  test('wholly, where it concerns two files and cannot be made in one', async () => {
    const pair = fix(true, set('/a', 2), set('/nowhere/deep/5', 2, 'b.json'));
    const { files, why } = await mended(
      { 'a.json': { a: 1 }, 'b.json': { nowhere: 7 } },
      { a: wrong('a', 1, pair) },
    );
    expect(files).toEqual({ 'a.json': { a: 1 }, 'b.json': { nowhere: 7 } });
    expect(why).toEqual(['a of a.json: /nowhere is neither a list nor a map']);
  });
});

test('a fix of two files is made in both', async () => {
  const { files, fixed } = await mended(
    { 'a.json': { a: 1 }, 'b.json': { b: 1 } },
    { a: wrong('a', 1, fix(true, set('/a', 2), set('/b', 2, 'b.json'))) },
  );
  expect(files).toEqual({ 'a.json': { a: 2 }, 'b.json': { b: 2 } });
  expect(fixed.map((one) => one.files)).toEqual([['a.json', 'b.json']]);
});

test('what stands in no file, or in one that is not to be edited, is told', async () => {
  const { why, texts } = await mended(
    { 'a.json': { a: 1 } },
    { a: wrong('a', 1, fix(true, set('/a', 2, 'arn:aws:ecs:eu-west-1:123456789012:task-definition/a:1'))) },
    { nameOf: (file) => (file.startsWith('arn:') ? { problem: 'it stands in no file' } : file) },
  );
  expect([why, texts.size]).toEqual([['a of a.json: it stands in no file'], 0]);
});

test('of two findings alike that cannot be mended at once, both are in the end', async () => {
  // Told apart by their number alone, so that the second becomes the first.
  const list = (members: Members) =>
    (members['list'] as number[])
      .flatMap((item, index) =>
        item === 0 ? [] : [{ fixes: [fix(true, remove(`/list/${index}`), set('/last', item))] }],
      )
      .map((one, index) => ({ ...one, fingerprint: `list ${index}` }));
  const { files, why } = await mended({ 'a.json': { list: [0, 1, 0, 2] } }, { list });
  expect([files, why]).toEqual([{ 'a.json': { list: [0, 0], last: 2 } }, []]);
});

test('try again what did harm, once other fixes have changed what it stands beside', async () => {
  // The value of `a` must not be 2 while `b` is there: the fix of `a` cannot stay until that of `b` is made, which takes a round more.
  const { files, why, fixed } = await mended(
    { 'a.json': { a: 1, b: 1, c: 1 } },
    {
      a: wrong('a', 1, fix(true, set('/a', 2))),
      c: wrong('c', 1, fix(true, set('/c', 2))),
      b: ({ b, c }) =>
        b === 1 && c === 2 ? { severity: 'info', fixes: [fix(true, remove('/b'))] } : undefined,
      clash: ({ a, b }) => (a === 2 && b === 1 ? {} : undefined),
    },
  );
  expect(files).toEqual({ 'a.json': { a: 2, c: 2 } });
  expect([why, fixed.length]).toEqual([[], 3]);
});

test('do not try again and again what never works', async () => {
  const { judgings, why } = await mended(
    { 'a.json': { a: 1, c: 1 } },
    {
      a: wrong('a', 1, fix(true, set('/a', 2))),
      c: wrong('c', 1, fix(true, set('/c', 2))),
      clash: ({ a }) => (a === 2 ? {} : undefined),
    },
  );
  // Both, then each; and the one that did harm once more, in the text that the other one left.
  expect(judgings).toBeLessThanOrEqual(4);
  expect(why).toEqual(['a of a.json: it would bring test/clash: clash of a.json']);
});
