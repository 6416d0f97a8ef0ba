import type { ReadingContext } from './reading.ts';

/**
 * Which inputs others name: an ecspresso configuration its definitions, a template those nested in it, as a glob gives them all. They
 * are parts of what names them, and no deployments of their own.
 */
export class NamedInputs {
  readonly #by = new Map<string, Set<string>>();

  /** The context for reading an input, which notes what the input opens. */
  noting(file: string, context: ReadingContext): ReadingContext {
    const reader = plain(file);
    return {
      ...context,
      open: (path) => {
        const opened = context.open(path);
        if ('text' in opened) this.#note(plain(opened.file), reader);
        return opened;
      },
    };
  }

  #note(file: string, reader: string): void {
    const readers = this.#by.get(file);
    if (readers) readers.add(reader);
    else this.#by.set(file, new Set([reader]));
  }

  /** Is the input read through another one? Of those that name each other all are read by themselves. */
  isPart(file: string): boolean {
    const readers = this.#by.get(plain(file)) ?? [];
    return [...readers].some((reader) => !this.#by.has(reader));
  }
}

/** A path in one spelling, as far as inputs and what they name differ: `./deploy/td.json`, `deploy/td.json`. */
function plain(path: string): string {
  const steps: string[] = [];
  for (const step of path.replaceAll('\\', '/').split('/')) {
    if (step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}
