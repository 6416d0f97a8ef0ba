/** Networks as templates declare them: a VPC with a public and two private subnets, changed by each test. */
import { type HandMade, handMade, type Written } from './hand-made.ts';

type Resources = Readonly<Record<string, Written>>;
type Change = (it: HandMade) => Resources;

const az = (index: number) => `\ue200AZ ${index}\ue202`;

export function subnet(it: HandMade, CidrBlock: unknown, zone: number): Written {
  const properties = { VpcId: it.ref('Vpc'), CidrBlock, AvailabilityZone: az(zone) };
  return { type: 'AWS::EC2::Subnet', properties };
}

export function route(it: HandMade, table: string, more: Written['properties']): Written {
  const properties = { RouteTableId: it.ref(table), DestinationCidrBlock: '0.0.0.0/0', ...more };
  return { type: 'AWS::EC2::Route', properties };
}

export function serves(it: HandMade, table: string, of: string): Written {
  const properties = { RouteTableId: it.ref(table), SubnetId: it.ref(of) };
  return { type: 'AWS::EC2::SubnetRouteTableAssociation', properties };
}

/** Without a way out of the private subnets. */
const base: Change = (it) => ({
  Vpc: {
    type: 'AWS::EC2::VPC',
    properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: 'true' },
  },
  Public: subnet(it, '10.0.0.0/24', 0),
  PrivateA: subnet(it, '10.0.1.0/24', 0),
  PrivateB: subnet(it, '10.0.2.0/24', 1),
  Gateway: { type: 'AWS::EC2::InternetGateway' },
  Attachment: {
    type: 'AWS::EC2::VPCGatewayAttachment',
    properties: { VpcId: it.ref('Vpc'), InternetGatewayId: it.ref('Gateway') },
  },
  PublicTable: { type: 'AWS::EC2::RouteTable', properties: { VpcId: it.ref('Vpc') } },
  PublicRoute: route(it, 'PublicTable', { GatewayId: it.ref('Gateway') }),
  PublicServes: serves(it, 'PublicTable', 'Public'),
  PrivateTable: { type: 'AWS::EC2::RouteTable', properties: { VpcId: it.ref('Vpc') } },
  ServesA: serves(it, 'PrivateTable', 'PrivateA'),
  ServesB: serves(it, 'PrivateTable', 'PrivateB'),
  TaskGroup: {
    type: 'AWS::EC2::SecurityGroup',
    properties: { VpcId: it.ref('Vpc'), GroupDescription: 'tasks' },
  },
});

/** The network with what the changes add to it, or put in place of what it has. */
export function network(...changes: readonly Change[]): HandMade {
  return handMade((it) => resourcesOf(it, changes));
}

function resourcesOf(it: HandMade, changes: readonly Change[]): Resources {
  return Object.assign({}, base(it), ...changes.map((change) => change(it)));
}

/** The same network once for each property that may be open in it, and for each resource that may not be there. */
export function opened(
  open: unknown,
  ...changes: readonly Change[]
): readonly { readonly what: string; readonly estate: HandMade }[] {
  const places: { what: string; estate: HandMade }[] = [];
  const resources = resourcesOf(network(...changes), changes);
  for (const [id, { properties = {} }] of Object.entries(resources)) {
    const changed = (change: (written: Written) => Written) =>
      network(...changes, (it) => {
        const written = resourcesOf(it, changes)[id];
        return written ? { [id]: change(written) } : {};
      });
    places.push({ what: `${id}?`, estate: changed((it) => ({ ...it, conditional: true })) });
    for (const name of Object.keys(properties)) {
      const put = (it: Written): Written => ({ ...it, properties: { ...it.properties, [name]: open } });
      places.push({ what: `${id}.${name}`, estate: changed(put) });
    }
  }
  return places;
}

export const withNat: Change = (it) => ({
  Address: { type: 'AWS::EC2::EIP', properties: { Domain: 'vpc' } },
  Nat: {
    type: 'AWS::EC2::NatGateway',
    properties: { SubnetId: it.ref('Public'), AllocationId: it.attribute('Address', 'AllocationId') },
  },
  PrivateRoute: route(it, 'PrivateTable', { NatGatewayId: it.ref('Nat') }),
});

/** An interface endpoint in both private subnets, with a group that lets the tasks in. */
export function withEndpoint(service: string, more: Written['properties'] = {}): Change {
  return (it) => ({
    EndpointGroup: {
      type: 'AWS::EC2::SecurityGroup',
      properties: {
        VpcId: it.ref('Vpc'),
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: '443', SourceSecurityGroupId: it.ref('TaskGroup') },
        ],
      },
    },
    Endpoint: {
      type: 'AWS::EC2::VPCEndpoint',
      properties: {
        VpcId: it.ref('Vpc'),
        VpcEndpointType: 'Interface',
        ServiceName: `com.amazonaws.${it.region}.${service}`,
        SubnetIds: [it.ref('PrivateA'), it.ref('PrivateB')],
        SecurityGroupIds: [it.ref('EndpointGroup')],
        PrivateDnsEnabled: true,
        ...more,
      },
    },
  });
}
