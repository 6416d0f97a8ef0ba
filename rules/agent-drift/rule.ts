import type { AnyKind } from '../../src/fact/kind.ts';
import { image } from '../../src/fact/kinds/ec2.ts';
import { defineRule } from '../../src/rule.ts';
import { amiEndOfLife } from './ami-end-of-life.ts';
import { attributesMissing } from './attributes-missing.ts';
import { agentBehind, agentDisconnected, mixedAgents } from './condition.ts';
import { ownAgents } from './instances.ts';
import { lacksFeature } from './lacks-feature.ts';

const AGENT = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-versions.html';
const UPDATE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-update.html';
const INSTANCES = 'EC2 or EXTERNAL';
/** The capacity provider tells which instances AWS manages. */
const OWN_INSTANCES: readonly AnyKind[] = [ownAgents];

export default defineRule({
  id: 'agent-drift',
  number: 9,
  title: 'Container instances run an old agent',
  options: {
    minorReleases: {
      type: 'number',
      description: 'minor releases of the agent that an instance may be behind the latest known one',
      default: 6,
    },
  },
  problems: {
    'agent-lacks-feature': {
      summary: 'the deployment uses a feature that the agents of the container instances do not have',
      appliesTo: INSTANCES,
      severity: 'error',
      phase: 'place',
      decidable: ['L'],
      why: 'the agent on the instance carries out what the task definition says: what it does not know it cannot do',
      docs: AGENT,
      needs: [...OWN_INSTANCES, image],
      check: lacksFeature,
    },
    'attributes-missing': {
      summary:
        'no container instance, or fewer than its tasks need, has all the attributes that the task definition requires',
      appliesTo: INSTANCES,
      severity: 'error',
      phase: 'place',
      decidable: ['L'],
      why: 'ECS places a task only on an instance whose agent registered every attribute that ECS derived from the task definition',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html',
      serviceError:
        'The closest matching (container-instance ...) is missing an attribute required by your task.',
      needs: OWN_INSTANCES,
      check: attributesMissing,
    },
    'agent-behind': {
      summary: 'container instances run an agent that is far behind',
      appliesTo: INSTANCES,
      severity: 'warning',
      phase: 'operate',
      scope: 'cluster',
      decidable: ['L'],
      why: 'AWS mends the agent in its latest release only, and what is released later needs a later agent',
      docs: UPDATE,
      needs: [...OWN_INSTANCES, image],
      check: agentBehind,
    },
    'agent-disconnected': {
      summary: 'the agent of an active container instance is not connected',
      appliesTo: INSTANCES,
      severity: 'error',
      phase: 'operate',
      scope: 'cluster',
      decidable: ['L'],
      why: 'ECS places no task on such an instance and hears nothing of those that run there',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html',
      needs: OWN_INSTANCES,
      check: agentDisconnected,
    },
    'mixed-agents': {
      summary: 'the container instances of a cluster run different agents',
      appliesTo: INSTANCES,
      severity: 'info',
      phase: 'operate',
      scope: 'cluster',
      decidable: ['L'],
      why: 'a task may behave otherwise after it was replaced, since it runs under another agent then',
      docs: AGENT,
      needs: OWN_INSTANCES,
      check: mixedAgents,
    },
    'ami-end-of-life': {
      summary: 'container instances run an AMI that is past its end of life',
      appliesTo: 'EC2',
      severity: 'warning',
      phase: 'operate',
      scope: 'cluster',
      decidable: ['L'],
      why: 'neither the operating system nor the agent on it gets updates any more',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html',
      needs: [...OWN_INSTANCES, image],
      check: amiEndOfLife,
    },
  },
});
