import { chain, collect, map, valueOr } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { routeTables, type SubnetShape, subnet, vpc, vpcEndpoints } from '../fact/kinds/ec2.ts';
import type { Deployment } from './deployment.ts';
import { shellWord } from './shell-word.ts';
import type { View } from './view.ts';

/** What a problem that calls `endpointCommands` puts into its `needs`. */
export const ENDPOINT_COMMANDS: readonly AnyKind[] = [subnet, vpc, vpcEndpoints, routeTables];

/** The commands, in their order. */
export interface EndpointCommand {
  readonly description: string;
  readonly command: string;
}

/** Codes of dead ends that an interface endpoint in the task's own subnets goes around. */
const GONE_AROUND = [
  'NO_ROUTE_TO_DESTINATION',
  'NO_PUBLIC_IP',
  'BAD_STATE_ROUTE',
  'BAD_STATE_ATTACHMENT',
  'NAT_SUBNET_NO_IGW_ROUTE',
  'NGW_REQUIRES_SOURCE_IN_VPC',
  'REGIONAL_NGW_ROUTE_AZ_RESTRICTION',
  'VPC_BLOCK_PUBLIC_ACCESS',
  'SRC_DST_CHECK',
];

/** Does an endpoint in the task's own subnets go around what stops the call? */
export function goesAround(code: string): boolean {
  return GONE_AROUND.includes(code);
}

/** How a call of the service's tasks comes to an end. */
export interface Stopped {
  readonly code?: string | undefined;
  readonly hops: readonly string[];
}

/**
 * What lets the service's tasks reach an AWS service: the endpoint's own group opened to them or, where there is no endpoint, the
 * route that another table of the VPC has, and an endpoint in their subnets, one a zone. None for what an endpoint does not mend, and where the
 * network is not known.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export async function endpointCommands(
  { service, region }: Deployment,
  facts: Facts,
  name: string,
  stops: readonly Stopped[],
): Promise<readonly EndpointCommand[]> {
  const network = service?.view.get('networkConfiguration').get('awsvpcConfiguration');
  const group = network && textsOf(network.get('securityGroups'))[0];
  const place = valueOr(region, undefined);
  // Names of endpoint services in China are spelled otherwise: https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html
  if (!network || group === undefined || place === undefined || place.startsWith('cn-')) return [];
  const shapes = await Promise.all(textsOf(network.get('subnets')).map((id) => facts.ask(subnet, { id })));
  const subnets = valueOr(collect(shapes), []);
  const home = subnets[0]?.VpcId;
  if (home === undefined) return [];
  const there = map(await facts.ask(vpcEndpoints, { vpc: home }), (all) =>
    all.filter(
      ({ VpcEndpointType, ServiceName = '' }) =>
        VpcEndpointType === 'Interface' && ServiceName.endsWith(`.${place}.${name}`),
    ),
  );
  const at = `--region ${shellWord(place)}`;
  return there.match<Promise<readonly EndpointCommand[]> | readonly EndpointCommand[]>({
    known: async ([endpoint]) => {
      if (endpoint) {
        const closed = (endpoint.Groups ?? []).flatMap(({ GroupId }) =>
          GroupId !== undefined && stops.every((stop) => isClosed(stop, GroupId)) ? [GroupId] : [],
        );
        return closed.slice(0, 1).map((target) => openGroup(at, target, group));
      }
      if (!stops.every(({ code = '' }) => goesAround(code))) return [];
      const zones = new Map(subnets.map((it) => [it.AvailabilityZone, it.SubnetId ?? '']));
      const range = valueOr(await facts.ask(vpc, { id: home }), undefined)?.CidrBlock;
      const routeless = stops.every(({ code }) => code === 'NO_ROUTE_TO_DESTINATION');
      return [
        ...(routeless ? await routeCommands(at, home, subnets, facts) : []),
        {
          description: `give the VPC an interface endpoint for ${name}: all that the VPC calls there goes through it then, so its security group has to admit more than these tasks`,
          command: `aws ec2 create-vpc-endpoint ${at} --vpc-id ${shellWord(home)} --vpc-endpoint-type Interface --service-name ${shellWord(`com.amazonaws.${place}.${name}`)} --subnet-ids ${[...zones.values()].map(shellWord).join(' ')} --security-group-ids ${shellWord(group)} --private-dns-enabled`,
        },
        range === undefined ? openGroup(at, group, group) : openToRange(at, group, range),
      ];
    },
    absent: () => [],
    unknown: () => [],
  });
}

function textsOf(list: View<readonly string[]>): readonly string[] {
  const texts = chain(list.items, (items) => collect(items.map((item) => item.text)));
  return valueOr(texts, []);
}

/** Is it the group of the endpoint that lets nothing in? */
function isClosed({ code, hops }: Stopped, group: string): boolean {
  return (
    ['ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES'].includes(code ?? '') &&
    hops.some((hop) => hop.startsWith(group) && hop.includes('ingress'))
  );
}

function openToRange(at: string, group: string, range: string): EndpointCommand {
  return {
    description: `let the VPC (${range}) reach the endpoint`,
    command: `aws ec2 authorize-security-group-ingress ${at} --group-id ${shellWord(group)} --protocol tcp --port 443 --cidr ${shellWord(range)}`,
  };
}

const EVERYWHERE = '0.0.0.0/0';

/** Where another route table of the VPC leads to a NAT gateway: the same route for the tables of the subnets that have none. */
async function routeCommands(
  at: string,
  home: string,
  subnets: readonly SubnetShape[],
  facts: Facts,
): Promise<readonly EndpointCommand[]> {
  const tables = valueOr(await facts.ask(routeTables, { vpc: home }), []);
  const outOf = (table: (typeof tables)[number]) =>
    table.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === EVERYWHERE);
  const example = tables.find((table) => {
    const route = outOf(table);
    return route?.NatGatewayId !== undefined && route.State === 'active';
  });
  const gateway = example && outOf(example)?.NatGatewayId;
  if (!example || gateway === undefined) return [];
  const main = tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  const lacking = new Set(
    subnets.flatMap(({ SubnetId }) => {
      const own = tables.find(({ Associations = [] }) =>
        Associations.some((association) => association.SubnetId === SubnetId),
      );
      const table = own ?? main;
      return table && !outOf(table) ? (table.RouteTableId ?? []) : [];
    }),
  );
  return [...lacking].map((table) => ({
    description: `give ${table} the route to ${gateway} that ${example.RouteTableId ?? 'another table'} has: every subnet of ${table} reaches the internet then`,
    command: `aws ec2 create-route ${at} --route-table-id ${shellWord(table)} --destination-cidr-block ${EVERYWHERE} --nat-gateway-id ${shellWord(gateway)}`,
  }));
}

function openGroup(at: string, group: string, source: string): EndpointCommand {
  return {
    description: `let the tasks in ${source} reach the endpoint, if its security group has no such rule yet`,
    command: `aws ec2 authorize-security-group-ingress ${at} --group-id ${shellWord(group)} --protocol tcp --port 443 --source-group ${shellWord(source)}`,
  };
}
