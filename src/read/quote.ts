const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Control characters, line separators, and what turns the direction of text or has no width: none reaches a message raw. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]/gu;

/** Text of a file as it may stand in a message: on one line, with nothing in it that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Quotes what a file says inside a message: in double quotes, and cut where it is long. */
export function quote(text: string, longest = 60): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return `"${printable(short)}"`;
}
