import { Lines } from '../model/lines.ts';
import type { Span } from '../model/source.ts';
import type { Stretch } from './source-line.ts';

/**
 * Members whose values are not shown: those of environment variables, misspelled as `Value` too, what templates call secrets, and
 * the credentials among the options of log drivers (`splunk-token`, `apikey`, `licenseKey`, `shared_key`).
 */
const NAME = String.raw`(?:value|secretstring|[\w.-]*(?:password|token|(?:api|license|shared|secret|access)[-_]?key))`;

/** Such a member on a line, its text in the last group: of JSON, of YAML's blocks, of YAML's `{ name: A, value: b }`. */
const VALUE_MEMBER = new RegExp(
  [
    String.raw`(["'])${NAME}\1\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)`,
    String.raw`^\s*(?:-\s+)?${NAME}\s*:\s+(\S.*)$`,
    String.raw`[{,]\s*${NAME}\s*:\s+([^\s,}\]][^,}\]]*)`,
  ].join('|'),
  'gi',
);

/**
 * A text by lines, with what of it must not be shown: the values of environment variables, which may be secrets that
 * would then stand in the log of every build.
 */
export class SourceText {
  readonly #lines: Lines;
  readonly #secrets: readonly Span[];
  readonly #masks = new Map<number, readonly Stretch[]>();

  /** `secrets` are the places of environment values that are known. */
  constructor(text: string, secrets: readonly Span[]) {
    this.#lines = new Lines(text);
    this.#secrets = secrets;
  }

  get lineCount(): number {
    return this.#lines.count;
  }

  /** The line of a 1-based number, without its ending. */
  line(number: number): string {
    const line = this.#lines.line(number);
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  /** What of a line is not to be shown. */
  masks(number: number): readonly Stretch[] {
    let masks = this.#masks.get(number);
    if (!masks) {
      const line = this.line(number);
      masks = [...valueMembers(line), ...this.#onLine(number, line)];
      this.#masks.set(number, masks);
    }
    return masks;
  }

  *#onLine(number: number, line: string): Iterable<Stretch> {
    for (const span of this.#secrets) {
      if (number < span.line || number > span.endLine) continue;
      const start = number === span.line ? span.column - 1 : line.length - line.trimStart().length;
      const end = number === span.endLine ? span.endColumn - 1 : line.length;
      // The quotes stay, so that it can be seen that it is a string.
      const quoted = /^["']/.test(line.slice(start, start + 1)) && number === span.line;
      yield quoted ? { start: start + 1, end: span.line === span.endLine ? end - 1 : end } : { start, end };
    }
  }
}

function* valueMembers(line: string): Iterable<Stretch> {
  if (!/value|secretstring|password|token|key/i.test(line)) return;
  for (const match of line.matchAll(VALUE_MEMBER)) {
    const size = (match[2] ?? match[3] ?? match[4] ?? '').length;
    const end = match.index + match[0].length;
    yield { start: end - size, end };
  }
}

/** Reads texts by lines; the last one is kept, as the findings of one file follow each other. */
export function sourceReader(
  textOf: (file: string) => string | undefined,
  secretsOf: (file: string) => readonly Span[],
): (file: string) => SourceText | undefined {
  let last: { readonly file: string; readonly source: SourceText | undefined } | undefined;
  return (file) => {
    if (last?.file !== file) {
      const text = textOf(file);
      last = { file, source: text === undefined ? undefined : new SourceText(text, secretsOf(file)) };
    }
    return last.source;
  };
}
