import { absent, type Fact, known, unknown, type Why } from '../fact/fact.ts';
import type { LiveServiceShape } from '../fact/kinds/ecs.ts';
import type { FactSource } from '../fact/store.ts';
import type { Service } from './service.ts';
import type { Source } from './source.ts';
import type { TaskDefinition } from './task-definition.ts';

/**
 * What is judged: one service with its task definition, or one task definition that no service of the run uses.
 * A task definition used by two services makes two deployments.
 */
export interface Deployment {
  /** Stable within a run: the service's name, or the family; with the file where that is not unique. */
  readonly id: string;
  /** The file of the task definition, or of the service where the run has no such file; undefined for what only the account has. */
  readonly file: string | undefined;
  /** Unknown throughout where the run has no file of it. */
  readonly taskDefinition: TaskDefinition;
  readonly service: Service | undefined;
  /** The region deployed to: from the command line, or from the ARNs of a describe call's output. */
  readonly region: Fact<string>;
  /** The account deployed to, twelve digits. */
  readonly account: Fact<string>;
  /** The cluster deployed to, by name or ARN: from the command line, the service file or a described service. */
  readonly cluster: Fact<string>;
  /** What the account says of it, see `settle`. */
  readonly around: Surroundings;
  /** Asked as if it ran on Fargate (`--as fargate`), the mid-migration case. */
  readonly asFargate: boolean;
  /** What the template that declares the deployment says of the account, asked before everybody else. */
  readonly declared?: FactSource;
  /**
   * What this deployment takes for granted where its template leaves a condition open, and the deployments of the other ways that
   * may come out: a problem is there only if it is there in all of them.
   */
  readonly world?: World;
  readonly otherWorlds?: readonly Deployment[];
  /** What strict JSON would refuse in the files of this deployment: comments and trailing commas. */
  readonly leniencies: readonly Leniency[];
}

/**
 * The deployment with views that nobody has read yet. What is remembered of a deployment hangs on it and its views: judged
 * afresh, it goes with them, which keeps a run over ten thousand files small and fast.
 */
export function afresh(deployment: Deployment): Deployment {
  const { taskDefinition, service } = deployment;
  return {
    ...deployment,
    taskDefinition: { form: taskDefinition.form, view: taskDefinition.view.afresh() },
    service: service && { ...service, view: service.view.afresh() },
  };
}

/** What is known of where a deployment runs, when nobody was asked. */
export function unasked(service: Service | undefined): Surroundings {
  const why: Why = {
    reason: 'offline',
    detail: 'what the account has of the service and its cluster was not looked up',
    unlockedBy: '--live',
  };
  const running =
    service?.form === 'describe'
      ? known(service.view.raw as LiveServiceShape)
      : service
        ? unknown(why)
        : absent();
  return { running, defaultProviders: unknown(why), providerKinds: new Map() };
}

/** What is made of a deployment once and asked for many times; it goes with the deployment, see `View.remember`. */
export function remember<R>(deployment: Deployment, by: object, make: () => R): R {
  const kept = deployment.taskDefinition.view.remember(by, () => ({ of: deployment, made: make() }));
  // Another service's deployment may share the views where they were not read afresh.
  return kept.of === deployment ? kept.made : make();
}

/** What is made of a deployment once for each key. */
export function rememberEach<Key, R>(deployment: Deployment, by: object, key: Key, make: () => R): R {
  const kept = remember(deployment, by, () => new Map<Key, R>());
  let made = kept.get(key);
  if (made === undefined) {
    made = make();
    kept.set(key, made);
  }
  return made;
}

/** One way in which the conditions that nobody decides may come out. */
export interface World {
  /** `IsProduction is true` */
  readonly assumed: string;
  /** What decides it: `--parameters Environment=…`. */
  readonly unlockedBy?: string;
}

/** A place where a file is not strict JSON, though it can be read. */
export interface Leniency {
  readonly source: Source;
  readonly what: 'comment' | 'trailing-comma';
  /** Offset of the first character in the text. */
  readonly offset: number;
}

/** What the account says of where a deployment runs; all of it unknown where nobody asked. */
export interface Surroundings {
  /** The service as it is now; absent where the deployment creates it, or where there is no service. */
  readonly running: Fact<LiveServiceShape>;
  /** The providers of the cluster's default strategy, by name; absent where it has none. */
  readonly defaultProviders: Fact<readonly string[]>;
  /** Where the tasks of a capacity provider run, by its name. Fargate's two are never asked for. */
  readonly providerKinds: ReadonlyMap<string, Fact<LaunchKind>>;
}

/** A launch kind: where tasks may run. */
export type LaunchKind = 'FARGATE' | 'EC2' | 'EXTERNAL' | 'MANAGED_INSTANCES';
