import { all, any, equals, not, type Truth, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import { networkMode } from '../../src/model/task-definition.ts';
import type { Constraint } from './constraint.ts';
import { removal, setting } from './forms.ts';
import {
  controlledBy,
  empty,
  isInput,
  networkModeIn,
  onInstancesOnly,
  serviceName,
} from './service-facts.ts';
import { atMost, enumeration } from './service-forms.ts';

const AWSVPC_CONFIGURATION =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html';
const CREATE_SERVICE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';

/** A task definition that is not at hand, or whose mode is open, is one of awsvpc where the tasks run on Fargate. */
function mustBeAwsvpc(deployment: Deployment): Truth {
  const awsvpc = networkModeIn(deployment, 'awsvpc');
  return awsvpc.match<Truth>({
    known: () => awsvpc,
    absent: () => awsvpc,
    unknown: () => any([awsvpc, onFargate(deployment)]),
  });
}

/** The service's side of the task definition's network mode. */
export const network: readonly Constraint[] = [
  {
    id: 'network-configuration-required',
    on: 'service',
    where: 'networkConfiguration',
    appliesTo: 'awsvpc',
    when: 'networkConfiguration is absent',
    severity: 'error',
    source: CREATE_SERVICE,
    // With the controllers CODE_DEPLOY and EXTERNAL it stands in the task sets: always for what describe calls return,
    // and for EXTERNAL in the input too.
    premise: (deployment) =>
      all([
        mustBeAwsvpc(deployment),
        not(controlledBy(deployment, 'EXTERNAL')),
        any([isInput(deployment), controlledBy(deployment, 'ECS')]),
      ]),
    violated: empty,
    message: (_, deployment) =>
      `${serviceName(deployment)} has no networkConfiguration, but ${valueOr(networkModeIn(deployment, 'awsvpc'), false) ? "its task definition's networkMode is awsvpc" : 'tasks on Fargate are awsvpc tasks'}: expected awsvpcConfiguration with subnets`,
  },
  {
    id: 'network-configuration-without-awsvpc',
    on: 'service',
    where: 'networkConfiguration',
    appliesTo: 'not awsvpc',
    when: 'networkConfiguration is set',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: (deployment) => not(networkModeIn(deployment, 'awsvpc')),
    violated: (value) => not(empty(value)),
    message: (_, deployment) =>
      `${serviceName(deployment)} has a networkConfiguration, but its task definition's networkMode is ${valueOr(networkMode(deployment.taskDefinition), 'not awsvpc')}, expected awsvpc`,
    fixes: (value) => [
      // Not safe: where networkMode was forgotten, the subnets are what was meant.
      removal(
        value,
        false,
        'remove networkConfiguration: tasks of this network mode use the network of their instance',
      ),
    ],
  },
  {
    id: 'subnets-empty',
    on: 'service',
    where: 'networkConfiguration.awsvpcConfiguration.subnets',
    appliesTo: 'awsvpcConfiguration',
    when: 'subnets is absent or empty',
    severity: 'error',
    source: AWSVPC_CONFIGURATION,
    violated: empty,
    message: (_, deployment) =>
      `${serviceName(deployment)}: awsvpcConfiguration has no subnets, expected 1 to 16`,
  },
  atMost({
    id: 'subnets-max',
    where: 'networkConfiguration.awsvpcConfiguration.subnets',
    appliesTo: 'awsvpcConfiguration',
    when: 'more than 16 subnets',
    severity: 'error',
    source: AWSVPC_CONFIGURATION,
  }),
  atMost({
    id: 'security-groups-max',
    where: 'networkConfiguration.awsvpcConfiguration.securityGroups',
    appliesTo: 'awsvpcConfiguration',
    when: 'more than 5 security groups',
    severity: 'error',
    source: AWSVPC_CONFIGURATION,
  }),
  enumeration('AssignPublicIp', {
    id: 'assign-public-ip-enum',
    where: 'networkConfiguration.awsvpcConfiguration.assignPublicIp',
    appliesTo: 'awsvpcConfiguration',
    when: 'not the string ENABLED or DISABLED',
    severity: 'error',
    source: AWSVPC_CONFIGURATION,
  }),
  {
    id: 'assign-public-ip-ec2',
    on: 'service',
    where: 'networkConfiguration.awsvpcConfiguration.assignPublicIp',
    appliesTo: 'awsvpc on EC2',
    when: 'assignPublicIp is ENABLED',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html',
    why: 'tasks on container instances get no public IP address in the awsvpc network mode: ECS refuses the setting there, and such a task reaches the internet through a NAT gateway',
    premise: (deployment) => all([networkModeIn(deployment, 'awsvpc'), onInstancesOnly(deployment)]),
    violated: (value) => equals(value.text, 'ENABLED'),
    message: (_, deployment) =>
      `${serviceName(deployment)}: assignPublicIp is ENABLED, but its tasks run on EC2 instances, expected DISABLED`,
    fixes: (value) => [setting(value, 'DISABLED', false, 'set assignPublicIp to DISABLED')],
  },
];
