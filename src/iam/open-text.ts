import type { Why } from '../fact/fact.ts';
import { isName, isOpaque, isValue, sameText, unitsOf, whyOpaque } from '../fact/opaque.ts';
import { type Doubt, doubtful, type Tri } from './tri.ts';

/**
 * What keeps open whether two texts agree: a part of one that a template leaves open and that the other does not have. Nothing
 * where neither has such a part, so that something else keeps it open.
 */
function openBetween(one: string, other: string): Why | undefined {
  if (!isOpaque(one) && !isOpaque(other)) return undefined;
  const part = aloneIn(one, other) ?? aloneIn(other, one);
  return part === undefined ? undefined : whyOpaque(part);
}

function aloneIn(one: string, other: string): string | undefined {
  return unitsOf(one).find((unit) => (isName(unit) || isValue(unit)) && !other.includes(unit));
}

/** The doubt whether something holds of two texts, with what a template leaves open in them. */
export function doubtBetween(text: string, one: string, other: string, key?: string): Doubt {
  const why = openBetween(one, other);
  return {
    text,
    ...(key === undefined ? {} : { key }),
    ...(why ? { why: [{ ...why, detail: `${text}: ${why.detail}` }] } : {}),
  };
}

/** Are the texts the same? `claim` says it in words: `Principal arn:… is the role`. */
export function same(one: string, other: string, claim?: string): Tri {
  if (one === other) return true;
  if (!isOpaque(one) && !isOpaque(other)) return false;
  return sameText(one, other).match<Tri>({
    known: (is) => is,
    absent: () => false,
    unknown: () => doubtful(doubtBetween(`whether ${claim ?? `${one} is ${other}`}`, one, other)),
  });
}
