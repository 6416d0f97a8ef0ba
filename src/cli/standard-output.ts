import { fstatSync, statSync } from 'node:fs';
import { writeAll, writeChunks } from './output.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTOR = 1;

/** Standard output where it is a terminal. Elsewhere `process.stdout` is not touched: setting it up takes milliseconds of every start. */
export function terminal(): NodeJS.WriteStream | undefined {
  try {
    const found = fstatSync(DESCRIPTOR);
    if (!found.isCharacterDevice()) return undefined;
    // A character device too, which is no terminal. Windows has none by that name.
    if (found.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev) return undefined;
  } catch {
    return undefined;
  }
  const { stdout } = process;
  return stdout.isTTY ? stdout : undefined;
}

/** Writes chunks to standard output. A reader that has gone away (`| head`) ends the writing quietly. */
export async function tell(chunks: Iterable<string>): Promise<void> {
  const screen = terminal();
  if (screen) return writeAll(screen, chunks);
  try {
    writeChunks(DESCRIPTOR, chunks);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`standard output cannot be written (${String(error.code)})`);
  }
}
