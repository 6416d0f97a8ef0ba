import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import { repositoryPolicy } from '../../../src/fact/kinds/ecr.ts';
import { logGroup } from '../../../src/fact/kinds/logs.ts';
import { bucket } from '../../../src/fact/kinds/s3.ts';
import { opaqueValue, shown } from '../../../src/fact/opaque.ts';
import { declaredAt } from '../../../src/model/declared-at.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { bucketsFacts } from '../../../src/read/declared/buckets.ts';
import { imagesFacts } from '../../../src/read/declared/images.ts';
import { logsFacts } from '../../../src/read/declared/logs.ts';
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

function withOne(type: string, properties: Written['properties'] = {}) {
  const estate = handMade(() => ({ It: { type, properties } }));
  return { estate, source: declaredSource(estate, [...logsFacts, ...imagesFacts, ...bucketsFacts]) };
}

describe('a declared log group', () => {
  const answer = async (properties: Written['properties'], name?: string) => {
    const { estate, source } = withOne('AWS::Logs::LogGroup', properties);
    return plain(await source.answer(logGroup, { name: name ?? estate.ref('It') }));
  };

  test('has the name that the template gives it, or one that is made up', async () => {
    const named = (await answer({ LogGroupName: '/ecs/checkout' }, '/ecs/checkout')) as { arn: string };
    expect(shown(named.arn)).toBe('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ecs/checkout:*');
    const unnamed = (await answer({})) as { arn: string };
    expect(shown(unnamed.arn)).toBe('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${It}:*');
    expect(await answer({}, '/ecs/checkout')).toBeUndefined();
  });

  test('meets a name in which a value is open, if that is the same', async () => {
    const name = `/ecs/${opaqueValue('Stage')}`;
    expect(await answer({ LogGroupName: name }, name)).toMatchObject({ logGroupName: name });
    expect(await answer({ LogGroupName: name }, `/ecs/${opaqueValue('Other')}`)).toBeUndefined();
  });

  test.each([
    ['given', { RetentionInDays: '30' }, 30],
    ['left out', {}, undefined],
    ['never, as Terraform spells it', { RetentionInDays: 0 }, undefined],
    ['open', { RetentionInDays: OPEN }, undefined],
  ])('retention %s', async (_, properties, days) => {
    const shape = (await answer(properties)) as { readonly retentionInDays?: number };
    expect(shape.retentionInDays).toBe(days);
    expect(declaredAt(shape, 'RetentionInDays')?.pointer).toBe('/Resources/It/Properties/RetentionInDays');
  });

  test('with an open key is not one without', async () => {
    expect(await answer({ KmsKeyId: OPEN })).toHaveProperty('kmsKeyId');
    expect(await answer({})).not.toHaveProperty('kmsKeyId');
  });
});

describe('the policy of a declared repository', () => {
  const answer = async (properties: Written['properties']) => {
    const { estate, source } = withOne('AWS::ECR::Repository', properties);
    const { account, region } = estate;
    return plain(await source.answer(repositoryPolicy, { account, region, name: estate.ref('It') }));
  };

  test('is the template’s, absent where it gives none, unknown where that is open', async () => {
    expect(await answer({ RepositoryPolicyText: { Version: '2012-10-17' } })).toMatchObject({
      policyText: { Version: '2012-10-17' },
    });
    expect(await answer({})).toBe('absent');
    expect(await answer({ RepositoryPolicyText: OPEN })).toBe('nobody knows');
  });
});

describe('the encryption of a declared bucket', () => {
  const answer = async (properties: Written['properties']) => {
    const { estate, source } = withOne('AWS::S3::Bucket', properties);
    return plain(await source.answer(bucket, { name: estate.ref('It') }));
  };
  const encryptedBy = (byDefault: object) => ({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }],
    },
  });

  test('is that of S3 where the template gives none', async () => {
    expect(await answer({})).toMatchObject({
      encryption: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  test('is the template’s, and unknown where that is open', async () => {
    const byKey = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/logs' };
    expect(await answer(encryptedBy(byKey))).toMatchObject({
      encryption: [{ ApplyServerSideEncryptionByDefault: byKey }],
    });
    expect(await answer({ BucketEncryption: OPEN })).toBe('nobody knows');
    expect(await answer(encryptedBy({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: OPEN }))).toBe('nobody knows');
  });
});
