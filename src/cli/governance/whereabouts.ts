import { dirname } from 'node:path';

/** The name under which standard input is read. */
const STDIN = '<stdin>';

/** The folder whose configuration a definition has: its own, and the working directory where it stands in no file. */
export function homeOf(file: string | undefined): string {
  return file === undefined || file === STDIN ? '.' : dirname(file);
}
