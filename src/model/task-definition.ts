import { type Fact, holds, known, orElse, type Truth, truth } from '../fact/fact.ts';
import type { ContainerShape, TaskDefinitionShape } from './shapes.ts';
import type { View } from './view.ts';

/** What a task definition file is: it decides which members may stand in it. */
export type TaskDefinitionForm =
  /** RegisterTaskDefinition input */
  | 'register'
  /** DescribeTaskDefinition output, whole or its `taskDefinition` alone */
  | 'describe'
  /** a bare list of container definitions */
  | 'containers';

/** A task definition as it is going to be registered, or as the account has it. Defaults of ECS are applied here, once. */
export interface TaskDefinition {
  readonly form: TaskDefinitionForm;
  readonly view: View<TaskDefinitionShape>;
}

/** The family; a registered definition's ARN is not asked. */
export function family(task: TaskDefinition): Fact<string> {
  return task.view.get('family').text;
}

/** The container definitions. */
export function containers(task: TaskDefinition): Fact<readonly View<ContainerShape>[]> {
  return task.view.get('containerDefinitions').items;
}

/** Is the container essential? A container is, unless it says otherwise. */
export function essential(container: View<ContainerShape>): Truth {
  return orElse(container.get('essential').flag, () => truth(true));
}

/** The container's name for a message, as far as the file tells it. */
export function containerName(container: View<ContainerShape>): string {
  return container.get('name').verbatim.match({
    known: (name) => (name === '' ? `container ${String(container.key)}` : `container "${name}"`),
    absent: () => `container ${String(container.key)}`,
    unknown: () => `container ${String(container.key)}`,
  });
}

/**
 * The network mode. Absent means `bridge` on Linux container instances and `default` (NAT) on Windows ones; on Fargate
 * the API refuses its absence, so there it stays absent.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html#ECS-RegisterTaskDefinition-request-networkMode
 */
export function networkMode(task: TaskDefinition): Fact<string> {
  return orElse(task.view.get('networkMode').text, () =>
    windows(task).match<Fact<string>>({
      known: (is) => known(is ? 'default' : 'bridge'),
      absent: () => known('bridge'),
      unknown: () => known('bridge'),
    }),
  );
}

/** Is it a Windows task definition? Absent `operatingSystemFamily` means Linux. */
export function windows(task: TaskDefinition): Truth {
  return holds(task.view.get('runtimePlatform').get('operatingSystemFamily').text, (os) =>
    os.startsWith('WINDOWS'),
  );
}
