import { findPlaceholder } from '../model/placeholder.ts';

/**
 * Template actions inside a text that is to be parsed. What they would print is not known, so each is hidden from the
 * parser behind as many harmless characters, and every offset stays what it is in the file.
 */

/** An action that decides which text there is at all: nothing can be read before the template is rendered. */
export interface Directive {
  readonly text: string;
  readonly offset: number;
  readonly language: string;
}

/** An action stands in one line. The bounds keep a text of nothing but openings from being walked over and over. */
const ACTIONS =
  /\{\{[^\n]{0,400}?\}\}|<%[^\n]{0,400}?%>|\{%[^\n]{0,400}?%\}|\$\{\{[^\n]{0,400}?\}\}|[$#]\{[^}\n]{0,400}\}|%\{ *(?:if|else|endif|for|endfor)\b[^}\n]{0,400}\}|<[A-Za-z][^<>\n]{0,200}>/y;

const DIRECTIVES: readonly (readonly [RegExp, string])[] = [
  [/^\{\{-?\s*(?:if|else|end|range|with|define|block|template|break|continue)\b/, 'Go template'],
  [/^\{\{~?\s*[#/^>]/, 'Handlebars or Mustache'],
  [/^\{%/, 'Jinja'],
  [/^<%(?![=-]?=)/, 'ERB or EJS'],
  [/^%\{/, 'Terraform template'],
];

/** Comments and assignments of Go templates: they print nothing. */
const SILENT = /^\{\{-?\s*(?:\/\*|\$\w*\s*:?=)/;

/** The template action that starts at an offset, as it is spelled. */
export function actionAt(text: string, offset: number): string | undefined {
  ACTIONS.lastIndex = offset;
  return ACTIONS.exec(text)?.[0];
}

/** The directive that an action is, or undefined where it merely prints a value. */
export function directive(action: string, offset: number): Directive | undefined {
  if (isSilent(action)) return undefined;
  const language = DIRECTIVES.find(([pattern]) => pattern.test(action))?.[1];
  return language === undefined ? undefined : { text: action, offset, language };
}

/** Does the action print nothing at all? */
export function isSilent(action: string): boolean {
  return SILENT.test(action);
}

/** Is a word that stands where a value should stand one that somebody was to replace? */
export function isBarePlaceholder(word: string): boolean {
  if (/^[A-Z][A-Z0-9]*_[A-Z0-9_]*$|^X{3,}$|^\$/.test(word)) return true;
  return findPlaceholder(word) !== undefined;
}

const HIDDEN = 0xe100;

/** Hides text behind characters of the private use area, of which no parser thinks anything, one for one. */
export function hide(text: string): string {
  return text.replace(/[\0-\x7f]/g, (character) => String.fromCharCode(character.charCodeAt(0) + HIDDEN));
}

/** Stands where the parser should find nothing, so that every offset stays what it is in the file. */
const NOTHING = String.fromCharCode(HIDDEN + 0x80);

/** Text that comes to nothing when hidden text is brought back. */
export function nothing(length: number): string {
  return NOTHING.repeat(length);
}

/** Brings hidden text back. Most text hides nothing, and to see that costs less than to replace nothing. */
export function reveal(text: string): string {
  if (!/[\ue100-\ue180]/.test(text)) return text;
  return text.replace(/[\ue100-\ue180]/g, (character) =>
    character === NOTHING ? '' : String.fromCharCode(character.charCodeAt(0) - HIDDEN),
  );
}

/** Was any of the text hidden? */
export function isHidden(text: string): boolean {
  return /[\ue100-\ue17f]/.test(text);
}
