/** What a text says, free of its spelling. Maps are `Map`s, so that a key such as `__proto__` is a key like any other. */
export type Value = Scalar | readonly Value[] | ReadonlyMap<string, Value>;
type Scalar = string | number | boolean | bigint | null;

/** The value of plain JSON data, as an edit carries it. */
export function toValue(data: unknown): Value {
  if (Array.isArray(data)) return data.map(toValue);
  if (data instanceof Map) {
    return new Map([...data].map(([key, value]: [unknown, unknown]) => [String(key), toValue(value)]));
  }
  if (typeof data === 'object' && data !== null) {
    return new Map(Object.entries(data).map(([key, value]) => [key, toValue(value)]));
  }
  return isScalar(data) ? data : null;
}

function isScalar(data: unknown): data is Scalar {
  return data === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof data);
}

/** Is it a list? `Array.isArray` does not narrow a read-only one. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** The same value; the order of a map's members does not count. */
export function sameValue(a: Value, b: Value): boolean {
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? null));
  }
  if (isMap(a)) {
    if (!isMap(b) || a.size !== b.size) return false;
    for (const [key, value] of a) {
      const other = b.get(key);
      if (other === undefined || !sameValue(value, other)) return false;
    }
    return true;
  }
  return Object.is(a, b) || a === b;
}
