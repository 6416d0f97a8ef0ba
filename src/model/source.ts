/** Members and indexes from the root of a parsed file to a value. */
export type Path = readonly (string | number)[];

/** Where a value stands: 1-based lines and columns (UTF-16 code units), the end exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A file that was read: knows where each value of its parsed form stands in the text. */
export interface Source {
  /** The name as the user gave it; `<stdin>` for standard input; the ARN of what only the account has. */
  readonly file: string;
  /** Of what only the account has, which stands in no file. */
  readonly arn?: string;
  readonly text: string;
  /** How the text is spelled, which decides what a fix may do and which checks of strictness apply. */
  readonly syntax: 'json' | 'yaml';
  /** Where the value of this file path stands, or undefined where the text has no such value. */
  span(path: Path): Span | undefined;
  /** The file path of a definition's path, where the definition is spelled otherwise than the API's input. */
  filePath?(path: Path): Path;
}

/** Where a path of a definition leads in its file. */
export function filePathOf(source: Source, path: Path): Path {
  return source.filePath ? source.filePath(path) : path;
}

/** RFC 6901 JSON pointer of a path. */
export function toPointer(path: Path): string {
  let pointer = '';
  for (const step of path) pointer += `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return pointer;
}

/** Where a finding stands; `pointer` counts from the file's root, lines are those of the value or, where it is missing, of its parent. */
export interface Place extends Partial<Span> {
  /** Absent for what only the account has. */
  readonly file?: string;
  readonly arn?: string;
  readonly pointer: string;
}

/** The place of a path: its own span, or the opening of the nearest ancestor that exists. */
export function placeOf(source: Source, definitionPath: Path): Place {
  const path = filePathOf(source, definitionPath);
  const pointer = toPointer(path);
  if (source.arn !== undefined) return { arn: source.arn, pointer };
  for (let length = path.length; length >= 0; length--) {
    const span = source.span(path.slice(0, length));
    if (!span) continue;
    if (length === path.length) return { file: source.file, pointer, ...span };
    const { line, column } = span;
    return { file: source.file, pointer, line, column, endLine: line, endColumn: column + 1 };
  }
  return { file: source.file, pointer };
}
