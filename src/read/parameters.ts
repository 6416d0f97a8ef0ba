import { opaqueValue } from '../fact/opaque.ts';
import { isObject } from '../model/view.ts';
import type { Opened } from './decode.ts';
import type { Document } from './document.ts';
import { parse } from './parse.ts';
import { quote } from './quote.ts';

/** Values of template parameters by name, as `--parameters` gives them; or one sentence that says what is wrong. */
export type Parameters = { readonly parameters: ReadonlyMap<string, string> } | { readonly error: string };

/** A name, or `Stack:Name` as `cdk deploy --parameters` takes it, and its value, which may hold anything. */
const PAIR = /^((?:[\w-]+:)?[A-Za-z][\w-]*)=([\s\S]*)$/;

const EXPECTED =
  'expected the list of ParameterKey and ParameterValue of the AWS CLI, {"Parameters": {…}} of CodePipeline, or a map of names to values';

/**
 * Reads the values of `--parameters`, of which the later ones win: `KEY=VALUE`, the AWS CLI's
 * `ParameterKey=KEY,ParameterValue=VALUE`, or a file. The value of a parameter that keeps its previous one, or that a placeholder
 * stands for, is opaque: it is not known, and the template's default is not it.
 */
export async function parseParameters(
  values: readonly string[],
  open: (path: string) => Opened,
): Promise<Parameters> {
  const parameters = new Map<string, string>();
  for (const value of values) {
    const error = await readValue(value, open, parameters);
    if (error !== undefined) return { error };
  }
  return { parameters };
}

async function readValue(
  value: string,
  open: (path: string) => Opened,
  into: Map<string, string>,
): Promise<string | undefined> {
  const written = value.trim();
  if (/^[[{]/.test(written)) return readText('given as text', written, into);
  const shorthand = shorthandOf(written);
  if (shorthand) {
    into.set(shorthand.key, shorthand.value ?? notKnown(shorthand.key));
    return undefined;
  }
  if (/^Parameter(?:Key|Value)=/.test(written))
    return `${quote(value)}: expected ParameterKey=KEY,ParameterValue=VALUE`;
  const [, key, text] = PAIR.exec(value) ?? [];
  if (key !== undefined && text !== undefined) {
    into.set(key, text);
    return undefined;
  }
  const opened = open(written.replace(/^file:\/\//, ''));
  if ('error' in opened) return couldNotOpen(value, opened.error.message);
  return readText(opened.file, opened.text, into);
}

/** What a value is that somebody has chosen, but that nobody tells here. */
function notKnown(key: string): string {
  return opaqueValue(key, `--parameters ${key}=…`);
}

/** `decodeInput` says of an empty file that it should hold a definition, which here is not what it should. */
function couldNotOpen(value: string, message: string): string {
  const why = message.replace(/: expected a task definition.*$/, '');
  const form = why === 'this file does not exist' ? ', and KEY=VALUE has an equals sign' : '';
  return `${quote(value)}: ${why}${form}`;
}

/**
 * The AWS CLI's shorthand for one member of `--parameters`; the value may hold commas, escaped or not.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 */
function shorthandOf(
  written: string,
): { readonly key: string; readonly value: string | undefined } | undefined {
  const previous = /^ParameterKey=([^,=]+),UsePreviousValue=true$/i.exec(written);
  if (previous?.[1] !== undefined) return { key: unquoted(previous[1]), value: undefined };
  const forth = /^ParameterKey=([^,=]+),ParameterValue=([\s\S]*?)(?:,UsePreviousValue=false)?$/.exec(written);
  const back = forth ? undefined : /^ParameterValue=([\s\S]*),ParameterKey=([^,=]+)$/.exec(written);
  const [key, value] = forth ? [forth[1], forth[2]] : [back?.[2], back?.[1]];
  if (key === undefined || value === undefined) return undefined;
  return { key: unquoted(key), value: unquoted(value).replaceAll('\\,', ',') };
}

function unquoted(text: string): string {
  return /^(["'])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
}

/** The text of a file of parameters; returns what is wrong with it. */
async function readText(name: string, text: string, into: Map<string, string>): Promise<string | undefined> {
  const parsed = await parse(name, text);
  if ('error' in parsed) {
    const { line, message } = parsed.error;
    return `${quote(name)}: ${line === undefined ? '' : `line ${line}: `}${message}`;
  }
  const [document, ...others] = parsed.documents;
  if (!document || others.length > 0)
    return `${quote(name)} holds ${others.length + (document ? 1 : 0)} documents: ${EXPECTED}`;
  const wrong = readDocument(document, into);
  return wrong === undefined ? undefined : `${quote(name)}: ${wrong}`;
}

function readDocument(document: Document, into: Map<string, string>): string | undefined {
  const { value } = document;
  if (Array.isArray(value)) return readList(document, value, [], into);
  if (!isObject(value)) return EXPECTED;
  if ('Resources' in value) return 'this is a template, not a file of parameters: pass it as an input';
  // CodePipeline and most tools write `Parameters`, a deployment file of Git sync `parameters`.
  const wrapper = (['Parameters', 'parameters'] as const).find(
    (name) => Array.isArray(value[name]) || isObject(value[name]),
  );
  if (wrapper === undefined) return readMap(document, value, [], into);
  const inner = value[wrapper];
  if (Array.isArray(inner)) return readList(document, inner, [wrapper], into);
  return isObject(inner) ? readMap(document, inner, [wrapper], into) : EXPECTED;
}

type Where = readonly (string | number)[];

function readList(
  document: Document,
  list: readonly unknown[],
  path: Where,
  into: Map<string, string>,
): string | undefined {
  for (const [index, item] of list.entries()) {
    // `aws cloudformation deploy --parameter-overrides file://…` takes a list of texts as well.
    const [, named, text] = (typeof item === 'string' && PAIR.exec(item)) || [];
    if (named !== undefined && text !== undefined) {
      into.set(named, text);
      continue;
    }
    if (!isObject(item) || typeof item['ParameterKey'] !== 'string')
      return `entry ${index + 1} has no ParameterKey: ${EXPECTED}`;
    const key = item['ParameterKey'];
    if (item['UsePreviousValue'] === true || item['UsePreviousValue'] === 'true')
      into.set(key, notKnown(key));
    else {
      const wrong = set(document, key, item['ParameterValue'], [...path, index, 'ParameterValue'], into);
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

function readMap(
  document: Document,
  map: Readonly<Record<string, unknown>>,
  path: Where,
  into: Map<string, string>,
): string | undefined {
  for (const [key, value] of Object.entries(map)) {
    const wrong = set(document, key, value, [...path, key], into);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function set(
  document: Document,
  key: string,
  value: unknown,
  path: Where,
  into: Map<string, string>,
): string | undefined {
  if (value === undefined || value === null || Array.isArray(value) || isObject(value))
    return `the value of ${quote(key)} is no text: ${EXPECTED}`;
  if (typeof value === 'string') into.set(key, value);
  else if (typeof value === 'number' || typeof value === 'boolean')
    into.set(key, asWritten(document, path) ?? String(value));
  // A placeholder: what it will be is not known.
  else into.set(key, notKnown(key));
  return undefined;
}

/** YAML reads `012345678901` as a number; what is meant is how it is written. */
function asWritten({ source }: Document, path: Where): string | undefined {
  const { line, column, endLine, endColumn } = source.span(path) ?? {};
  if (line === undefined || column === undefined || line !== endLine) return undefined;
  const text = source.text.split(/\r?\n/)[line - 1]?.slice(column - 1, (endColumn ?? column) - 1);
  return text === '' ? undefined : text;
}
