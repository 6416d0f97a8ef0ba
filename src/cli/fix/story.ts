import type { Result } from '../../engine/result.ts';
import { onlyUnsafe } from '../../fix/attempt.ts';
import type { Mended, Unmended } from '../../fix/rounds.ts';
import { visible } from '../../report/escape.ts';
import type { Diff } from './diff.ts';

/** Sentences of one kind that are told one by one. */
const LISTED = 20;

/** What was asked for. */
interface Wish {
  readonly unsafe: boolean;
}

const HIDES = 'the diff shows *** in the place of values of environment variables, and cannot be applied';
const BARE =
  'the diff leaves out lines with values of environment variables: git apply takes it with --unidiff-zero';

/** What is said of a dry run. */
export function afterDryRun(
  mended: Mended,
  { unsafe, hides, bare }: Wish & Pick<Diff, 'hides' | 'bare'>,
): readonly string[] {
  const { fixed, texts } = mended;
  const would = `would fix ${problems(fixed.length)} in ${files(texts.size)}; nothing is written`;
  return [
    fixed.length > 0 ? would : nothing(unsafe),
    ...(hides ? [HIDES] : bare ? [BARE] : []),
    ...listed(mended.unmended.map(unmendedLine)),
    ...hint(mended.result, unsafe),
  ];
}

/** What became of the files, and of the problems in them. */
export interface Written {
  /** How many files were written. */
  readonly files: number;
  /** How many findings were mended, their files all written. */
  readonly fixed: number;
  /** The files that were not written, and why. */
  readonly refused: ReadonlyMap<string, string>;
  readonly unmended: readonly Unmended[];
  /** What is found in the files as they are now. */
  readonly result: Result;
}

/** What is said after the files were written. */
export function afterFixing(
  { files: count, fixed, refused, unmended, result }: Written,
  { unsafe }: Wish,
): readonly string[] {
  const done = `fixed ${problems(fixed)} in ${files(count)}`;
  return [
    ...(fixed > 0 ? [done] : refused.size === 0 ? [nothing(unsafe)] : []),
    ...listed([...refused].map(([file, problem]) => `not written: ${visible(file)} ${problem}`)),
    ...listed(unmended.map(unmendedLine)),
    ...hint(result, unsafe),
  ];
}

function nothing(unsafe: boolean): string {
  return unsafe
    ? 'nothing is fixed: there is no edit to make'
    : 'nothing is fixed: there is no safe edit to make';
}

function problems(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

function unmendedLine({ finding, problem }: Unmended): string {
  const { rule, problem: name, location } = finding;
  const { file = '', line, pointer } = location;
  const place = line === undefined ? `${file} at ${pointer}` : `${file}:${line}`;
  return `not fixed: ${visible(place)}: ${rule}/${name}: ${visible(problem)}`;
}

function listed(lines: readonly string[]): readonly string[] {
  return lines.length <= LISTED ? lines : [...lines.slice(0, LISTED), `and ${lines.length - LISTED} more`];
}

function hint({ findings }: Result, unsafe: boolean): readonly string[] {
  const more = unsafe ? 0 : onlyUnsafe(findings).length;
  if (more === 0) return [];
  const have =
    more === 1 ? '1 more problem has an edit that is' : `${more} more problems have edits that are`;
  return [`${have} not safe: it may behave or cost differently after --fix-unsafe`];
}
