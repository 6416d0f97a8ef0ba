import { didYouMean, UsageError } from './usage-error.ts';

/** A format and the file it goes to; standard output where there is none. */
export interface Destination<Name extends string> {
  readonly format: Name;
  readonly file: string | undefined;
}

/** Reads `-f NAME[=FILE]`; at most one may go to standard output, and without any it is text. */
export function destinations<Name extends string>(
  values: readonly string[],
  names: readonly Name[],
  standard: Name,
): readonly Destination<Name>[] {
  const wanted = values.map((value) => destination(value, names));
  if (wanted.length === 0) return [{ format: standard, file: undefined }];
  const [first, second] = wanted.filter(({ file }) => file === undefined);
  if (first && second) {
    throw new UsageError(
      `--format: ${first.format} and ${second.format} would both go to standard output; give one a file, as in ${second.format}=FILE`,
    );
  }
  return wanted;
}

function destination<Name extends string>(value: string, names: readonly Name[]): Destination<Name> {
  const equals = value.indexOf('=');
  const given = equals < 0 ? value : value.slice(0, equals);
  const file = equals < 0 ? undefined : value.slice(equals + 1);
  const format = names.find((name) => name === given);
  if (format === undefined) {
    throw new UsageError(
      `--format: there is no format "${given}" (${names.join(', ')})${didYouMean(given, names)}`,
    );
  }
  if (file === '') throw new UsageError(`--format: ${given}= names no file`);
  return { format, file };
}
