import {
  absent,
  any,
  chain,
  type Fact,
  known,
  type Truth,
  unknown,
  valueOr,
  type Why,
} from '../../src/fact/fact.ts';
import type { DerivedKind, Facts } from '../../src/fact/kind.ts';
import { image } from '../../src/fact/kinds/ec2.ts';
import {
  type ContainerInstanceShape,
  capacityProvider,
  containerInstances,
} from '../../src/fact/kinds/ecs.ts';
import { type AmiFamily, amiFamily } from '../../src/knowledge/agent-features.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

/** A container instance that takes new tasks, as far as an agent's age concerns it. */
export interface AgentInstance {
  /** `i-0abc`; `mi-0abc` for an external one, the last part of its ARN where neither is told. */
  readonly name: string;
  readonly id: string | undefined;
  readonly arn: string;
  /** `1.86.2`; empty where the agent never told. */
  readonly version: string;
  readonly connected: boolean | undefined;
  readonly windows: boolean;
  readonly arm: boolean;
  /** Registered with ECS Anywhere: it has no AMI, and no task of launch type EC2. */
  readonly external: boolean;
  readonly provider: string | undefined;
  readonly attributes: ReadonlyMap<string, string | undefined>;
  /** Does the answer tell its attributes at all? */
  readonly told: boolean;
  readonly ami: string | undefined;
}

const BECAUSE = 'the tasks do not run on EC2 or EXTERNAL instances';

/** Do the tasks run where somebody has to keep the agent up to date? */
function onOwnInstances(deployment: Deployment): Truth {
  return any([mayRunOn(deployment, 'EC2'), mayRunOn(deployment, 'EXTERNAL')]);
}

/** Judges the ACTIVE instances of the cluster that the deployment runs in, without those that AWS manages. */
export async function judgeInstances(
  deployment: Deployment,
  facts: Facts,
  judge: (instances: readonly AgentInstance[], cluster: string) => Verdicts | Promise<Verdicts>,
): Promise<Verdicts> {
  const premise = onOwnInstances(deployment);
  const asked = chain(premise, (is) => (is ? deployment.cluster : known(undefined)));
  return asked.match<Promise<Verdicts>>({
    known: async (cluster) => {
      if (cluster === undefined) return notApplicable(BECAUSE);
      const agents = await facts.ask(ownAgents, { cluster });
      return agents.match<Verdicts | Promise<Verdicts>>({
        known: async ({ own, why }) => {
          const name = cluster.slice(cluster.lastIndexOf('/') + 1);
          const verdicts = own.length > 0 ? [await judge(own, name)].flat() : [];
          if (why.length > 0) return [...verdicts.filter(isFailure), cannotTell(why)];
          return own.length > 0 ? verdicts : notApplicable('the cluster has no active instance of your own');
        },
        absent: () => notApplicable('the cluster does not exist'),
        unknown: cannotTell,
      });
    },
    absent: async () => notApplicable(BECAUSE),
    unknown: async (why) => cannotTell(why),
  });
}

function isFailure({ is }: Verdict): boolean {
  return is === 'fail';
}

/** The instances whose agents are the user's to update, and why it is not known of others. */
interface OwnAgents {
  readonly own: readonly AgentInstance[];
  readonly why: readonly Why[];
}

/** They are told apart once for all services of a cluster. */
export const ownAgents: DerivedKind<{ readonly cluster: string }, OwnAgents> = {
  sort: 'derived',
  id: 'ecs.own-agents',
  noun: 'agents of cluster',
  key: containerInstances.key,
  needs: [containerInstances, capacityProvider],
  derive: async (scope, facts) => {
    const list = await facts.ask(containerInstances, scope);
    return list.match<Fact<OwnAgents> | Promise<Fact<OwnAgents>>>({
      known: async (shapes) => known(await ownInstances(shapes, facts)),
      absent,
      unknown: (why) => unknown(...why),
    });
  },
};

/** The agents of ECS Managed Instances are AWS's to update: their capacity provider tells which those are. */
async function ownInstances(shapes: readonly ContainerInstanceShape[], facts: Facts): Promise<OwnAgents> {
  const untold = shapes.filter(({ status }) => status === undefined);
  const active = shapes.filter(({ status }) => status === 'ACTIVE').map(agentInstance);
  const providers = new Set(active.flatMap(({ provider }) => provider ?? []));
  const managed = new Map(
    await Promise.all([...providers].map(async (name) => [name, await isManaged(name, facts)] as const)),
  );
  const why: Why[] = untold.map((shape) => ({
    reason: 'undecidable',
    detail: `whether ${agentInstance(shape).name} takes tasks: its status was not told`,
  }));
  for (const truth of managed.values())
    truth.match<void>({ known: () => {}, absent: () => {}, unknown: (reasons) => void why.push(...reasons) });
  const own = active.filter(({ provider }) => {
    const is = provider === undefined ? undefined : managed.get(provider);
    return is === undefined || !valueOr(is, true);
  });
  return { own, why };
}

async function isManaged(name: string, facts: Facts): Promise<Truth> {
  return chain(await facts.ask(capacityProvider, { name }), ({ managedInstancesProvider }) =>
    known(managedInstancesProvider !== undefined),
  );
}

function agentInstance(shape: ContainerInstanceShape): AgentInstance {
  const attributes = new Map((shape.attributes ?? []).map(({ name = '', value }) => [name, value]));
  const arn = shape.containerInstanceArn ?? '';
  const id = shape.ec2InstanceId;
  return {
    name: id ?? arn.slice(arn.lastIndexOf('/') + 1),
    id,
    arn,
    version: shape.versionInfo?.agentVersion ?? '',
    connected: shape.agentConnected,
    windows: attributes.get('ecs.os-type') === 'windows',
    arm: attributes.get('ecs.cpu-architecture') === 'arm64',
    external: attributes.has('ecs.capability.external') || (id?.startsWith('mi-') ?? false),
    provider: shape.capacityProviderName,
    attributes,
    told: shape.attributes !== undefined,
    ami: attributes.get('ecs.ami-id'),
  };
}

/** The family of each AMI that the instances run, where AWS made it for ECS. */
export async function amiFamilies(
  instances: readonly AgentInstance[],
  facts: Facts,
): Promise<ReadonlyMap<string, Fact<AmiFamily>>> {
  const ids = new Set(instances.flatMap(({ ami }) => (ami === undefined ? [] : [ami])));
  const asked = [...ids].map(async (id) => {
    const family = chain(await facts.ask(image, { id }), ({ Name }) => {
      const found = Name === undefined ? undefined : amiFamily(Name);
      return found
        ? known(found)
        : unknown({
            reason: 'undecidable' as const,
            detail: `what ${id} is made of${Name === undefined ? '' : ` (${JSON.stringify(Name)} is no AMI that AWS makes for ECS)`}`,
          });
    });
    return [id, family] as const;
  });
  return new Map(await Promise.all(asked));
}

/** `i-0a, i-0b and 3 more` */
export function namesOf(instances: readonly AgentInstance[]): string {
  const named = instances.map(({ name }) => name).sort();
  const rest = named.length - MOST_NAMED;
  return rest > 0 ? `${named.slice(0, MOST_NAMED).join(', ')} and ${rest} more` : named.join(', ');
}

const MOST_NAMED = 3;

/** The verb for so many of them: `runs` for one, `run` for more. */
export function verb(instances: readonly AgentInstance[], one: string, more: string): string {
  return instances.length === 1 ? one : more;
}

/** `1 container instance`, `2 container instances` */
export function counted(instances: readonly AgentInstance[]): string {
  return `${instances.length} container instance${instances.length === 1 ? '' : 's'}`;
}
