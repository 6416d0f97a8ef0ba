/** External instances, Managed Instances, accelerators. */
import { all, any, equals, holds, not, type Truth, valueOr } from '../../src/fact/fact.ts';
import { apiPage, guidePage } from '../../src/knowledge/sources.ts';
import { compatibleWith } from '../../src/model/launch.ts';
import type { View } from '../../src/model/view.ts';
import { type Constraint, missing, set } from './constraint.ts';
import { removal, safe, setting, taskRow, unsupported } from './forms.ts';
import { member, says } from './naming.ts';
import { external, managedInstances, managedInstancesOnly } from './premises.ts';
import { observed, subject } from './subject.ts';

const MANAGED = guidePage('task_definition_parameters-managed-instances');

export const instances: readonly Constraint[] = [
  taskRow({
    id: 'external-network-mode',
    where: 'networkMode',
    appliesTo: 'EXTERNAL',
    when: 'a task definition for external instances has network mode awsvpc',
    severity: 'warning',
    source: guidePage('ecs-anywhere'),
    premise: external,
    violated: (mode) => equals(mode.text, 'awsvpc'),
    message: () => 'networkMode is "awsvpc", expected bridge, host or none on external instances',
  }),
  taskRow({
    id: 'managed-instances-network-mode',
    where: 'networkMode',
    appliesTo: 'MANAGED_INSTANCES',
    when: 'a task definition for Managed Instances has network mode bridge, or none is given',
    severity: 'warning',
    source: MANAGED,
    premise: managedInstances,
    violated: (mode) => any([missing(mode), equals(mode.text, 'bridge')]),
    message: (mode) => `networkMode is ${observed(mode)}, expected awsvpc, host or none on Managed Instances`,
    fixes: (mode, deployment) =>
      valueOr(missing(mode), false)
        ? [setting(mode, 'awsvpc', safe({ severity: 'warning' }, deployment))]
        : [],
  }),
  unsupported({
    id: 'managed-instances-unsupported',
    where: [
      'ephemeralStorage',
      'ipcMode',
      'proxyConfiguration',
      'volumes[].dockerVolumeConfiguration',
      'runtimePlatform.operatingSystemFamily',
    ],
    appliesTo: 'MANAGED_INSTANCES only',
    when: 'a task definition for Managed Instances alone has `ephemeralStorage`, `ipcMode`, `proxyConfiguration` or `dockerVolumeConfiguration`, or is not for Linux',
    severity: 'warning',
    source: MANAGED,
    premise: managedInstancesOnly,
    because: 'Managed Instances do not support',
    violated: (value) =>
      value.key === 'operatingSystemFamily'
        ? holds(value.text, (family) => family.startsWith('WINDOWS'))
        : set(value),
    message: (value) =>
      value.key === 'operatingSystemFamily'
        ? `${subject(value)} is ${observed(value)}, expected LINUX on Managed Instances`
        : `${subject(value)} is set, which Managed Instances do not support`,
  }),
  taskRow({
    id: 'inference-accelerators-retired',
    where: 'inferenceAccelerators',
    absentPasses: true,
    appliesTo: 'any',
    when: '`inferenceAccelerators` is set: Elastic Inference is gone',
    severity: 'error',
    source: apiPage('API_RegisterTaskDefinition'),
    violated: set,
    message: () => 'inferenceAccelerators is set, which ECS no longer takes',
    fixes: (value, deployment) => [removal(value, safe({ severity: 'error' }, deployment))],
  }),
  taskRow({
    id: 'neuron-device',
    where: 'containerDefinitions[].resourceRequirements[]',
    appliesTo: 'resource requirement NeuronDevice',
    when: 'a NeuronDevice requirement asks for something other than ALL, or the task definition is not for Managed Instances',
    severity: 'warning',
    source: apiPage('API_ResourceRequirement'),
    violated: (requirement, deployment) =>
      all([
        says(requirement, 'type', 'NeuronDevice'),
        any([not(asksForAll(requirement)), not(compatibleWith(deployment, 'MANAGED_INSTANCES'))]),
      ]),
    at: (requirement) =>
      valueOr(asksForAll(requirement), true) ? member(requirement, 'type') : member(requirement, 'value'),
    message: (requirement) =>
      valueOr(asksForAll(requirement), true)
        ? `${subject(requirement)} is a NeuronDevice, expected MANAGED_INSTANCES in requiresCompatibilities`
        : `${subject(member(requirement, 'value'))} is ${observed(member(requirement, 'value'))}, expected "ALL" for a NeuronDevice`,
    fixes: (requirement, deployment) =>
      valueOr(all([not(asksForAll(requirement)), compatibleWith(deployment, 'MANAGED_INSTANCES')]), false)
        ? [setting(member(requirement, 'value'), 'ALL', safe({ severity: 'warning' }, deployment))]
        : [],
  }),
];

function asksForAll(requirement: View): Truth {
  return says(requirement, 'value', 'ALL');
}
