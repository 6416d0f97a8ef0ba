import { fstatSync, writeSync } from 'node:fs';
import { batches, writeAll } from './output.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTOR = 1;
const PATIENCE_MS = 1;

/** Standard output where it is a terminal. Elsewhere `process.stdout` is not touched: setting it up takes milliseconds of every start. */
export function terminal(): NodeJS.WriteStream | undefined {
  try {
    if (!fstatSync(DESCRIPTOR).isCharacterDevice()) return undefined;
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
  for (const batch of batches(chunks)) if (!send(batch)) return;
}

/** Writes a text whole; false where nobody reads it any more. */
function send(text: string): boolean {
  const bytes = Buffer.from(text);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(DESCRIPTOR, bytes, sent);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE' || code === 'EOF') return false;
      if (code !== 'EAGAIN') throw new UsageError(`standard output cannot be written (${String(code)})`);
      // A pipe that does not block and is full: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE_MS);
    }
  }
  return true;
}
