import type { NetVector } from './net.ts';

/** Numbers from 0 to 1, the same ones on every run. */
export type Random = () => number;

// biome-ignore lint/suspicious/noExplicitAny: mutations change whatever member they are about
export type Loose = any;

/** A vector that may be changed. */
export type Draft = { -readonly [K in keyof NetVector]: NetVector[K] } & { describe: Loose; from: Loose };

/** The same question asked otherwise: the verdict stands. Undefined where it cannot be asked so. */
export type Mutation = (vector: NetVector, random: Random) => NetVector | undefined;

/** Changes a copy in place; `false`: the mutation does not fit. */
export function edit(change: (draft: Draft, random: Random) => unknown): Mutation {
  return (vector, random) => {
    const draft = structuredClone(vector) as Draft;
    return change(draft, random) === false ? undefined : draft;
  };
}

/** Every text in it, as values and as names of members, changed. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  const walk = (item: Loose): Loose => {
    if (typeof item === 'string') return change(item);
    if (Array.isArray(item)) return item.map(walk);
    if (item === null || typeof item !== 'object') return item;
    return Object.fromEntries(Object.entries(item).map(([name, it]) => [change(name), walk(it)]));
  };
  return walk(value);
}

export function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

/** Each of these in turn, whatever could not be read left out. */
export function each(list: Loose): Loose[] {
  return Array.isArray(list) ? list : [];
}

/** Adds to a list that was read; before or behind what is there. */
export function add(draft: Draft, list: string, random: Random, ...items: readonly Loose[]): void {
  const there = draft.describe[list];
  // What could not be read stays unread.
  if (there === null) return;
  draft.describe[list] = random() < 0.5 ? [...items, ...(there ?? [])] : [...(there ?? []), ...items];
}

/** The VPC that the call leaves. */
export function vpcOf({ describe, from }: Draft): string {
  return each(describe.subnets).find(({ SubnetId }: Loose) => SubnetId === from.subnetId)?.VpcId;
}

export function regionOf({ to }: Draft): string {
  return to.region;
}

/** An endpoint in the caller's subnet. */
export function endpoint(draft: Draft, id: string, service: string, more: Loose): Loose {
  return {
    VpcEndpointId: id,
    VpcEndpointType: 'Interface',
    VpcId: vpcOf(draft),
    ServiceName: `com.amazonaws.${regionOf(draft)}.${service}`,
    State: 'available',
    SubnetIds: [draft.from.subnetId],
    Groups: [{ GroupId: 'sg-0f0f' }],
    PrivateDnsEnabled: true,
    RouteTableIds: [],
    NetworkInterfaceIds: ['eni-0f0f'],
    ...more,
  };
}
