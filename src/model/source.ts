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
  /** Which document of the file, counted from 0, where it holds several. */
  readonly document?: number;
  /** How the text is spelled, which decides what a fix may do and which checks of strictness apply. */
  readonly syntax: 'json' | 'yaml';
  /** Where the value of this file path stands, or undefined where the text has no such value. */
  span(path: Path): Span | undefined;
  /** Where a value comes from, where the definition is spelled otherwise than the API's input. */
  origin?(path: Path): Origin;
  /**
   * A value of the API as this file spells it, for an edit. Of `undefined`: what stands for no value where the member cannot be
   * removed, as in a branch of `Fn::If`; undefined where it can.
   */
  spell?(path: Path, value: unknown): unknown;
  /**
   * A text of which the deploy gives parts, as this file writes it: by an expression of its language. Undefined where it has none
   * for it; left out where it has none for any.
   */
  write?(text: string): unknown;
  /** What declares the definition, as its language names it: `aws_ecs_service.api`, `Stack/Service/TaskDef`. */
  readonly resource?: string;
  /**
   * What the resource that declares the definition says to tools, as written: CloudFormation's `Metadata`, in which `ecs-preflight` is
   * ours.
   */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** What the text was made by, where nobody edits it: `a Terraform plan`. A fix then says where to look, and edits nothing. */
  readonly generatedBy?: string;
}

/** Where a value of a definition comes from. */
export interface Origin {
  /** From the root of the parsed file. */
  readonly path: Path;
  /** Inside the JSON text that stands there: Terraform's `container_definitions`. */
  readonly inner?: Path;
  /** What chooses the value, where it does not stand there itself. */
  readonly through?: Through;
}

/** What chooses a value from elsewhere. */
interface Through {
  /** `the parameter TaskCpu`, `the mapping Sizes` */
  readonly what: string;
  /** Where the value stands literally, if anywhere: `/Parameters/TaskCpu/Default`. */
  readonly path?: Path;
}

/** Where a path of a definition leads in its file. */
export function originOf(source: Source, path: Path): Origin {
  return source.origin ? source.origin(path) : { path };
}

/** RFC 6901 JSON pointer of a path. */
export function toPointer(path: Path): string {
  let pointer = '';
  for (let index = 0; index < path.length; index++) pointer += `/${escaped(path[index] as string | number)}`;
  return pointer;
}

/** Few names hold what is escaped, and to replace costs as much where there is nothing to replace. */
function escaped(step: string | number): string | number {
  return typeof step === 'string' && /[~/]/.test(step)
    ? step.replaceAll('~', '~0').replaceAll('/', '~1')
    : step;
}

/** Where a finding stands; `pointer` counts from the file's root, lines are those of the value or, where it is missing, of its parent. */
export interface Place extends Partial<Span> {
  /** Absent for what only the account has. */
  readonly file?: string;
  readonly arn?: string;
  readonly pointer: string;
  /** A JSON pointer inside the JSON text at `pointer`. */
  readonly inner?: string;
  /** What declares the value, as its language names it. */
  readonly resource?: string;
  /** The text around it is generated: nobody edits it, and secrets may stand in it in a form that nothing masks. */
  readonly unframed?: true;
}

/** The place of a path: its own span, or the opening of the nearest ancestor that exists. */
export function placeOf(source: Source, definitionPath: Path): Place {
  const { path, inner } = originOf(source, definitionPath);
  const { resource, generatedBy } = source;
  const pointer = {
    pointer: toPointer(path),
    ...(inner === undefined ? {} : { inner: toPointer(inner) }),
    ...(resource === undefined ? {} : { resource }),
    ...(generatedBy === undefined ? {} : ({ unframed: true } as const)),
  };
  if (source.arn !== undefined) return { arn: source.arn, ...pointer };
  for (let length = path.length; length >= 0; length--) {
    const span = source.span(path.slice(0, length));
    if (!span) continue;
    if (length === path.length) return { file: source.file, ...pointer, ...span };
    const { line, column } = span;
    return { file: source.file, ...pointer, line, column, endLine: line, endColumn: column + 1 };
  }
  return { file: source.file, ...pointer };
}
