/** Text that a POSIX shell takes as it is. */
const PLAIN = /^[\w:/.@%+=,-]+$/;

/** The text as one word of a POSIX shell, whatever it holds: commands are pasted, and what a file says must not act. */
export function shellWord(text: string): string {
  if (isEscaped(text)) return `$'${text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}'\\#:]/gu, inBytes)}'`;
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Would a terminal or the log of a CI system act on it, or hide it? A report shows that by escapes, which within plain quotes the
 * shell would take for what they look like. In `$'…'` bash, ksh and zsh read them as what they stand for. The expressions stand
 * where they are used: V8 sets up classes of Unicode where it meets them, at every start if need be.
 */
function isEscaped(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##(?:vso)?\[|(?:^|\s)::[a-z]/iu.test(text);
}

/** The bytes of a letter in UTF-8. No argument of a program can hold a NUL. */
function inBytes(letter: string): string {
  const bytes = Buffer.from(letter === '\0' ? '\uFFFD' : letter);
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
