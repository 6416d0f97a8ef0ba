import { visible } from './escape.ts';

/** Longer texts are cut: a name may be as long as its file. */
const LONGEST = 1_000;

/** What Markdown or HTML would act on; as entities it acts in neither, be it in a table, a heading or an HTML block. */
const ACTIVE = /[&<>\\`*_~[\]|$@#{}^]/g;

/**
 * Words of which GitHub, or GitLab, makes something although no markup is in them: mentions, references to issues and commits,
 * links, addresses, emoji (`:secret:` stands in many an ARN) and formulas. They leave them alone in `<code>`.
 */
const MADE_SOMETHING_OF = /[@#$]|[!%~&]\w|:\S*:|:\/\/|www\.|\bgh-\d|^[0-9a-f]{7,}$/i;

/** Punctuation around a word that is no part of it. */
const AROUND = /^(["'(]*)(.*?)(["'),.;:]*)$/;

/**
 * Text from outside as part of a line of GitHub's Markdown that begins with words of ours, or of an HTML block in it: it is shown as
 * it is, whatever stands in it.
 */
export function markdownText(text: string): string {
  const words = visible(cut(text)).trim().split(/\s+/);
  // At the start of a line these would make a list or a heading.
  return words
    .map(word)
    .join(' ')
    .replace(/^[-+=]|(?<=^\d+)[.)](?= |$)/, entity);
}

/** Text from outside that is a name: as code. */
export function markdownCode(text: string): string {
  return `<code>${escaped(visible(cut(text)))}</code>`;
}

/** Lines as a block of code whose fence nothing in it can close; with an empty line before and after. */
export function markdownBlock(lines: readonly string[], language: string): string {
  const shown = lines.map(visible);
  const longest = Math.max(0, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `\n${fence}${language}\n${shown.join('\n')}\n${fence}\n`;
}

/** A link to a page of ours or of AWS; only its text where the address is none that can stand in Markdown. */
export function markdownLink(text: string, url: string): string {
  return /^https:\/\/[\w.-]+\/[\w./#?=&%~+-]*$/.test(url) ? `[${text}](${url})` : markdownCode(url);
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

function word(text: string): string {
  if (!MADE_SOMETHING_OF.test(text)) return escaped(text);
  const [, before = '', core = '', after = ''] = AROUND.exec(text) ?? [];
  return core === '' ? escaped(text) : `${escaped(before)}<code>${escaped(core)}</code>${escaped(after)}`;
}

function escaped(text: string): string {
  return text.replace(ACTIVE, entity);
}

function entity(letter: string): string {
  return `&#${letter.charCodeAt(0)};`;
}
