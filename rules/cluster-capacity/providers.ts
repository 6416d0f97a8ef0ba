import { any, collect, type Fact, known, map, not, unknown, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import {
  type CapacityProviderShape,
  type ClusterShape,
  capacityProvider,
  cluster,
} from '../../src/fact/kinds/ecs.ts';
import { isOpaque, sameText } from '../../src/fact/opaque.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { isFargateProvider } from '../../src/model/launch.ts';
import { namedRegion } from '../../src/model/named-region.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { View } from '../../src/model/view.ts';
import {
  describedProvider,
  managedScaling,
  type UsedProvider,
} from '../../src/rollout/capacity-providers.ts';
import { clusterOf } from '../../src/rollout/deployment-peak.ts';
import {
  cannotTell,
  type Fix,
  fail,
  failsIf,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { whereProviders } from './premise.ts';

const AWS_OWNED = 'AWS owns the provider';
const ABSENT = 'the provider does not exist: provider-not-found reports it';

/**
 * AWS's pages say that FARGATE too must be associated with the cluster. Yet templates with a plain cluster and this strategy are
 * deployed on each change, by tests of their own: https://github.com/cfn-modules/fargate-service (module.yml, test/defaults.yml).
 */
const PLAIN_FARGATE: Why = {
  reason: 'undecidable',
  detail: 'whether ECS takes FARGATE on a new cluster that is given no capacity provider at all',
};

/** Judges a provider that the account has. */
async function whereDescribed(
  { name }: UsedProvider,
  facts: Facts,
  judge: (shape: CapacityProviderShape) => Verdict,
): Promise<Verdict> {
  if (isFargateProvider(name)) return notApplicable(AWS_OWNED);
  return (await describedProvider(facts, name)).match<Verdict>({
    known: judge,
    absent: () => notApplicable(ABSENT),
    unknown: cannotTell,
  });
}

/** Is there no such provider? */
export function providerNotFound(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereProviders(deployment, facts, 'named', async ({ name, at, byDefault }) => {
    if (isFargateProvider(name)) return notApplicable(AWS_OWNED);
    return (await describedProvider(facts, name)).match<Verdict>({
      known: pass,
      absent: () =>
        fail({
          at,
          message: `capacity provider "${name}"${byDefault ? ' of the default strategy of the cluster' : ''} does not exist${inPlace(deployment)}`,
          fixes: [
            {
              kind: 'command',
              description: 'list the capacity providers that there are, and name one of them',
              command: aws(
                deployment,
                "describe-capacity-providers --query 'capacityProviders[].[name,status]' --output table",
              ),
            },
          ],
        }),
      unknown: cannotTell,
    });
  });
}

function inPlace(deployment: Deployment): string {
  const account = valueOr(deployment.account, undefined);
  const [in_, of] = [
    namedRegion(deployment),
    account !== undefined && isOpaque(account) ? undefined : account,
  ];
  return `${in_ === undefined ? '' : ` in ${in_}`}${of === undefined ? '' : ` of account ${of}`}`;
}

function aws(deployment: Deployment, command: string): string {
  const place = namedRegion(deployment);
  return `aws ecs ${command}${place === undefined ? '' : ` --region ${shellWord(place)}`}`;
}

/** Is a provider that exists not associated with the cluster of the service? */
export function providerNotInCluster(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereProviders(deployment, facts, 'named', async (provider): Promise<Verdict> => {
    const { name, at } = provider;
    const exists: Fact<unknown> = isFargateProvider(name)
      ? known(true)
      : await describedProvider(facts, name);
    return exists.match<Verdict | Promise<Verdict>>({
      known: async () =>
        (await clusterShape(deployment, facts)).match<Verdict>({
          known: (shape) => {
            const providers = shape.capacityProviders;
            if (!providers) return cannotTell([untold(shape)]);
            if (name === 'FARGATE' && providers.length === 0 && declaredAt(shape))
              return cannotTell([PLAIN_FARGATE]);
            const key = capacityProvider.key({ name });
            const is = any(providers.map((one) => sameText(capacityProvider.key({ name: one }), key)));
            return failsIf(not(is), () => ({
              at,
              message: `capacity provider ${name} is not associated with cluster ${shape.clusterName}, which has ${providers.length === 0 ? 'none' : providers.join(', ')}`,
              fixes: associate(deployment, shape, name),
            }));
          },
          absent: () => notApplicable('the cluster does not exist'),
          unknown: cannotTell,
        }),
      absent: () => notApplicable(ABSENT),
      unknown: cannotTell,
    });
  });
}

/** The cluster of the service as the account has it. */
export async function clusterShape(deployment: Deployment, facts: Facts): Promise<Fact<ClusterShape>> {
  return clusterOf(deployment).match<Promise<Fact<ClusterShape>>>({
    known: (name) => facts.ask(cluster, { name }),
    absent: async () =>
      unknown({ reason: 'unresolved', detail: 'no cluster is named', unlockedBy: '--cluster' }),
    unknown: async (why) => unknown(...why),
  });
}

export function untold({ clusterName }: ClusterShape) {
  return { reason: 'not-recorded', detail: `the capacity providers of cluster ${clusterName}` } as const;
}

/** The call replaces all providers and the default strategy, so that those that are there are said again. */
function associate(deployment: Deployment, shape: ClusterShape, name: string): readonly Fix[] {
  const { clusterName, capacityProviders = [], defaultCapacityProviderStrategy } = shape;
  const listed = declaredAt(shape, 'CapacityProviders');
  if (listed) return associateThere(listed, name);
  if (clusterName === undefined || defaultCapacityProviderStrategy === undefined) return [];
  const strategy = defaultCapacityProviderStrategy.map(({ capacityProvider = '', weight = 0, base = 0 }) =>
    shellWord(`capacityProvider=${capacityProvider},weight=${weight},base=${base}`),
  );
  const providers = [...capacityProviders, name].map(shellWord).join(' ');
  const spelled = strategy.length === 0 ? "'[]'" : strategy.join(' ');
  return [
    {
      kind: 'command',
      description: `associate ${name} with the cluster, and keep what it has`,
      command: `${aws(deployment, 'put-cluster-capacity-providers')} --cluster ${shellWord(clusterName)} --capacity-providers ${providers} --default-capacity-provider-strategy ${spelled}`,
    },
  ];
}

/** In the template that declares the cluster; a list with names that the deploy alone tells cannot be written anew. */
function associateThere(at: View, name: string): readonly Fix[] {
  const there = valueOr(collect(valueOr(at.items, []).map((item) => item.text)), undefined);
  // A list that the cluster itself does not have may stand in an association of its own.
  if (!there || there.length === 0 || isOpaque(name)) return [];
  const edits = [{ at, op: 'set' as const, value: [...there, name] }];
  return [{ kind: 'edit', description: `associate ${name} with the cluster`, safe: false, edits }];
}

/** Is a provider known, and not ACTIVE? The same words for all services, since it is one defect. */
export function providerInactive(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereProviders(deployment, facts, 'named', (provider) =>
    whereDescribed(provider, facts, ({ status, updateStatus, updateStatusReason }) => {
      if (status === undefined) {
        return cannotTell([
          { reason: 'not-recorded', detail: `the status of capacity provider ${provider.name}` },
        ]);
      }
      if (status === 'ACTIVE') return pass();
      return fail({
        at: provider.at,
        message: `capacity provider "${provider.name}" is ${status}, and only one that is ACTIVE takes tasks`,
        evidence:
          updateStatus === undefined
            ? []
            : [`updateStatus ${updateStatus}${updateStatusReason ? `: ${updateStatusReason}` : ''}`],
      });
    }),
  );
}

/** Does a provider in use leave the size of its Auto Scaling group to others? */
export function managedScalingDisabled(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereProviders(deployment, facts, 'used', (provider) =>
    whereDescribed(provider, facts, (shape) => {
      const group = shape.autoScalingGroupProvider;
      if (!group) return notApplicable('not the provider of an Auto Scaling group');
      return map(managedScaling(shape), (managed) => !managed).match<Verdict>({
        known: (disabled) =>
          disabled
            ? fail({
                at: declaredAt(shape, 'AutoScalingGroupProvider', 'ManagedScaling', 'Status') ?? provider.at,
                message: `managed scaling of capacity provider "${provider.name}" is DISABLED: ECS adds no instance when its tasks find no room`,
                evidence: [`Auto Scaling group ${groupName(group.autoScalingGroupArn)}`],
                fixes: enableScaling(deployment, provider, shape),
              })
            : pass(),
        absent: pass,
        unknown: cannotTell,
      });
    }),
  );
}

function enableScaling(
  deployment: Deployment,
  { name }: UsedProvider,
  shape: CapacityProviderShape,
): readonly Fix[] {
  const description = 'let ECS scale the group with the tasks';
  const at = declaredAt(shape, 'AutoScalingGroupProvider', 'ManagedScaling', 'Status');
  if (at) return [{ kind: 'edit', description, safe: false, edits: [{ at, op: 'set', value: 'ENABLED' }] }];
  const managedScaling = { ...shape.autoScalingGroupProvider?.managedScaling, status: 'ENABLED' };
  const command = `${aws(deployment, 'update-capacity-provider')} --name ${shellWord(name)} --auto-scaling-group-provider ${shellWord(JSON.stringify({ managedScaling }))}`;
  return [{ kind: 'command', description, command }];
}

/** The name at the end of an Auto Scaling group's ARN. */
export function groupName(arn = ''): string {
  const marker = 'autoScalingGroupName/';
  const at = arn.indexOf(marker);
  return at < 0 ? arn : arn.slice(at + marker.length);
}
