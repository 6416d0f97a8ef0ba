import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Truth } from '../../src/fact/fact.ts';
import { opaqueName, opaqueValue } from '../../src/fact/opaque.ts';
import { covers } from '../../src/network/domain-names.ts';
import { namesService } from '../../src/network/prefix-list.ts';
import { FIXTURES } from '../fixtures.ts';
import { type NetVector, verdictOf } from '../vectors/net.ts';

const REGION = opaqueName('AWS::Region');

function told(fact: Truth): boolean | 'unknown' {
  return fact.match<boolean | 'unknown'>({
    known: (is) => is,
    absent: () => false,
    unknown: () => 'unknown',
  });
}

describe('the name of an endpoint service', () => {
  test.each([
    [`com.amazonaws.${REGION}.ecr.api`, 'ecr.api', REGION, true],
    [`com.amazonaws.${REGION}.ecr.api`, 'ecr.dkr', REGION, false],
    ['com.amazonaws.us-east-1.ecr.api', 'ecr.api', REGION, 'unknown'],
    ['com.amazonaws.us-east-1.ecr.api', 'logs', REGION, false],
    [`com.amazonaws.${REGION}.logs`, 'logs', 'us-east-1', 'unknown'],
    [opaqueValue('Service'), 'logs', 'us-east-1', 'unknown'],
    ['com.amazonaws.us-east-1.logs', 'logs', 'us-east-1', true],
    ['com.amazonaws.us-east-1.logs', 'logs', 'eu-west-1', false],
    ['cn.com.amazonaws.cn-north-1.ecr.api', 'ecr.api', 'cn-north-1', true],
  ])('%s for %s in %s: %s', (name, service, region, expected) => {
    expect(told(namesService(name, service, region))).toBe(expected);
  });
});

describe('a private hosted zone', () => {
  const host = `logs.${REGION}.amazonaws.com`;
  test.each([
    [`logs.${REGION}.amazonaws.com.`, host, true],
    ['amazonaws.com', host, true],
    ['logs.us-east-1.amazonaws.com', host, 'unknown'],
    ['corp.example', host, false],
    [`${opaqueName('AWS::StackName')}.local`, host, false],
    [opaqueValue('Domain'), host, 'unknown'],
    [opaqueValue('Domain'), 'logs.us-east-1.amazonaws.com', 'unknown'],
  ])('%s answers for %s: %s', (zone, name, expected) => {
    expect(told(covers(zone, name))).toBe(expected);
  });
});

const VECTORS = ['own.json', 'own-more.json'].flatMap(
  (file) => JSON.parse(readFileSync(join(FIXTURES, 'net', file), 'utf8')) as readonly NetVector[],
);

// biome-ignore lint/suspicious/noExplicitAny: the tests change whatever member they are about
type Loose = any;

/** The value with other texts; `key` is the member that a text stands in. */
function mapped(value: Loose, change: (text: string, key: string) => string, key = ''): Loose {
  if (typeof value === 'string') return change(value, key);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [change(name, 'name'), mapped(item, change, name)]),
  );
}

/** Members whose text a template may leave open. */
const MAY_BE_OPEN =
  /^(CidrIp|CidrIpv6|CidrBlock|Ipv6CidrBlock|DestinationCidrBlock|DestinationIpv6CidrBlock|ServiceName|VpcEndpointType|NatGatewayId|IpProtocol|Protocol|PrefixListId)$/;

describe('a network that a template leaves open in part', () => {
  test.each(VECTORS.map((vector) => [vector.name, vector] as const))(
    '%s: whatever is open, what is said is the same, or that it is not known',
    (_, vector) => {
      const { is } = verdictOf(vector);
      let places = 0;
      mapped(vector.describe, (text, key) => {
        if (MAY_BE_OPEN.test(key)) places += 1;
        return text;
      });
      for (let place = 0; place < places; place++) {
        let at = 0;
        let what = '';
        const describe = mapped(vector.describe, (text, key) => {
          if (!MAY_BE_OPEN.test(key) || at++ !== place) return text;
          what = `${key} ${text}`;
          return opaqueValue('Open');
        });
        const verdict = verdictOf({ ...vector, describe }).is;
        expect([what, [is, 'unknown']]).toEqual([what, expect.arrayContaining([verdict])]);
      }
    },
  );

  test.each(
    VECTORS.filter(({ to, describe: it }) => to.hostname === undefined && it.internetGateways !== null).map(
      (vector) => [vector.name, vector] as const,
    ),
  )('%s: with ids that only the deploy gives, the same is said', (_, vector) => {
    const ids = new Set<string>();
    mapped(vector.describe, (text, key) => {
      if (/Ids?$/.test(key) && !/^(AvailabilityZoneId|OwnerId|UserId)$/.test(key) && text !== 'local')
        ids.add(text);
      return text;
    });
    // Templates have no id of what the account brings along.
    for (const id of ids) if (/^(pl|dopt|default)/.test(id) || id.startsWith('vpce-svc')) ids.delete(id);
    const renamed = mapped({ describe: vector.describe, from: vector.from }, (text) => {
      const tail = text.slice(text.lastIndexOf('/') + 1);
      return ids.has(tail) ? text.slice(0, text.length - tail.length) + opaqueName(tail) : text;
    });
    expect(verdictOf({ ...vector, ...renamed }).is).toBe(verdictOf(vector).is);
  });
});
