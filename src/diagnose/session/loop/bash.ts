/**
 * A piece of a bash script as it stands between the backticks: backslashes are the script's own, and only `\${` and an escaped
 * backtick lose the backslash that keeps TypeScript away from them.
 */
export function bash({ raw }: TemplateStringsArray): string {
  return raw.join('').replaceAll('\\${', '${').replaceAll('\\`', '`').replace(/^\n/, '');
}
