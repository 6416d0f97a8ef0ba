import { type Fact, known } from '../fact/fact.ts';
import { isOpaque } from '../fact/opaque.ts';
import type { View } from './view.ts';

/**
 * A text with all that the deploy alone will tell still in it, values of unknown form too: for whoever reads it in parts, or only
 * compares it with another.
 */
export function openText(view: View): Fact<string> {
  const { raw } = view;
  return typeof raw === 'string' && isOpaque(raw) ? known(raw) : view.text;
}
