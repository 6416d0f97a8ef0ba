import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { decodeInput } from '../src/read/decode.ts';
import verdicts from './corpus-verdicts.json' with { type: 'json' };
import { judgeTexts } from './fixtures.ts';

/**
 * Real files from public repositories, where they stand beside the checkout: nothing crashes, what cannot be read gets one
 * sentence, and every finding of severity error was read by a person and is listed as true in `corpus-verdicts.json`.
 */
const CORPUS = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));
const FOLDERS = ['taskdef-json', 'service-json', 'ecspresso', 'cloudformation', 'cdk', 'terraform'];

interface Judged {
  readonly file: string;
  readonly finding: string;
  readonly pointer: string;
  readonly verdict: string;
  readonly reason: string;
}

const listed = verdicts as readonly Judged[];
const nameOf = ({ file, finding, pointer }: Pick<Judged, 'file' | 'finding' | 'pointer'>) =>
  `${file} ${finding} ${pointer}`;
const truths = new Set(listed.filter(({ verdict }) => verdict === 'true').map(nameOf));

describe.skipIf(!existsSync(CORPUS))('the corpus of real files', () => {
  const files = existsSync(CORPUS)
    ? FOLDERS.flatMap((folder) => readdirSync(join(CORPUS, folder)).map((name) => `${folder}/${name}`))
    : [];
  const seen = new Set<string>();

  test('is there', () => expect(files.length).toBeGreaterThan(100));

  test.each(files)('%s', async (file) => {
    const opened = decodeInput(file, readFileSync(join(CORPUS, file)));
    const texts = 'error' in opened ? [] : [opened];
    const { findings, inputErrors, crashes } = await judgeTexts(texts, rules);
    expect(crashes).toEqual([]);
    for (const { message } of inputErrors) expect(message).toMatch(/^[^\n]+$/);
    const errors = findings
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, problem, location }) =>
        nameOf({ file, finding: `${rule}/${problem}`, pointer: location.pointer }),
      );
    for (const name of errors) seen.add(name);
    expect(errors.filter((name) => !truths.has(name))).toEqual([]);
  });

  test('nothing is listed that is not found any more', () => {
    expect([...truths].filter((name) => !seen.has(name))).toEqual([]);
  });
});

test('each verdict has a reason of its own', () => {
  expect(new Set(listed.map(nameOf)).size).toBe(listed.length);
  for (const { verdict, reason } of listed) {
    expect(['true', 'false alarm']).toContain(verdict);
    expect(reason.length).toBeGreaterThan(20);
  }
});
