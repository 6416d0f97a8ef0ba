/** Ports of the containers: bounds, and what goes together. */
import {
  all,
  any,
  both,
  chain,
  equals,
  type Fact,
  known,
  map,
  not,
  orElse,
  type Truth,
  truth,
  valueOr,
} from '../../src/fact/fact.ts';
import { isOpaque } from '../../src/fact/opaque.ts';
import { isWithin } from '../../src/knowledge/ecs-limits.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import { findPlaceholder } from '../../src/model/placeholder.ts';
import type { View } from '../../src/model/view.ts';
import { type Constraint, missing } from './constraint.ts';
import { bounded, safe, setting, taskRow } from './forms.ts';
import { member } from './naming.ts';
import { observed, owner, subject } from './subject.ts';

const MAPPING = apiPage('API_PortMapping');
const ERROR = { severity: 'error' } as const;
const CONTAINER_PORTS = 'containerDefinitions[].portMappings[].containerPort';

export const ports: readonly Constraint[] = [
  taskRow({
    id: 'container-port-missing',
    where: CONTAINER_PORTS,
    appliesTo: 'any',
    when: 'a port mapping has neither `containerPort` nor `containerPortRange`',
    severity: 'error',
    source: MAPPING,
    violated: (port) =>
      all([truth(!isText(port.parent)), missing(port), missing(besidePort(port, 'containerPortRange'))]),
    message: (port) => `${subject(port.parent as View)} has neither containerPort nor containerPortRange`,
    fixes: (port, deployment) =>
      valueOr(
        map(besidePort(port, 'hostPort').number, (host) =>
          isWithin('container-port-bounds', host) ? [setting(port, host, safe(ERROR, deployment))] : [],
        ),
        [],
      ),
  }),
  bounded({
    id: 'container-port-bounds',
    where: CONTAINER_PORTS,
    appliesTo: 'any',
    when: '`containerPort` is below 1 or above 65535',
    severity: 'error',
    source: MAPPING,
    // The nearest port is hardly the one that was meant.
    fixes: () => [],
  }),
  bounded({
    id: 'host-port-bounds',
    where: 'containerDefinitions[].portMappings[].hostPort',
    appliesTo: 'any',
    when: '`hostPort` is below 0 or above 65535',
    severity: 'error',
    source: MAPPING,
    fixes: () => [],
  }),
  taskRow({
    id: 'port-two-protocols',
    where: CONTAINER_PORTS,
    absentPasses: true,
    appliesTo: 'any',
    when: 'a container exposes one port for both tcp and udp',
    severity: 'warning',
    source: MAPPING,
    violated: (port) =>
      any(earlierPorts(port).map((other) => all([equal(port, other), not(sameProtocol(port, other))]))),
    message: (port) =>
      `${owner(port)} exposes port ${observed(port)} for two protocols, expected one protocol for each port`,
  }),
];

/** Text or a number in the place of a mapping is `port-mapping-shape`'s; a placeholder there leaves it open. */
function isText(mapping: View | undefined): boolean {
  const raw = mapping?.raw;
  return typeof raw === 'string'
    ? findPlaceholder(raw) === undefined && !isOpaque(raw)
    : typeof raw !== 'object';
}

/** Another member of the port's mapping. */
export function besidePort(port: View, name: string): View {
  return member(port.parent as View, name);
}

function equal(a: View, b: View): Truth {
  return chain(
    both(a.number, b.number, (left, right) => left === right),
    truth,
  );
}

/** The transport of the mapping; tcp where it says none. */
export function protocol(port: View): Fact<string> {
  return orElse(besidePort(port, 'protocol').text, () => known('tcp'));
}

/** Do two mappings use the same transport? */
export function sameProtocol(a: View, b: View): Truth {
  return chain(protocol(a), (left) => equals(protocol(b), left));
}

/** The ports that the same container maps before this one. */
function earlierPorts(port: View): readonly View[] {
  const mapping = port.parent as View;
  const mappings = valueOr((mapping.parent as View<{ containerPort?: number }[]>).items, []);
  return mappings.slice(0, Number(mapping.key)).map((earlier) => member(earlier as View, 'containerPort'));
}
