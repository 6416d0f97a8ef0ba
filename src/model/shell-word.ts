/** Text that a POSIX shell takes as it is. */
const PLAIN = /^[\w:/.@%+=,-]+$/;

/** The text as one word of a POSIX shell, whatever it holds: commands are pasted, and what a file says must not act. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
