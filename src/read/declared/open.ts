import { absent, type Fact, known, unknown } from '../../fact/fact.ts';
import { opaqueValue } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { View } from '../../model/view.ts';
import { spelled } from './property.ts';

/** A text for a shape in which a missing member has a meaning of its own: what is open stands there as an opaque value. */
export function orOpaque(view: View, label: string): Fact<string> {
  return spelled(view).match<Fact<string>>({
    known,
    absent,
    unknown: ([why]) => known(opaqueValue(label, why?.unlockedBy)),
  });
}

/** A policy, or another document, as it stands: a structure or its text, possibly with open values inside. */
export function document(view: View): Fact<unknown> {
  const { raw } = view;
  if (raw === undefined || raw === null) return absent();
  return raw instanceof Unresolved ? unknown(raw.why) : known(raw);
}
