import { networkInterfaces, subnet } from '../../src/fact/kinds/ec2.ts';
import { accountSettings } from '../../src/fact/kinds/ecs.ts';
import { scalableTarget } from '../../src/fact/kinds/scaling.ts';
import { ROOM_FACTS } from '../../src/rollout/container-rooms.ts';
import { GROWTH_FACTS } from '../../src/rollout/growth.ts';
import { defineRule } from '../../src/rule.ts';
import { askWhereOnInstances } from './on-instances.ts';
import { askWhereAwsvpc } from './premise.ts';
import { singleSubnet } from './single-subnet.ts';

/** Loaded past the premises, which an offline check does not get by: most checks are offline. */
const byFacts = async () => (await import('./by-facts.ts')).SUBNET_HEADROOM_BY_FACTS;

const SIZING = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html';
const AWSVPC = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html';
const TRUNKING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html';

export default defineRule({
  id: 'subnet-headroom',
  number: 2,
  title: 'awsvpc exhausts addresses or interfaces',
  problems: {
    'addresses-exhausted': {
      summary: 'a deployment needs more new addresses than are free in all subnets of the service',
      appliesTo: 'awsvpc, subnets with IPv4',
      severity: 'error',
      phase: 'place',
      decidable: ['D', 'L'],
      why: 'each awsvpc task takes an address of a subnet, and a deployment has old and new tasks at once: those that find no address do not start',
      docs: AWSVPC,
      needs: [subnet, networkInterfaces],
      check: (deployment, facts) =>
        askWhereAwsvpc(deployment, facts, async () =>
          (await byFacts()).addressesExhausted(deployment, facts),
        ),
    },
    'zone-exhausted': {
      summary: 'one availability zone has fewer free addresses than its even share of the new tasks',
      appliesTo: 'awsvpc, subnets in two or more zones',
      severity: 'warning',
      phase: 'place',
      decidable: ['L'],
      why: 'tasks are spread over the zones of the subnets: launches in a zone without addresses fail and are tried again',
      docs: AWSVPC,
      needs: [subnet, networkInterfaces],
      check: (deployment, facts) =>
        askWhereAwsvpc(deployment, facts, async () => (await byFacts()).zoneExhausted(deployment, facts)),
    },
    'addresses-tight': {
      summary: 'a deployment fits, and its auto scaling maximum would not, or hardly an address is left',
      appliesTo: 'awsvpc, and addresses-exhausted does not hold',
      severity: 'warning',
      phase: 'rollout',
      decidable: ['D', 'L'],
      why: 'what fits today has to fit when the service has scaled out, and when others take addresses of the same subnets',
      docs: SIZING,
      needs: [subnet, networkInterfaces, scalableTarget],
      check: (deployment, facts) =>
        askWhereAwsvpc(deployment, facts, async () => (await byFacts()).addressesTight(deployment, facts)),
    },
    'subnet-too-small': {
      summary: "the subnets cannot hold the service's own peak, or one is small for a large Fargate service",
      appliesTo: "awsvpc, the subnets' CIDRs known",
      severity: 'warning',
      phase: 'rollout',
      decidable: ['D', 'L'],
      why: 'AWS keeps five addresses of each subnet, and ECS spreads old and new tasks evenly over the zones: what a zone cannot hold is not started there',
      docs: SIZING,
      needs: [subnet],
      check: (deployment, facts) =>
        askWhereAwsvpc(deployment, facts, async () => (await byFacts()).subnetTooSmall(deployment, facts)),
    },
    'eni-limit': {
      summary: 'a deployment cannot come to its end by the network interfaces of the instances',
      appliesTo: 'EC2 with awsvpc',
      severity: 'error',
      phase: 'place',
      decidable: ['L'],
      why: 'each awsvpc task takes a network interface; an instance type has few of them, and the instance itself uses the first',
      docs: TRUNKING,
      needs: [...ROOM_FACTS, ...GROWTH_FACTS, accountSettings],
      check: (deployment, facts) =>
        askWhereOnInstances(deployment, facts, async () => (await byFacts()).eniLimit(deployment, facts)),
    },
    'trunking-off': {
      summary: 'instances run out of interfaces before CPU and memory, and could have a trunk interface',
      appliesTo: 'EC2 with awsvpc on Linux instances whose types support trunking',
      severity: 'warning',
      phase: 'place',
      scope: 'cluster',
      decidable: ['L'],
      why: 'a trunk interface lets an instance hold several times as many awsvpc tasks, and only instances launched after the setting was turned on get one',
      docs: TRUNKING,
      needs: [...ROOM_FACTS, accountSettings],
      check: (deployment, facts) =>
        askWhereOnInstances(deployment, facts, async () => (await byFacts()).trunkingOff(deployment, facts)),
    },
    'single-subnet': {
      summary: 'all tasks of a service are in one subnet, or in one availability zone',
      appliesTo: 'awsvpc service, desired count known and 2 or more',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F', 'D', 'L'],
      why: 'a subnet lies in one availability zone: when the zone fails, or runs out of capacity or addresses, no task of the service can be elsewhere',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
      needs: [subnet],
      check: singleSubnet,
    },
  },
});
