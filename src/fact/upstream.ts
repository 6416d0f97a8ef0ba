import type { AnyRawKind } from './kind.ts';

/**
 * For each kind the ids of those whose answers lead to its questions, directly or through others of the list. What is not
 * in the list is never asked, so nobody waits for it. Kinds that would wait for each other are refused.
 */
export function upstreamOf(kinds: readonly AnyRawKind[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(kinds.map((kind) => [kind.id, kind]));
  const found = new Map<string, ReadonlySet<string>>();
  const path: string[] = [];

  function visit(kind: AnyRawKind): ReadonlySet<string> {
    const known = found.get(kind.id);
    if (known) return known;
    if (path.includes(kind.id))
      throw new Error(`kinds of fact wait for each other: ${[...path, kind.id].join(' after ')}`);
    path.push(kind.id);
    const above = new Set<string>();
    for (const id of kind.after ?? []) {
      const next = byId.get(id);
      if (!next) continue;
      above.add(id);
      for (const further of visit(next)) above.add(further);
    }
    path.pop();
    found.set(kind.id, above);
    return above;
  }

  for (const kind of kinds) visit(kind);
  return found;
}
