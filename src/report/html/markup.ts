import { told } from '../finding-words.ts';
import { shortArns } from '../short-arn.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What is printable already, as text of an element or as the value of a quoted attribute. */
export function escaped(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '') : text;
}

/** Any text from outside: nothing in it acts or hides, in HTML or before it. */
export function outside(text: string): string {
  return escaped(told(text));
}

/** What a service is called on the page. */
export function nameOf(id: string): string {
  return told(shortArns(id));
}

/** A page on the web as a link. Whatever else stands there, such as `javascript:`, is only shown. */
export function link(address: string, words: string): string {
  return isWebPage(address)
    ? `<a href="${outside(address)}" rel="noopener noreferrer">${escaped(words)}</a>`
    : outside(address);
}

function isWebPage(address: string): boolean {
  try {
    return new URL(address).protocol === 'https:' && /^https:\/\/[^\s"'<>\\]+$/.test(address);
  } catch {
    return false;
  }
}

/** A number as people read it: `12,345`. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 error`, `12,345 errors` */
export function many(count: number, one: string, several = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : several}`;
}
