import { fchmodSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { writeAtomically } from '../atomic-write.ts';

const MODE = 0o7777;

const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'cannot be written: permission is denied',
  EPERM: 'cannot be written: permission is denied',
  EROFS: 'cannot be written: the file system is read-only',
  EISDIR: 'is a folder',
  ENOENT: 'cannot be written: its folder does not exist',
  ENOTDIR: 'cannot be written: a part of its path is a file',
  ENOSPC: 'cannot be written: no space is left',
  EDQUOT: 'cannot be written: no space is left',
};

/**
 * Writes a file wholly or not at all; one that is there keeps its mode, and is left alone where it says the same already. A
 * symbolic link is followed. Answers why it was not done, as the rest of a sentence that begins with the file's name.
 */
export function replaceFile(file: string, text: string): string | undefined {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there && !there.isFile()) return there.isDirectory() ? 'is a folder' : 'is no regular file';
    const real = there ? realpathSync(file) : file;
    if (there && readFileSync(real, 'utf8') === text) return undefined;
    return writeAtomically(real, text, {
      mode: 0o666,
      ...(there ? { prepare: (descriptor) => fchmodSync(descriptor, there.mode & MODE) } : {}),
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return SENTENCES[code] ?? `cannot be written (${code})`;
  }
}
