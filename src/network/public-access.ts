import type { InternetGatewayBlockMode } from '@aws-sdk/client-ec2';
import type { BlockPublicAccess, SubnetShape } from '../fact/kinds/ec2.ts';
import { blocked, passed, type Step, undecided } from './verdict.ts';
import type { World } from './world.ts';

/** What a call leaves the VPC by. */
type Gateway = 'internet-gateway' | 'nat-gateway' | 'egress-only-internet-gateway';

/** States of an exclusion in which it is in force, and those in which it comes or goes. */
const IN_FORCE = ['create-complete', 'update-complete', 'update-in-progress', 'update-failed'];
const IN_MOTION = ['create-in-progress', 'delete-in-progress'];

/**
 * Does VPC Block Public Access let a call out of the subnet through the gateway? Where it could not be read it is taken to be
 * off, which is its default, unless the subnet itself says otherwise.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export function throughPublicAccess(
  world: World,
  gateway: Gateway,
  subnets: readonly (SubnetShape | undefined)[],
  vpc: string,
): Step {
  return world.blockPublicAccess.match<Step>({
    known: (access) => judge(access, gateway, subnets, vpc),
    absent: () => passed(),
    unknown: (why) => {
      const modes = subnets.map((subnet) => subnet?.BlockPublicAccessStates?.InternetGatewayBlockMode);
      if (!modes.some((mode) => stops(mode, gateway))) return passed();
      const hop = `whether ${vpc} is excluded from VPC Block Public Access`;
      return { is: 'undecided', code: 'VPC_BLOCK_PUBLIC_ACCESS', why, hop };
    },
  });
}

function stops(mode: InternetGatewayBlockMode | undefined, gateway: Gateway): boolean {
  return mode === 'block-bidirectional' || (mode === 'block-ingress' && gateway === 'internet-gateway');
}

function judge(
  { options, exclusions }: BlockPublicAccess,
  gateway: Gateway,
  subnets: readonly (SubnetShape | undefined)[],
  vpc: string,
): Step {
  const mode = options.InternetGatewayBlockMode;
  if (!stops(mode, gateway)) return passed();
  const what = `VPC Block Public Access (${mode})`;
  const excluded = (id: string | undefined, states = IN_FORCE) =>
    exclusions.find(
      ({ ResourceArn, State = '' }) =>
        id !== undefined && ResourceArn?.endsWith(`/${id}`) === true && states.includes(State),
    );
  const all = [excluded(vpc), ...subnets.map((subnet) => excluded(subnet?.SubnetId))];
  const [ofVpc, ...ofSubnets] = all;
  if (!all.some((exclusion) => exclusion)) {
    const ids = [vpc, ...subnets.map((subnet) => subnet?.SubnetId)];
    if (ids.some((id) => excluded(id, IN_MOTION))) {
      return undecided(
        'VPC_BLOCK_PUBLIC_ACCESS',
        `whether an exclusion from ${what} is in force yet, or still`,
      );
    }
    return blocked('VPC_BLOCK_PUBLIC_ACCESS', `${what} stops it at the ${gateway.replaceAll('-', ' ')}`);
  }
  const exclusion = ofVpc ?? (ofSubnets.every((it) => it) ? ofSubnets[0] : undefined);
  if (exclusion?.InternetGatewayExclusionMode === 'allow-bidirectional') return passed();
  if (exclusion?.InternetGatewayExclusionMode === 'allow-egress' && gateway !== 'internet-gateway') {
    return passed();
  }
  return undecided('VPC_BLOCK_PUBLIC_ACCESS', `how far an exclusion lifts ${what} for this call`);
}
