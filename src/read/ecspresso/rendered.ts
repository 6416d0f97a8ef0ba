import { opaqueValue } from '../../fact/opaque.ts';
import { findPlaceholder, Unresolved } from '../../model/placeholder.ts';
import { originOf, type Path, type Source } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import type { Document } from '../document.ts';
import { setOwn } from '../json-tolerant.ts';
import { type Environment, isControl, isField, partsOf, printed } from './action.ts';

/** A document as ecspresso would render it, as far as that can be told. */
export interface Rendered {
  readonly document: Document;
  /** The variables that `must_env` wants and that are not set, and where. */
  readonly missing: readonly { readonly name: string; readonly path: Path }[];
}

/** Renders the actions in the values of a document: a value that is not known stays open, and says what would tell it. */
export function rendered(document: Document, environment: Environment | undefined): Rendered {
  const rendering = new Rendering(document.source, environment);
  const value = rendering.value(document.value, []);
  const { source } = document;
  const { chosen, missing } = rendering;
  if (chosen.size === 0) return { document: { ...document, value }, missing };
  const origin = (path: Path) => {
    const found = originOf(source, path);
    const variables = chosen.get(JSON.stringify(found.path));
    return variables === undefined ? found : { ...found, through: { what: spelled(variables) } };
  };
  return { document: { ...document, value, source: { ...source, origin } }, missing };
}

function spelled(variables: readonly string[]): string {
  const names = [...new Set(variables)];
  return `the environment variable${names.length === 1 ? '' : 's'} ${names.join(' and ')}`;
}

class Rendering {
  /** The variables that chose a value, by its path. */
  readonly chosen = new Map<string, readonly string[]>();
  readonly missing: { readonly name: string; readonly path: Path }[] = [];
  readonly #source: Source;
  readonly #environment: Environment | undefined;
  #lines: readonly string[] | undefined;

  constructor(source: Source, environment: Environment | undefined) {
    this.#source = source;
    this.#environment = environment;
  }

  value(raw: unknown, path: Path): unknown {
    if (typeof raw === 'string') return raw.includes('{{') ? this.#text(raw, path) : raw;
    if (raw instanceof Unresolved) return this.#bare(raw, path);
    if (Array.isArray(raw)) return raw.map((item: unknown, index) => this.value(item, [...path, index]));
    if (!isObject(raw)) return raw;
    const structure: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(raw))
      setOwn(structure, name, this.value(item, [...path, name]));
    return structure;
  }

  /** A text in quotes: what is open in it is open, the rest stands. */
  #text(raw: string, path: Path): string | Unresolved {
    let text = '';
    const variables: string[] = [];
    let open: Unresolved | undefined;
    let literal = true;
    for (const part of partsOf(raw)) {
      if ('literal' in part) {
        text += part.literal;
        literal &&= part.literal === '';
        continue;
      }
      if (isControl(part.action))
        return new Unresolved({ reason: 'unresolved', detail: `{{ ${part.action} }} is not decided` });
      if (isField(part.action)) {
        text += `{{${part.action}}}`;
        continue;
      }
      const value = printed(part.action, this.#environment);
      if ('open' in value) {
        if (value.missing !== undefined) this.missing.push({ name: value.missing, path });
        open ??= openValue(value.open, value.unlockedBy);
        text += opaqueValue(value.open, value.unlockedBy);
      } else {
        variables.push(...value.variables);
        text += this.#unescaped(value.text);
      }
    }
    if (variables.length > 0) this.chosen.set(JSON.stringify(path), variables);
    // A value of which nothing is known may be anything; of one with parts some is known.
    return open && literal && partsOf(raw).length === 3 ? open : text;
  }

  /** What stands in a text of JSON is read once more: a backslash in a variable escapes what is behind it. */
  #unescaped(text: string): string {
    if (this.#source.syntax !== 'json' || !text.includes('\\')) return text;
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      return text;
    }
  }

  /** An action without quotes, which may print a number or anything else. */
  #bare(raw: Unresolved, path: Path): unknown {
    const written = this.#written(path);
    const parts = written === undefined ? [] : partsOf(written);
    const actions = parts.flatMap((part) => ('action' in part ? [part.action] : []));
    if (actions.length === 0 || actions.some(isControl)) return raw;
    const values = actions.map((action) => printed(action, this.#environment));
    const open = values.find((value) => 'open' in value);
    if (open && 'open' in open) {
      if (open.missing !== undefined) this.missing.push({ name: open.missing, path });
      return openValue(open.open, open.unlockedBy);
    }
    let next = 0;
    let text = '';
    const variables: string[] = [];
    for (const part of parts) {
      if ('literal' in part) {
        text += part.literal;
        continue;
      }
      const value = values[next++];
      if (!value || !('text' in value)) continue;
      text += value.text;
      variables.push(...value.variables);
    }
    this.chosen.set(JSON.stringify(path), variables);
    return scalar(text) ?? raw;
  }

  #written(path: Path): string | undefined {
    const { line, column, endLine, endColumn } = this.#source.span(path) ?? {};
    if (line === undefined || column === undefined || line !== endLine) return undefined;
    this.#lines ??= this.#source.text.split('\n');
    const written = this.#lines[line - 1]?.slice(column - 1, (endColumn ?? column) - 1);
    return written === undefined || findPlaceholder(written) === undefined ? undefined : written;
  }
}

function openValue(label: string, unlockedBy: string | undefined): Unresolved {
  return new Unresolved({
    reason: 'unresolved',
    detail: `the value of ${label} is not known`,
    ...(unlockedBy === undefined ? {} : { unlockedBy }),
  });
}

/** A value as JSON spells it; a word without quotes, which YAML takes for a text, as that text. */
function scalar(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return /^[\w./:@-]+$/.test(text) ? text : undefined;
  }
}
