import { isPrintableAscii } from './columns.ts';

/**
 * What the log of a CI system takes for a command wherever it stands in a line (`##[…]`, `##vso[…]`), or where it
 * stands first (`::name …::`): the runner obeys what any program prints.
 */
const LOG_COMMAND = /#(?=#(?:vso)?\[)|(?<=^|\s):(?=:[a-z])/gi;

const LOG_COMMAND_ANYWHERE = /#(?=#(?:vso)?\[)/gi;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text from a file, made safe to print in a line: control characters, newlines and whatever else would act on the
 * terminal or on the log of a CI system are shown as escapes (`\u001b`, `\n`).
 */
export function visible(text: string): string {
  const inert = escapeUnsafe(text, escapeLetter);
  return inert.includes('##') || inert.includes('::') ? inert.replace(LOG_COMMAND, unicodeEscape) : inert;
}

/** As `visible`, for one character of a text that is shown piece by piece; undefined where it is safe as it is. */
export function escapeOf(letter: string): string | undefined {
  const escaped = escapeUnsafe(letter, escapeLetter);
  return escaped === letter ? undefined : escaped;
}

/**
 * JSON text with all that is unsafe on a terminal or in the log of a CI system escaped; it means the same. JSON itself escapes
 * only C0. Its lines begin with our own members, where no `::name …::` counts.
 */
export function inertJson(json: string): string {
  const inert = escapeUnsafe(json, unicodeEscape);
  return inert.includes('##') ? inert.replace(LOG_COMMAND_ANYWHERE, unicodeEscape) : inert;
}

/**
 * Escapes what a terminal, a log viewer or an editor would act on, or hide, instead of showing it: C0 and C1 controls, format
 * characters (bidirectional overrides, zero-width, tags), line and paragraph separators, lone surrogates. The expression stands
 * where it is used: V8 sets up such classes where it meets them, which takes milliseconds.
 */
function escapeUnsafe(text: string, spell: (letter: string) => string): string {
  if (isPrintableAscii(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, spell);
}

function escapeLetter(letter: string): string {
  return SHORT[letter] ?? unicodeEscape(letter);
}

function unicodeEscape(letter: string): string {
  let escaped = '';
  for (let index = 0; index < letter.length; index++) {
    escaped += `\\u${letter.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
