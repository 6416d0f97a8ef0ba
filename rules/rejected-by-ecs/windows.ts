/** What Windows containers do not have. */
import { chain, equals, type Truth, truth, unknown } from '../../src/fact/fact.ts';
import {
  ecsLimitsAsOf,
  windowsFamiliesOnFargate,
  windowsFamilyOnFargate,
} from '../../src/knowledge/ecs-limits.ts';
import { isEnumValue } from '../../src/knowledge/ecs-shapes.ts';
import { apiPage, guidePage } from '../../src/knowledge/sources.ts';
import type { View } from '../../src/model/view.ts';
import { type Constraint, set } from './constraint.ts';
import { safe, setting, taskRow, unsupported } from './forms.ts';
import { member } from './naming.ts';
import { onWindows, windowsElsewhere, windowsOnFargate } from './premises.ts';
import { observed, oneOf } from './subject.ts';

const ON_FARGATE = guidePage('windows-considerations');

export const windowsLacks: readonly Constraint[] = [
  taskRow({
    id: 'windows-arm64',
    where: 'runtimePlatform.cpuArchitecture',
    absentPasses: true,
    appliesTo: 'Windows',
    when: 'a Windows task definition has the CPU architecture ARM64',
    severity: 'error',
    source: apiPage('API_RuntimePlatform'),
    premise: onWindows,
    violated: (architecture) => equals(architecture.text, 'ARM64'),
    message: (architecture) =>
      `runtimePlatform.cpuArchitecture is "ARM64" with operatingSystemFamily ${observed(family(architecture))}, expected "X86_64" on Windows`,
    fixes: (architecture, deployment) => [
      setting(architecture, 'X86_64', safe({ severity: 'error' }, deployment)),
    ],
  }),
  taskRow({
    id: 'windows-fargate-os-family',
    where: 'runtimePlatform.operatingSystemFamily',
    absentPasses: true,
    appliesTo: 'Fargate, Windows',
    when: 'the Windows family is one that Fargate does not run: 2016, 2004 or 20H2',
    severity: 'warning',
    source: guidePage('platform-windows-fargate'),
    premise: windowsOnFargate,
    asOf: ecsLimitsAsOf,
    violated: (name) => chain(name.text, (text) => notRunByFargate(text)),
    message: (name) =>
      `runtimePlatform.operatingSystemFamily is ${observed(name)}, expected ${oneOf(windowsFamiliesOnFargate())} on Fargate`,
  }),
  unsupported({
    id: 'windows-fargate-unsupported',
    where: [
      'pidMode',
      'volumes[].efsVolumeConfiguration',
      'containerDefinitions[].user',
      'containerDefinitions[].ulimits',
      'containerDefinitions[].readonlyRootFilesystem',
      'containerDefinitions[].linuxParameters.initProcessEnabled',
      'containerDefinitions[].linuxParameters.capabilities.drop',
      'containerDefinitions[].linuxParameters.tmpfs',
    ],
    appliesTo: 'Fargate, Windows',
    when: 'a Windows task definition for Fargate sets what Windows on Fargate does not have: `pidMode` task, EFS volumes, `user`, `ulimits`, `readonlyRootFilesystem` or `linuxParameters`; what Fargate never has is told by the rows about Fargate',
    severity: 'warning',
    source: ON_FARGATE,
    premise: windowsOnFargate,
    because: 'Windows on Fargate does not support',
    violated: (value) => (value.key === 'pidMode' ? equals(value.text, 'task') : switchedOn(value)),
  }),
  unsupported({
    id: 'windows-unsupported',
    where: [
      'pidMode',
      'ipcMode',
      'containerDefinitions[].links',
      'containerDefinitions[].linuxParameters',
      'containerDefinitions[].user',
      'containerDefinitions[].disableNetworking',
      'containerDefinitions[].privileged',
      'containerDefinitions[].readonlyRootFilesystem',
      'containerDefinitions[].dnsServers',
      'containerDefinitions[].dnsSearchDomains',
      'containerDefinitions[].extraHosts',
      'containerDefinitions[].ulimits',
      'containerDefinitions[].systemControls',
    ],
    appliesTo: 'Windows, not Fargate',
    when: 'a Windows task definition sets what AWS does not support for Windows containers: `links`, `linuxParameters`, `user`, `disableNetworking`, `privileged`, `readonlyRootFilesystem`, `dnsServers`, `dnsSearchDomains`, `extraHosts`, `ulimits`, `pidMode`, `ipcMode` or `systemControls`',
    severity: 'warning',
    source: apiPage('API_ContainerDefinition'),
    premise: windowsElsewhere,
    because: 'AWS does not support for Windows containers',
    violated: switchedOn,
  }),
];

function family(architecture: View): View {
  return member(architecture.parent as View, 'operatingSystemFamily');
}

/** A member that is set; one that is false asks for nothing. */
function switchedOn(value: View): Truth {
  return typeof value.raw === 'boolean' ? value.flag : set(value);
}

/** Known of the families that AWS's pages name; of the others, and of what is no family at all, nothing is said here. */
function notRunByFargate(text: string): Truth {
  const answer = windowsFamilyOnFargate(text);
  if (answer !== 'unknown' || !isEnumValue('OSFamily', text)) return truth(answer === 'unsupported');
  return unknown({ reason: 'undecidable', detail: `AWS's pages do not say whether Fargate runs ${text}` });
}
