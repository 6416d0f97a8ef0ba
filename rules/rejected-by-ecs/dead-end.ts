import { all, chain, equals, not, some, valueOr } from '../../src/fact/fact.ts';
import { limit } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName, containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { containerNamed, member } from './service-facts.ts';
import { observed } from './subject.ts';

const target = (dependency: View): View => member(dependency, 'containerName');

/** Where the wait's end should stand: on the container that is waited for. */
function startTimeout(dependency: View, deployment: Deployment): View {
  const container = containerNamed(deployment, valueOr(target(dependency).text, ''));
  return (container?.get('startTimeout') as View | undefined) ?? dependency;
}

/** The container that waits. */
function waiting(dependency: View): string {
  const container = dependency.parent?.parent;
  return container ? containerName(container as View<ContainerShape>) : 'a container';
}

/** Waits that nothing ends. */
export const deadEnds: readonly Constraint[] = [
  {
    id: 'depends-on-dead-end',
    on: 'task-definition',
    where: 'containerDefinitions[].dependsOn[]',
    appliesTo: 'any',
    when: 'a container waits for a condition that may never come (COMPLETE, SUCCESS or HEALTHY of a container that can hang) and has no startTimeout',
    severity: 'warning',
    phase: 'start',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    why: 'without a startTimeout on the container that is waited for, the waiting one never gives up: the task stays PENDING while the other hangs',
    violated: (value, deployment) =>
      all([
        equals(member(value, 'condition').text, 'COMPLETE', 'SUCCESS', 'HEALTHY'),
        chain(target(value).text, (name) =>
          some(containers(deployment.taskDefinition), (container) =>
            all([equals(container.get('name').text, name), not(container.get('startTimeout').given)]),
          ),
        ),
      ]),
    message: (value) =>
      `${waiting(value)} waits for ${String(member(value, 'condition').raw)} of container ${observed(target(value))}, which has no startTimeout, expected a number of seconds after which the wait ends`,
    at: startTimeout,
    fixes: (value, deployment) => {
      const { max } = limit('fargate-start-timeout');
      const most = valueOr(onFargate(deployment), false) ? ' (the most that Fargate allows)' : '';
      return [
        {
          kind: 'edit',
          description: `give up after ${max} seconds${most}, where container ${observed(target(value))} never needs longer`,
          safe: false,
          edits: [{ at: startTimeout(value, deployment), op: 'set', value: max }],
        },
      ];
    },
  },
];
