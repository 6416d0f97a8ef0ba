import { rootShape } from '../../../src/knowledge/ecs-shapes.ts';
import type { Path } from '../../../src/model/source.ts';
import { templatePath, toTemplate } from '../../../src/read/cloudformation/spelling.ts';

const TASK = rootShape('registerTaskDefinition');
const SERVICE = rootShape('createService');

/** What is deployed, in the API's spelling. */
export interface Plain {
  readonly task?: object;
  readonly service?: object;
}

/** A template with the resources `Task` and `Service` that declares the same. */
export function asTemplate({ task, service }: Plain): Readonly<Record<string, unknown>> {
  const Resources: Record<string, unknown> = {};
  if (task) Resources['Task'] = { Type: 'AWS::ECS::TaskDefinition', Properties: toTemplate(task, [], TASK) };
  if (service) {
    const Properties = toTemplate(service, [], SERVICE) as Record<string, unknown>;
    const named =
      task && 'TaskDefinition' in Properties
        ? { ...Properties, TaskDefinition: { Ref: 'Task' } }
        : Properties;
    Resources['Service'] = { Type: 'AWS::ECS::Service', Properties: named };
  }
  return { AWSTemplateFormatVersion: '2010-09-09', Resources };
}

/** The pointer of a plain file as the template has it. */
export function asTemplatePointer(pointer: string, of: 'task' | 'service'): string {
  const path: Path = pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
  const spelled = templatePath(path, of === 'task' ? TASK : SERVICE);
  const id = of === 'task' ? 'Task' : 'Service';
  return ['', 'Resources', id, 'Properties', ...spelled]
    .map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/');
}
