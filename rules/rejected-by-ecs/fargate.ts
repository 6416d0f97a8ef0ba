/** What Fargate does not have. */
import { all, any, equals, holds, not, valueOr } from '../../src/fact/fact.ts';
import { fargateCapabilities } from '../../src/knowledge/ecs-limits.ts';
import { isEnumValue } from '../../src/knowledge/ecs-shapes.ts';
import { apiPage, guidePage } from '../../src/knowledge/sources.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import type { View } from '../../src/model/view.ts';
import type { Edit, Fix } from '../../src/rule.ts';
import { type Constraint, missing, set } from './constraint.ts';
import { bounded, removal, safe, taskRow, unsupported } from './forms.ts';
import { member } from './naming.ts';
import { fargate, windowsOnFargate } from './premises.ts';
import { observed, oneOf, subject } from './subject.ts';

const DIFFERENCES = guidePage('fargate-tasks-services');
const LINUX_PARAMETERS = apiPage('API_LinuxParameters');
const ERROR = { severity: 'error' } as const;

const NOT_ON_FARGATE = {
  appliesTo: 'Fargate',
  premise: fargate,
  because: 'Fargate does not support',
} as const;

export const fargateLacks: readonly Constraint[] = [
  taskRow({
    id: 'fargate-network-mode',
    where: 'networkMode',
    appliesTo: 'Fargate',
    when: 'the network mode of a task definition for Fargate is not awsvpc, or is left out',
    severity: 'error',
    source: DIFFERENCES,
    premise: fargate,
    // A word that is no network mode at all is `network-mode-enum`'s.
    violated: (mode) =>
      any([missing(mode), holds(mode.text, (text) => text !== 'awsvpc' && isEnumValue('NetworkMode', text))]),
    message: (mode) => `networkMode is ${observed(mode)}, expected "awsvpc" on Fargate`,
    fixes: toAwsvpc,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-privileged',
    where: 'containerDefinitions[].privileged',
    when: '`privileged` is true in a task definition for Fargate',
    severity: 'error',
    source: apiPage('API_ContainerDefinition'),
    violated: (value) => value.flag,
    message: (value) => `${subject(value)} is true, which Fargate does not support`,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-devices',
    where: 'containerDefinitions[].linuxParameters.devices',
    when: '`linuxParameters.devices` is set in a task definition for Fargate',
    severity: 'error',
    source: LINUX_PARAMETERS,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-shared-memory-size',
    where: 'containerDefinitions[].linuxParameters.sharedMemorySize',
    when: '`sharedMemorySize` is set in a task definition for Fargate',
    severity: 'error',
    source: LINUX_PARAMETERS,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-max-swap',
    where: 'containerDefinitions[].linuxParameters.maxSwap',
    when: '`maxSwap` is set in a task definition for Fargate',
    severity: 'error',
    source: LINUX_PARAMETERS,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-swappiness',
    where: 'containerDefinitions[].linuxParameters.swappiness',
    when: '`swappiness` is set in a task definition for Fargate',
    severity: 'warning',
    source: LINUX_PARAMETERS,
  }),
  taskRow({
    id: 'fargate-capabilities-add',
    where: 'containerDefinitions[].linuxParameters.capabilities.add[]',
    appliesTo: 'Fargate',
    when: 'a container adds a Linux capability other than SYS_PTRACE in a task definition for Fargate',
    severity: 'error',
    source: apiPage('API_KernelCapabilities'),
    premise: fargate,
    violated: (name) => holds(name.text, (text) => !fargateCapabilities().includes(text)),
    message: (name) =>
      `${subject(name)} is ${observed(name)}, expected ${oneOf(fargateCapabilities())} on Fargate`,
    fixes: (name, deployment) => [removal(name, safe(ERROR, deployment), `do not add ${observed(name)}`)],
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-docker-security-options',
    where: 'containerDefinitions[].dockerSecurityOptions',
    when: '`dockerSecurityOptions` is set in a task definition for Fargate',
    severity: 'error',
    source: apiPage('API_ContainerDefinition'),
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-docker-volume',
    where: 'volumes[].dockerVolumeConfiguration',
    when: 'a volume of a task definition for Fargate has `dockerVolumeConfiguration`',
    severity: 'error',
    source: apiPage('API_Volume'),
    violated: (value) => value.given,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-host-source-path',
    where: 'volumes[].host.sourcePath',
    when: 'a volume of a task definition for Fargate has a `host.sourcePath`',
    severity: 'error',
    source: apiPage('API_HostVolumeProperties'),
    violated: (path) => holds(path.verbatim, (text) => text !== ''),
    message: (path) =>
      `${subject(path)} is ${observed(path)}, but Fargate has no host whose files could be mounted`,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-fsx-windows-volume',
    where: 'volumes[].fsxWindowsFileServerVolumeConfiguration',
    when: 'a volume of a task definition for Fargate is an FSx for Windows File Server volume',
    severity: 'warning',
    source: guidePage('wfsx-volumes'),
  }),
  taskRow({
    id: 'fargate-gpu',
    where: 'containerDefinitions[].resourceRequirements[].type',
    absentPasses: true,
    appliesTo: 'Fargate',
    when: 'a container of a task definition for Fargate requires a GPU',
    severity: 'error',
    source: apiPage('API_ResourceRequirement'),
    premise: fargate,
    violated: (type) => equals(type.text, 'GPU'),
    message: (type) => `${subject(type)} is "GPU", which Fargate does not have`,
    fixes: (type, deployment) => (type.parent ? [removal(type.parent, safe(ERROR, deployment))] : []),
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-ipc-mode',
    where: 'ipcMode',
    when: '`ipcMode` is set in a task definition for Fargate',
    severity: 'error',
    source: apiPage('API_RegisterTaskDefinition'),
  }),
  taskRow({
    id: 'fargate-pid-mode-host',
    where: 'pidMode',
    absentPasses: true,
    appliesTo: 'Fargate',
    when: '`pidMode` is host in a task definition for Fargate',
    severity: 'error',
    source: apiPage('API_RegisterTaskDefinition'),
    premise: fargate,
    violated: (mode) => equals(mode.text, 'host'),
    message: () => 'pidMode is "host", expected "task" or none on Fargate',
    fixes: (mode, deployment) => [removal(mode, safe(ERROR, deployment))],
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-placement-constraints',
    where: 'placementConstraints',
    when: 'a task definition for Fargate has placement constraints',
    severity: 'error',
    source: DIFFERENCES,
  }),
  bounded({
    id: 'fargate-start-timeout',
    where: 'containerDefinitions[].startTimeout',
    appliesTo: 'Fargate',
    when: '`startTimeout` is below 2 or above 120 seconds in a task definition for Fargate',
    severity: 'error',
    source: apiPage('API_ContainerDefinition'),
    errorTexts: ['fargate-start-timeout/min'],
    premise: fargate,
  }),
  bounded({
    id: 'fargate-stop-timeout',
    where: 'containerDefinitions[].stopTimeout',
    appliesTo: 'Fargate',
    when: '`stopTimeout` is below 2 or above 120 seconds in a task definition for Fargate',
    severity: 'error',
    source: apiPage('API_ContainerDefinition'),
    errorTexts: ['fargate-stop-timeout/max'],
    premise: fargate,
  }),
  taskRow({
    id: 'fargate-firelens-s3-config',
    where: 'containerDefinitions[].firelensConfiguration.options.config-file-type',
    absentPasses: true,
    appliesTo: 'Fargate',
    when: 'a log router in a task definition for Fargate takes its configuration from S3',
    severity: 'warning',
    source: guidePage('firelens-taskdef'),
    premise: fargate,
    violated: (type) => equals(type.text, 's3'),
    message: (type) => `${subject(type)} is "s3", expected "file" on Fargate`,
  }),
  unsupported({
    ...NOT_ON_FARGATE,
    id: 'fargate-sysctl-windows',
    where: 'containerDefinitions[].systemControls',
    appliesTo: 'Fargate, Windows',
    when: '`systemControls` is set in a Windows task definition for Fargate',
    severity: 'warning',
    source: apiPage('API_SystemControl'),
    premise: windowsOnFargate,
    because: 'Windows on Fargate does not support',
  }),
];

/**
 * The mode, with what only other modes allow taken away, so that nothing else is refused instead. None where a service has no
 * network configuration: which subnets are meant is not ours to say.
 */
function toAwsvpc(mode: View, deployment: Deployment): readonly Fix[] {
  const { service, taskDefinition } = deployment;
  if (service && !valueOr(service.view.get('networkConfiguration').given, false)) return [];
  const root = taskDefinition.view as View;
  const refused = REFUSED_WITH_AWSVPC.flatMap(
    (member) => select(root, `containerDefinitions[].${member}`).views,
  ).filter((value) => valueOr(set(value), false));
  const hostPorts = select(root, 'containerDefinitions[].portMappings[].hostPort').views.filter((port) => {
    const container = member(port.parent as View, 'containerPort');
    return valueOr(all([port.given, not(equals(port.number, valueOr(container.number, 0)))]), false);
  });
  const edits: Edit[] = [
    { at: mode, op: 'set', value: 'awsvpc' },
    ...[...refused, ...hostPorts].map((at) => ({ at, op: 'remove' as const })),
  ];
  const description =
    edits.length === 1
      ? 'set networkMode to "awsvpc"'
      : 'set networkMode to "awsvpc", and remove what it does not allow';
  return [{ kind: 'edit', description, safe: safe(ERROR, deployment), edits }];
}

const REFUSED_WITH_AWSVPC = [
  'links',
  'extraHosts',
  'hostname',
  'dnsServers',
  'dnsSearchDomains',
  'disableNetworking',
];
