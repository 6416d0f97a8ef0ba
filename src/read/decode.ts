import { isUtf8 } from 'node:buffer';
import type { InputError } from '../model/input-error.ts';

/** The text of an input under the name that the user gave it, or what is wrong with it. */
export type Opened = { readonly file: string; readonly text: string } | { readonly error: InputError };

const EXPECTED = 'expected a task definition or a service in JSON or YAML';

/** Terraform saves plans as zip archives. */
const ARCHIVE =
  'this is a zip archive: if it is a plan that Terraform saved, run "terraform show -json" on it and check what it prints';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Turns the bytes of an input into text: UTF-8, or UTF-16 with a byte order mark. The mark stays in the text, so that
 * offsets are those of the file.
 */
export function decodeInput(file: string, bytes: Uint8Array): Opened {
  const refuse = (message: string, place?: { line: number; column: number }): Opened => ({
    error: { file, message, ...place },
  });
  if (bytes.length === 0) return refuse(`the input is empty: ${EXPECTED}`);
  const encoding = encodingOf(bytes);
  if ('wrong' in encoding) return refuse(encoding.wrong);
  if (encoding.is === 'utf-8') {
    const nul = bytes.indexOf(0);
    if (nul >= 0) return refuse(`a NUL byte makes this binary, not text: ${EXPECTED}`, placeOf(bytes, nul));
    if (!isUtf8(bytes)) {
      const at = firstInvalid(bytes);
      const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
      return refuse(
        `byte 0x${byte} is not valid UTF-8 here: expected text in UTF-8, so save the file in that encoding`,
        placeOf(bytes, at),
      );
    }
  }
  try {
    const text =
      encoding.is === 'utf-8'
        ? utf8.decode(bytes)
        : new TextDecoder(encoding.is, { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.trim() === '') return refuse(`the input holds nothing but white space: ${EXPECTED}`);
    return { file, text };
  } catch {
    return refuse(
      encoding.is === 'utf-8'
        ? 'the input is larger than the 512 MB that one text can hold: split it into several files'
        : `the byte order mark says ${encoding.is.toUpperCase()}, but the bytes are not valid in it: save the file as UTF-8`,
    );
  }
}

function encodingOf(
  bytes: Uint8Array,
): { readonly is: 'utf-8' | 'utf-16le' | 'utf-16be' } | { readonly wrong: string } {
  const [a, b, c, d] = bytes;
  const utf32 =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (utf32) return { wrong: 'the text is UTF-32: save it as UTF-8' };
  if (a === 0xff && b === 0xfe) return { is: 'utf-16le' };
  if (a === 0xfe && b === 0xff) return { is: 'utf-16be' };
  const utf16 = (a === 0) !== (b === 0) && (c === 0) === (a === 0) && (d === 0) === (b === 0);
  if (bytes.length >= 4 && utf16)
    return { wrong: 'the text is UTF-16 without a byte order mark: save it as UTF-8' };
  if (a === 0x1f && b === 0x8b) return { wrong: `this is a gzip archive: ${EXPECTED}, not compressed` };
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return { wrong: ARCHIVE };
  return { is: 'utf-8' };
}

/** The offset of the first byte that no valid UTF-8 sequence holds: the longest valid beginning ends there. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(bytes.subarray(0, boundary(bytes, middle)))) low = middle;
    else high = middle - 1;
  }
  let at = boundary(bytes, low);
  for (;;) {
    const lead = bytes[at] ?? 0;
    const next = at + (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
    if (at >= bytes.length || !isUtf8(bytes.subarray(at, next))) return at;
    at = next;
  }
}

/** The start of the sequence that an offset falls into, so that a cut never splits a character. */
function boundary(bytes: Uint8Array, offset: number): number {
  let start = offset;
  for (let back = 0; back < 3 && start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80; back++) start -= 1;
  return start;
}

function placeOf(bytes: Uint8Array, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let index = bytes.indexOf(10); index >= 0 && index < offset; index = bytes.indexOf(10, index + 1)) {
    line += 1;
    start = index + 1;
  }
  return { line, column: new TextDecoder().decode(bytes.subarray(start, offset)).length + 1 };
}
