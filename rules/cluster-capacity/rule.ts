import { defineRule } from '../../src/rule.ts';
import { spotOnly, spotWindows } from './spot.ts';
import { allWeightsZero, launchTypeAndStrategy, mixedStrategy, multipleBases } from './strategy-errors.ts';

const SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';
const ITEM =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html';
const FARGATE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html';

export default defineRule({
  id: 'cluster-capacity',
  number: 8,
  title: 'Service auto scaling does not grow the cluster',
  problems: {
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
