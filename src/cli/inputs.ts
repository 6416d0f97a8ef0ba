import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { InputError } from '../model/input-error.ts';
import { decodeInput } from '../read/decode.ts';
import { openInput } from '../read/open.ts';
import type { InputText } from '../read/read.ts';

/** Standard input, as an argument and as the name of its findings. */
const STDIN_ARGUMENT = '-';
const STDIN_NAME = '<stdin>';

/** The files that the arguments name, in their order and each once, and the globs that match none. */
interface Expanded {
  readonly files: readonly string[];
  readonly errors: readonly InputError[];
}

const MAGIC = /[*?{}[\]]|[!@+]\(/;

/** Expands globs and folders of cloud assemblies; an argument that exists as it is written is never taken for one. */
async function expand(inputs: readonly string[]): Promise<Expanded> {
  const files = new Set<string>();
  const errors: InputError[] = [];
  for (const input of inputs) {
    const manifest = join(input, 'manifest.json');
    if (isFolder(input) && existsSync(manifest)) {
      files.add(manifest);
      continue;
    }
    if (input === STDIN_ARGUMENT || !MAGIC.test(input) || existsSync(input)) {
      files.add(input);
      continue;
    }
    const { glob } = await import('tinyglobby');
    const found = await glob(input, {
      dot: true,
      expandDirectories: false,
      onlyFiles: true,
      ignore: ['**/node_modules/**'],
    });
    if (found.length === 0) errors.push({ file: input, message: 'no file matches this pattern' });
    for (const file of found.sort()) files.add(file);
  }
  return { files: [...files], errors };
}

/** The files that arguments name: `-` for standard input, and nothing where a glob matches none. */
export async function expandInputs(inputs: readonly string[]): Promise<readonly string[]> {
  return (await expand(inputs)).files.map((file) => (file === STDIN_ARGUMENT ? STDIN_NAME : file));
}

/** A folder with a manifest is a CDK cloud assembly, `cdk.out`. */
function isFolder(input: string): boolean {
  return input !== STDIN_ARGUMENT && (statSync(input, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

/** All of standard input. */
async function readStdin(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The texts that the arguments name, in their order, and what is wrong with the others. */
export interface Opened {
  readonly texts: readonly InputText[];
  readonly errors: readonly InputError[];
  /** The text of an input, or of a file that one names. */
  readonly textOf: (file: string) => string | undefined;
  /** Takes note of a file that an input names. */
  readonly remember: (file: string, text: string) => void;
  /** Sorts errors into the order of the arguments. */
  readonly inOrder: (errors: readonly InputError[]) => readonly InputError[];
}

/** Opens everything that `check` was given: its inputs and the files of `--service`. */
export async function openInputs(inputs: readonly string[], services: readonly string[]): Promise<Opened> {
  const named = await expand(inputs);
  const paired = await expand(services);
  const asked = [...named.files, ...paired.files];
  const stdin = asked.includes(STDIN_ARGUMENT) ? await readStdin(process.stdin) : Buffer.alloc(0);
  const texts: InputText[] = [];
  const errors: InputError[] = [...named.errors, ...paired.errors];
  for (const file of new Set(asked)) {
    const opened = file === STDIN_ARGUMENT ? decodeInput(STDIN_NAME, stdin) : openInput(file);
    if ('error' in opened) errors.push(opened.error);
    else texts.push(paired.files.includes(file) ? { ...opened, service: true } : opened);
  }
  const places = new Map(
    [...inputs, ...services, ...asked.map((file) => (file === STDIN_ARGUMENT ? STDIN_NAME : file))].map(
      (file, place) => [file, place],
    ),
  );
  const place = ({ file }: InputError) => places.get(file) ?? places.size;
  const known = new Map(texts.map(({ file, text }) => [file, text]));
  return {
    texts,
    errors,
    textOf: (file) => known.get(file),
    remember: (file, text) => void known.set(file, text),
    inOrder: (list) => [...list].sort((a, b) => place(a) - place(b)),
  };
}
