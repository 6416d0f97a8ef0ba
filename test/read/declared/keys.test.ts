import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import { grants, key, keyPolicy } from '../../../src/fact/kinds/kms.ts';
import { opaqueValue, shown } from '../../../src/fact/opaque.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { keysFacts } from '../../../src/read/declared/keys.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import { handMade, type Written } from './hand-made.ts';

const OPEN = new Unresolved({ reason: 'unresolved', detail: 'nobody knows' });

function plain<T>(fact: Fact<T> | undefined) {
  return fact?.match<T | string>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: (why) => why.map(({ detail }) => detail).join('; '),
  });
}

function withKey(
  properties: Written['properties'] = {},
  others: Parameters<typeof handMade>[0] = () => ({}),
) {
  const estate = handMade((it) => ({ Key: { type: 'AWS::KMS::Key', properties }, ...others(it) }));
  return { estate, source: declaredSource(estate, keysFacts) };
}

describe('a declared key', () => {
  test('is known by its id, its ARN and its aliases', async () => {
    const { estate, source } = withKey({}, (it) => ({
      Alias: {
        type: 'AWS::KMS::Alias',
        properties: { AliasName: 'alias/checkout', TargetKeyId: it.ref('Key') },
      },
      Other: {
        type: 'AWS::KMS::Alias',
        properties: { AliasName: 'alias/other', TargetKeyId: opaqueValue('Any') },
      },
    }));
    const arn = estate.attribute('Key', 'Arn');
    const alias = `arn:aws:kms:${estate.region}:${estate.account}:alias/checkout`;
    for (const name of [estate.ref('Key'), arn, 'alias/checkout', alias])
      expect(plain(await source.answer(key, { key: name }))).toMatchObject({
        Arn: arn,
        KeyManager: 'CUSTOMER',
        Enabled: true,
        KeyState: 'Enabled',
      });
    expect(await source.answer(key, { key: 'alias/other' })).toBeUndefined();
  });

  test.each([
    ['disabled', { Enabled: 'false' }, { Enabled: false, KeyState: 'Disabled' }],
    ['open', { Enabled: OPEN }, {}],
    ['with imported material', { Origin: 'EXTERNAL' }, {}],
  ])('%s', async (_, properties, state) => {
    const { estate, source } = withKey(properties);
    const { Enabled, KeyState } = plain(await source.answer(key, { key: estate.ref('Key') })) as {
      readonly Enabled?: boolean;
      readonly KeyState?: string;
    };
    expect({ Enabled, KeyState }).toEqual({ Enabled: undefined, KeyState: undefined, ...state });
  });

  test('has no grants, and all of that is known', async () => {
    const { estate, source } = withKey();
    expect(plain(await source.list(grants, { key: estate.attribute('Key', 'Arn') }))).toMatchObject({
      members: [],
      complete: true,
    });
  });
});

describe('the policy of a declared key', () => {
  const policyOf = async ({ estate, source }: ReturnType<typeof withKey>) =>
    plain(await source.answer(keyPolicy, { key: estate.attribute('Key', 'Arn') }));

  test('is the template’s', async () => {
    expect(await policyOf(withKey({ KeyPolicy: { Version: '2012-10-17' } }))).toMatchObject({
      Policy: { Version: '2012-10-17' },
    });
  });

  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  test('without one lets the account do everything', async () => {
    const policy = JSON.stringify(await policyOf(withKey()));
    expect(shown(policy)).toContain(
      '"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${AWS::AccountId}:root"},"Action":"kms:*","Resource":"*"',
    );
  });

  test('that is open is unknown', async () => {
    expect(await policyOf(withKey({ KeyPolicy: OPEN }))).toBe('nobody knows');
  });
});
