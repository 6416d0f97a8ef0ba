import type { LiveServiceShape, RegisteredTaskDefinition, TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Snapshot } from '../../src/fact/snapshot.ts';
import { estate } from '../estate/estate.ts';
import { arn, CLUSTER, NOW } from '../estate/place.ts';

/** What can be changed of a shape that a snapshot holds. */
type Open<T> = T extends object ? { -readonly [Member in keyof T]: Open<T[Member]> } : T;
type Shelf = Record<string, Record<string, unknown>>;

/** An account in which all is well, and one service of it that something is then done to. */
export class Scenario {
  readonly #snapshot: Open<Snapshot>;
  readonly service: string;

  /** A service of the estate: on Fargate behind a load balancer, unless another is named. */
  constructor(service = 'service-0') {
    this.#snapshot = structuredClone(HEALTHY) as Open<Snapshot>;
    this.service = service;
    // Somebody looked at the tasks that stopped: none so far.
    this.serviceShape.events = [];
  }

  get #shelves(): Shelf {
    return this.#snapshot.resources as Shelf;
  }

  /** Everything of a kind. */
  all<T>(kind: string): Open<T>[] {
    return Object.values(this.#shelves[kind] ?? {}) as Open<T>[];
  }

  /** The one thing of a kind that the predicate finds. */
  one<T>(kind: string, is: (thing: T) => boolean = () => true): Open<T> {
    const found = this.all<T>(kind).find((thing) => is(thing as T));
    if (found === undefined) throw new Error(`there is no ${kind} of that sort`);
    return found;
  }

  get serviceShape(): Open<LiveServiceShape> {
    return this.one<LiveServiceShape>('ecs.service', ({ serviceName }) => serviceName === this.service);
  }

  get taskDefinition(): Open<RegisteredTaskDefinition> {
    const ref = this.serviceShape.taskDefinition;
    return this.one<RegisteredTaskDefinition>('ecs.task-definition', (it) => it.taskDefinitionArn === ref);
  }

  /** Takes a thing away, and says that it was looked for. */
  remove(kind: string, is: (thing: never, key: string) => boolean): this {
    const shelf = this.#shelves[kind] ?? {};
    for (const [key, thing] of Object.entries(shelf)) {
      if (!is(thing as never, key)) continue;
      delete shelf[key];
      this.#snapshot.missing.push({ kind, key, state: 'absent' });
    }
    for (const collection of this.#snapshot.collections)
      collection.members = collection.members.filter(
        (id) => shelf[id] !== undefined || !this.#isOf(collection, kind),
      );
    return this;
  }

  #isOf({ kind: id }: { kind: string }, kind: string): boolean {
    return id === `${kind}s`;
  }

  /** The members of a collection, as they now are. */
  collection(kind: string, scope: string, members: readonly string[]): this {
    const found = this.#snapshot.collections.find((it) => it.kind === kind && it.scope === scope);
    if (!found) throw new Error(`there is no collection ${kind} of ${scope}`);
    found.members = [...members];
    return this;
  }

  /** Takes a thing away, and says that it may not be read. */
  deny(kind: string, key: string, action: string): this {
    delete this.#shelves[kind]?.[key];
    this.#snapshot.missing.push({ kind, key, state: 'denied', action });
    return this;
  }

  /** Takes a listing away, as if nobody had asked for it. */
  forget(kind: string): this {
    this.#snapshot.collections = this.#snapshot.collections.filter((it) => it.kind !== kind);
    return this;
  }

  change<T>(kind: string, is: (thing: T) => boolean, edit: (thing: Open<T>) => void): this {
    for (const thing of this.all<T>(kind)) if (is(thing as T)) edit(thing);
    return this;
  }

  /** A task of the service that stopped. */
  stopped(task: {
    readonly reason: string;
    readonly code?: string;
    readonly at?: string;
    readonly container?: { readonly exitCode?: number; readonly reason?: string };
    readonly id?: string;
    readonly taskDefinition?: string;
  }): this {
    const shelf = this.#shelves['ecs.task'] ?? {};
    this.#shelves['ecs.task'] = shelf;
    const id = task.id ?? String(Object.keys(shelf).length).padStart(32, '0');
    const taskArn = arn('ecs', `task/${CLUSTER}/${id}`);
    const shape: TaskShape = {
      taskArn,
      clusterArn: arn('ecs', `cluster/${CLUSTER}`),
      taskDefinitionArn: task.taskDefinition ?? this.serviceShape.taskDefinition,
      group: `service:${this.service}`,
      desiredStatus: 'STOPPED',
      lastStatus: 'STOPPED',
      stopCode: (task.code ?? 'TaskFailedToStart') as TaskShape['stopCode'],
      stoppedReason: task.reason,
      stoppedAt: task.at ?? NOW,
      containers: [
        {
          name: 'app',
          lastStatus: 'STOPPED',
          taskArn,
          ...(task.container?.exitCode === undefined ? {} : { exitCode: task.container.exitCode }),
          ...(task.container?.reason === undefined ? {} : { reason: task.container.reason }),
        },
      ],
    };
    shelf[taskArn] = shape;
    const listing = this.#snapshot.collections.find(({ kind }) => kind === 'ecs.stopped-tasks');
    listing?.members.push(taskArn);
    return this;
  }

  event(message: string, at = NOW): this {
    const shape = this.serviceShape;
    shape.events = [...(shape.events ?? []), { id: 'event', createdAt: at, message }] as typeof shape.events;
    return this;
  }

  get snapshot(): Snapshot {
    return this.#snapshot as Snapshot;
  }
}

const HEALTHY = estate({ services: 12 }).snapshot;
