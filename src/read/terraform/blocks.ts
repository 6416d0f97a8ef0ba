import { isObject } from '../../model/view.ts';
import type { Raw } from './configuration.ts';
import { own } from './open.ts';

/** Blocks that keep the order in which they are written; the others are sets. */
const ORDERED: ReadonlySet<string> = new Set(['statement', 'action', 'default_action']);

/**
 * The block of the configuration that an element was made by, told by the constants in it. Where there are more elements than
 * blocks, `dynamic` ones made some: then a block without constants tells nothing.
 */
export function blockOf(
  item: Raw,
  blocks: readonly unknown[],
  all: readonly unknown[],
  index: number,
  name: string,
): unknown {
  if (ORDERED.has(name) && blocks.length === all.length) return blocks[index];
  const fitting = blocks.filter((block) => isObject(block) && fits(item, block, blocks.length < all.length));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function fits(item: Raw, block: Raw, strictly: boolean): boolean {
  const constants = Object.entries(block).filter(
    ([, expression]) => isObject(expression) && Object.hasOwn(expression, 'constant_value'),
  );
  if (strictly && constants.length === 0) return false;
  return constants.every(
    ([name, expression]) => spelling(own(item, name)) === spelling(own(expression, 'constant_value')),
  );
}

/** A constant and the value that the provider makes of it: `"80"` and 80, a list and the set of its elements, null and nothing. */
function spelling(value: unknown): string {
  if (Array.isArray(value)) return value.map(spelling).sort().join(' ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}
