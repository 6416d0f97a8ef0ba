/** Text that a POSIX shell takes as it is. */
const PLAIN = /^[\w:/.@%+=,-]+$/;

/**
 * What a terminal or the log of a CI system would act on or hide: a report shows it by escapes, which within plain quotes the
 * shell would take for what they look like. In `$'…'` bash, ksh and zsh read them as what they stand for.
 */
const ESCAPED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##(?:vso)?\[|(?:^|\s)::[a-z]/iu;
const LETTER_ESCAPED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}'\\#:]/gu;

/** The text as one word of a POSIX shell, whatever it holds: commands are pasted, and what a file says must not act. */
export function shellWord(text: string): string {
  if (ESCAPED.test(text)) return `$'${text.replace(LETTER_ESCAPED, inBytes)}'`;
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The bytes of a letter in UTF-8. No argument of a program can hold a NUL. */
function inBytes(letter: string): string {
  const bytes = Buffer.from(letter === '\0' ? '\uFFFD' : letter);
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
