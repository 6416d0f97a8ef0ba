import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { type Expected, judgeTexts } from './fixtures.ts';

/**
 * The examples on the rules' pages are executed: what stands under `Example` is reported, what stands under `Fix` is not. Where the
 * account decides, a snapshot stands beside the files.
 */
const RULES = fileURLToPath(new URL('../rules/', import.meta.url));

interface Example {
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly reports: readonly string[];
  readonly options: Readonly<Record<string, number | string>>;
  readonly snapshot?: NonNullable<Expected['snapshot']>;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const page = readFileSync(join(RULES, id, 'README.md'), 'utf8');
  const example = exampleIn(section(page, 'Example'));
  const fix = exampleIn(section(page, 'Fix'));

  test('the example reports what the page says', async () => {
    expect(example.reports.length).toBeGreaterThan(0);
    const { findings, inputErrors } = await judgeTexts(example.texts, [rule], example);
    expect(inputErrors).toEqual([]);
    expect(findings.map(({ problem, location }) => `${problem} at ${location.pointer}`).sort()).toEqual(
      [...example.reports].sort(),
    );
  });

  test('the fix reports none of it', async () => {
    expect(fix.texts.length).toBeGreaterThan(0);
    const { findings, inputErrors } = await judgeTexts(fix.texts, [rule], fix);
    expect(inputErrors).toEqual([]);
    const problems = example.reports.map((report) => report.split(' ', 1)[0]);
    expect(findings.map(({ problem }) => problem).filter((problem) => problems.includes(problem))).toEqual(
      [],
    );
  });
});

function section(page: string, heading: string): string {
  const start = page.indexOf(`\n## ${heading}\n`);
  expect(start, `heading ${heading}`).toBeGreaterThan(0);
  const text = page.slice(start + heading.length + 5);
  const end = text.search(/\n## /);
  return end < 0 ? text : text.slice(0, end);
}

/** Blocks marked `json task-definition`, `json service` or `json snapshot`, and the lines `Reports:` and `Options:`. */
function exampleIn(text: string): Example {
  const texts = [...text.matchAll(/```(json|yaml) (task-definition|service)\n(.*?)```/gs)].map(
    ([, language = '', file = '', body = '']) => ({ file: `${file}.${language}`, text: body }),
  );
  const snapshot = /```json snapshot\n(.*?)```/s.exec(text)?.[1];
  const reports = /^Reports: (.+)$/m.exec(text)?.[1] ?? '';
  const options = /^Options: (.+)$/m.exec(text)?.[1] ?? '';
  return {
    texts,
    ...(snapshot === undefined
      ? {}
      : { snapshot: JSON.parse(snapshot) as NonNullable<Expected['snapshot']> }),
    reports: [...reports.matchAll(/`([^`]+)` at `([^`]*)`/g)].map(
      ([, problem, pointer]) => `${problem} at ${pointer}`,
    ),
    options: Object.fromEntries(
      [...options.matchAll(/`([^`=]+)=([^`]+)`/g)].map(([, name = '', value = '']) => [
        name,
        Number.isNaN(Number(value)) ? value : Number(value),
      ]),
    ),
  };
}
