import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What becomes of a file before it takes its place. */
interface Making {
  /** The permissions that it begins with. */
  readonly mode: number;
  /** Gives it what the file that it replaces has. */
  readonly prepare?: (descriptor: number) => void;
  /** The last word before it takes its place: why it may not, or undefined. */
  readonly objection?: () => string | undefined;
}

/**
 * Writes a file beside a path and then renames it, so that nobody ever sees half of it; whatever fails, nothing is left over. The
 * path is a real one, not a symbolic link. Throws what the system throws; answers the objection, if there was one.
 */
export function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { mode, prepare, objection }: Making,
): string | undefined {
  const draft = join(dirname(path), `.ecs-preflight-${randomBytes(6).toString('hex')}.tmp`);
  const descriptor = openSync(draft, 'wx', mode);
  let isInPlace = false;
  try {
    try {
      writeFileSync(descriptor, content);
      prepare?.(descriptor);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    const refusal = objection?.();
    if (refusal !== undefined) return refusal;
    renameSync(draft, path);
    isInPlace = true;
    return undefined;
  } finally {
    if (!isInPlace) unlinkSync(draft);
  }
}
