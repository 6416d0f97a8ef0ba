import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import { shellWord } from '../model/shell-word.ts';
import { decodeInput, type Opened } from './decode.ts';

/** What is said for the errors that opening a file may end in; any other is told by its code. */
const OPENING: Readonly<Record<string, string>> = {
  EACCES: 'permission to read this file is denied',
  EPERM: 'permission to read this file is denied',
  EISDIR: 'this is a folder: name the files in it, or use a glob such as "folder/*.json"',
  ELOOP: 'this symbolic link leads round in a circle',
  ENAMETOOLONG: 'this name is too long for a file: was the content given in place of the name?',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the file could not be read: the device reports an error',
  ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GiB: split it into several files',
  ERR_INVALID_ARG_VALUE: 'this name holds a NUL character, which no file can have',
};

/** Pipes that the shell itself made for this process, as in `check <(render)`: they have a writer, so reading them ends. */
const SHELL_PIPE = /^\/(dev\/(fd\/\d+|stdin)|proc\/(self|\d+)\/fd\/\d+)$/;

/** Opens and decodes a file. Never throws, and never waits for a pipe that may have no writer. */
export function openInput(path: string): Opened {
  try {
    const refusal = notAFile(statSync(path), path);
    if (refusal !== undefined) return { error: { file: path, message: refusal } };
    return decodeInput(path, readFileSync(path));
  } catch (error) {
    return { error: { file: path, message: sentence(path, error) } };
  }
}

function notAFile(is: Stats, path: string): string | undefined {
  if (is.isDirectory()) return OPENING['EISDIR'];
  if (is.isFIFO() && !SHELL_PIPE.test(path))
    return 'this is a named pipe: pass its content on standard input, as "-"';
  if (is.isSocket()) return 'this is a socket, not a file';
  if (is.isCharacterDevice() && !SHELL_PIPE.test(path)) return 'this is a device, not a file';
  if (is.isBlockDevice()) return 'this is a device, not a file';
  return undefined;
}

function sentence(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOENT') return missing(path);
  return OPENING[code] ?? `the file could not be read (${code})`;
}

/** A link whose target is gone is there by itself. */
function missing(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    return 'this symbolic link leads to a file that does not exist';
  // Other tools take several parameters behind one option.
  if (/^[A-Za-z]\w*=/.test(path))
    return `this file does not exist; a parameter is given with its own option: --parameters ${shellWord(path)}`;
  return 'this file does not exist';
}
