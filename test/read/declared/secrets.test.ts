import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import { parameter, secret, secretPolicy, sessionPreferences } from '../../../src/fact/kinds/secrets.ts';
import { holdsOpaqueValue, opaqueValue, shown } from '../../../src/fact/opaque.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { secretsFacts } from '../../../src/read/declared/secrets.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import { handMade, type Written } from './hand-made.ts';

const SECRET = 'AWS::SecretsManager::Secret';
const POLICY = 'AWS::SecretsManager::ResourcePolicy';
const HOME = 'arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret';
const OPEN = new Unresolved({ reason: 'unresolved', detail: 'nobody knows' });

function plain<T>(fact: Fact<T> | undefined) {
  return fact?.match<T | string>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: (why) => why.map(({ detail }) => detail).join('; '),
  });
}

function estateOf(properties: Written['properties'], others: Parameters<typeof handMade>[0] = () => ({})) {
  const estate = handMade((it) => ({
    Db: { type: SECRET, ...(properties ? { properties } : {}) },
    ...others(it),
  }));
  return { estate, source: declaredSource(estate, secretsFacts) };
}

describe('a declared secret', () => {
  test('is known by its ARN, by the ARN without the six characters, and by its name', async () => {
    const { estate, source } = estateOf({ Name: 'checkout/db' });
    const arn = estate.ref('Db');
    expect(shown(arn)).toBe(`${HOME}:checkout/db-\${Db.Suffix}`);
    const partial = `arn:aws:secretsmanager:${estate.region}:${estate.account}:secret:checkout/db`;
    for (const id of [arn, partial, 'checkout/db'])
      expect(plain(await source.answer(secret, { id }))).toMatchObject({ ARN: arn, Name: 'checkout/db' });
    expect(await source.answer(secret, { id: 'checkout/other' })).toBeUndefined();
  });

  test('has a current version where it is given a value, and nothing is said of versions otherwise', async () => {
    const given = estateOf({ GenerateSecretString: {} });
    const shape = plain(await given.source.answer(secret, { id: given.estate.ref('Db') }));
    expect(Object.values((shape as { VersionIdsToStages: object }).VersionIdsToStages)).toEqual([
      ['AWSCURRENT'],
    ]);
    const empty = estateOf({});
    expect(plain(await empty.source.answer(secret, { id: empty.estate.ref('Db') }))).not.toHaveProperty(
      'VersionIdsToStages',
    );
  });

  test('never shows its value', async () => {
    const { estate, source } = estateOf({ SecretString: 'hunter2-hunter2' });
    expect(JSON.stringify(plain(await source.answer(secret, { id: estate.ref('Db') })))).not.toContain(
      'hunter2',
    );
  });

  test('with an open key is not one with the default key', async () => {
    const { estate, source } = estateOf({ KmsKeyId: OPEN });
    const { KmsKeyId = '' } = plain(await source.answer(secret, { id: estate.ref('Db') })) as {
      readonly KmsKeyId?: string;
    };
    expect(holdsOpaqueValue(KmsKeyId)).toBe(true);
  });

  test('under an undecided condition is not known to be there', async () => {
    const estate = handMade(() => ({ Db: { type: SECRET, conditional: true } }));
    const source = declaredSource(estate, secretsFacts);
    expect(plain(await source.answer(secret, { id: estate.ref('Db') }))).toBe('the condition is not decided');
  });
});

describe('the resource policy of a declared secret', () => {
  const policyOf = async ({ estate, source }: ReturnType<typeof estateOf>, id = estate.ref('Db')) =>
    plain(await source.answer(secretPolicy, { id }));

  test('is absent where the template gives none', async () => {
    expect(await policyOf(estateOf({}))).toBe('absent');
  });

  test('is the one that the template gives it, and not that of another secret', async () => {
    const made = estateOf({}, (it) => ({
      Other: { type: SECRET },
      ForOther: { type: POLICY, properties: { SecretId: it.ref('Other'), ResourcePolicy: { Version: 1 } } },
      ForDb: { type: POLICY, properties: { SecretId: it.ref('Db'), ResourcePolicy: { Version: 2 } } },
    }));
    expect(await policyOf(made)).toEqual({ ResourcePolicy: { Version: 2 } });
    expect(await policyOf(made, made.estate.ref('Other'))).toEqual({ ResourcePolicy: { Version: 1 } });
  });

  test('is unknown where an open policy may be its own', async () => {
    const made = estateOf({}, () => ({
      Any: { type: POLICY, properties: { SecretId: opaqueValue('Which'), ResourcePolicy: {} } },
    }));
    expect(await policyOf(made)).toBe('the value of Which is not known');
  });

  test('is unknown where its text is open, and where two are given', async () => {
    const open = estateOf({}, (it) => ({
      ForDb: { type: POLICY, properties: { SecretId: it.ref('Db'), ResourcePolicy: OPEN } },
    }));
    expect(await policyOf(open)).toBe('nobody knows');
    const two = estateOf({}, (it) => ({
      One: { type: POLICY, properties: { SecretId: it.ref('Db'), ResourcePolicy: {} } },
      Two: { type: POLICY, properties: { SecretId: it.ref('Db'), ResourcePolicy: {} } },
    }));
    expect(await policyOf(two)).toBe('which of One, Two is the resource policy of the secret');
  });

  test('is unknown where the secret is handed to what nobody can read', async () => {
    const { estate } = estateOf({}, (it) => ({
      Custom: { type: 'Custom::Sharing', properties: { Secret: it.ref('Db') } },
    }));
    const unread = estate.of('Custom::Sharing');
    const source = declaredSource({ ...estate, unread }, secretsFacts);
    expect(plain(await source.answer(secretPolicy, { id: estate.ref('Db') }))).toBe(
      'whether what Db is handed to gives it a resource policy',
    );
  });

  test('of a secret that is not the template’s own is what the template gives it', async () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared-Ab12Cd';
    const made = estateOf({}, () => ({
      Shared: { type: POLICY, properties: { SecretId: arn, ResourcePolicy: { Version: 3 } } },
    }));
    expect(await policyOf(made, arn)).toEqual({ ResourcePolicy: { Version: 3 } });
    expect(await policyOf(made, `${arn}x`)).toBeUndefined();
  });
});

describe('a declared parameter', () => {
  const answer = async (properties: Written['properties'], name: string) => {
    const estate = handMade(() => ({
      Token: { type: 'AWS::SSM::Parameter', ...(properties ? { properties } : {}) },
    }));
    return plain(await declaredSource(estate, secretsFacts).answer(parameter, { name }));
  };

  test('has the ARN of its name, with one slash', async () => {
    const shape = (await answer({ Name: '/checkout/token', Type: 'String' }, '/checkout/token')) as {
      readonly ARN: string;
    };
    expect(shown(shape.ARN)).toBe('arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/checkout/token');
    expect(shape).toMatchObject({ Type: 'String' });
    expect(shape).not.toHaveProperty('KeyId');
  });

  test('of Terraform, if secure, has the key that is named, or that of the account', async () => {
    const secure = { Name: 'token', Type: 'SecureString' };
    expect(await answer(secure, 'token')).toMatchObject({ KeyId: 'alias/aws/ssm' });
    expect(await answer({ ...secure, KeyId: 'alias/checkout' }, 'token')).toMatchObject({
      KeyId: 'alias/checkout',
    });
  });
});

describe('Session Manager’s preferences', () => {
  const answer = async (properties: Written['properties']) => {
    const estate = handMade(() => ({
      Preferences: { type: 'AWS::SSM::Document', ...(properties ? { properties } : {}) },
    }));
    return plain(await declaredSource(estate, secretsFacts).answer(sessionPreferences, {}));
  };
  const Name = 'SSM-SessionManagerRunShell';
  const content = { schemaVersion: '1.0', inputs: { idleSessionTimeout: '60' } };

  test('are the content of the document of that name, a structure or JSON', async () => {
    expect(await answer({ Name, Content: content })).toEqual(content);
    expect(await answer({ Name, Content: JSON.stringify(content) })).toEqual(content);
    expect(await answer({ Name: 'Other', Content: content })).toBeUndefined();
  });

  test('are unknown where some of it is open, or is no JSON', async () => {
    expect(await answer({ Name, Content: { inputs: { idleSessionTimeout: OPEN } } })).toBe('nobody knows');
    expect(await answer({ Name, Content: { inputs: { kmsKeyId: opaqueValue('Key') } } })).toBe(
      'the value of Key is not known',
    );
    expect(await answer({ Name, Content: 'schemaVersion: "1.0"' })).toMatch(/is not JSON/);
  });
});
