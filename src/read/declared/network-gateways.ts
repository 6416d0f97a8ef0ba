import type { EgressOnlyInternetGateway, InternetGateway, NatGateway } from '@aws-sdk/client-ec2';
import { egressOnlyInternetGateways, internetGateways, natGateways } from '../../fact/kinds/ec2.ts';
import type { Shape } from '../../fact/shape.ts';
import { refOf } from './identity.ts';
import { answered, doubts, needed, word } from './network-parts.ts';
import { byVpc, type Part, vpcOfSubnet } from './network-scopes.ts';
import type { Estate } from './resource.ts';
import { declaredListings } from './source.ts';

/** An internet gateway is of the VPC that it is attached to. */
function attached(estate: Estate): readonly Part<Shape<InternetGateway>>[] {
  return estate.of('AWS::EC2::VPCGatewayAttachment').flatMap((it) => {
    const gateway = word(it, 'InternetGatewayId');
    if (gateway === undefined) return [];
    const vpc = needed(it, 'VpcId');
    const member = { InternetGatewayId: gateway, Attachments: [{ VpcId: vpc, State: 'attached' as const }] };
    return [{ vpc, member, doubts: doubts(it) }];
  });
}

function egressOnly(estate: Estate): readonly Part<Shape<EgressOnlyInternetGateway>>[] {
  return estate.of('AWS::EC2::EgressOnlyInternetGateway').map((it) => {
    const vpc = needed(it, 'VpcId');
    const member = {
      EgressOnlyInternetGatewayId: refOf(it, estate),
      Attachments: [{ VpcId: vpc, State: 'attached' as const }],
    };
    return { vpc, member, doubts: doubts(it) };
  });
}

/**
 * A NAT gateway is public unless it says otherwise, and zonal where it names a subnet.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html
 */
function translators(estate: Estate): readonly Part<Shape<NatGateway>>[] {
  return estate.of('AWS::EC2::NatGateway').map((it) => {
    const subnet = word(it, 'SubnetId');
    const vpc = subnet === undefined ? needed(it, 'VpcId') : vpcOfSubnet(estate, subnet);
    const member = answered<Shape<NatGateway>>({
      NatGatewayId: refOf(it, estate),
      VpcId: vpc,
      SubnetId: subnet,
      State: 'available',
      ConnectivityType: (word(it, 'ConnectivityType') ?? 'public') as 'public' | 'private',
      AvailabilityMode: (word(it, 'AvailabilityMode') ?? 'zonal') as 'zonal' | 'regional',
    });
    return { vpc, member, doubts: doubts(it) };
  });
}

export const gatewayFacts = [
  declaredListings(internetGateways, (estate) => byVpc(estate, attached(estate))),
  declaredListings(egressOnlyInternetGateways, (estate) => byVpc(estate, egressOnly(estate))),
  declaredListings(natGateways, (estate) => byVpc(estate, translators(estate))),
];
