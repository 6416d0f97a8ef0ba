import type { Context } from './context-value.ts';
import { literal, OPAQUE, pattern, type Token, type Tokens } from './glob.ts';
import type { Doubt } from './tri.ts';

/** A pattern of a policy with its variables filled in. */
export interface Filled {
  readonly tokens: Tokens;
  /** A variable has no value: the pattern matches nothing. */
  readonly unresolved: boolean;
  readonly doubts: readonly Doubt[];
}

/** `${}` names nothing: it is text. */
const VARIABLE = /\$\{([^}]+)\}/g;

/**
 * Fills in the variables of a pattern: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters themselves.
 * The wildcards of a variable's value are characters. A key that holds several values cannot be used.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function fill(text: string, context: Context, wildcards: boolean): Filled {
  const plain = wildcards ? pattern : literal;
  if (!text.includes('${')) return { tokens: plain(text), unresolved: false, doubts: [] };
  const tokens: Token[] = [];
  const doubts: Doubt[] = [];
  let unresolved = false;
  let from = 0;
  for (const found of text.matchAll(VARIABLE)) {
    tokens.push(...plain(text.slice(from, found.index)));
    from = found.index + found[0].length;
    const value = variableValue(found[1] ?? '', context);
    if (value === undefined) unresolved = true;
    else if (typeof value === 'string') tokens.push(...literal(value));
    else {
      tokens.push(OPAQUE);
      doubts.push(value);
    }
  }
  tokens.push(...plain(text.slice(from)));
  return { tokens, unresolved, doubts };
}

/** The value of a variable, a doubt where it is not known, undefined where it has none. */
function variableValue(inside: string, context: Context): string | Doubt | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const [, name = inside, fallback] = /^([^,]*?)\s*,\s*'(.*)'\s*$/.exec(inside) ?? [];
  const key = name.trim();
  const value = context.of(key);
  switch (value.state) {
    case 'known':
      return value.multivalued || value.values.length !== 1 ? fallback : value.values[0];
    case 'absent':
      return fallback;
    default:
      return { key: key.toLowerCase(), text: `the value of ${key}` };
  }
}

/** Policies repeat the same patterns, and requests the same resources. */
const cut = new Map<string, readonly string[]>();
const MOST_CUT = 4096;

/** The parts of `arnParts`, found once. */
export function partsOfPattern(text: string): readonly string[] {
  let parts = cut.get(text);
  if (!parts) {
    if (cut.size >= MOST_CUT) cut.clear();
    parts = arnParts(text);
    cut.set(text, parts);
  }
  return parts;
}

/** A text with colons: cuts it at the first five that stand outside of variables. */
export function arnParts(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let inside = false;
  for (let at = 0; at < text.length && parts.length < 5; at += 1) {
    if (text[at] === '$' && text[at + 1] === '{') inside = true;
    else if (text[at] === '}') inside = false;
    else if (text[at] === ':' && !inside) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** Is it nothing but `*`? */
export function isEverything(text: string): boolean {
  // Without a regular expression: each text of each policy is asked for each request.
  for (let at = 0; at < text.length; at++) if (text[at] !== '*') return false;
  return text !== '';
}
