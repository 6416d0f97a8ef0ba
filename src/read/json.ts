import type { InputError } from '../model/input-error.ts';
import { Lines } from '../model/lines.ts';
import type { Path, Source, Span } from '../model/source.ts';
import type { Document } from './document.ts';
import { maskJson } from './json-placeholders.ts';
import { JsonSpans } from './json-spans.ts';
import { DEEPEST, isPlain, survey } from './json-survey.ts';
import { isExact, tolerantJson } from './json-tolerant.ts';
import { quote } from './quote.ts';
import type { Directive } from './template-text.ts';

/** A JSON text as a document; or what is wrong with it, and whether it is no JSON at all. */
type ReadJson = { readonly document: Document } | { readonly error: InputError; readonly notJson: boolean };

const NOTHING: ReadonlyMap<number, string> = new Map();

/** Reads JSON: strictly where it is strict, which is the fast path; else with comments, trailing commas and placeholders. */
export function readJson(file: string, written: string): ReadJson {
  const text = withoutMark(written);
  const lines = new Lines(written);
  const refuse = (message: string, offset: number, notJson = false): ReadJson => ({
    error: { file, message, ...lines.position(offset) },
    notJson,
  });
  const strict = parseStrictly(text);
  const asWritten = (value: unknown): ReadJson => ({
    document: { source: jsonSource(file, written, text, NOTHING), value, leniencies: [] },
  });
  const members = strict && countMembers(strict.value);
  if (strict && isPlain(text, members)) return asWritten(strict.value);
  const measured = survey(text);
  if (measured.tooDeep !== undefined) return refuse(tooDeep(), measured.tooDeep);
  if (strict && members === measured.colons) return asWritten(strict.value);

  const masked = maskJson(text);
  if (masked.directive) return refuse(unrendered(masked.directive), masked.directive.offset);
  const deep = survey(masked.text).tooDeep;
  if (deep !== undefined) return refuse(tooDeep(), deep);
  const { value, leniencies, trouble } = tolerantJson(masked, text, (offset) => lines.position(offset).line);
  if (trouble) return refuse(trouble.message, trouble.offset, trouble.kind === 'syntax');
  const source = jsonSource(file, written, masked.text, masked.bare);
  return { document: { source, value, leniencies: leniencies.map((one) => ({ ...one, source })) } };
}

/** The sentence for text that is nested deeper than anything that ECS takes. */
export function tooDeep(): string {
  return `lists and structures are nested more than ${DEEPEST} deep here: expected a task definition or a service`;
}

/** The sentence for a template that decides by itself which text there is. */
export function unrendered({ text, language }: Directive): string {
  return `this is a template that is not rendered yet (${language}: ${quote(text, 40)}): render it and check the result`;
}

/** A byte order mark is kept as white space, so that offsets stay. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
}

function parseStrictly(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/**
 * As many members as the value has; a text that gives one twice writes more. Of what is nested too deep, or holds a number that is
 * too large to be read exactly, there is no number.
 */
function countMembers(value: unknown, depth = 1): number {
  if (typeof value === 'number') return isExact(value) ? 0 : Number.NaN;
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > DEEPEST) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item !== 'string') count += countMembers(item, depth + 1);
    }
    return count;
  }
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    count += 1;
    if (typeof member === 'object') count += countMembers(member, depth + 1);
    else if (typeof member === 'number' && !isExact(member)) return Number.NaN;
  }
  return count;
}

/** The spans of the file that was asked last: findings come file by file, and of ten thousand files none is kept. */
let latest: { readonly source: Source; readonly spans: JsonSpans } | undefined;

/** The source of a JSON text: spans are found when a finding asks for them, in a form of the text that parses. */
export function jsonSource(
  file: string,
  text: string,
  parsed: string,
  bare: ReadonlyMap<number, string>,
): Source {
  const source: Source = {
    file,
    text,
    syntax: 'json',
    span(path: Path): Span | undefined {
      if (latest?.source !== source) latest = { source, spans: new JsonSpans(parsed, new Lines(text), bare) };
      return latest.spans.span(path);
    },
  };
  return source;
}
