import { chain, collect, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { subnet, vpc, vpcEndpoints } from '../fact/kinds/ec2.ts';
import { isOpaque } from '../fact/opaque.ts';
import { declaredAt } from './declared-at.ts';
import type { Deployment } from './deployment.ts';
import { runsOnlyOn } from './launch.ts';
import type { Service } from './service.ts';
import type { View } from './view.ts';
import { endpointCommands, goesAround, type Stopped } from './vpc-endpoint-command.ts';

/** What lets the calls of a service's tasks arrive: fixes, and what a template has to declare besides. */
export interface NetworkMends {
  readonly fixes: readonly (CommandFix | EditFix)[];
  /** Sentences for the evidence: a fix changes what is there, and cannot say what is to be declared. */
  readonly declare: readonly string[];
}

interface CommandFix {
  readonly kind: 'command';
  readonly description: string;
  readonly command: string;
}

interface EditFix {
  readonly kind: 'edit';
  readonly description: string;
  readonly safe: false;
  readonly edits: readonly [{ readonly at: View; readonly op: 'set'; readonly value: unknown }];
}

/** Of subnets that the template makes itself the mend is in the template; of others it is a command. */
export async function networkMends(
  deployment: Deployment,
  facts: Facts,
  name: string,
  stops: readonly Stopped[],
): Promise<NetworkMends> {
  const { service } = deployment;
  const subnets = service ? textsOf(service, 'subnets') : [];
  if (service && subnets.some(isOpaque)) return inTemplate(deployment, service, subnets, facts, name, stops);
  const commands = await endpointCommands(deployment, facts, name, stops);
  return { fixes: commands.map((fix) => ({ kind: 'command', ...fix })), declare: [] };
}

async function inTemplate(
  deployment: Deployment,
  service: Service,
  subnets: readonly string[],
  facts: Facts,
  name: string,
  stops: readonly Stopped[],
): Promise<NetworkMends> {
  const codes = [...new Set(stops.map(({ code = '' }) => code))];
  const [code = ''] = codes;
  const shapes = valueOr(collect(await Promise.all(subnets.map((id) => facts.ask(subnet, { id })))), []);
  const home = shapes[0]?.VpcId;
  if (codes.length !== 1 || home === undefined) return { fixes: [], declare: [] };
  const edit = await editFor(code, deployment, service, home, facts, name);
  const declare = goesAround(code) ? [declarationOf(deployment, service, home, name)] : [];
  return { fixes: edit ? [edit] : [], declare };
}

/** The one property that is amiss, where it is one. */
async function editFor(
  code: string,
  deployment: Deployment,
  service: Service,
  home: string,
  facts: Facts,
  name: string,
): Promise<EditFix | undefined> {
  switch (code) {
    case 'NO_PUBLIC_IP': {
      if (!valueOr(runsOnlyOn(deployment, 'FARGATE'), false)) return undefined;
      const at = networkOf(service).get('assignPublicIp');
      return setting(
        at as View,
        'ENABLED',
        'give the tasks public addresses, by which they leave their subnets',
      );
    }
    case 'PRIVATE_DNS_DISABLED': {
      const endpoints = valueOr(await facts.ask(vpcEndpoints, { vpc: home }), []);
      const endpoint = endpoints.find(
        ({ VpcEndpointType, ServiceName = '' }) =>
          VpcEndpointType === 'Interface' && ServiceName.endsWith(`.${name}`),
      );
      const at = endpoint && declaredAt(endpoint, 'PrivateDnsEnabled');
      return at && setting(at, true, `let the name of ${name} lead to the endpoint`);
    }
    case 'DNS_HOSTNAMES_DISABLED':
    case 'DNS_SUPPORT_DISABLED': {
      const property = code === 'DNS_SUPPORT_DISABLED' ? 'EnableDnsSupport' : 'EnableDnsHostnames';
      const shape = valueOr(await facts.ask(vpc, { id: home }), undefined);
      const at = shape && declaredAt(shape, property);
      return (
        at && setting(at, true, `turn ${property} of the VPC on, without which private DNS does not answer`)
      );
    }
    default:
      return undefined;
  }
}

function setting(at: View, value: unknown, description: string): EditFix {
  return { kind: 'edit', description, safe: false, edits: [{ at, op: 'set', value }] };
}

/** What to declare where no way leads: in the words of the template's language. */
function declarationOf({ region }: Deployment, service: Service, home: string, name: string): string {
  const place = valueOr(region, 'the region');
  const [group] = textsOf(service, 'securityGroups');
  const from = group === undefined ? 'the tasks' : group;
  const terraform = service.view.source.generatedBy?.includes('Terraform') === true;
  const [endpoint, dns, gateway] = terraform
    ? ['an aws_vpc_endpoint', 'private_dns_enabled', 'an aws_nat_gateway']
    : ['an AWS::EC2::VPCEndpoint', 'PrivateDnsEnabled', 'an AWS::EC2::NatGateway'];
  return `what would lead there: ${endpoint} in ${home} for com.amazonaws.${place}.${name} (Interface, ${dns} true, with a security group that lets TCP 443 in from ${from}), or a route to ${gateway} in a public subnet`;
}

function networkOf({ view }: Service) {
  return view.get('networkConfiguration').get('awsvpcConfiguration');
}

function textsOf(service: Service, member: 'subnets' | 'securityGroups'): readonly string[] {
  const list = networkOf(service).get(member) as View<readonly string[]>;
  return valueOr(
    chain(list.items, (items) => collect(items.map((item) => item.reference))),
    [],
  );
}
