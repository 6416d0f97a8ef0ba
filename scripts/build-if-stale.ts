import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a build reads. */
const SOURCES = [
  'src',
  'rules',
  'scripts/build.ts',
  'scripts/build',
  'bench/task-definitions.ts',
  'package.json',
  'package-lock.json',
];

/** Builds `dist` unless it is newer than everything it is made of. */
export function buildIfStale(): void {
  const built = join(root, 'dist/bin.cjs');
  const newest = Math.max(...SOURCES.map((source) => lastChange(join(root, source))));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: root, stdio: 'inherit' });
}

/** The time a file, or anything in a folder, last changed; a removal changes the folder. */
function lastChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}
