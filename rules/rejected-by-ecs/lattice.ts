import { chain, not } from '../../src/fact/fact.ts';
import type { Constraint } from './constraint.ts';
import { renamed } from './discovery.ts';
import { hasNamedPort, portNames, serviceName, spelledName } from './service-facts.ts';
import { atMost, complete } from './service-forms.ts';
import { observed, oneOf } from './subject.ts';

const LATTICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VpcLatticeConfiguration.html';

/** VPC Lattice and gateways. */
export const lattice: readonly Constraint[] = [
  complete(['roleArn', 'targetGroupArn', 'portName'], {
    id: 'lattice-required-fields',
    where: 'vpcLatticeConfigurations[]',
    appliesTo: 'vpcLatticeConfigurations',
    when: 'roleArn, targetGroupArn or portName is absent',
    severity: 'error',
    source: LATTICE,
  }),
  {
    id: 'lattice-port-name-unknown',
    on: 'service',
    where: 'vpcLatticeConfigurations[].portName',
    appliesTo: 'vpcLatticeConfigurations',
    when: "portName is no port mapping's name",
    severity: 'warning',
    source: LATTICE,
    violated: (value, deployment) => chain(spelledName(value), (name) => not(hasNamedPort(deployment, name))),
    message: (value, deployment) =>
      `${serviceName(deployment)}: VPC Lattice's portName is ${observed(value)}, expected the name of a port mapping (${oneOf(portNames(deployment)) || 'the task definition names none'})`,
    fixes: (value, deployment) => renamed(value, deployment, false),
  },
  atMost({
    id: 'gateway-connectors-max',
    where: 'gatewayConnectors',
    appliesTo: 'any',
    when: 'more than one gateway connector',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  }),
];
