import { all, any, chain, equals, holds, not, truth, valueOr } from '../../src/fact/fact.ts';
import { limit, pattern } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { networkMode } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { setting } from './forms.ts';
import { nearestName } from './nearest-name.ts';
import {
  connected,
  hasNamedPort,
  member,
  networkModeIn,
  portNames,
  serviceName,
  spelledName,
} from './service-facts.ts';
import { atMost, complete, range, required } from './service-forms.ts';
import { observed, oneOf } from './subject.ts';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/';
const CONNECT = `${API}API_ServiceConnectConfiguration.html`;
const CONNECT_SERVICE = `${API}API_ServiceConnectService.html`;
const ALIAS = `${API}API_ServiceConnectClientAlias.html`;

/** How the service is found by others: service discovery and Service Connect. */
export const discovery: readonly Constraint[] = [
  atMost({
    id: 'service-registries-max',
    where: 'serviceRegistries',
    appliesTo: 'any',
    when: 'more than one service registry',
    severity: 'error',
    source: `${API}API_CreateService.html`,
  }),
  complete(['containerName', 'containerPort'], {
    id: 'service-registry-bridge-port',
    where: 'serviceRegistries[]',
    appliesTo: 'bridge or host',
    when: 'a registry entry lacks containerName or containerPort',
    severity: 'warning',
    source: `${API}API_ServiceRegistry.html`,
    premise: (deployment) => networkModeIn(deployment, 'bridge', 'host'),
  }),
  required({
    id: 'service-connect-port-name-missing',
    where: 'serviceConnectConfiguration.services[].portName',
    appliesTo: 'Service Connect service',
    when: 'portName is absent',
    severity: 'error',
    source: CONNECT_SERVICE,
    fixes: (value, deployment) => {
      const [only, ...others] = portNames(deployment);
      return only === undefined || others.length > 0
        ? []
        : [setting(value, only, true, `offer the port "${only}", the only one with a name`)];
    },
  }),
  {
    id: 'service-connect-port-name-unknown',
    on: 'service',
    where: 'serviceConnectConfiguration.services[].portName',
    appliesTo: 'Service Connect service',
    when: "portName is no port mapping's name",
    severity: 'error',
    source: CONNECT_SERVICE,
    violated: (value, deployment) => chain(spelledName(value), (name) => not(hasNamedPort(deployment, name))),
    message: (value, deployment) =>
      `${serviceName(deployment)}: Service Connect's portName is ${observed(value)}, expected the name of a port mapping (${oneOf(portNames(deployment)) || 'the task definition names none'})`,
    fixes: (value, deployment) => renamed(value, deployment, true),
  },
  atMost({
    id: 'service-connect-client-aliases-max',
    where: 'serviceConnectConfiguration.services[].clientAliases',
    appliesTo: 'Service Connect service',
    when: 'more than one client alias',
    severity: 'error',
    source: CONNECT_SERVICE,
  }),
  {
    id: 'service-connect-dns-name',
    on: 'service',
    where: 'serviceConnectConfiguration.services[].clientAliases[].dnsName',
    appliesTo: 'Service Connect alias',
    when: 'dnsName is not a DNS name of at most 127 characters',
    severity: 'error',
    source: ALIAS,
    violated: (value) =>
      holds(
        value.text,
        (name) =>
          name.length > (limit('service-connect-dns-name').max ?? name.length) ||
          !pattern('dns-name').test(name),
      ),
    message: (value, deployment) =>
      `${serviceName(deployment)}: the client alias's dnsName is ${observed(value)} (${String(value.raw).length} characters), expected a DNS name of lowercase letters, digits, hyphens, underscores and periods, at most ${limit('service-connect-dns-name').max} characters`,
  },
  {
    id: 'service-connect-discovery-name',
    on: 'service',
    where: 'serviceConnectConfiguration.services[].discoveryName',
    appliesTo: 'Service Connect service',
    when: 'discoveryName is longer than 64 characters',
    severity: 'warning',
    source: CONNECT_SERVICE,
    violated: (value) =>
      holds(value.text, (name) => name.length > (limit('service-connect-discovery-name').max ?? name.length)),
    message: (value, deployment) =>
      `${serviceName(deployment)}: discoveryName has ${String(value.raw).length} characters, expected at most ${limit('service-connect-discovery-name').max}`,
  },
  range({
    id: 'service-connect-port-range',
    where: 'serviceConnectConfiguration.services[].clientAliases[].port',
    appliesTo: 'Service Connect alias',
    when: 'port is outside 1–65535',
    severity: 'error',
    source: ALIAS,
  }),
  required({
    id: 'service-connect-tls-issuer',
    where: 'serviceConnectConfiguration.services[].tls.issuerCertificateAuthority.awsPcaAuthorityArn',
    appliesTo: 'Service Connect tls',
    when: 'issuerCertificateAuthority has no awsPcaAuthorityArn',
    severity: 'warning',
    source: `${API}API_ServiceConnectTlsConfiguration.html`,
  }),
  {
    id: 'service-connect-timeout-tcp',
    on: 'service',
    where: 'serviceConnectConfiguration.services[].timeout.perRequestTimeoutSeconds',
    appliesTo: 'Service Connect service',
    when: 'perRequestTimeout with appProtocol tcp (or none)',
    severity: 'warning',
    source: `${API}API_TimeoutConfiguration.html`,
    violated: (value, deployment) => {
      const offered = value.parent?.parent;
      if (!offered) return truth(false);
      return chain(member(offered, 'portName').text, (name) =>
        all([
          holds(value.number, (seconds) => seconds > 0),
          hasNamedPort(deployment, name, (mapping) =>
            any([
              not(member(mapping, 'appProtocol').given),
              equals(member(mapping, 'appProtocol').text, 'tcp'),
            ]),
          ),
        ]),
      );
    },
    message: (value, deployment) =>
      `${serviceName(deployment)}: perRequestTimeoutSeconds is ${observed(value)}, but the port has no appProtocol, which means tcp: expected http, http2 or grpc, or idleTimeoutSeconds alone`,
  },
  {
    id: 'service-connect-access-log',
    on: 'service',
    where: 'serviceConnectConfiguration.accessLogConfiguration',
    appliesTo: 'Service Connect',
    when: 'accessLogConfiguration without logConfiguration',
    severity: 'warning',
    source: CONNECT,
    violated: (value) =>
      all([value.given, value.parent ? not(member(value.parent, 'logConfiguration').given) : truth(false)]),
    message: (_, deployment) =>
      `${serviceName(deployment)}: Service Connect has accessLogConfiguration and no logConfiguration, expected both`,
  },
  {
    id: 'service-connect-host-network',
    on: 'service',
    where: 'serviceConnectConfiguration',
    appliesTo: 'Service Connect',
    when: 'networkMode is host or none',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html',
    premise: connected,
    violated: (_, deployment) => networkModeIn(deployment, 'host', 'none'),
    message: (_, deployment) =>
      `${serviceName(deployment)}: Service Connect is enabled, but the task definition's networkMode is ${valueOr(networkMode(deployment.taskDefinition), 'unknown')}, expected awsvpc or bridge`,
  },
];

/** The port mapping's name that a port name nearly spells. */
export function renamed(value: View, deployment: Deployment, safe: boolean) {
  const meant = nearestName(String(value.raw), portNames(deployment));
  return meant === undefined ? [] : [setting(value, meant, safe, `offer the port "${meant}"`)];
}
