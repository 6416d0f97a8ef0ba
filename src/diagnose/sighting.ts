import type { Entities, EntityBook } from './entity.ts';
import type { Message } from './message.ts';
import type { Observation } from './observation.ts';

/** A message seen in an observation. */
export interface Sighting {
  readonly message: Message;
  /** The documented text that was found. */
  readonly wording: string;
  readonly quote: string;
  /** What it names; found out when it is asked for, because a log may hold one message thousands of times. */
  readonly entities: () => Entities;
  readonly from: Observation;
}

/** So much of a text is quoted. */
export const QUOTE = 400;
/** A text that is no longer than this may be a word or a sentence by itself. */
export const SHORT = 300;

/** What is known of where it was said. */
export function addContext(
  book: EntityBook,
  { container, service, cluster, task, exitCode }: Observation,
): void {
  book.add('container', container);
  book.add('service', service);
  book.add('cluster', cluster);
  book.add('task', task);
  book.add('exitCode', exitCode === undefined ? undefined : String(exitCode));
}
