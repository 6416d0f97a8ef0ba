import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import type { Opened } from './decode.ts';
import type { Document } from './document.ts';
import type { Target } from './pair.ts';

/** A document that declares deployments in a language of its own, with what the user says about the deploy. */
export interface Reading {
  readonly document: Document;
  readonly target: Target;
  readonly context: ReadingContext;
}

/** What the readers of all languages are given. */
export interface ReadingContext {
  /** Values of template parameters, by name (`--parameters`). */
  readonly parameters: ReadonlyMap<string, string>;
  /** The environment that a file may read, only where the user allows it (`--resolve-env`). */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Opens a file that an input names: a nested template, a definition. Relative paths count from the input's folder, whoever names them. */
  readonly open: (path: string) => Opened;
}

/** What a document declares, and what could not be read of it. */
export interface Declarations {
  readonly deployments: readonly Deployment[];
  readonly errors: readonly InputError[];
  /** What it names and was not read, a sentence each: told where a run finds nothing to check. */
  readonly unread?: readonly string[];
}

/** Reads a document of one language; never throws for what it holds. */
export type Reader = (reading: Reading) => Promise<Declarations>;
