import { realpathSync } from 'node:fs';
import type { FileText } from '../../fix/apply-to-files.ts';
import type { Texts } from '../../fix/rounds.ts';
import { parse } from '../../read/parse.ts';

/** The files that edits are made in: one name for all spellings of each, and its text before anything was done. */
export class EditedFiles {
  readonly #names = new Map<string, string>();
  readonly #spellings = new Map<string, string>();
  readonly #originals = new Map<string, FileText>();

  /** The name of a file, whatever links lead to it. */
  nameOf(file: string): string {
    let name = this.#names.get(file);
    if (name === undefined) {
      name = realName(file);
      this.#names.set(file, name);
      if (!this.#spellings.has(name)) this.#spellings.set(name, file);
    }
    return name;
  }

  /** As the user, or an input, spells the file. */
  spelling(name: string): string {
    return this.#spellings.get(name) ?? name;
  }

  /** Takes note of a file's text as it was read. */
  async keep(name: string, text: string): Promise<FileText> {
    const parsed = await parse(name, text);
    const syntax = 'documents' in parsed ? parsed.documents[0]?.source.syntax : undefined;
    const original = { text, syntax: syntax ?? 'json' };
    this.#originals.set(name, original);
    return original;
  }

  original(name: string): string {
    return this.#originals.get(name)?.text ?? '';
  }

  /** What to judge in the place of what was read. */
  inPlace(texts: Texts): (file: string, text: string) => string {
    return (file, text) => texts.get(this.nameOf(file)) ?? text;
  }
}

function realName(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // Standard input, or a pipe.
    return file;
  }
}
