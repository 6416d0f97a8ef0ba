import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

/** Characters gathered before a write: one system call for many small chunks. */
const BATCH = 65_536;

type Sink = Pick<NodeJS.WriteStream | WriteStream, 'write' | 'on'>;

/** Writes chunks to a stream, waiting where it is full. A reader that has gone away (`| head`) ends the writing quietly. */
export async function writeAll(sink: Sink, chunks: Iterable<string>): Promise<void> {
  const reader = watch(sink);
  for (const batch of batches(chunks)) {
    if (reader.gone) break;
    await reader.send(batch);
  }
  if (reader.trouble) throw reader.trouble;
}

/** The same text in fewer and larger chunks. */
export function* batches(chunks: Iterable<string>): Iterable<string> {
  let batch = '';
  for (const chunk of chunks) {
    batch += chunk;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
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
export async function writeFileChunks(file: string, chunks: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  const closed = once(stream, 'close');
  closed.catch(() => undefined);
  await once(stream, 'open');
  await writeAll(stream, chunks);
  stream.end();
  await closed;
}
