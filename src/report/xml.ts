const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What no XML 1.0 document may hold, not even by reference (www.w3.org/TR/xml, production 2, Char). */
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Nearly all there is to write: nothing in it to replace. */
const PLAIN = /^[\n !#-%'-;=?-~]*$/;

/** Text as the content of an element or, without line breaks in it, of an attribute in double quotes. */
export function xmlText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(NO_CHARACTER, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}

/** ` name="value"` for each; those that are undefined are left out. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  let text = '';
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) text += ` ${name}="${xmlText(String(value))}"`;
  return text;
}
