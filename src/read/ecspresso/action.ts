/**
 * The actions of Go's text/template that ecspresso renders its files with, as far as they can be told without asking anybody:
 * texts, the environment, and `json_escape`. https://github.com/kayac/ecspresso#template-syntax
 */

/** What an action prints; or what it is that nobody knows here. */
export type Printed =
  | {
      readonly text: string;
      /** Variables of the environment that chose it. */
      readonly variables: readonly string[];
    }
  | {
      /** The variable, or the action as a person reads it: `tfstate aws_subnet.a.id`. */
      readonly open: string;
      readonly unlockedBy?: string;
      /** A variable that `must_env` wants and that is not set: there ecspresso stops. */
      readonly missing?: string;
    };

export type Environment = Readonly<Record<string, string | undefined>>;

/** A text of literal parts and actions, in order. */
export type Part = { readonly literal: string } | { readonly action: string };

const OPENING = /\{\{(?:-\s)?/y;

/** Splits a text at its actions; what they trim off their neighbours is gone. */
export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let literal = '';
  let index = 0;
  let trims = false;
  while (index < text.length) {
    OPENING.lastIndex = index;
    const opening = OPENING.exec(text)?.[0];
    const end = opening === undefined ? -1 : endOf(text, index + opening.length);
    if (opening === undefined || end < 0) {
      literal += text[index] ?? '';
      index += 1;
      continue;
    }
    const before = trims ? literal.trimStart() : literal;
    parts.push({ literal: opening.length > 2 ? before.trimEnd() : before });
    const inside = text.slice(index + opening.length, end);
    trims = /\s-$/.test(inside);
    parts.push({ action: (trims ? inside.slice(0, -1) : inside).trim() });
    literal = '';
    index = end + 2;
  }
  parts.push({ literal: trims ? literal.trimStart() : literal });
  return parts;
}

/** Longer than any action that a person writes: text of nothing but openings is not walked over and over. */
const LONGEST = 1000;

/** The offset of the `}}` that ends an action, which texts in it may hold as well. */
function endOf(text: string, from: number): number {
  let quoted = '';
  const last = Math.min(text.length, from + LONGEST);
  for (let index = from; index < last; index++) {
    const character = text[index] ?? '';
    if (quoted === '') {
      if (character === '"' || character === '`') quoted = character;
      else if (text.startsWith('}}', index)) return index;
    } else if (character === '\\' && quoted === '"') index += 1;
    else if (character === quoted) quoted = '';
  }
  return -1;
}

/** Does the action decide which text there is at all? */
export function isControl(action: string): boolean {
  return /^(?:if|else|end|range|with|define|block|template|break|continue)\b/.test(action);
}

/** Docker's own templates in log options and the like, which ecspresso would not leave to Docker, but people write. */
export function isField(action: string): boolean {
  return /^\.\w+$/.test(action);
}

/** What an action prints. Without an environment nothing is read from it. */
export function printed(action: string, environment: Environment | undefined): Printed {
  const words = wordsOf(action);
  return (words && piped(words, environment)) ?? { open: plain(action) };
}

/** The action without its quotes, on one line. */
function plain(action: string): string {
  return action.replace(/["`]/g, '').replace(/\s+/g, ' ').trim();
}

type Word = { readonly text: string } | { readonly name: string };

const WORDS = /\s*(?:`([^`]*)`|("(?:[^"\\]|\\.)*")|(\||[()]|[^\s`"|()]+))/y;

/** The words of an action: texts and names; undefined where they cannot be told apart. */
function wordsOf(action: string): readonly Word[] | undefined {
  const words: Word[] = [];
  WORDS.lastIndex = 0;
  while (WORDS.lastIndex < action.length) {
    const found = WORDS.exec(action);
    if (!found) return undefined;
    const [, raw, quoted, name] = found;
    const text = raw ?? (quoted === undefined ? undefined : unescaped(quoted));
    if (text !== undefined) words.push({ text });
    else if (name !== undefined) words.push({ name });
    else return undefined;
  }
  return words;
}

function unescaped(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** `command | json_escape` */
function piped(words: readonly Word[], environment: Environment | undefined): Printed | undefined {
  const bar = words.findIndex((word) => 'name' in word && word.name === '|');
  if (bar < 0) return called(words, environment);
  const [filter, ...more] = words.slice(bar + 1);
  if (more.length > 0 || !filter || !('name' in filter) || filter.name !== 'json_escape') return undefined;
  const value = called(words.slice(0, bar), environment);
  if (!value || !('text' in value)) return value;
  return { ...value, text: JSON.stringify(value.text).slice(1, -1) };
}

function called(words: readonly Word[], environment: Environment | undefined): Printed | undefined {
  const [first, ...rest] = words;
  const texts = rest.flatMap((word) => ('text' in word ? [word.text] : []));
  if (!first || texts.length < rest.length) return undefined;
  if ('text' in first) return rest.length === 0 ? { text: first.text, variables: [] } : undefined;
  const [name] = texts;
  if (name === undefined) return undefined;
  if (first.name === 'must_env' && texts.length === 1) return required(name, environment);
  return first.name === 'env' ? chosen(texts, environment) : undefined;
}

/** `must_env`: the variable, without which ecspresso stops. */
function required(name: string, environment: Environment | undefined): Printed {
  if (!environment) return { open: name, unlockedBy: '--resolve-env' };
  const text = environment[name];
  return text === undefined ? { open: name, missing: name } : { text, variables: [name] };
}

/**
 * `env`: the first variable that is set and not empty; where none is, the last word itself, which is the default.
 * https://github.com/kayac/go-config/blob/master/config.go
 */
function chosen(names: readonly string[], environment: Environment | undefined): Printed {
  const [name = ''] = names;
  if (!environment) return { open: name, unlockedBy: '--resolve-env' };
  const set = names.find((one) => (environment[one] ?? '') !== '');
  const variables = names.length > 1 ? names.slice(0, -1) : names;
  return { text: set === undefined ? (names.at(-1) ?? '') : (environment[set] ?? ''), variables };
}
