import { isOpaque } from '../../fact/opaque.ts';
import { isObject } from '../../model/view.ts';
import { setOwn } from '../json-tolerant.ts';
import { type At, below } from './placed.ts';

type Structure = Readonly<Record<string, unknown>>;

const LOOP = 'Fn::ForEach::';

/** A member of a structure, as a loop gives it or as it is written. */
export interface Member {
  readonly name: string;
  readonly raw: unknown;
  readonly at: At;
}

/** Is the member of this name a loop that gives others? */
export function isLoop(name: string): boolean {
  return name.startsWith(LOOP);
}

/** Is there a loop among the members? */
export function hasLoop(raw: Structure): boolean {
  for (const name in raw) if (isLoop(name)) return true;
  return false;
}

/** The members that no loop gives. */
export function withoutLoops(raw: Structure): Structure {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !name.startsWith(LOOP)));
}

/** A stack has 500 resources at most: what loops make beyond that many turns is nothing that could be deployed. */
const MOST_TURNS = 10_000;

/**
 * The members of a structure with its loops unrolled; undefined where it is not known over what one of them runs, or where they
 * run on and on.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function unrolled(
  raw: Structure,
  at: At | undefined,
  resolved: (raw: unknown, at: At) => unknown,
  turns = { left: MOST_TURNS },
): readonly Member[] | undefined {
  const members: Member[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const here = below(at, name);
    if (!name.startsWith(LOOP)) {
      members.push({ name, raw: value, at: here });
      continue;
    }
    const [identifier, collection, body] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    if (typeof identifier !== 'string' || !isObject(body)) return undefined;
    const items = itemsOf(collection, below(here, 1), resolved);
    if (!items) return undefined;
    for (const item of items) {
      for (const [key, part] of Object.entries(body)) {
        if (--turns.left < 0) return undefined;
        const turn = { [replaced(key, identifier, item)]: substituted(part, identifier, item) };
        const inner = unrolled(turn, below(here, 2), resolved, turns);
        if (!inner) return undefined;
        // In the text the member stands under its name before the replacement.
        for (const one of inner)
          members.push(key.startsWith(LOOP) ? one : { ...one, at: below(here, 2, key) });
      }
    }
  }
  return members;
}

/** The texts that a loop runs over: a list whose elements may be functions, or a parameter that is a list. */
function itemsOf(
  collection: unknown,
  at: At,
  resolved: (raw: unknown, at: At) => unknown,
): readonly string[] | undefined {
  const items = resolved(collection, at);
  if (!Array.isArray(items)) return undefined;
  const texts = items.flatMap((item: unknown) => (Array.isArray(item) ? item : [item])).map(String);
  return texts.some(isOpaque) || items.some((item) => typeof item === 'object' && !Array.isArray(item))
    ? undefined
    : texts;
}

function replaced(text: string, identifier: string, item: string): string {
  return text
    .replaceAll(`\${${identifier}}`, item)
    .replaceAll(`&{${identifier}}`, item.replace(/[^A-Za-z0-9]/g, ''));
}

/** The body of a loop in one of its turns: the identifier stands for the item, in texts and as a reference. */
function substituted(raw: unknown, identifier: string, item: string): unknown {
  if (typeof raw === 'string') return replaced(raw, identifier, item);
  if (Array.isArray(raw)) return raw.map((part: unknown) => substituted(part, identifier, item));
  if (!isObject(raw)) return raw;
  const names = Object.keys(raw);
  if (names.length === 1 && raw['Ref'] === identifier) return item;
  const made: Record<string, unknown> = {};
  for (const name of names)
    setOwn(made, replaced(name, identifier, item), substituted(raw[name], identifier, item));
  return made;
}
