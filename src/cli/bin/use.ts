import { statSync } from 'node:fs';

/**
 * How the command is used. Each use calls functions of its own, so that each has its own code cache: `facts` decides by what an
 * account says, `much` reads large templates or many files, `little` is the check of a few small ones, and YAML has a parser of
 * its own.
 */
export type Use = 'facts' | Amount | `${Amount}-yaml` | 'other';

type Amount = 'much' | 'little';

/** Inputs longer than this together are worth preparing for: a task definition has a tenth, a large template thrice as many. */
const MUCH_BYTES = 65_536;

/** What the arguments will make the command do, as far as a look at them tells: a wrong guess costs milliseconds. */
export function useOf([command, ...words]: readonly string[]): Use {
  if (command === 'audit' || command === 'snapshot') return 'facts';
  if (command !== 'check') return 'other';
  if (words.some((word) => word === '--live' || word.startsWith('--snapshot'))) return 'facts';
  const files = words.filter((word) => !word.startsWith('-'));
  const amount = amountOf(files);
  return files.some((file) => /\.ya?ml$/.test(file)) ? `${amount}-yaml` : amount;
}

/** Is there much to read for this use? */
export function isMuch(use: Use): boolean {
  return use === 'facts' || use.startsWith('much');
}

function amountOf(files: readonly string[]): Amount {
  let bytes = 0;
  for (const file of files) {
    bytes += bytesBehind(file);
    if (bytes > MUCH_BYTES) return 'much';
  }
  return 'little';
}

/** The size of a file; a folder or a glob may stand for any number of files. What is wrong with a path is not said here. */
function bytesBehind(word: string): number {
  try {
    const found = statSync(word, { throwIfNoEntry: false });
    if (found?.isFile()) return found.size;
    return found?.isDirectory() || word.includes('*') ? Number.POSITIVE_INFINITY : 0;
  } catch {
    return 0;
  }
}
