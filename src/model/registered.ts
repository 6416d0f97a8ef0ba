import { absent, known } from '../fact/fact.ts';
import type { LiveServiceShape, RegisteredTaskDefinition } from '../fact/kinds/ecs.ts';
import type { Service } from './service.ts';
import type { ServiceShape, TaskDefinitionShape } from './shapes.ts';
import type { Source } from './source.ts';
import type { TaskDefinition } from './task-definition.ts';
import { View } from './view.ts';

/** What only the account has: named by its ARN, without text or lines. */
function accountSource(arn: string): Source {
  return { file: arn, arn, text: '', syntax: 'json', span: () => undefined };
}

/** The task definition as the account has it. */
export function registeredTaskDefinition(shape: RegisteredTaskDefinition): TaskDefinition {
  const source = accountSource(shape.taskDefinitionArn ?? '');
  return { form: 'describe', view: View.root<TaskDefinitionShape>(source, shape) };
}

/** The service as the account has it. */
export function describedService(shape: LiveServiceShape): Service {
  const source = accountSource(shape.serviceArn ?? '');
  const view = View.root<ServiceShape>(source, shape);
  // CODE_DEPLOY and EXTERNAL keep the task definition, the network and the launch type in task sets.
  const primary = shape.taskSets?.find(({ status }) => status === 'PRIMARY');
  return {
    form: 'describe',
    view: primary ? view.over(primary) : view,
    name: shape.serviceName === undefined ? absent() : known(shape.serviceName),
  };
}
