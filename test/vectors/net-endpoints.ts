import { add, each, edit, endpoint, type Loose, type Mutation, regionOf, vpcOf } from './net-mutation.ts';

/** Those of other services, and of the same one in another region. */
const otherEndpoints = edit((draft, random) => {
  if (draft.to.service === 'dynamodb') return false;
  add(
    draft,
    'vpcEndpoints',
    random,
    endpoint(draft, 'vpce-0f01', 'sqs', {}),
    endpoint(draft, 'vpce-0f02', 'sts', { State: 'failed' }),
    endpoint(draft, 'vpce-0f03', `${draft.to.service}-fips`, {}),
    endpoint(draft, 'vpce-0f04', 'dynamodb', { VpcEndpointType: 'Gateway', Groups: [], SubnetIds: [] }),
    // The same service in another region (endpoints may lead across regions since November 2024).
    endpoint(draft, 'vpce-0f05', 'x', { ServiceName: `com.amazonaws.xx-south-9.${draft.to.service}` }),
  );
  add(draft, 'prefixLists', random, {
    PrefixListId: 'pl-0f0f',
    PrefixListName: `com.amazonaws.${regionOf(draft)}.dynamodb`,
    Cidrs: ['35.71.64.0/22'],
  });
  for (const table of each(draft.describe.routeTables)) {
    table.Routes.unshift({ DestinationPrefixListId: 'pl-0f0f', GatewayId: 'vpce-0f04', State: 'active' });
  }
  return true;
});

/** The endpoint that takes the call stands in another subnet too, or in that one alone, where no network ACL filters. */
const elsewhere = edit((draft, random) => {
  const blocks = ['0.0.0.0/0', ...each(draft.describe.vpcs).map(({ CidrBlock }) => CidrBlock)];
  const narrow = each(draft.describe.securityGroups).some(({ IpPermissionsEgress }) =>
    each(IpPermissionsEgress).some(({ IpRanges }) =>
      each(IpRanges).some(({ CidrIp }) => !blocks.includes(CidrIp)),
    ),
  );
  if (narrow) return false;
  const acls = each(draft.describe.networkAcls).filter(({ Associations }) => each(Associations).length > 0);
  const lets = (entries: Loose[], egress: boolean) =>
    entries.some(
      ({ Egress, Protocol, RuleAction, CidrBlock }: Loose) =>
        Egress === egress && Protocol === '-1' && RuleAction === 'allow' && CidrBlock === '0.0.0.0/0',
    );
  const open =
    acls.length > 0 &&
    acls.every(
      ({ Entries }) =>
        lets(Entries, true) &&
        lets(Entries, false) &&
        !Entries.some((it: Loose) => it.RuleNumber !== 32767 && it.RuleAction === 'deny'),
    );
  const own = each(draft.describe.subnets).filter(
    ({ VpcId, Ipv6Native }) => VpcId === vpcOf(draft) && !Ipv6Native,
  );
  const all = own
    .map(({ SubnetId }) => SubnetId)
    .filter((id) =>
      acls.some(({ Associations }) => each(Associations).some(({ SubnetId }: Loose) => SubnetId === id)),
    );
  let changed = false;
  for (const one of each(draft.describe.vpcEndpoints)) {
    if (!open || draft.from.ipv6 || one.VpcEndpointType !== 'Interface' || one.VpcId !== vpcOf(draft))
      continue;
    one.SubnetIds = random() < 0.5 ? all : all.slice(-1);
    changed = true;
  }
  return changed;
});

/** A second endpoint of the service, which has no private DNS of its own, where one has. */
const second = edit((draft, random) => {
  const first = each(draft.describe.vpcEndpoints).find(
    ({ VpcId, ServiceName, State, PrivateDnsEnabled, DnsOptions }) =>
      VpcId === vpcOf(draft) &&
      ServiceName.endsWith(`.${regionOf(draft)}.${draft.to.service}`) &&
      State === 'available' &&
      PrivateDnsEnabled &&
      !DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint,
  );
  if (!first) return false;
  add(
    draft,
    'vpcEndpoints',
    random,
    endpoint(draft, 'vpce-0f01', draft.to.service, { PrivateDnsEnabled: false }),
    endpoint(draft, 'vpce-0f02', draft.to.service, { State: 'rejected' }),
  );
  return true;
});

/** The same call beside other endpoints, or to its own in another place. */
export const endpoints: Readonly<Record<string, Mutation>> = {
  'endpoints of other services': otherEndpoints,
  'the endpoint in other subnets': elsewhere,
  'a second endpoint of the service': second,
};
