/** Words of the API's closed lists, as of the day of the data. */
import { holds, valueOr } from '../../src/fact/fact.ts';
import { enumValues, isEnumValue } from '../../src/knowledge/ecs-shapes.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import type { Fix } from '../../src/rule.ts';
import { type Constraint, missing } from './constraint.ts';
import { listed, removal, safe, setting, taskRow } from './forms.ts';
import { nearestName } from './nearest-name.ts';
import { observed, subject } from './subject.ts';

const REGISTER = apiPage('API_RegisterTaskDefinition');
const ERROR = { severity: 'error' } as const;

export const enums: readonly Constraint[] = [
  listed({
    id: 'network-mode-enum',
    list: 'NetworkMode',
    where: 'networkMode',
    appliesTo: 'any',
    when: '`networkMode` is not awsvpc, bridge, host or none',
    severity: 'error',
    source: REGISTER,
  }),
  listed({
    id: 'compatibility-enum',
    list: 'Compatibility',
    where: 'requiresCompatibilities[]',
    appliesTo: 'any',
    when: '`requiresCompatibilities` names something other than EC2, FARGATE, EXTERNAL or MANAGED_INSTANCES; FARGATE_SPOT is a capacity provider',
    severity: 'error',
    source: REGISTER,
    fixes: compatibilityFixes,
  }),
  listed({
    id: 'ipc-mode-enum',
    list: 'IpcMode',
    where: 'ipcMode',
    appliesTo: 'any',
    when: '`ipcMode` is not host, task or none',
    severity: 'error',
    source: REGISTER,
  }),
  listed({
    id: 'pid-mode-enum',
    list: 'PidMode',
    where: 'pidMode',
    appliesTo: 'any',
    when: '`pidMode` is not host or task',
    severity: 'error',
    source: REGISTER,
  }),
  listed({
    id: 'protocol-enum',
    list: 'TransportProtocol',
    where: 'containerDefinitions[].portMappings[].protocol',
    appliesTo: 'any',
    when: 'the `protocol` of a port mapping is not tcp or udp',
    severity: 'error',
    // https://github.com/hashicorp/terraform-provider-aws/issues/3645; AWS's own App Mesh walkthroughs deploy with http.
    seenTaken:
      'AWS documents tcp and udp alone, and its console refuses anything else; the API was seen to take http and to register tcp in its place, so that the next comparison with the file shows a difference',
    source: apiPage('API_PortMapping'),
    fixes: (value, deployment) => {
      const text = valueOr(value.text, '').toLowerCase();
      if (/^(?:http|https|http2|grpc)$/.test(text)) return [setting(value, 'tcp', false)];
      // Where the API took UDP for tcp, udp would be a change.
      const isSafe = text === 'tcp' && safe(ERROR, deployment);
      return ['tcp', 'udp'].includes(text) ? [setting(value, text, isSafe)] : [];
    },
  }),
  listed({
    id: 'app-protocol-enum',
    list: 'ApplicationProtocol',
    where: 'containerDefinitions[].portMappings[].appProtocol',
    appliesTo: 'any',
    when: 'the `appProtocol` of a port mapping is not http, http2 or grpc; leaving it out means TCP',
    severity: 'error',
    source: apiPage('API_PortMapping'),
    fixes: (value, deployment) =>
      ['TCP', 'UDP'].includes(valueOr(value.text, '').toUpperCase())
        ? [
            removal(
              value,
              safe(ERROR, deployment),
              `remove ${subject(value)}: without it the port is plain TCP`,
            ),
          ]
        : renamed(value, 'ApplicationProtocol', deployment),
  }),
  listed({
    id: 'cpu-architecture-enum',
    list: 'CPUArchitecture',
    where: 'runtimePlatform.cpuArchitecture',
    appliesTo: 'any',
    when: '`cpuArchitecture` is not X86_64 or ARM64',
    severity: 'error',
    source: apiPage('API_RuntimePlatform'),
    fixes: (value, deployment) => {
      const meant = ARCHITECTURES[valueOr(value.text, '').toLowerCase()];
      return meant
        ? [setting(value, meant, safe(ERROR, deployment))]
        : renamed(value, 'CPUArchitecture', deployment);
    },
  }),
  listed({
    id: 'os-family-enum',
    list: 'OSFamily',
    where: 'runtimePlatform.operatingSystemFamily',
    appliesTo: 'any',
    when: "`operatingSystemFamily` is not one of the API's families",
    severity: 'error',
    source: apiPage('API_RuntimePlatform'),
  }),
  listed({
    id: 'resource-requirement-type-enum',
    list: 'ResourceType',
    where: 'containerDefinitions[].resourceRequirements[].type',
    appliesTo: 'any',
    when: 'the `type` of a resource requirement is not GPU, InferenceAccelerator or NeuronDevice',
    severity: 'error',
    source: apiPage('API_ResourceRequirement'),
  }),
  listed({
    id: 'depends-on-condition-enum',
    list: 'ContainerCondition',
    where: 'containerDefinitions[].dependsOn[].condition',
    appliesTo: 'any',
    when: 'the `condition` of a dependency is not START, COMPLETE, SUCCESS or HEALTHY',
    severity: 'error',
    source: apiPage('API_ContainerDependency'),
  }),
  listed({
    id: 'placement-constraint-type',
    list: 'TaskDefinitionPlacementConstraintType',
    where: 'placementConstraints[].type',
    appliesTo: 'task definition',
    when: 'a placement constraint of the task definition is not `memberOf`; `distinctInstance` belongs to the service',
    severity: 'error',
    source: apiPage('API_TaskDefinitionPlacementConstraint'),
    fixes: (value, deployment) => {
      const meant = renamed(value, 'TaskDefinitionPlacementConstraintType', deployment);
      if (meant.length > 0 || !value.parent) return meant;
      return [removal(value.parent, safe(ERROR, deployment))];
    },
  }),
  listed({
    id: 'environment-file-type-enum',
    list: 'EnvironmentFileType',
    where: 'containerDefinitions[].environmentFiles[].type',
    appliesTo: 'any',
    when: 'the `type` of an environment file is not s3',
    severity: 'error',
    source: apiPage('API_EnvironmentFile'),
    fixes: (value, deployment) => [setting(value, 's3', safe(ERROR, deployment))],
  }),
  listed({
    id: 'log-driver-enum',
    list: 'LogDriver',
    where: 'containerDefinitions[].logConfiguration.logDriver',
    appliesTo: 'any',
    when: '`logDriver` is not one that the API knows',
    severity: 'error',
    source: apiPage('API_LogConfiguration'),
  }),
  listed({
    id: 'firelens-type-enum',
    list: 'FirelensConfigurationType',
    where: 'containerDefinitions[].firelensConfiguration.type',
    appliesTo: 'firelensConfiguration',
    when: 'the `type` of a `firelensConfiguration` is not fluentd or fluentbit',
    severity: 'error',
    source: apiPage('API_FirelensConfiguration'),
  }),
  listed({
    id: 'efs-transit-encryption-enum',
    list: 'EFSTransitEncryption',
    where: 'volumes[].efsVolumeConfiguration.transitEncryption',
    appliesTo: 'EFS',
    when: '`transitEncryption` is not ENABLED or DISABLED',
    severity: 'error',
    source: apiPage('API_EFSVolumeConfiguration'),
    violated: (value) => holds(value.verbatim, (text) => !isEnumValue('EFSTransitEncryption', text)),
    message: (value) => `${subject(value)} is ${observed(value)}, expected the string ENABLED or DISABLED`,
    fixes: (value, deployment) => {
      const meant = SWITCHES[valueOr(value.verbatim, '').toLowerCase()];
      return meant ? [setting(value, meant, safe(ERROR, deployment))] : [];
    },
  }),
  listed({
    id: 'docker-volume-scope-enum',
    list: 'Scope',
    where: 'volumes[].dockerVolumeConfiguration.scope',
    appliesTo: 'docker volume',
    when: 'the `scope` of a Docker volume is not task or shared',
    severity: 'error',
    source: apiPage('API_DockerVolumeConfiguration'),
  }),
  taskRow({
    id: 'firelens-type-missing',
    where: 'containerDefinitions[].firelensConfiguration.type',
    appliesTo: 'firelensConfiguration',
    when: 'a `firelensConfiguration` has no `type`',
    severity: 'error',
    source: apiPage('API_FirelensConfiguration'),
    violated: missing,
    message: (value) => `${subject(value)} is absent, expected fluentd or fluentbit`,
    fixes: (value, deployment) => {
      const container = value.parent?.parent as View<{ image?: string }> | undefined;
      const image = container ? valueOr(container.get('image').verbatim, '') : '';
      const type = ROUTERS.find(([spelling]) => image.includes(spelling))?.[1];
      return type ? [setting(value, type, safe(ERROR, deployment))] : [];
    },
  }),
];

/** What other tools call the two architectures. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  amd64: 'X86_64',
  x64: 'X86_64',
  'x86-64': 'X86_64',
  aarch64: 'ARM64',
  'linux/amd64': 'X86_64',
  'linux/arm64': 'ARM64',
};

const SWITCHES: Readonly<Record<string, string>> = {
  enabled: 'ENABLED',
  enable: 'ENABLED',
  true: 'ENABLED',
  disabled: 'DISABLED',
  disable: 'DISABLED',
  false: 'DISABLED',
};

/** How images of the two log routers are named. */
const ROUTERS = [
  ['fluent-bit', 'fluentbit'],
  ['fluentbit', 'fluentbit'],
  ['fluentd', 'fluentd'],
] as const;

function renamed(value: View, list: string, deployment: Deployment): readonly Fix[] {
  const meant = nearestName(valueOr(value.text, ''), enumValues(list));
  return meant === undefined ? [] : [setting(value, meant, safe(ERROR, deployment))];
}

/** `FARGATE_SPOT` is a way to buy FARGATE; where that is named already, the extra one goes. */
function compatibilityFixes(value: View, deployment: Deployment): readonly Fix[] {
  const spot = valueOr(value.text, '').toUpperCase() === 'FARGATE_SPOT';
  const siblings = valueOr((value.parent as View<string[]>).items, []).map(({ raw }) => raw);
  if (spot && siblings.includes('FARGATE')) return [removal(value, safe(ERROR, deployment))];
  // The word decides where the tasks run, and so what else is judged: not a matter for --fix alone.
  const meant = spot ? 'FARGATE' : nearestName(valueOr(value.text, ''), enumValues('Compatibility'));
  return meant === undefined ? [] : [setting(value, meant, false)];
}
