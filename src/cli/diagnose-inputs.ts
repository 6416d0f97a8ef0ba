import { readFileSync } from 'node:fs';
import type { InputError } from '../model/input-error.ts';
import { decodeInput, type Opened } from '../read/decode.ts';
import { openInput } from '../read/open.ts';

const STDIN_ARGUMENT = '-';
const STDIN_NAME = '<stdin>';

/** The texts that are to be diagnosed, and what is wrong with those that cannot be read. */
export interface DiagnoseInputs {
  readonly texts: readonly string[];
  readonly errors: readonly InputError[];
}

/** Reads files and standard input. A log may hold any bytes: those that are no text are left out of what is recognised. */
export async function diagnoseInputs(
  inputs: readonly string[],
  stdin: AsyncIterable<Buffer>,
): Promise<DiagnoseInputs> {
  const texts: string[] = [];
  const errors: InputError[] = [];
  for (const file of inputs) {
    const opened = file === STDIN_ARGUMENT ? await fromStdin(stdin) : fromFile(file);
    if ('error' in opened) errors.push(opened.error);
    else if (opened.text.trim() === '') errors.push({ file: opened.file, message: EMPTY });
    else texts.push(opened.text);
  }
  return { texts, errors };
}

const EMPTY = 'there is nothing in it: expected an error text, an event or a log';

async function fromStdin(stdin: AsyncIterable<Buffer>): Promise<Opened> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return decoded(STDIN_NAME, Buffer.concat(chunks));
}

function fromFile(file: string): Opened {
  const opened = openInput(file);
  if ('text' in opened) return opened;
  try {
    return decoded(file, readFileSync(file));
  } catch {
    return opened;
  }
}

function decoded(file: string, bytes: Buffer): Opened {
  const exact = decodeInput(file, bytes);
  return 'text' in exact ? exact : { file, text: new TextDecoder('utf-8').decode(bytes) };
}
