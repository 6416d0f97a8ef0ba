import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { decodeInput } from '../../src/read/decode.ts';
import { openInput } from '../../src/read/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'open-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const messageOf = (opened: ReturnType<typeof openInput>) =>
  'error' in opened ? opened.error.message : undefined;

describe('opening what is no file', () => {
  it('tells a missing file, a folder and a dangling link apart', () => {
    mkdirSync(path('services'));
    symlinkSync(path('gone.json'), path('dangling.json'));
    expect(messageOf(openInput(path('missing.json')))).toBe('this file does not exist');
    expect(messageOf(openInput(path('services')))).toContain('this is a folder');
    expect(messageOf(openInput(path('dangling.json')))).toContain(
      'symbolic link leads to a file that does not exist',
    );
  });

  it('tells a link that leads to itself', () => {
    symlinkSync(path('circle.json'), path('circle.json'));
    expect(messageOf(openInput(path('circle.json')))).toContain('round in a circle');
  });

  it.skipIf(process.platform === 'win32')('never waits for a pipe without a writer', () => {
    execFileSync('mkfifo', [path('pipe')]);
    expect(messageOf(openInput(path('pipe')))).toContain('named pipe');
    expect(messageOf(openInput('/dev/zero'))).toBe('this is a device, not a file');
  });

  it.skipIf(process.getuid?.() === 0)('tells a file that may not be read', () => {
    writeFileSync(path('secret.json'), '{}');
    chmodSync(path('secret.json'), 0);
    expect(messageOf(openInput(path('secret.json')))).toBe('permission to read this file is denied');
  });

  it('tells a name that no file can have', () => {
    expect(messageOf(openInput('a\0b'))).toContain('NUL');
    expect(messageOf(openInput('x'.repeat(5000)))).toContain('too long');
    writeFileSync(path('plain.json'), '{}');
    expect(messageOf(openInput(join(path('plain.json'), 'inner.json')))).toContain('not a folder');
  });

  it('reads a file', () => {
    writeFileSync(path('api.json'), '{"family":"api"}');
    expect(openInput(path('api.json'))).toEqual({ file: path('api.json'), text: '{"family":"api"}' });
  });
});

describe('decoding', () => {
  const decode = (bytes: readonly number[] | string) => decodeInput('<stdin>', Buffer.from(bytes as never));
  const utf16 = (text: string) => [...Buffer.from(text, 'utf16le')];
  const swapped = (bytes: readonly number[]) => bytes.map((_, index) => bytes[index ^ 1] ?? 0);
  const text = '{"family":"Bücher"}';

  test.each([
    ['UTF-8', [...Buffer.from(text)], text],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, ...Buffer.from(text)], `\uFEFF${text}`],
    ['UTF-16 little endian with a mark', [0xff, 0xfe, ...utf16(text)], `\uFEFF${text}`],
    ['UTF-16 big endian with a mark', [0xfe, 0xff, ...swapped(utf16(text))], `\uFEFF${text}`],
  ])('%s', (_, bytes, expected) => {
    expect(decode(bytes)).toEqual({ file: '<stdin>', text: expected });
  });

  test.each([
    ['nothing', [], 'the input is empty', {}],
    ['white space', ' \n\t\n', 'nothing but white space', {}],
    ['a mark alone', [0xef, 0xbb, 0xbf], 'nothing but white space', {}],
    ['UTF-16 without a mark', utf16(text), 'UTF-16 without a byte order mark', {}],
    ['UTF-16 big endian without a mark', swapped(utf16(text)), 'UTF-16 without a byte order mark', {}],
    ['UTF-32', [0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0], 'UTF-32', {}],
    ['half a UTF-16 character', [0xff, 0xfe, 0x7b], 'not valid in it', {}],
    ['a NUL byte', '{\n "a\0": 1}', 'NUL byte', { line: 2, column: 4 }],
    ['a gzip archive', [0x1f, 0x8b, 8, 0], 'gzip', {}],
    ['a zip archive', [0x50, 0x4b, 3, 4], 'zip', {}],
    [
      'Latin-1',
      [...Buffer.from('{\n"é": "'), 0xe9, 0x22, 0x7d],
      'byte 0xE9 is not valid UTF-8',
      { line: 2, column: 7 },
    ],
    ['a stray continuation byte', [0x7b, 0x0a, 0x22, 0x80, 0x22, 0x7d], 'byte 0x80', { line: 2, column: 2 }],
    ['a character cut off at the end', [0x7b, 0xc3], 'byte 0xC3', { line: 1, column: 2 }],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22], 'byte 0xC0', { line: 1, column: 2 }],
  ])('%s is refused', (_, bytes, message, place) => {
    const opened = decode(bytes);
    const { line, column } = 'error' in opened ? opened.error : {};
    expect(messageOf(opened)).toContain(message);
    expect({ line, column }).toEqual({ line: undefined, column: undefined, ...place });
  });
});
