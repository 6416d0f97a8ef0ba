/** What a network mode allows. */
import { all, any, both, chain, equals, holds, map, not, truth, valueOr } from '../../src/fact/fact.ts';
import { isIpcSysctl, isNetworkSysctl } from '../../src/knowledge/ecs-limits.ts';
import { apiPage, guidePage } from '../../src/knowledge/sources.ts';
import { select } from '../../src/model/select.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { removal, safe, setting, taskRow, unsupported } from './forms.ts';
import { allContainers, containerOf, member, spelledNames } from './naming.ts';
import { protocol, sameProtocol } from './ports.ts';
import { awsvpc, bridged, hostIpc, hostMode, noNetwork, otherModeThan } from './premises.ts';
import { observed, oneOf, owner, subject } from './subject.ts';

const CONTAINER = apiPage('API_ContainerDefinition');
const MAPPING = apiPage('API_PortMapping');
const SYSCTL = apiPage('API_SystemControl');
const CONTAINER_PORTS = 'containerDefinitions[].portMappings[].containerPort';
const SYSCTLS = 'containerDefinitions[].systemControls[].namespace';

const NOT_WITH_AWSVPC = {
  appliesTo: 'awsvpc',
  premise: awsvpc,
  source: CONTAINER,
  because: 'ECS does not support with networkMode awsvpc',
} as const;

export const networkModes: readonly Constraint[] = [
  unsupported({
    ...NOT_WITH_AWSVPC,
    id: 'awsvpc-links',
    where: 'containerDefinitions[].links',
    when: '`links` is set in a task with network mode awsvpc',
    severity: 'error',
  }),
  unsupported({
    ...NOT_WITH_AWSVPC,
    id: 'awsvpc-extra-hosts',
    where: 'containerDefinitions[].extraHosts',
    when: '`extraHosts` is set in a task with network mode awsvpc',
    severity: 'error',
  }),
  unsupported({
    ...NOT_WITH_AWSVPC,
    id: 'awsvpc-hostname',
    where: 'containerDefinitions[].hostname',
    when: '`hostname` is set in a task with network mode awsvpc',
    severity: 'error',
  }),
  unsupported({
    ...NOT_WITH_AWSVPC,
    id: 'awsvpc-dns-servers',
    where: 'containerDefinitions[].dnsServers',
    when: '`dnsServers` is set in a task with network mode awsvpc',
    severity: 'error',
  }),
  unsupported({
    ...NOT_WITH_AWSVPC,
    id: 'awsvpc-dns-search-domains',
    where: 'containerDefinitions[].dnsSearchDomains',
    when: '`dnsSearchDomains` is set in a task with network mode awsvpc',
    severity: 'warning',
  }),
  unsupported({
    ...NOT_WITH_AWSVPC,
    id: 'awsvpc-disable-networking',
    where: 'containerDefinitions[].disableNetworking',
    when: '`disableNetworking` is true in a task with network mode awsvpc',
    severity: 'error',
    violated: (value) => value.flag,
    message: (value) => `${subject(value)} is true, which ECS does not support with networkMode awsvpc`,
  }),
  taskRow({
    id: 'awsvpc-host-port-mismatch',
    where: 'containerDefinitions[].portMappings[].hostPort',
    absentPasses: true,
    appliesTo: 'awsvpc',
    when: '`hostPort` is neither absent nor 0 nor the same as `containerPort` in a task with network mode awsvpc',
    severity: 'error',
    source: MAPPING,
    premise: awsvpc,
    violated: (host) => all([holds(host.number, (port) => port !== 0), differs(host)]),
    message: (host) =>
      `${subject(host)} is ${observed(host)}, expected its containerPort ${observed(containerPort(host))} or none with networkMode awsvpc`,
    fixes: (host, deployment) => [removal(host, safe({ severity: 'error' }, deployment))],
  }),
  taskRow({
    id: 'awsvpc-container-port-duplicate',
    where: CONTAINER_PORTS,
    absentPasses: true,
    appliesTo: 'awsvpc',
    when: 'two containers of a task with network mode awsvpc, who share one network interface, map the same port and protocol',
    severity: 'warning',
    source: guidePage('task-networking-awsvpc'),
    premise: awsvpc,
    violated: (port, { taskDefinition: { view } }) =>
      any(
        others(port, view as View).map((other) =>
          all([
            chain(
              both(port.number, other.number, (left, right) => left === right),
              truth,
            ),
            sameProtocol(port, other),
          ]),
        ),
      ),
    message: (port) =>
      `${owner(port)} maps ${valueOr(protocol(port), 'port')} port ${observed(port)}, which another container of the task maps too; expected one container for each port`,
  }),
  taskRow({
    id: 'host-network-host-port-mismatch',
    where: 'containerDefinitions[].portMappings[].hostPort',
    absentPasses: true,
    appliesTo: 'host',
    when: '`hostPort` is given and is not the `containerPort` in a task with network mode host',
    severity: 'error',
    source: MAPPING,
    premise: hostMode,
    violated: differs,
    message: (host) =>
      `${subject(host)} is ${observed(host)}, expected its containerPort ${observed(containerPort(host))} or none with networkMode host`,
    fixes: (host, deployment) => [removal(host, safe({ severity: 'error' }, deployment))],
  }),
  taskRow({
    id: 'host-network-net-sysctl',
    where: SYSCTLS,
    absentPasses: true,
    appliesTo: 'host',
    when: 'a container sets a kernel parameter of the network in a task with network mode host',
    severity: 'warning',
    source: SYSCTL,
    premise: hostMode,
    violated: (name) => holds(name.text, isNetworkSysctl),
    message: (name) =>
      `${subject(name)} is ${observed(name)}, which would change the network of the instance under networkMode host`,
    fixes: (name, deployment) =>
      name.parent ? [removal(name.parent, safe({ severity: 'warning' }, deployment))] : [],
  }),
  taskRow({
    id: 'ipc-host-sysctl',
    where: SYSCTLS,
    absentPasses: true,
    appliesTo: 'ipcMode host',
    when: 'a container sets a kernel parameter of the IPC namespace in a task with `ipcMode` host',
    severity: 'warning',
    source: SYSCTL,
    premise: hostIpc,
    violated: (name) => holds(name.text, isIpcSysctl),
    message: (name) => `${subject(name)} is ${observed(name)}, which ECS does not support with ipcMode host`,
    fixes: (name, deployment) =>
      name.parent ? [removal(name.parent, safe({ severity: 'warning' }, deployment))] : [],
  }),
  unsupported({
    id: 'none-network-port-mappings',
    where: 'containerDefinitions[].portMappings',
    appliesTo: 'none',
    when: 'a container has port mappings in a task with network mode none',
    severity: 'error',
    source: apiPage('API_RegisterTaskDefinition'),
    premise: noNetwork,
    because: 'networkMode none does not allow',
  }),
  unsupported({
    id: 'links-only-bridge',
    where: 'containerDefinitions[].links',
    appliesTo: 'host or none',
    when: '`links` is set in a task with network mode host or none',
    severity: 'warning',
    source: CONTAINER,
    premise: (deployment) => any([hostMode(deployment), noNetwork(deployment)]),
    because: 'ECS supports with networkMode bridge only',
  }),
  taskRow({
    id: 'links-unknown-container',
    where: 'containerDefinitions[].links[]',
    appliesTo: 'bridge',
    when: 'a link names no container of the task definition',
    severity: 'warning',
    source: CONTAINER,
    premise: bridged,
    violated: (link, deployment) =>
      chain(map(link.text, linked), (name) =>
        not(
          chain(allContainers(deployment), (list) =>
            any(list.map((container) => equals(member(container, 'name').text, name))),
          ),
        ),
      ),
    message: (link, deployment) => {
      const own = containerOf(link)?.get('name').raw;
      const names = spelledNames(allContainers(deployment)).filter((name) => name !== own);
      return `${subject(link)} is ${observed(link)}, expected a container of the task definition: ${oneOf(names) || 'there is no other'}`;
    },
  }),
  taskRow({
    id: 'fault-injection-network-mode',
    where: 'enableFaultInjection',
    absentPasses: true,
    appliesTo: 'enableFaultInjection true',
    when: '`enableFaultInjection` is true and the network mode is neither awsvpc nor host',
    severity: 'warning',
    source: guidePage('fault-injection'),
    violated: (enabled, deployment) => all([enabled.flag, otherModeThan(deployment, 'awsvpc', 'host')]),
    message: (_, { taskDefinition: { view } }) =>
      `enableFaultInjection is true with networkMode ${observed(view.get('networkMode') as View)}, expected awsvpc or host`,
    fixes: (enabled, deployment) => [setting(enabled, false, safe({ severity: 'warning' }, deployment))],
  }),
];

function containerPort(host: View): View {
  return member(host.parent as View, 'containerPort');
}

function differs(host: View) {
  return chain(
    both(host.number, containerPort(host).number, (left, right) => left !== right),
    truth,
  );
}

/** The ports that containers before this one map. */
function others(port: View, root: View): readonly View[] {
  const all = select(root, CONTAINER_PORTS).views;
  return all
    .slice(0, Math.max(all.indexOf(port), 0))
    .filter((other) => containerOf(other) !== containerOf(port));
}

/** The container of `name:alias`. */
function linked(link: string): string {
  return link.split(':', 1)[0] ?? link;
}
