import type { Catalogue } from './catalogue.ts';
import { EntityBook } from './entity.ts';
import type { Observation } from './observation.ts';
import { addContext, QUOTE, SHORT, type Sighting } from './sighting.ts';

const EXIT_ALONE =
  /^\W{0,3}(?:container '?([\w-]{1,255})'? )?(?:exit|exited|exit code|exit status|exitcode|exited with(?: code| status)?|exit code is)\W{0,4}(?:code )?(\d{1,3})\W{0,2}$/i;
const EXIT_BESIDE = /\bexit(?:ed)?[ _]?(?:with )?code\W{0,4}(\d{1,3})\b/gi;
/** What stands where a container's end is told, and not where a program tells of a child of its own. */
const ABOUT_CONTAINERS = new Set(['essential-exited', 'out-of-memory']);

/** Exit codes: as ECS gives them, as all that is asked, or beside what says that a container ended. */
export function exitSightings(
  text: string,
  { exits }: Catalogue,
  from: Observation,
  found: readonly Sighting[],
): readonly Sighting[] {
  /** With what says so. */
  const codes = new Map<number, string>();
  if (from.exitCode !== undefined) codes.set(from.exitCode, `exit code ${from.exitCode}`);
  else if (
    (text.length <= SHORT && from.alone !== false) ||
    found.some(({ message }) => ABOUT_CONTAINERS.has(message.id))
  ) {
    const alone = EXIT_ALONE.exec(text.trim());
    if (alone) codes.set(Number(alone[2]), text.trim().slice(0, QUOTE));
    else if (found.some(({ message }) => ABOUT_CONTAINERS.has(message.id)))
      for (const { quote } of found)
        for (const [, code] of quote.matchAll(EXIT_BESIDE)) codes.set(Number(code), quote);
  }
  // That it was memory says more than that it was killed.
  if (found.some(({ message }) => message.id === 'out-of-memory')) codes.delete(137);
  return [...codes].flatMap(([code, said]) => {
    const message = exits.get(code);
    if (!message) return [];
    const book = new EntityBook();
    addContext(book, from);
    book.add('exitCode', String(code));
    return [{ message, wording: `exit code ${code}`, quote: said, entities: () => book.entities(), from }];
  });
}
