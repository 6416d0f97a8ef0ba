import { describe, expect, test } from 'vitest';
import { absent, type Fact, known } from '../../src/fact/fact.ts';
import type { ResourceKind } from '../../src/fact/kind.ts';
import { subnet, subnets } from '../../src/fact/kinds/ec2.ts';
import { secret } from '../../src/fact/kinds/secrets.ts';
import { opaqueName, opaqueValue } from '../../src/fact/opaque.ts';
import { type FactSource, facedBy, factStore } from '../../src/fact/store.ts';

const role: ResourceKind<{ readonly arn: string }, { readonly path: string }> = {
  sort: 'resource',
  id: 'iam.role',
  noun: 'role',
  actions: ['iam:GetRole'],
  key: ({ arn }) => arn.replace(/^.*role\//, ''),
};

function recording(answer: Fact<unknown> | undefined): FactSource & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    answer: async (_kind, query) => {
      asked.push(query);
      return answer as never;
    },
    list: async () => undefined,
  };
}

test('one question is asked once, however it is spelled', async () => {
  const source = recording(known({ path: '/' }));
  const store = factStore([source]);
  const answers = await Promise.all([
    store.ask(role, { arn: 'arn:aws:iam::123456789012:role/api' }),
    store.ask(role, { arn: 'api' }),
  ]);
  expect(source.asked).toHaveLength(1);
  expect(answers[0]).toBe(answers[1]);
});

test('the first source that knows answers; the others are not asked', async () => {
  const silent = recording(undefined);
  const first = recording(known({ path: '/first/' }));
  const second = recording(known({ path: '/second/' }));
  const answer = await factStore([silent, first, second]).ask(role, { arn: 'api' });
  expect(answer.match<unknown>({ known: ({ path }) => path, absent: () => 0, unknown: () => 0 })).toBe(
    '/first/',
  );
  expect([silent.asked.length, first.asked.length, second.asked.length]).toEqual([1, 1, 0]);
});

test('without a source that knows, the fact is unknown because it is offline', async () => {
  const answer = await factStore([]).ask(role, { arn: 'api' });
  const why = answer.match<unknown>({ known: () => [], absent: () => [], unknown: (reasons) => reasons });
  expect(why).toEqual([{ reason: 'offline', detail: 'role api was not looked up', unlockedBy: '--live' }]);
});

/** Answers by key what it has; anything else is absent. */
function having(table: Readonly<Record<string, unknown>>): FactSource & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async answer(kind, query) {
      const key = kind.key(query);
      asked.push(key);
      return (Object.hasOwn(table, key) ? known(table[key]) : absent()) as never;
    },
    async list(kind, scope) {
      const key = kind.key(scope);
      asked.push(key);
      return known({ members: table[key] as never[], complete: true as const });
    },
  };
}

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf';

test('what arrived by its name is known by its ARN', async () => {
  const source = having({ db: { ARN, Name: 'db' } });
  const store = factStore([source]);
  const byName = await store.ask(secret, { id: 'db' });
  expect(await store.ask(secret, { id: ARN })).toBe(byName);
  expect(source.asked).toEqual(['db']);
});

test('what is asked by two names at once is one fact', async () => {
  const source = having({ db: { ARN, Name: 'db' }, [ARN]: { ARN, Name: 'db' } });
  const store = factStore([source]);
  const [byName, byArn] = await Promise.all([
    store.ask(secret, { id: 'db' }),
    store.ask(secret, { id: ARN }),
  ]);
  expect(byName).toBe(byArn);
});

test('an ARN that is not of what arrived is asked', async () => {
  const source = having({ db: { ARN, Name: 'db' } });
  const store = factStore([source]);
  await store.ask(secret, { id: 'db' });
  const other = await store.ask(secret, { id: `${ARN}2` });
  expect(other).toBe(absent());
});

test('a member of a collection is known by itself', async () => {
  const source = having({ 'vpc-1': [{ SubnetId: 'subnet-a', VpcId: 'vpc-1' }] });
  const store = factStore([source]);
  await store.ask(subnets, { vpc: 'vpc-1' });
  const one = await store.ask(subnet, { id: 'subnet-a' });
  expect(one.match<unknown>({ known: (it) => it.VpcId, absent: () => 0, unknown: () => 0 })).toBe('vpc-1');
  expect(source.asked).toEqual(['vpc-1']);
  await store.ask(subnet, { id: 'subnet-b' });
  expect(source.asked).toEqual(['vpc-1', 'subnet-b']);
});

describe('what is asked by a name that is open', () => {
  const account = opaqueName('AWS::AccountId', '--account');
  const region = opaqueName('AWS::Region', '--region');
  const declared = opaqueName('Cluster');
  test.each<readonly [string, string, string | undefined]>([
    ['an account that nobody says', `${account}-data`, '--account'],
    ['a region and an account', `${region}/${account}`, '--region --account'],
    ['a parameter', opaqueValue('Name', '--parameters Name=…'), '--parameters Name=…'],
    ['what the deploy alone tells', declared, undefined],
    ['what stays open when the account is known', `${account}-${declared}`, undefined],
  ])('%s', async (_, arn, unlockedBy) => {
    const live = recording(known({ path: '/' }));
    const answer = await facedBy(recording(undefined), factStore([live])).ask(role, { arn });
    const why = answer.match<unknown>({ known: () => [], absent: () => [], unknown: (reasons) => reasons });
    expect(live.asked).toEqual([]);
    expect(why).toEqual([
      { reason: 'unresolved', detail: expect.any(String), ...(unlockedBy && { unlockedBy }) },
    ]);
  });
});
