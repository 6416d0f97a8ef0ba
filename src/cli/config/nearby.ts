import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isFile } from './is-file.ts';

/** The names of a configuration, of which a folder has one at most. */
export const CONFIGURATION_NAMES = ['ecs-preflight.yml', 'ecs-preflight.yaml', 'ecs-preflight.json'] as const;

/** Its member `ecs-preflight` is a configuration too. */
export const MANIFEST = 'package.json';
export const MANIFEST_MEMBER = 'ecs-preflight';

/** The configurations of one folder: one, or more than there may be. */
export interface Nearby {
  readonly folder: string;
  readonly files: readonly [string, ...string[]];
}

/**
 * Finds the configuration of a folder: its own, or that of the nearest folder above. The search ends at the root of the
 * repository, which has `.git`, or of the file system. It reads nothing but a `package.json` that may hold one.
 */
export class Neighbourhood {
  readonly #known = new Map<string, Nearby | undefined>();

  nearest(folder: string): Nearby | undefined {
    const start = resolve(folder);
    const passed: string[] = [];
    let found: Nearby | undefined;
    for (let at = start; ; at = dirname(at)) {
      if (this.#known.has(at)) {
        found = this.#known.get(at);
        break;
      }
      passed.push(at);
      found = inFolder(at);
      if (found || isRoot(at)) break;
    }
    for (const at of passed) this.#known.set(at, found);
    return found;
  }
}

/** The root of the repository that a folder belongs to; undefined outside of one. */
export function repositoryOf(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function isRoot(folder: string): boolean {
  return existsSync(join(folder, '.git')) || dirname(folder) === folder;
}

function inFolder(folder: string): Nearby | undefined {
  const files: string[] = CONFIGURATION_NAMES.map((name) => join(folder, name)).filter((file) =>
    existsSync(file),
  );
  const manifest = join(folder, MANIFEST);
  // What is no file, such as a pipe that nobody writes to, holds none.
  if (isFile(manifest) && mayHold(manifest)) files.push(manifest);
  const [first, ...others] = files;
  return first === undefined ? undefined : { folder, files: [first, ...others] };
}

/** A manifest that cannot be parsed is told where it is read, not here. */
function mayHold(manifest: string): boolean {
  let text = '';
  try {
    text = readFileSync(manifest, 'utf8');
    if (!text.includes(`"${MANIFEST_MEMBER}"`)) return false;
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && Object.hasOwn(value, MANIFEST_MEMBER);
  } catch {
    return new RegExp(`"${MANIFEST_MEMBER}"\\s*:\\s*\\{`).test(text);
  }
}
