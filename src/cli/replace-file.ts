import {
  accessSync,
  constants,
  fchmodSync,
  fchownSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { decodeInput } from '../read/decode.ts';
import { writeAtomically } from './atomic-write.ts';

/** Any of the three bits that let somebody write. */
const WRITABLE = 0o222;
const MODE = 0o7777;

/** Why a file cannot be replaced, as the rest of a sentence that begins with its name; undefined where it can. */
export function whyNotReplaceable(file: string): string | undefined {
  try {
    const is = statSync(file);
    if (!is.isFile()) return 'is not a regular file';
    // Whoever may do everything may write this one too, and yet somebody asked that it stay as it is.
    if ((is.mode & WRITABLE) === 0) return 'is read-only';
    accessSync(file, constants.W_OK);
    return whyNoPlaceIn(dirname(realpathSync(file)));
  } catch (error) {
    return sentence(error);
  }
}

/** The replacement is made beside the file. */
function whyNoPlaceIn(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return isDenied(error) ? 'is in a folder that is not writable: permission is denied' : sentence(error);
  }
}

/**
 * Puts a text in the place of another: wholly or not at all, in the file's own encoding, with its mode and, where the system
 * allows it, its owner. A symbolic link is followed to its file. What is no longer as it was read is left alone.
 *
 * Answers why it was not done, as the rest of a sentence that begins with the file's name; undefined where it was done.
 */
export function replaceText(file: string, was: string, now: string): string | undefined {
  const refusal = whyNotReplaceable(file);
  if (refusal !== undefined) return refusal;
  try {
    const real = realpathSync(file);
    const bytes = readFileSync(real);
    if (textOf(bytes) !== was) return CHANGED;
    const replacement = encoded(now, bytes);
    if (textOf(replacement) !== now) return 'holds a text that its encoding cannot spell';
    return writeAtomically(real, replacement, {
      mode: 0o600,
      prepare: (descriptor) => takeAfter(descriptor, statSync(real)),
      objection: () => (readFileSync(real).equals(bytes) ? undefined : CHANGED),
    });
  } catch (error) {
    return sentence(error);
  }
}

const CHANGED = 'was changed meanwhile';

function textOf(bytes: Uint8Array): string | undefined {
  const read = decodeInput('', bytes);
  return 'text' in read ? read.text : undefined;
}

/** The text in the encoding of the bytes that it replaces, whose byte order mark it begins with where they have one. */
function encoded(text: string, { 0: first, 1: second }: Uint8Array): Buffer {
  if (first === 0xff && second === 0xfe) return Buffer.from(text, 'utf16le');
  if (first === 0xfe && second === 0xff) return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text);
}

/** Only the superuser gives files away; whoever may not owns the new one, as any editor's user does. */
function takeAfter(descriptor: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // The mode is kept all the same.
  }
  fchmodSync(descriptor, mode & MODE);
}

const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'is not writable: permission is denied',
  EPERM: 'is not writable: permission is denied',
  EROFS: 'is on a file system that is read-only',
  ENOSPC: 'cannot be written: no space is left',
  EDQUOT: 'cannot be written: no space is left',
  ENOENT: 'is not there any more',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(codeOf(error));
}

function sentence(error: unknown): string {
  const code = codeOf(error);
  return SENTENCES[code] ?? `cannot be written (${code})`;
}
