import { repositoryPolicy } from '../../../src/fact/kinds/ecr.ts';
import * as kms from '../../../src/fact/kinds/kms.ts';
import * as logs from '../../../src/fact/kinds/logs.ts';
import { bucket } from '../../../src/fact/kinds/s3.ts';
import * as secretKinds from '../../../src/fact/kinds/secrets.ts';
import type { Book } from '../book.ts';
import { ACCOUNT, arn, iamArn, REGION } from '../place.ts';
import {
  BUCKET,
  EXEC_GROUP,
  FAR_REGION,
  GONE_GROUP,
  GRANTED_KEY,
  KEY,
  ORGANIZATION,
  PARAMETER,
  PARTNER,
  roleArn,
  SECRET,
  SHARED_IMAGE,
} from './names.ts';

const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const ROOT = { AWS: iamArn('root') };

/** Keys, a secret, a parameter, log groups in two regions, a bucket for sessions, another account's repository. */
export function addStores(book: Book): void {
  addKey(book, KEY, [
    { Effect: 'Allow', Principal: ROOT, Action: 'kms:*', Resource: '*' },
    {
      Effect: 'Allow',
      Principal: { Service: `logs.${REGION}.amazonaws.com` },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
    },
  ]);
  addKey(book, GRANTED_KEY, [
    { Effect: 'Allow', Principal: { AWS: roleArn('administrator') }, Action: 'kms:*', Resource: '*' },
  ]);
  book.collect(kms.grants, { key: KEY }, []);
  book.collect(kms.grants, { key: GRANTED_KEY }, [
    {
      GrantId: 'grant-web',
      KeyId: GRANTED_KEY,
      GranteePrincipal: roleArn('execution-web'),
      Operations: ['Decrypt'],
    },
  ]);
  book.add(
    secretKinds.secret,
    { id: SECRET },
    {
      ARN: SECRET,
      Name: 'web/db',
      KmsKeyId: GRANTED_KEY,
      CreatedDate: '2025-04-01T09:00:00.000Z',
      VersionIdsToStages: { '11111111-2222-4333-8444-555555555555': ['AWSCURRENT'] },
    },
  );
  const policy = document({
    Effect: 'Allow',
    Principal: ROOT,
    Action: 'secretsmanager:GetSecretValue',
    Resource: '*',
  });
  book.add(secretKinds.secretPolicy, { id: SECRET }, { ResourcePolicy: policy });
  book.add(
    secretKinds.parameter,
    { name: PARAMETER },
    {
      ARN: arn('ssm', `parameter${PARAMETER}`),
      Name: PARAMETER,
      Type: 'SecureString',
      KeyId: KEY,
      Version: 3,
    },
  );
  book.add(
    secretKinds.sessionPreferences,
    {},
    {
      schemaVersion: '1.0',
      sessionType: 'Standard_Stream',
      inputs: { idleSessionTimeout: '60', maxSessionDuration: '300', kmsKeyId: '' },
    },
  );
  for (const name of ['/ecs/web', '/ecs/worker', '/ecs/mute', '/ecs/edge', EXEC_GROUP]) addGroup(book, name);
  addGroup(book, '/ecs/far', FAR_REGION);
  book.absent(logs.logGroup, { name: GONE_GROUP });
  book.add(
    bucket,
    { name: BUCKET },
    {
      Name: BUCKET,
      encryption: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
          BucketKeyEnabled: true,
        },
      ],
    },
  );
  const shared = document({
    Effect: 'Allow',
    Principal: '*',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
    Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
  });
  book.add(
    repositoryPolicy,
    { account: PARTNER, region: REGION, name: SHARED_IMAGE },
    { policyText: shared },
  );
  book.absent(repositoryPolicy, { account: ACCOUNT, region: REGION, name: 'app' });
}

function addKey(book: Book, key: string, statements: readonly object[]): void {
  book.add(
    kms.key,
    { key },
    {
      AWSAccountId: ACCOUNT,
      Arn: key,
      KeyId: key.slice(key.indexOf('/') + 1),
      Enabled: true,
      KeyManager: 'CUSTOMER',
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    },
  );
  book.add(kms.keyPolicy, { key }, { Policy: document(...statements) });
}

function addGroup(book: Book, name: string, region = REGION): void {
  const where = region === REGION ? { name } : { name, region };
  const own = `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`;
  book.add(logs.logGroup, where, {
    logGroupName: name,
    arn: `${own}:*`,
    logGroupArn: own,
    creationTime: 1_740_000_000_000,
    logGroupClass: 'STANDARD',
    retentionInDays: 30,
    ...(region === REGION ? { kmsKeyId: KEY } : {}),
  });
  book.collect(logs.recentLogStreams, where, []);
}
