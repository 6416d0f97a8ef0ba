import { closeSync, openSync, writeSync } from 'node:fs';

/** Characters gathered before a write: one system call for many small chunks. */
const BATCH = 65_536;

const PATIENCE_MS = 1;

type Sink = Pick<NodeJS.WriteStream, 'write' | 'on'>;

/** Writes chunks to a stream, waiting where it is full. A reader that has gone away (`| head`) ends the writing quietly. */
export async function writeAll(sink: Sink, chunks: Iterable<string>): Promise<void> {
  const reader = watch(sink);
  for (const batch of batches(chunks)) {
    if (reader.gone) break;
    await reader.send(batch);
  }
  if (reader.trouble) throw reader.trouble;
}

interface Reader {
  readonly gone: boolean;
  readonly trouble: Error | undefined;
  send(text: string): Promise<void>;
}

/** Listens to a stream once for all writes: whether it takes more, and whether anybody reads it still. */
function watch(sink: Sink): Reader {
  let gone = false;
  let trouble: Error | undefined;
  let proceed = () => {};
  const leave = () => {
    gone = true;
    proceed();
  };
  sink.on('drain', () => proceed());
  sink.on('close', leave);
  sink.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') trouble ??= error;
    leave();
  });
  return {
    get gone() {
      return gone;
    },
    get trouble() {
      return trouble;
    },
    send: (text) =>
      new Promise((resolve) => {
        proceed = resolve;
        if (gone || sink.write(text)) resolve();
      }),
  };
}

/** Writes chunks to a file, which is replaced. */
export function writeFileChunks(file: string, chunks: Iterable<string>): void {
  const descriptor = openSync(file, 'w');
  try {
    writeChunks(descriptor, chunks);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes chunks straight to an open file: a stream takes milliseconds to set up. A reader that has gone away ends the
 * writing quietly.
 */
export function writeChunks(descriptor: number, chunks: Iterable<string>): void {
  for (const batch of batches(chunks)) if (!writeWhole(descriptor, batch)) return;
}

/** The same text in fewer and larger chunks. */
function* batches(chunks: Iterable<string>): Iterable<string> {
  let batch = '';
  for (const chunk of chunks) {
    batch += chunk;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

/** Writes a text whole; false where nobody reads it any more. */
function writeWhole(descriptor: number, text: string): boolean {
  const bytes = Buffer.from(text);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(descriptor, bytes, sent);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE' || code === 'EOF') return false;
      if (code !== 'EAGAIN') throw error;
      // A pipe that does not block and is full: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE_MS);
    }
  }
  return true;
}
