import { expect, test } from 'vitest';
import subnetHeadroom from '../../rules/subnet-headroom/rule.ts';
import { run } from '../../src/engine/run.ts';
import { absent, type Fact, known } from '../../src/fact/fact.ts';
import type { ResourceKind } from '../../src/fact/kind.ts';
import { subnet } from '../../src/fact/kinds/ec2.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { readTexts } from '../../src/read/read.ts';

/** A source that knows the zones of these subnets, and nothing else. */
function zones(byId: Readonly<Record<string, string>>): FactSource {
  return {
    async answer<Query, Value>(
      kind: ResourceKind<Query, Value>,
      query: Query,
    ): Promise<Fact<Value> | undefined> {
      if (kind.id !== subnet.id) return undefined;
      const id = kind.key(query);
      const zone = byId[id];
      if (zone === 'gone') return absent();
      return zone === undefined
        ? undefined
        : (known({ SubnetId: id, AvailabilityZone: zone }) as Fact<unknown> as Fact<Value>);
    },
    list: async () => undefined,
  };
}

const IDS = ['subnet-0a1b2c3d4e5f60718', 'subnet-0f9e8d7c6b5a40312', 'subnet-00112233445566778'];

async function judge(byId: Readonly<Record<string, string>>) {
  const service = {
    serviceName: 'checkout',
    desiredCount: 3,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: IDS } },
  };
  const { deployments, errors } = await readTexts([{ file: 'service.json', text: JSON.stringify(service) }], {
    region: 'eu-west-1',
  });
  const result = await run({
    deployments,
    inputErrors: errors,
    rules: [subnetHeadroom],
    facts: factStore([zones(byId)]),
    ruleset: 'recommended',
    options: new Map(),
  });
  const [entry] = [...result.verdicts];
  return { verdict: entry?.problems['single-subnet'], finding: result.findings[0] };
}

const [first = '', second = '', third = ''] = IDS;

test('subnets of two zones pass, even where the third is not known', async () => {
  const { verdict } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1b' });
  expect(verdict).toBe('pass');
});

test('subnets of one zone fail, with the zone and a command for the region', async () => {
  const { finding } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1a', [third]: 'eu-west-1a' });
  expect(finding?.message).toContain('all 3 tasks of the service are in eu-west-1a');
  expect(finding?.severity).toBe('warning');
  const [fix] = finding?.fixes ?? [];
  expect(fix?.kind === 'command' && fix.command).toContain(`--region eu-west-1 --subnet-ids ${first}`);
});

test('one zone that is not known leaves it open', async () => {
  const { verdict } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1a' });
  expect(verdict).toBe('unknown');
});

test('a subnet that does not exist holds no task', async () => {
  const { finding } = await judge({ [first]: 'eu-west-1a', [second]: 'eu-west-1a', [third]: 'gone' });
  expect(finding?.message).toContain('eu-west-1a');
});
