import { chain, type Truth, truth, unknownFor, valueOr, type Why } from '../../src/fact/fact.ts';
import { type Deployment, remember } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import { allContainers, containerOf, member } from './naming.ts';

/** Who waits for whom, by the containers' names as spelled. */
interface Graph {
  readonly order: ReadonlyMap<string, number>;
  readonly waitsFor: ReadonlyMap<string, readonly string[]>;
  /** Why there may be more dependencies than the ones known. */
  readonly why: readonly Why[];
}

function graphOf(deployment: Deployment): Graph {
  return remember(deployment, graphOf, () => build(valueOr(allContainers(deployment), [])));
}

function build(containers: readonly View[]): Graph {
  const order = new Map<string, number>();
  const waitsFor = new Map<string, string[]>();
  const why: Why[] = [];
  for (const [index, container] of containers.entries()) {
    const name = valueOr(member(container, 'name').verbatim, String(index));
    order.set(name, index);
    const targets: string[] = [];
    waitsFor.set(name, targets);
    const list = (container as View<{ dependsOn?: { containerName?: string }[] }>).get('dependsOn').items;
    list.match<void>({
      known: (items) => {
        for (const item of items) {
          const target = item.get('containerName');
          const spelled = valueOr(target.verbatim, undefined);
          if (spelled !== undefined) targets.push(spelled);
          target.text.match<void>({
            known: () => {},
            absent: () => {},
            unknown: (more) => void why.push(...more),
          });
        }
      },
      absent: () => {},
      unknown: (more) => void why.push(...more),
    });
  }
  return { order, waitsFor, why };
}

/**
 * Does this dependency close a circle? Each circle is told of once, at the container of it that stands last in the file.
 * Unknown where a dependency that cannot be read may close one.
 */
export function onCycle(name: View, deployment: Deployment): Truth {
  const graph = graphOf(deployment);
  if (cycle(name, deployment).length > 0) return truth(true);
  if (graph.why.length === 0) return truth(false);
  return chain(name.verbatim, () => unknownFor(graph.why));
}

/** The names on the circle that the dependency closes, its own container first; empty where it closes none. */
export function cycle(name: View, deployment: Deployment): readonly string[] {
  const graph = graphOf(deployment);
  const container = containerOf(name);
  const start = container ? valueOr(container.get('name').verbatim, String(container.key)) : undefined;
  const next = valueOr(name.verbatim, undefined);
  const last = start === undefined ? undefined : graph.order.get(start);
  if (start === undefined || next === undefined || last === undefined) return [];
  if (next === start) return [start];
  const path = way(graph, next, start, last, new Set());
  return path ? [start, ...path] : [];
}

/** The way from one container to another over those that stand before `last` in the file, the goal left out. */
function way(
  graph: Graph,
  from: string,
  goal: string,
  last: number,
  seen: Set<string>,
): readonly string[] | undefined {
  const index = graph.order.get(from);
  if (index === undefined || index > last || seen.has(from)) return undefined;
  seen.add(from);
  for (const next of graph.waitsFor.get(from) ?? []) {
    if (next === goal) return [from];
    const rest = way(graph, next, goal, last, seen);
    if (rest) return [from, ...rest];
  }
  return undefined;
}
