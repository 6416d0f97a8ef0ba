import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { EditOutput, Finding, Result } from '../../src/engine/result.ts';
import { applyEdits, type Syntax } from '../../src/fix/apply.ts';
import { type Bench, type Mended, mend, type Texts } from '../../src/fix/rounds.ts';
import { decodeInput } from '../../src/read/decode.ts';
import { parse } from '../../src/read/parse.ts';
import { type Expected, inputsOf, judgeTexts, ruleFixtures } from '../fixtures.ts';
import { changedElsewhere } from './elsewhere.ts';

/**
 * What `--fix` and `--fix-unsafe` promise, on every file there is: the fixtures of all rules, and real files where they stand
 * beside the checkout.
 */
interface Case {
  readonly name: string;
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly expected?: Expected;
}

const CORPUS = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const FOLDERS = ['taskdef-json', 'service-json', 'ecspresso', 'cloudformation', 'cdk', 'terraform'];

const fixtures = ruleFixtures().map(({ rule, name, folder, expected }) => ({
  rule: rule.id,
  one: { name: `${rule.id}/${name}`, texts: inputsOf(folder), expected },
}));

function corpus(folder: string): readonly Case[] {
  return readdirSync(join(CORPUS, folder)).flatMap((file) => {
    const opened = decodeInput(file, readFileSync(join(CORPUS, folder, file)));
    return 'text' in opened ? [{ name: `${folder}/${file}`, texts: [opened] }] : [];
  });
}

interface Fixed {
  readonly before: Result;
  readonly mended: Mended;
  readonly again: Mended;
}

const asWritten = new Map<string, Promise<Result>>();

/** Judged once, for all tests. */
function judgedAsWritten({ name, texts, expected }: Case): Promise<Result> {
  const judged = asWritten.get(name) ?? judgeTexts(texts, rules, expected);
  asWritten.set(name, judged);
  return judged;
}

async function fixed(one: Case, unsafe: boolean): Promise<Fixed> {
  const { texts, expected } = one;
  const judge = (now: Texts) =>
    judgeTexts(
      texts.map(({ file, text }) => ({ file, text: now.get(file) ?? text })),
      rules,
      expected,
    );
  const benchOf = (base: Texts): Bench => ({
    judge: (now) => judge(new Map([...base, ...now])),
    nameOf: (file) => (texts.some((one) => one.file === file) ? file : { problem: 'it stands in no file' }),
    async read(file) {
      const text = base.get(file) ?? texts.find((one) => one.file === file)?.text ?? '';
      return { text, syntax: await syntaxOf(file, text) };
    },
  });
  const before = await judgedAsWritten(one);
  const mended = await mend(before, unsafe, benchOf(new Map()));
  const again = mended.texts.size === 0 ? mended : await mend(mended.result, unsafe, benchOf(mended.texts));
  return { before, mended, again };
}

async function syntaxOf(file: string, text: string): Promise<Syntax> {
  const parsed = await parse(file, text);
  return 'documents' in parsed ? (parsed.documents[0]?.source.syntax ?? 'json') : 'json';
}

const nameOf = ({ rule, problem }: Finding) => `${rule}/${problem}`;

function counted(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(nameOf(finding), (counts.get(nameOf(finding)) ?? 0) + 1);
  return counts;
}

/** What is amiss with the fixes of a case. */
function faults({ name }: Case, { before, mended, again }: Fixed, unsafe: boolean): readonly string[] {
  const { result, fixed: gone, unmended, texts } = mended;
  const found: string[] = [];
  const tell = (what: string) => found.push(`${name}: ${what}`);
  const placeless = (message: string) => message.replaceAll(/\d+/g, 'N');
  const errors = new Set(before.inputErrors.map(({ message }) => placeless(message)));
  for (const { message } of result.inputErrors)
    if (!errors.has(placeless(message))) tell(`cannot be read: ${message}`);
  for (const { rule, problem } of result.crashes) tell(`crashes ${rule}/${problem}`);
  const was = counted(before.findings);
  const mine = counted(gone.map(({ finding }) => finding));
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  for (const [problem, count] of counted(result.findings)) {
    const expectedly = (was.get(problem) ?? 0) - (mine.get(problem) ?? 0);
    const brought = result.findings.filter((one) => nameOf(one) === problem && !known.has(one.fingerprint));
    if (count > expectedly && brought.some(({ severity }) => severity !== 'info')) tell(`brings ${problem}`);
  }
  for (const { finding } of gone)
    if (result.findings.some(({ fingerprint }) => fingerprint === finding.fingerprint))
      if ((counted(result.findings).get(nameOf(finding)) ?? 0) > (was.get(nameOf(finding)) ?? 0) - 1)
        tell(`${nameOf(finding)} is said to be fixed, and is still there`);
  for (const { finding, problem } of unmended) {
    if (!/^\S.*[^.]$/.test(problem)) tell(`${nameOf(finding)}: no reason why it is not fixed`);
    if (!unsafe && !LEFT.has(`${name} ${nameOf(finding)}`))
      tell(`${nameOf(finding)} is not fixed: ${problem}`);
    if (/does not remove/.test(problem) && !REMAINS.has(`${name} ${nameOf(finding)}`))
      tell(`${nameOf(finding)}: its edit does not remove it`);
  }
  if (again.texts.size > 0 && again !== mended) tell('a second run changes something');
  for (const [file, text] of texts) if (text === '') tell(`${file} is empty`);
  return found;
}

/** Safe edits that are not made: what they mend hides another problem, which would be reported in its place. */
const LEFT = new Set([
  'cloudformation/aws-cloudformation__cfn-lint__test__fixtures__templates__bad__resources__properties__allowed_values.yaml rejected-by-ecs/enum-invalid',
]);

/** Edits that mend one of several causes: the key is enabled, and its policy still keeps the log group out. */
const REMAINS = new Set(['log-group/fail-cfn-key-disabled log-group/kms-denied']);

/** What each edit by itself changes elsewhere. */
async function strays(one: Case): Promise<readonly string[]> {
  const { name, texts } = one;
  const { findings } = await judgedAsWritten(one);
  const found = new Set<string>();
  for (const finding of findings)
    for (const fix of finding.fixes ?? []) {
      if (fix.kind !== 'edit') continue;
      for (const { file, text } of texts) {
        const edits = fix.edits.filter((edit) => (edit.file ?? finding.location.file) === file);
        const parsed = edits.length === 0 ? undefined : await parse(file, text);
        const source =
          parsed && 'documents' in parsed ? parsed.documents[edits[0]?.document ?? 0]?.source : undefined;
        if (!source) continue;
        const after = applyEdits(text, source.syntax, edits, edits[0]?.document);
        if (typeof after !== 'string') continue;
        for (const what of changedElsewhere(text, after, edits, source))
          found.add(`${name}: ${nameOf(finding)}: ${what}`);
      }
    }
  return [...found];
}

async function allOf(
  cases: readonly Case[],
  amiss: (one: Case) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const one of cases) found.push(...(await amiss(one)));
  return found;
}

const MODES = [
  ['safe edits', false],
  ['safe and unsafe edits', true],
] as const;

describe.each(MODES)(
  '%s break nothing, remove what they say, add no finding, and are made once',
  (_, unsafe) => {
    const amiss = async (one: Case) => faults(one, await fixed(one, unsafe), unsafe);

    test.each(rules.map(({ id }) => id))('in the fixtures of %s', { timeout: 120_000 }, async (id) => {
      const cases = fixtures.filter(({ rule }) => rule === id).map(({ one }) => one);
      expect(cases.length).toBeGreaterThan(0);
      expect(await allOf(cases, amiss)).toEqual([]);
    });

    test.skipIf(!existsSync(CORPUS)).each(FOLDERS)(
      'in the real files of %s',
      { timeout: 120_000 },
      async (folder) => {
        expect(await allOf(corpus(folder), amiss)).toEqual([]);
      },
    );
  },
);

describe('an edit leaves every other byte alone', () => {
  test('which would be seen if it did not', async () => {
    const text = 'a: 1 # one\nb:\n  - c: 2\n    d: 3\ne: 5\n';
    const parsed = await parse('a.yml', text);
    const source = 'documents' in parsed ? parsed.documents[0]?.source : undefined;
    if (!source) throw new Error('it was not read');
    const strayed = (after: string, edit: EditOutput) =>
      changedElsewhere(text, after, [edit], source).length > 0;
    const set: EditOutput = { pointer: '/a', op: 'set', value: 7 };
    expect(strayed(text.replace('1', '7'), set)).toBe(false);
    expect(strayed(text.replace('1 # one', '7'), set)).toBe(true);
    const remove: EditOutput = { pointer: '/b/0/d', op: 'remove' };
    expect(strayed(text.replace('    d: 3\n', ''), remove)).toBe(false);
    expect(strayed(text.replace('    d: 3\n', '').replace('# one', '#one'), remove)).toBe(true);
  });

  test('in the fixtures', { timeout: 120_000 }, async () => {
    expect(
      await allOf(
        fixtures.map(({ one }) => one),
        strays,
      ),
    ).toEqual([]);
  });

  test.skipIf(!existsSync(CORPUS)).each(FOLDERS)(
    'in the real files of %s',
    { timeout: 120_000 },
    async (folder) => {
      expect(await allOf(corpus(folder), strays)).toEqual([]);
    },
  );
});
