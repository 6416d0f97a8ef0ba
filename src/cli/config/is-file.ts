import { statSync } from 'node:fs';

/** Is there a file? Links that lead round in a circle, names that no file can have, pipes and devices are none. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
