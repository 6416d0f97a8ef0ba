import { quote } from './quote.ts';

/** `ParseErrorCode` of jsonc-parser, by number: the package exports a const enum, which ESM erases. */
const EXPECTED: Readonly<Record<number, string>> = {
  1: 'a value',
  2: 'a number',
  3: 'a member name in double quotes',
  4: 'a value',
  5: 'a colon after the member name',
  6: 'a comma',
  7: 'a closing brace',
  8: 'a closing bracket',
  9: 'the end of the file',
};

/** Errors that say all by themselves. */
const STATEMENTS: Readonly<Record<number, string>> = {
  10: 'a comment may not stand here',
  11: 'the comment that starts here never ends: expected "*/"',
  12: 'the string that starts here never ends: expected a closing quote in the same line',
  13: 'this number ends too early: expected a digit',
  14: 'this string holds an incomplete \\u escape: expected four hexadecimal digits',
  15: 'this string holds an escape that JSON does not have: expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
  16: 'this string holds a raw control character: expected an escape such as \\t or \\n',
};

const HINTS: Readonly<Record<string, string>> = {
  True: 'JSON writes true',
  False: 'JSON writes false',
  None: 'JSON writes null',
  undefined: 'JSON writes null',
  "'": 'strings stand in double quotes',
  '...': 'write out or remove what is left out',
};

/** One sentence for the error that jsonc-parser reports at an offset. */
export function syntaxError(text: string, code: number, offset: number): string {
  const statement = STATEMENTS[code];
  const rest = text.slice(offset);
  const expected = EXPECTED[code] ?? 'JSON';
  if (rest.trim() === '')
    return `the text ends where ${expected} was expected: it is cut off or lacks a closing bracket`;
  if (statement !== undefined) return statement;
  const found = tokenAt(rest);
  if (code === 9 && /^[{[]/.test(found))
    return 'expected the end of the file but found a second value: put several definitions into one list';
  const hint = HINTS[found] ?? HINTS[found.slice(0, found.startsWith('...') ? 3 : 1)];
  return `expected ${expected} but found ${quote(found.replaceAll('"', ''), 40)}${hint === undefined ? '' : `: ${hint}`}`;
}

function tokenAt(rest: string): string {
  return (
    /^(?:"[^"\n]*"?|'|[{}[\],:]|[^\s{}[\],:"]+)/.exec(rest.slice(0, 200))?.[0] ?? rest.slice(0, 1)
  ).trim();
}
