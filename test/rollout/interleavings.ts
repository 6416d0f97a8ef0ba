/**
 * The rules of a rolling update as AWS words them, searched exhaustively: every state that single-task moves
 * can reach in any order. It shares nothing with the simulator: no floor, no ceiling, no rounding (both sides
 * of each percentage are multiplied out), no batches.
 */
export type Reachable = {
  fewestRunning: number;
  mostTasks: number;
  /** The all-new state can be reached from every reachable state. */
  finishes: boolean;
  /** Some reachable state other than the all-new one has no move. */
  getsStuck: boolean;
  /** The most old tasks beside at least so many healthy new ones. */
  mostOldBeside: (healthyNew: number) => number;
};

type State = readonly [old: number, starting: number, healthy: number];

export function searchReplica(desired: number, minimum: number, maximum: number): Reachable {
  const moves = ([old, starting, healthy]: State): State[] => [
    ...(old > 0 && (old - 1 + healthy) * 100 >= minimum * desired
      ? [[old - 1, starting, healthy] as const]
      : []),
    ...(starting + healthy < desired && (old + starting + healthy + 1) * 100 <= maximum * desired
      ? [[old, starting + 1, healthy] as const]
      : []),
    ...(starting > 0 ? [[old, starting - 1, healthy + 1] as const] : []),
  ];
  return search([desired, 0, 0], moves, (state) => state, desired);
}

/** DAEMON, instance by instance: each holds an old task, none, a starting one or a healthy new one. */
export function searchDaemon(instances: number, minimum: number): Reachable {
  const count = (fleet: string, kind: string) => [...fleet].filter((slot) => slot === kind).length;
  const moves = (fleet: string): string[] =>
    [...fleet].flatMap((slot, at) => {
      const put = (next: string) => [fleet.slice(0, at) + next + fleet.slice(at + 1)];
      const others = count(fleet, 'o') + count(fleet, 'h') - 1;
      if (slot === 'o') return others * 100 >= minimum * instances ? put('-') : [];
      if (slot === '-') return put('s');
      return slot === 's' ? put('h') : [];
    });
  const tally = (fleet: string): State => [count(fleet, 'o'), count(fleet, 's'), count(fleet, 'h')];
  return search('o'.repeat(instances), moves, tally, instances);
}

function search<S>(
  first: S,
  moves: (state: S) => S[],
  tally: (state: S) => State,
  desired: number,
): Reachable {
  const cameFrom = new Map<string, string[]>([[String(first), []]]);
  const open = [first];
  const seen: State[] = [];
  const all: string[] = [];
  let getsStuck = false;
  const finished: string[] = [];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const [old, starting, healthy] = tally(state);
    seen.push([old, starting, healthy]);
    all.push(String(state));
    const isLast = old === 0 && healthy === desired;
    if (isLast) finished.push(String(state));
    const nexts = moves(state);
    if (nexts.length === 0 && !isLast) getsStuck = true;
    for (const next of nexts) {
      const known = cameFrom.get(String(next));
      if (known === undefined) open.push(next);
      cameFrom.set(String(next), [...(known ?? []), String(state)]);
    }
  }
  const canFinish = new Set<string>();
  for (let state = finished.pop(); state !== undefined; state = finished.pop()) {
    if (canFinish.has(state)) continue;
    canFinish.add(state);
    finished.push(...(cameFrom.get(state) ?? []));
  }
  return {
    fewestRunning: Math.min(...seen.map(([old, , healthy]) => old + healthy)),
    mostTasks: Math.max(...seen.map(([old, starting, healthy]) => old + starting + healthy)),
    finishes: all.every((state) => canFinish.has(state)),
    getsStuck,
    mostOldBeside: (least) =>
      Math.max(0, ...seen.filter(([, , healthy]) => healthy >= least).map(([old]) => old)),
  };
}
