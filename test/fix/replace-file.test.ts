import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replaceText } from '../../src/cli/replace-file.ts';

const BEFORE = '{ "cpu": "256" }\r\n';
const AFTER = '{ "cpu": "512", "é": "\u{1F980}" }';

function fileWith(
  content: string | Buffer,
  name = 'taskdef.json',
): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'replace-'));
  const file = join(folder, name);
  writeFileSync(file, content);
  return { folder, file };
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('a text in the place of another', () => {
  test.each([0o600, 0o644, 0o755, 0o4755])('keeps mode %o', (mode) => {
    const { folder, file } = fileWith(BEFORE);
    chmodSync(file, mode);
    expect(replaceText(file, BEFORE, AFTER)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(AFTER);
    expect(statSync(file).mode & 0o7777).toBe(mode);
    expect(readdirSync(folder)).toEqual(['taskdef.json']);
  });

  test.skipIf(process.getuid?.() !== 0)('keeps the owner, where the system allows it', async () => {
    const { chownSync } = await import('node:fs');
    const { file } = fileWith(BEFORE);
    chownSync(file, 1234, 5678);
    expect(replaceText(file, BEFORE, AFTER)).toBeUndefined();
    expect([statSync(file).uid, statSync(file).gid]).toEqual([1234, 5678]);
  });

  test.each<[string, Buffer, Buffer]>([
    ['UTF-8', Buffer.from(BEFORE), Buffer.from(AFTER)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${BEFORE}`), Buffer.from(`\uFEFF${AFTER}`)],
    [
      'UTF-16, low byte first',
      Buffer.from(`\uFEFF${BEFORE}`, 'utf16le'),
      Buffer.from(`\uFEFF${AFTER}`, 'utf16le'),
    ],
    ['UTF-16, high byte first', utf16be(`\uFEFF${BEFORE}`), utf16be(`\uFEFF${AFTER}`)],
  ])('is written in %s as it was read', (name, before, after) => {
    const { file } = fileWith(before);
    const mark = name === 'UTF-8' ? '' : '\uFEFF';
    expect(replaceText(file, mark + BEFORE, mark + AFTER)).toBeUndefined();
    expect(readFileSync(file).equals(after)).toBe(true);
  });

  test('follows links to the file itself', () => {
    const { folder, file } = fileWith(BEFORE);
    const links = mkdtempSync(join(tmpdir(), 'links-'));
    symlinkSync(file, join(links, 'near.json'));
    symlinkSync('near.json', join(links, 'far.json'));
    expect(replaceText(join(links, 'far.json'), BEFORE, AFTER)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(AFTER);
    expect(readdirSync(links).map((name) => lstatSync(join(links, name)).isSymbolicLink())).toEqual([
      true,
      true,
    ]);
    expect(readdirSync(folder)).toEqual(['taskdef.json']);
  });

  test('has room beside a name of any length', () => {
    const { file } = fileWith(BEFORE, `${'n'.repeat(250)}.json`);
    expect(replaceText(file, BEFORE, AFTER)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(AFTER);
  });
});

describe('a file is left as it is', () => {
  const refused = (file: string, was: string, now: string, problem: string) => {
    const before = readFileSync(file);
    const beside = readdirSync(join(file, '..'));
    expect(replaceText(file, was, now)).toBe(problem);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(join(file, '..'))).toEqual(beside);
  };

  test('that says something else by now', () => {
    refused(fileWith(`${BEFORE} `).file, BEFORE, AFTER, 'was changed meanwhile');
  });

  test('that lost its byte order mark', () => {
    refused(fileWith(BEFORE).file, `\uFEFF${BEFORE}`, `\uFEFF${AFTER}`, 'was changed meanwhile');
  });

  test('that is no text any more', () => {
    refused(fileWith(Buffer.from([0x7b, 0xff, 0x7d])).file, BEFORE, AFTER, 'was changed meanwhile');
  });

  test('that is read-only, also to whoever may write everything', () => {
    const { file } = fileWith(BEFORE);
    chmodSync(file, 0o444);
    refused(file, BEFORE, AFTER, 'is read-only');
  });

  test('for a text that its encoding cannot spell', () => {
    refused(
      fileWith(BEFORE).file,
      BEFORE,
      '{ "a": "\ud800" }',
      'holds a text that its encoding cannot spell',
    );
  });

  test('where there is none, or a folder', () => {
    const { folder, file } = fileWith(BEFORE);
    rmSync(file);
    expect(replaceText(file, BEFORE, AFTER)).toBe('is not there any more');
    mkdirSync(join(folder, 'sub'));
    expect(replaceText(join(folder, 'sub'), BEFORE, AFTER)).toBe('is not a regular file');
    expect(replaceText('/dev/null', '', AFTER)).toBe('is not a regular file');
    expect(readdirSync(folder)).toEqual(['sub']);
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that takes no file beside it', () => {
    const { folder, file } = fileWith(BEFORE);
    chmodSync(folder, 0o555);
    try {
      refused(file, BEFORE, AFTER, 'is in a folder that is not writable: permission is denied');
    } finally {
      chmodSync(folder, 0o755);
    }
  });
});
