/** One test of a Condition block: an operator, a key, and the values it is compared with. All tests of a block must hold. */
export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** As written; key names know no case. */
  readonly key: string;
  /** Text, numbers and truths are all compared as text. */
  readonly values: readonly string[];
}

/** The tests of a Condition element, or `wrong` where it cannot be read; none where there is none. */
export function readCondition(block: unknown): readonly Condition[] | 'wrong' {
  if (block === undefined) return [];
  if (!isObject(block)) return 'wrong';
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    if (!isObject(keys)) return 'wrong';
    for (const [key, value] of Object.entries(keys)) {
      const values = (Array.isArray(value) ? value : [value]).map(textOf);
      if (values.includes(undefined)) return 'wrong';
      conditions.push({ operator, key, values: values as string[] });
    }
  }
  return conditions;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
