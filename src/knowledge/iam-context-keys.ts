/** What is known of context keys. Sources and date in the data file. */
import multivalued from './iam-multivalued-keys.json' with { type: 'json' };

const MULTIVALUED: ReadonlySet<string> = new Set(multivalued.keys.map((key) => key.toLowerCase()));

/** May a request hold several values of this key? Key names know no case. */
export function mayHoldSeveral(key: string): boolean {
  return MULTIVALUED.has(key.toLowerCase());
}
