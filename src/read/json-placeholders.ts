import { actionAt, type Directive, directive, hide, isBarePlaceholder, isSilent } from './template-text.ts';

/** A JSON text whose template actions and bare placeholders are hidden from the parser. */
export interface Masked {
  /** As long as the text it was made from. */
  readonly text: string;
  /** The placeholders that stand where a value or a name should stand, by their offset. */
  readonly bare: ReadonlyMap<number, string>;
  /** The first directive, with which the text cannot be read at all. */
  readonly directive: Directive | undefined;
}

/**
 * Hides the placeholders of a text that is not JSON as it stands: a bare one becomes a string of equal length, and
 * quotes in an action within a string no longer end it.
 */
export function maskJson(text: string): Masked {
  const bare = new Map<number, string>();
  const parts: string[] = [];
  let copied = 0;
  const put = (start: number, end: number, replacement: string) => {
    parts.push(text.slice(copied, start), replacement);
    copied = end;
  };
  let first: Directive | undefined;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character === '"') {
      index = inString(text, index, put);
    } else if (character === '/' && (text[index + 1] === '/' || text[index + 1] === '*')) {
      const end = text[index + 1] === '/' ? text.indexOf('\n', index) : text.indexOf('*/', index + 2) + 1;
      index = end <= index ? text.length : end;
    } else if (!isPunctuation(character) || opensAction(text, index)) {
      const run = runAt(text, index);
      if (run.text === '') continue;
      first ??= run.directive;
      if (run.silent) put(index, index + run.text.length, ' '.repeat(run.text.length));
      else if (run.text.length > 1 && (run.actions || isBarePlaceholder(run.text))) {
        bare.set(index, run.text);
        put(index, index + run.text.length, `"${'_'.repeat(run.text.length - 2)}"`);
      }
      index += run.text.length - 1;
    }
  }
  parts.push(text.slice(copied));
  return { text: parts.join(''), bare, directive: first };
}

/** `{{` and `{%`; of three braces the first opens a structure whose first name is a placeholder. */
function opensAction(text: string, index: number): boolean {
  return /^\{(?:%|\{(?!\{))/.test(text.slice(index, index + 3));
}

function isPunctuation(character: string): boolean {
  return ' \n\t\r{}[],:'.includes(character);
}

/** Passes over a string and returns the offset of its end. */
function inString(
  text: string,
  start: number,
  put: (start: number, end: number, replacement: string) => void,
): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index];
    if (character === '"' || character === '\n') return index;
    if (character === '\\') index += 1;
    else if (character === '{' || character === '<') {
      const action = /^(?:\{\{|<%)/.test(text.slice(index, index + 2)) ? actionAt(text, index) : undefined;
      const quotes = action?.split('"').length ?? 1;
      if (action === undefined || quotes % 2 === 0) continue;
      if (quotes > 1) put(index, index + action.length, hide(action));
      index += action.length - 1;
    }
  }
  return text.length;
}

/** `{{ if .Prod }}2{{ else }}1{{ end }}` opens and ends within one value, which is all that it leaves open. */
function choosesAValue(run: string): boolean {
  return /^\{\{-?\s*(?:if|with)\b/.test(run) && /\{\{-?\s*end\s*-?\}\}$/.test(run);
}

interface Run {
  readonly text: string;
  readonly actions: boolean;
  readonly silent: boolean;
  readonly directive: Directive | undefined;
}

/** What stands without quotes from an offset on, up to white space or punctuation outside its actions. */
function runAt(text: string, start: number): Run {
  let index = start;
  let actions = false;
  let silent = false;
  let first: Directive | undefined;
  while (index < text.length) {
    const action = /[{<$#%]/.test(text[index] ?? '') ? actionAt(text, index) : undefined;
    if (action !== undefined) {
      first ??= directive(action, index);
      silent = index === start && isSilent(action);
      actions = true;
      index += action.length;
    } else if (isPunctuation(text[index] ?? '') || text[index] === '"') break;
    else index += 1;
  }
  const run = text.slice(start, index);
  return { text: run, actions, silent, directive: first && choosesAValue(run) ? undefined : first };
}
