import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export function current(file: string): string {
  const path = join(PROJECT, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Writes what is stale; with `--check` says so instead, and fails. */
export function keepUpToDate(wanted: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(wanted)) {
    if (current(file) === text) continue;
    if (process.argv.includes('--check')) {
      console.error(`${file} is stale: run \`npm run generate\``);
      process.exitCode = 1;
    } else writeFileSync(join(PROJECT, file), text);
  }
}
