import { readFileSync, statSync } from 'node:fs';
import type { InputError } from '../../model/input-error.ts';
import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import type { Document } from '../../read/document.ts';
import { openInput } from '../../read/open.ts';
import { parse } from '../../read/parse.ts';
import { MANIFEST, MANIFEST_MEMBER } from './nearby.ts';

/** A file that was opened and parsed: its document, and where in it the configuration stands. */
interface ParsedFile {
  readonly text: string;
  /** Undefined where the file holds nothing, or comments alone. */
  readonly document: Document | undefined;
  readonly value: unknown;
  readonly path: Path;
}

/** Opens and parses a configuration; `shown` is its name in errors. */
export async function readFile(
  file: string,
  shown: string,
): Promise<ParsedFile | { readonly errors: readonly [InputError, ...InputError[]]; readonly text?: string }> {
  const opened = openInput(file);
  if ('error' in opened) {
    if (holdsNothing(file)) return { text: '', document: undefined, value: undefined, path: [] };
    return { errors: [told(opened.error, shown)] };
  }
  const { text } = opened;
  const parsed = await parse(shown, text);
  if ('error' in parsed) return { errors: [told(parsed.error, shown, text)], text };
  const [document, second] = parsed.documents;
  if (second) {
    const { line, column } = second.source.span([]) ?? {};
    const place = line === undefined || column === undefined ? {} : { line, column };
    return {
      errors: [{ file: shown, message: 'a configuration is one document, and this is another', ...place }],
      text,
    };
  }
  const [first, ...others] = document?.errors ?? [];
  if (first) return { errors: [first, ...others], text };
  const manifest = file.endsWith(`/${MANIFEST}`) || file.endsWith(`\\${MANIFEST}`);
  if (!manifest) return { text, document, value: document?.value, path: [] };
  const value = isObject(document?.value) ? document.value[MANIFEST_MEMBER] : undefined;
  return { text, document, value, path: [MANIFEST_MEMBER] };
}

function holdsNothing(file: string): boolean {
  try {
    return statSync(file).isFile() && readFileSync(file, 'utf8').trim() === '';
  } catch {
    return false;
  }
}

/** The readers of inputs expect definitions. */
const EXPECTED = /expected a task definition or a service(?: in JSON or YAML)?/;

function told({ message, line, ...rest }: InputError, shown: string, text = ''): InputError {
  const written = line === undefined ? '' : (text.split('\n')[line - 1] ?? '');
  const star = /(?:^|[:[,-])\s*[*&!][^\s'"]*[*/.]/.test(written);
  return {
    ...rest,
    file: shown,
    ...(line === undefined ? {} : { line }),
    message: `${message.replace(EXPECTED, 'expected a configuration of ecs-preflight')}${
      star ? ' (a pattern that begins with *, & or ! stands in quotes)' : ''
    }`,
  };
}
