import type { Snapshot, SnapshotMissing } from '../../../src/fact/snapshot.ts';
import { Broken, Denied } from './api-error.ts';

/** A thing of the snapshot: an AWS shape under its key. */
export interface Held {
  readonly key: string;
  readonly value: Record<string, unknown>;
}

/** `arn:aws:ecs:eu-west-1:…` or `eu-west-1/name`: the region that a name names. */
const REGION_OF_NAME =
  /^(?:arn:[\w-]+:[\w-]+:|(?:\d{12}\/)?(?=[a-z]{2,}-[a-z-]+-\d\/))([a-z]{2,}-[a-z-]+-\d)[:/]/;
const ARN_MEMBERS = [
  'Arn',
  'ARN',
  'arn',
  'clusterArn',
  'serviceArn',
  'taskArn',
  'taskDefinitionArn',
  'containerInstanceArn',
  'capacityProviderArn',
  'TargetGroupArn',
  'AutoScalingGroupARN',
  'SubnetArn',
];

/**
 * What an account shows in one region. A thing whose ARN or key names another region is not seen here; what names none (a
 * VPC's route table) lies in the region of the snapshot.
 */
export class Account {
  readonly id: string;
  readonly region: string;
  /** The most items of a page of any listing. */
  readonly pageCap: number;
  private readonly snapshot: Snapshot;
  private readonly held = new Map<string, readonly Held[]>();
  private readonly indexes = new Map<string, ReadonlyMap<string, Held>>();
  private readonly gaps: ReadonlyMap<string, SnapshotMissing>;
  private readonly scopes: ReadonlyMap<string, readonly string[]>;

  constructor(snapshot: Snapshot, region: string, pageCap = Number.POSITIVE_INFINITY) {
    this.pageCap = pageCap;
    this.snapshot = snapshot;
    this.id = snapshot.account;
    this.region = region;
    this.gaps = new Map(snapshot.missing.map((gap) => [`${gap.kind} ${gap.key}`, gap]));
    this.scopes = new Map(snapshot.collections.map((it) => [`${it.kind} ${it.scope}`, it.members]));
  }

  /** Everything of a kind in the region. */
  all(kind: string): readonly Held[] {
    let held = this.held.get(kind);
    if (!held) {
      held = this.everywhere(kind).filter(
        ({ key, value }) => regionOf(key, value, this.snapshot.region) === this.region,
      );
      this.held.set(kind, held);
    }
    return held;
  }

  /** Everything of a kind, for services that know no regions. */
  everywhere(kind: string): readonly Held[] {
    return Object.entries(this.snapshot.resources[kind] ?? {}).map(([key, value]) => ({
      key,
      value: value as Record<string, unknown>,
    }));
  }

  /** The thing of a kind under its key or one of the names that its service knows it by. */
  find(kind: string, name: string, namesOf: (held: Held) => readonly unknown[]): Held | undefined {
    return this.index(kind, 'region', namesOf).get(name);
  }

  /** As `find`, for services that know no regions. */
  findAnywhere(kind: string, name: string, namesOf: (held: Held) => readonly unknown[]): Held | undefined {
    return this.index(kind, 'anywhere', namesOf).get(name);
  }

  /** The members of a recorded collection, by their keys; undefined where it was never recorded. */
  collection(kind: string, scope: string, member: string): readonly Held[] | undefined {
    const keys = this.scopes.get(`${kind} ${scope}`);
    if (!keys) return undefined;
    const resources = this.snapshot.resources[member] ?? {};
    return keys.flatMap((key) =>
      Object.hasOwn(resources, key) ? [{ key, value: resources[key] as Record<string, unknown> }] : [],
    );
  }

  /** Answers what the snapshot says of the gap: a denial or an error; nothing where the thing is merely not there. */
  refuse(kind: string, key: string): void {
    const gap = this.gaps.get(`${kind} ${key}`);
    if (gap?.state === 'denied') throw new Denied(gap.action ?? kind);
    if (gap?.state === 'error') throw new Broken(gap.detail ?? 'internal failure');
  }

  /** Did the snapshot look for it in vain? Of an account without anything, yes. */
  isAbsent(kind: string, key: string): boolean {
    if (Object.keys(this.snapshot.resources).length === 0) return true;
    return this.gaps.get(`${kind} ${key}`)?.state === 'absent';
  }

  private index(
    kind: string,
    where: 'region' | 'anywhere',
    namesOf: (held: Held) => readonly unknown[],
  ): ReadonlyMap<string, Held> {
    const id = `${where} ${kind}`;
    let index = this.indexes.get(id);
    if (!index) {
      const names = new Map<string, Held>();
      for (const held of where === 'region' ? this.all(kind) : this.everywhere(kind)) {
        for (const name of [held.key, ...namesOf(held)]) {
          if (typeof name === 'string' && !names.has(name)) names.set(name, held);
        }
      }
      index = names;
      this.indexes.set(id, index);
    }
    return index;
  }
}

function regionOf(key: string, value: Record<string, unknown>, fallback: string): string {
  for (const name of [...ARN_MEMBERS.map((member) => value[member]), key]) {
    const region = typeof name === 'string' ? REGION_OF_NAME.exec(name)?.[1] : undefined;
    if (region !== undefined) return region;
  }
  return fallback;
}

/** Text of a policy, however the snapshot holds it. */
export function policyText(policy: unknown): string {
  if (typeof policy !== 'string') return JSON.stringify(policy);
  return policy.startsWith('%7B') ? decodeURIComponent(policy) : policy;
}
