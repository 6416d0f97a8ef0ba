import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { rules } from '../../rules/index.ts';
import type { EditOutput, Finding, Result, VerdictEntry } from '../../src/engine/result.ts';
import { applyEdits, applyFixes, type Syntax } from '../../src/fix/apply.ts';
import { parse } from '../../src/read/parse.ts';
import { type Expected, FIXTURES, inputsOf, judgeTexts, ruleFixtures } from '../fixtures.ts';
import { type ContractVector, textsOf } from '../vectors/contract.ts';
import { keepsAllBut, stepsIn, window } from './window.ts';

/** Files that are judged together. */
interface Case {
  readonly name: string;
  readonly texts: readonly Text[];
  readonly expected?: Pick<Expected, 'ruleset' | 'options' | 'target'>;
}

interface Text {
  readonly file: string;
  readonly text: string;
}

const CORPUS = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

function fixtureCases(): readonly Case[] {
  return ruleFixtures().map(({ rule, name, folder, expected }) => ({
    name: `${rule.id}/${name}`,
    texts: inputsOf(folder),
    expected,
  }));
}

function vectorCases(...folder: readonly string[]): readonly Case[] {
  const home = join(FIXTURES, ...folder);
  const files = existsSync(home) ? readdirSync(home).filter((file) => file.endsWith('.json')) : [];
  return files.flatMap((file) => {
    const vectors = JSON.parse(readFileSync(join(home, file), 'utf8')) as readonly ContractVector[];
    return vectors.map((vector) => ({ name: `${file}: ${vector.name}`, texts: textsOf(vector) }));
  });
}

function corpusCases(kind: string): readonly Case[] {
  const home = join(CORPUS, kind);
  return readdirSync(home).map((file) => ({
    name: `${kind}/${file}`,
    texts: [{ file, text: readFileSync(join(home, file), 'utf8') }],
  }));
}

/** The same text spelled otherwise; undefined where that cannot be. */
const SPELLINGS: Readonly<Record<string, (text: string) => string | undefined>> = {
  'as written': (text) => text,
  'with tabs, CRLF and a byte order mark': (text) => marked(isJson(text) ? tabbed(text) : text),
  'on one line': (text) => (isJson(text) ? JSON.stringify(JSON.parse(text)) : undefined),
  'as YAML with CRLF and a byte order mark': (text) =>
    isJson(text) ? marked(stringify(JSON.parse(text), { lineWidth: 0, indentSeq: false })) : undefined,
};

function tabbed(text: string): string {
  return text.replaceAll(/^ +/gm, (blanks) => '\t'.repeat(Math.ceil(blanks.length / 2)));
}

function marked(text: string): string {
  return `\uFEFF${text.replace('\uFEFF', '').replaceAll(/\r?\n/g, '\r\n')}`;
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** How the reader takes a text; JSON where it cannot read it, so that the edit says so. */
async function syntaxOf({ file, text }: Text): Promise<Syntax> {
  const parsed = await parse(file, text);
  return 'documents' in parsed ? (parsed.documents[0]?.source.syntax ?? 'json') : 'json';
}

interface SafeFix {
  readonly finding: Finding;
  readonly edits: readonly EditOutput[];
}

function safeFixes(findings: readonly Finding[]): readonly SafeFix[] {
  return findings.flatMap((finding) => {
    const fix = finding.fixes?.find((one) => one.kind === 'edit' && one.safe);
    return fix?.kind === 'edit' ? [{ finding, edits: fix.edits }] : [];
  });
}

function fileOf({ finding }: SafeFix, edit: EditOutput): string {
  return edit.file ?? finding.location.file ?? '';
}

/** What is amiss with any safe edit of a case, each by itself and then all together. */
async function faults(one: Mendable): Promise<readonly string[]> {
  const { name, texts, expected } = one;
  const before = await judgeTexts(texts, rules, expected);
  const fixes = safeFixes(before.findings);
  const found: string[] = [];
  let mended: Mended = { texts, fixes };
  if (fixes.length !== one.offers)
    found.push(`${name}: offers ${fixes.length} safe edits, and ${one.offers} as it is written`);
  for (const fix of fixes) {
    const tell = (what: string) =>
      found.push(
        `${name}: ${fix.finding.rule}/${fix.finding.problem} at ${fix.finding.location.pointer}: ${what}`,
      );
    const after: Text[] = [];
    for (const { file, text } of texts) {
      const edits = fix.edits.filter((edit) => fileOf(fix, edit) === file);
      const syntax = await syntaxOf({ file, text });
      const result = applyEdits(text, syntax, edits);
      if (typeof result !== 'string') tell(result.problem);
      else if (edits.length > 0 && result === text) tell('the edit changes nothing');
      else if (!touchesOnly(text, syntax, edits, result)) tell('bytes outside the edit change');
      after.push({ file, text: typeof result === 'string' ? result : text });
    }
    const result = await judgeTexts(after, rules, expected);
    for (const what of news(before, result, fix)) tell(what);
    if (fixes.length === 1) mended = { texts: after, fixes: safeFixes(result.findings) };
  }
  return [...found, ...(await untilNoneIsLeft(one, mended))];
}

/** Does everything outside the stretches of the edits stand in the result as it stood? */
function touchesOnly(text: string, syntax: Syntax, edits: readonly EditOutput[], result: string): boolean {
  if (edits.length === 0) return result === text;
  const breaks = (some: string) => [...new Set(some.match(/\r?\n/g))].sort().join();
  if (text.includes('\n') && breaks(result) !== breaks(text)) return false;
  if (text.startsWith('\uFEFF') !== result.startsWith('\uFEFF')) return false;
  if (syntax === 'yaml' || !isJson(text.replace('\uFEFF', ''))) return true;
  const body = text.replace('\uFEFF', '');
  const touched = edits.map((edit) => window(body, stepsIn(body, edit.pointer), edit));
  const start = Math.min(...touched.map((one) => one.start));
  const end = Math.max(...touched.map((one) => one.end));
  return keepsAllBut(
    { start, end },
    body,
    result.replace('\uFEFF', ''),
    edits.some(({ op }) => op === 'remove'),
  );
}

/** What a fix leaves that it should mend, or brings that was not there. */
function news(before: Result, after: Result, fix: SafeFix): readonly string[] {
  const found = after.inputErrors.map(({ message }) => `the result cannot be read: ${message}`);
  const may = new Map<string, number>();
  for (const finding of before.findings) {
    if (finding === fix.finding) continue;
    const key = moved(finding, fix);
    if (key !== undefined) may.set(key, (may.get(key) ?? 0) + 1);
  }
  for (const { rule, problem, location, message } of after.findings) {
    const key = `${rule}/${problem} ${location.file} ${location.pointer}`;
    const left = may.get(key) ?? 0;
    if (left > 0) may.set(key, left - 1);
    else {
      const same = rule === fix.finding.rule && problem === fix.finding.problem;
      found.push(
        `${same ? 'is still there' : 'brings'} ${rule}/${problem} at ${location.pointer} (${message})`,
      );
    }
  }
  const passed = new Set([...before.verdicts].flatMap(passes));
  for (const verdict of after.verdicts)
    for (const [problem, is] of Object.entries(verdict.problems))
      if (is === 'crashed') found.push(`crashes ${verdict.rule}/${problem}`);
      else if (is === 'unknown' && passed.has(`${verdict.deployment} ${verdict.rule}/${problem}`))
        found.push(`makes ${verdict.rule}/${problem} unknown, which passed`);
  return found;
}

/** What could be told and is right: no fix may leave it open. A failure may, once it is mended, rest on what is not known. */
function passes({ deployment, rule, problems }: VerdictEntry): readonly string[] {
  return Object.entries(problems).flatMap(([problem, is]) =>
    is === 'pass' ? [`${deployment} ${rule}/${problem}`] : [],
  );
}

/** Where a finding stands once the list elements of a fix are removed; undefined where it goes with one. */
function moved({ rule, problem, location }: Finding, fix: SafeFix): string | undefined {
  let { pointer } = location;
  for (const edit of fix.edits) {
    if (edit.op !== 'remove' || fileOf(fix, edit) !== location.file) continue;
    const [, list, index] = /^(.*)\/(\d+)$/.exec(edit.pointer) ?? [];
    if (list === undefined || !location.pointer.startsWith(`${list}/`)) continue;
    const [step = '', ...rest] = location.pointer.slice(list.length + 1).split('/');
    if (step === index) return undefined;
    if (Number(step) <= Number(index)) continue;
    const now = pointer.slice(list.length + 1).split('/', 1)[0];
    pointer = [list, String(Number(now) - 1), ...rest].join('/');
  }
  return `${rule}/${problem} ${location.file} ${pointer}`;
}

const ROUNDS = 10;

/** Texts with the safe edits that they offer. */
interface Mended {
  readonly texts: readonly Text[];
  readonly fixes: readonly SafeFix[];
}

/** All safe edits of the files together, again and again, until the rules have none to offer. */
async function untilNoneIsLeft({ name, expected }: Case, first: Mended): Promise<readonly string[]> {
  let now = first.texts;
  let fixes = first.fixes;
  for (let round = 0; round < ROUNDS; round++) {
    if (fixes.length === 0) return [];
    const next: Text[] = [];
    for (const text of now) {
      const mine = fixes.map((fix) => fix.edits.filter((edit) => fileOf(fix, edit) === text.file));
      next.push({ file: text.file, text: applyFixes(text.text, await syntaxOf(text), mine).text });
    }
    if (next.every(({ text }, index) => text === now[index]?.text)) {
      return [
        `${name}: ${fixes.map(({ finding }) => finding.problem).join(', ')} offer edits that change nothing`,
      ];
    }
    now = next;
    fixes = safeFixes((await judgeTexts(now, rules, expected)).findings);
  }
  return fixes.length === 0 ? [] : [`${name}: after ${ROUNDS} rounds there are still safe edits`];
}

/** A case that offers safe edits, with their number as it is written. */
interface Mendable extends Case {
  readonly offers: number;
}

async function mendable(cases: readonly Case[]): Promise<readonly Mendable[]> {
  const found: Mendable[] = [];
  for (const one of cases) {
    const { findings } = await judgeTexts(one.texts, rules, one.expected);
    const offers = safeFixes(findings).length;
    if (offers > 0) found.push({ ...one, offers });
  }
  return found;
}

async function allFaults(
  cases: readonly Mendable[],
  spell: (text: string) => string | undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const one of cases) {
    if (one.texts.every(({ text }) => spell(text) === undefined)) continue;
    const texts = one.texts.map(({ file, text }) => ({ file, text: spell(text) ?? text }));
    found.push(...(await faults({ ...one, texts })));
  }
  return found;
}

/**
 * Where cases come from, whether that is there, and how many of them offer a safe edit at least. Our own are many and laid
 * out alike: each is tried as it is written and in one of the other spellings; the corpus is tried in all.
 */
const SOURCES: readonly (readonly [string, boolean, () => readonly Case[], number])[] = [
  ['the fixtures of the rules', true, fixtureCases, 20],
  ['the contract vectors', true, () => vectorCases('contract'), 40],
  ['our own cases of the contract', true, () => vectorCases('rejected-by-ecs', 'cases'), 40],
  ['the task definitions of the corpus', existsSync(CORPUS), () => corpusCases('taskdef-json'), 0],
  ['the services of the corpus', existsSync(CORPUS), () => corpusCases('service-json'), 0],
];

describe('a safe edit removes its finding, adds none, and changes nothing else', () => {
  for (const [source, there, cases, least] of SOURCES) {
    describe.skipIf(!there)(source, () => {
      let chosen: readonly Mendable[] = [];
      beforeAll(async () => {
        chosen = await mendable(cases());
      }, 60_000);
      test('there are some to try', () => {
        expect(chosen.length).toBeGreaterThanOrEqual(least);
      });
      const others = Object.keys(SPELLINGS).length - 1;
      const spellings = Object.entries(SPELLINGS).map(([name, spell], turn) => [name, turn, spell] as const);
      test.each(spellings)('%s', { timeout: 60_000 }, async (_, turn, spell) => {
        const all = turn === 0 || least === 0;
        const some = all ? chosen : chosen.filter((_, index) => index % others === turn - 1);
        expect(await allFaults(some, spell)).toEqual([]);
      });
    });
  }
});
