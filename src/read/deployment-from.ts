import type { Deployment } from '../model/deployment.ts';
import { service, taskDefinition } from './definitions.ts';
import type { Document } from './document.ts';
import { jsonSource } from './json.ts';
import { pair, type Target } from './pair.ts';

/** What is deployed, as values: RegisterTaskDefinition input and CreateService input, whatever shape they have. */
interface DeployedValues {
  readonly taskDefinition?: unknown;
  readonly service?: unknown;
}

/**
 * The deployment of a task definition, a service, or both, that are given as values and not as files. Nothing is
 * recognised: what is given as a task definition is read as one. Lines are those of the values printed with two spaces,
 * in files called `taskDefinition` and `service`.
 */
export function deploymentFrom(values: DeployedValues, target: Target): Deployment | undefined {
  const tasks =
    values.taskDefinition === undefined
      ? []
      : [
          taskDefinition(documentOf('taskDefinition', values.taskDefinition), {
            is: 'task-definition',
            form: 'register',
            raw: values.taskDefinition,
            path: [],
          }),
        ];
  const services =
    values.service === undefined
      ? []
      : [
          service(
            documentOf('service', values.service),
            { is: 'service', form: 'create', raw: values.service, path: [] },
            true,
          ),
        ];
  return pair(tasks, services, target)[0];
}

function documentOf(file: string, value: unknown): Document {
  const text = JSON.stringify(value, undefined, 2);
  return { source: jsonSource(file, text, text, new Map()), value, leniencies: [] };
}
