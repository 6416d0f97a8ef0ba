const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** How many columns of a terminal one printable character takes. */
export function columnsOf(letter: string): number {
  if (letter.length === 1 && letter < '\u0300') return 1;
  // Here and not above: V8 sets up classes of Unicode where it meets them, at every start if need be.
  // Combining marks, variation selectors: drawn over the letter before.
  if (/^[\p{Mn}\p{Me}]$/u.test(letter)) return 0;
  return isWide(letter) ? 2 : 1;
}

/** East Asian wide and fullwidth letters, and emoji. */
function isWide(letter: string): boolean {
  return /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}])$/u.test(
    letter,
  );
}

/** Are all of its characters ASCII that is printed, each in a column of its own? So are most texts. */
export function isPrintableAscii(text: string): boolean {
  return PRINTABLE_ASCII.test(text);
}

/** How many columns of a terminal a printable text takes. */
export function columns(text: string): number {
  if (isPrintableAscii(text)) return text.length;
  let count = 0;
  for (const letter of text) count += columnsOf(letter);
  return count;
}
