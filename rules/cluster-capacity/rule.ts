import { capacityProvider, cluster, containerInstances } from '../../src/fact/kinds/ecs.ts';
import { autoScalingGroup, scalableTarget } from '../../src/fact/kinds/scaling.ts';
import { ROOM_FACTS } from '../../src/rollout/container-rooms.ts';
import { GROWTH_FACTS } from '../../src/rollout/growth.ts';
import { defineRule } from '../../src/rule.ts';
import { noInstances } from './no-instances.ts';
import { pendingNow } from './pending-now.ts';
import { whereOnEc2 } from './premise.ts';
import {
  managedScalingDisabled,
  providerInactive,
  providerNotFound,
  providerNotInCluster,
} from './providers.ts';
import { spotOnly, spotWindows } from './spot.ts';
import { allWeightsZero, launchTypeAndStrategy, mixedStrategy, multipleBases } from './strategy-errors.ts';

/** Loaded past the premises, which an offline check does not get by: most checks are offline. */
const byFacts = async () => (await import('./by-facts.ts')).CLUSTER_CAPACITY_BY_FACTS;

const SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';
const ITEM =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html';
const FARGATE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html';

const PLACEMENT = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html';
const SCALING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html';
const GROUPS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html';
const EVENTS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html';

export default defineRule({
  id: 'cluster-capacity',
  number: 8,
  title: 'Service auto scaling does not grow the cluster',
  problems: {
    'service-scales-cluster-does-not': {
      summary: 'service auto scaling may want more tasks than the instances hold, and nothing adds instances',
      appliesTo: 'scalable target on a service that runs on EC2 instances',
      severity: 'error',
      maySeverities: ['error', 'warning'],
      phase: 'place',
      decidable: ['D', 'L'],
      why: 'service auto scaling raises the desired count and no more: tasks that find no room stay pending until somebody adds instances',
      docs: SCALING,
      needs: [...ROOM_FACTS, ...GROWTH_FACTS, scalableTarget, cluster],
      check: (deployment, facts) =>
        whereOnEc2(deployment, facts, async () => (await byFacts()).serviceScales(deployment, facts)),
    },
    'rollout-does-not-fit': {
      summary: 'a deployment cannot come to its end on the container instances: its tasks find no room',
      appliesTo: 'service on EC2 instances',
      severity: 'error',
      phase: 'place',
      decidable: ['L'],
      why: 'a deployment goes on as long as one more task finds room: where none does, and no old one may stop for it, it stands still and ECS only says so in service events',
      docs: PLACEMENT,
      needs: [...ROOM_FACTS, ...GROWTH_FACTS],
      check: (deployment, facts) =>
        whereOnEc2(deployment, facts, async () => (await byFacts()).rolloutDoesNotFit(deployment, facts)),
    },
    'managed-scaling-disabled': {
      summary: 'a capacity provider in use leaves the size of its Auto Scaling group to others',
      appliesTo: 'an Auto Scaling group provider in use',
      severity: 'warning',
      phase: 'place',
      scope: 'cluster',
      decidable: ['D', 'L'],
      why: 'without managed scaling a capacity provider says where tasks run and adds no instance for those that find no room',
      docs: GROUPS,
      needs: [capacityProvider],
      check: managedScalingDisabled,
    },
    'asg-maximum-too-small': {
      summary: 'the Auto Scaling group cannot hold the peak of a deployment, even at its maximum size',
      appliesTo: 'Auto Scaling group provider with managed scaling',
      severity: 'warning',
      phase: 'place',
      decidable: ['D', 'L'],
      why: 'ECS adds instances up to the maximum size of the group: the tasks beyond that stay in PROVISIONING',
      docs: GROUPS,
      needs: [...ROOM_FACTS, ...GROWTH_FACTS],
      check: (deployment, facts) =>
        whereOnEc2(deployment, facts, async () => (await byFacts()).asgMaximumTooSmall(deployment, facts)),
    },
    'provider-not-found': {
      summary: 'a capacity provider of the strategy does not exist',
      appliesTo: 'a strategy names a provider',
      severity: 'error',
      phase: 'register',
      decidable: ['L'],
      why: 'ECS refuses a strategy that names a capacity provider which the account does not have in the region',
      docs: ITEM,
      needs: [capacityProvider],
      check: providerNotFound,
    },
    'provider-not-in-cluster': {
      summary: "a capacity provider of the strategy is not associated with the service's cluster",
      appliesTo: 'the provider exists',
      severity: 'error',
      phase: 'register',
      decidable: ['D', 'L'],
      why: 'only capacity providers that are associated with a cluster can be used there; that holds for FARGATE and FARGATE_SPOT too',
      docs: ITEM,
      needs: [capacityProvider, cluster],
      check: providerNotInCluster,
    },
    'provider-inactive': {
      summary: 'a capacity provider of the strategy is not ACTIVE',
      appliesTo: 'the provider is known',
      severity: 'error',
      phase: 'register',
      scope: 'cluster',
      decidable: ['L'],
      why: 'only an ACTIVE capacity provider can be used in a strategy',
      docs: ITEM,
      needs: [capacityProvider],
      check: providerInactive,
    },
    'no-instances': {
      summary: 'the cluster has no ACTIVE container instance, and no capacity provider that can add one',
      appliesTo: 'services on EC2 instances or EXTERNAL',
      severity: 'error',
      phase: 'place',
      scope: 'cluster',
      decidable: ['L'],
      why: 'tasks of these launch types run on container instances alone, and instances that are DRAINING take no new ones',
      docs: EVENTS,
      needs: [containerInstances, capacityProvider, cluster, autoScalingGroup],
      check: noInstances,
    },
    'pending-now': {
      summary: 'tasks of the service wait now, and a service event says why',
      appliesTo: 'service with pending tasks; Fargate too',
      severity: 'error',
      phase: 'place',
      decidable: ['L'],
      why: 'what keeps tasks from being placed now keeps those of a deployment from it too',
      docs: EVENTS,
      check: pendingNow,
    },
    'mixed-strategy': {
      summary: 'capacity providers of different kinds stand in one strategy',
      appliesTo: 'strategy with two or more providers; Fargate too',
      severity: 'error',
      phase: 'register',
      decidable: ['F', 'D', 'L'],
      why: "a strategy holds Fargate's providers, or those of Auto Scaling groups, or those of Managed Instances: ECS refuses a mixture",
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-capacity-providers.html',
      check: mixedStrategy,
    },
    'launch-type-and-strategy': {
      summary: 'launchType and capacityProviderStrategy are both given',
      appliesTo: 'service; Fargate too',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'each of them says where the tasks run, and ECS refuses both together',
      docs: SERVICE,
      check: launchTypeAndStrategy,
    },
    'all-weights-zero': {
      summary: 'no capacity provider of the strategy has a weight above 0',
      appliesTo: 'a strategy is given; Fargate too',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'a weight that is left out is 0, and a provider of weight 0 takes no tasks: ECS refuses a strategy of such providers alone',
      docs: ITEM,
      check: allWeightsZero,
    },
    'multiple-bases': {
      summary: 'more than one capacity provider of the strategy has a base',
      appliesTo: 'strategy with two or more providers; Fargate too',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'the base says where the first tasks go, and only one provider of a strategy may have it',
      docs: ITEM,
      check: multipleBases,
    },
    'spot-windows': {
      summary: 'the strategy places Windows tasks on Fargate Spot',
      appliesTo: 'strategy has FARGATE_SPOT with a weight or base above 0',
      severity: 'error',
      phase: 'place',
      decidable: ['F'],
      why: 'Fargate Spot has no capacity for Windows containers, so that these tasks are never placed',
      docs: FARGATE,
      check: spotWindows,
    },
    'spot-only': {
      summary: 'a service behind a load balancer has all its tasks on Fargate Spot',
      appliesTo: 'service behind a load balancer; Fargate',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F'],
      why: 'Spot capacity can be taken away from all tasks at once with two minutes of notice, and ECS does not replace it with tasks on demand',
      docs: FARGATE,
      check: spotOnly,
    },
  },
});
