import { rangeOf } from '../../src/network/address-ranges.ts';
import { each, type Loose, type Mutation, mapTexts, type Random } from './net-mutation.ts';

const PREFIX = /^[a-z]+-(?=.)/;
/** What AWS puts before an id of a kind, by which routes tell where they lead. */
const OF_KIND: Readonly<Record<string, string>> = {
  VpcId: 'vpc-',
  SubnetId: 'subnet-',
  SubnetIds: 'subnet-',
  RouteTableId: 'rtb-',
  RouteTableIds: 'rtb-',
  GroupId: 'sg-',
  NetworkAclId: 'acl-',
  DhcpOptionsId: 'dopt-',
};
const NOT_RENAMED = /^(?:AvailabilityZoneId|OwnerId|UserId)$/;

/** Every id that the answers hold, with what stands before its number. */
function idsOf(value: Loose, key = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'string') {
    if (/Ids?$/.test(key) && !NOT_RENAMED.test(key) && value !== 'local') {
      found.set(value, OF_KIND[key] ?? found.get(value) ?? PREFIX.exec(value)?.[0] ?? 'id-');
    }
  } else if (Array.isArray(value)) for (const item of value) idsOf(item, key, found);
  else if (value && typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) idsOf(item, name, found);
  }
  return found;
}

function hex(random: Random): string {
  return Array.from({ length: 17 }, () => Math.floor(random() * 16).toString(16)).join('');
}

const otherIds: Mutation = (vector, random) => {
  const names = new Map<string, string>();
  for (const [id, prefix] of idsOf(vector.describe)) names.set(id, prefix + hex(random));
  const { name, because, expected, ...rest } = vector;
  const renamed = mapTexts(rest, (text) => {
    // An endpoint's own names begin with its id.
    const named = text.includes('.vpce.') && [...names.keys()].find((id) => text.startsWith(`${id}-`));
    if (named) return text.replace(named, names.get(named) ?? named);
    const tail = text.slice(text.lastIndexOf('/') + 1);
    const other = names.get(tail);
    return other === undefined ? text : text.slice(0, text.length - tail.length) + other;
  });
  return { ...renamed, name, expected };
};

/** The same network on other addresses: each of the VPC's blocks as another one, `shorter` bits smaller. */
function elsewhere(base: number, shorter: number): Mutation {
  return (vector) => {
    const blocks = each(vector.describe.vpcs).map(({ CidrBlock }) => rangeOf(CidrBlock));
    const moved = (text: string): string | undefined => {
      if (!/^\d+\.\d+\.\d+\.\d+(?:\/\d+)?$/.test(text)) return text;
      const range = rangeOf(text);
      const at = blocks.findIndex((it) => range && it && it.from <= range.from && range.to <= it.to);
      const block = blocks[at];
      // A block that holds the VPC and more has no counterpart.
      const wider = blocks.some((it) => range && it && range.from <= it.from && it.to <= range.to);
      if (!range || !block) return wider && text !== '0.0.0.0/0' ? undefined : text;
      const length = text.split('/')[1];
      const offset = range.from - block.from;
      // Amazon's resolver stays the third address of the VPC.
      const isThird = length === undefined && offset === 2n;
      const first = BigInt(base + at * 2 ** 16) + (isThird ? offset : offset >> BigInt(shorter));
      const address = [24n, 16n, 8n, 0n].map((bits) => (first >> bits) & 255n).join('.');
      return length === undefined ? address : `${address}/${Math.min(Number(length) + shorter, 32)}`;
    };
    let fits = true;
    const mutant = mapTexts(vector, (text) => {
      const other = moved(text);
      if (other === undefined) fits = false;
      return other ?? text;
    });
    return fits ? mutant : undefined;
  };
}

function inRegion(region: string, zoneId: string, china = false): Mutation {
  return (vector) => {
    const from = vector.to.region;
    // Names in China end otherwise.
    if (from.startsWith('cn-')) return undefined;
    if (china && /api\.aws|on\.aws/.test(JSON.stringify(vector.to))) return undefined;
    return mapTexts(vector, (text) => {
      const moved = text.replaceAll(from, region).replace(/^us[ew]\d-az/, `${zoneId}-az`);
      if (!china) return moved;
      return moved
        .replace(/^com\.amazonaws\.(?!.*\.(?:s3|dynamodb)$)/, 'cn.com.amazonaws.')
        .replace(/(^|\.)amazonaws\.com(\.?)$/, '$1amazonaws.com.cn$2');
    });
  };
}

/** How each service is called: by what name its endpoints are known, and what stands before the region in its host name. */
const SERVICES: readonly (readonly [service: string, host: string])[] = [
  ['ssm', 'ssm'],
  ['logs', 'logs'],
  ['kms', 'kms'],
  ['ssmmessages', 'ssmmessages'],
  ['ecr.api', 'api.ecr'],
  ['ecr.dkr', 'dkr.ecr'],
];

const otherService: Mutation = (vector, random) => {
  if (vector.to.service !== 'secretsmanager') return undefined;
  if (JSON.stringify(vector.describe.vpcEndpoints ?? '').includes('.ecr.')) return undefined;
  const [service, host] = SERVICES[Math.floor(random() * SERVICES.length)] as readonly [string, string];
  if (vector.to.hostname !== undefined && service !== host) return undefined;
  return mapTexts(vector, (text) => {
    if (text === 'secretsmanager') return service;
    if (/amazonaws\.[^.]+\.secretsmanager$/.test(text)) return text.replace(/secretsmanager$/, service);
    return text.replace(/^secretsmanager(?=\.)/, host);
  });
};

const dynamodb: Mutation = (vector) => {
  const text = JSON.stringify(vector);
  if (vector.to.service !== 's3' || text.includes('"Interface"') || text.includes('.dynamodb"'))
    return undefined;
  return mapTexts(vector, (it) => (it === 's3' ? 'dynamodb' : it.replace(/\.s3$/, '.dynamodb')));
};

const address = (a: number, b: number) => a * 2 ** 24 + b * 2 ** 16;

/** The same vector under other names and numbers. */
export const renamings: Readonly<Record<string, Mutation>> = {
  'other ids': otherIds,
  'other addresses': elsewhere(address(172, 31), 0),
  'smaller blocks': elsewhere(address(192, 168), 4),
  'addresses of carriers': elsewhere(address(100, 100), 2),
  'another region': inRegion('eu-central-2', 'euc2'),
  'a region of China': inRegion('cn-northwest-1', 'cnnw1', true),
  'a region of GovCloud': inRegion('us-gov-west-1', 'usgw1'),
  'another service': otherService,
  'DynamoDB for S3': dynamodb,
};
