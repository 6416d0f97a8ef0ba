import * as kms from '../../src/fact/kinds/kms.ts';
import * as logs from '../../src/fact/kinds/logs.ts';
import * as secretKinds from '../../src/fact/kinds/secrets.ts';
import type { Book } from './book.ts';
import { ACCOUNT, arn, iamArn, REGION } from './place.ts';
import type { Random } from './random.ts';
import type { Size } from './size.ts';

/** What task definitions refer to. */
export interface Dependencies {
  readonly key: string;
  /** A key that somebody disabled; one secret is under it. */
  readonly disabledKey: string;
  readonly secrets: readonly string[];
  /** A secret that somebody deleted, and one under the disabled key. */
  readonly goneSecret: string;
  readonly lockedSecret: string;
  readonly parameters: readonly string[];
  readonly logGroupOf: (family: number) => string;
  /** A log group that nobody made. */
  readonly goneLogGroup: string;
}

/** Keys, secrets, parameters and a log group for each family of task definitions. */
export function addDependencies(book: Book, size: Size, choose: Random): Dependencies {
  const key = addKey(book, choose, 'Enabled');
  const disabledKey = addKey(book, choose, 'Disabled');
  const secrets = Array.from({ length: size.secrets }, (_, at) =>
    addSecret(book, choose, `app-${at}/db`, key),
  );
  const lockedSecret = addSecret(book, choose, 'legacy/db', disabledKey);
  const goneSecret = secretArn(choose, 'retired/db');
  book.absent(secretKinds.secret, { id: goneSecret });

  const parameters = Array.from({ length: size.parameters }, (_, at) => `/app/setting-${at}`);
  for (const [at, name] of parameters.entries()) {
    book.add(
      secretKinds.parameter,
      { name },
      {
        ARN: arn('ssm', `parameter${name}`),
        Name: name,
        Type: at % 2 === 0 ? 'SecureString' : 'String',
        ...(at % 2 === 0 ? { KeyId: 'alias/aws/ssm' } : {}),
        DataType: 'text',
        LastModifiedDate: '2026-05-01T08:00:00.000Z',
        LastModifiedUser: iamArn('user/deployer'),
        Policies: [],
        Tier: 'Standard',
        Version: 3,
      },
    );
  }
  const awsManaged = arn('kms', `key/${uuid(choose)}`);
  book.add(kms.key, { key: 'alias/aws/ssm' }, metadata(awsManaged, 'AWS', 'Enabled'));
  book.add(kms.keyPolicy, { key: awsManaged }, { Policy: keyPolicy() });
  book.collect(kms.grants, { key: awsManaged }, []);

  const goneLogGroup = '/ecs/retired';
  book.absent(logs.logGroup, { name: goneLogGroup });
  const logGroupOf = (family: number) => `/ecs/family-${family}`;
  for (let family = 0; family < size.taskDefinitions; family++) {
    const name = logGroupOf(family);
    book.add(
      logs.logGroup,
      { name },
      {
        logGroupName: name,
        arn: arn('logs', `log-group:${name}:*`),
        logGroupArn: arn('logs', `log-group:${name}`),
        creationTime: 1_740_000_000_000,
        logGroupClass: 'STANDARD',
        metricFilterCount: 0,
        retentionInDays: 30,
        storedBytes: 1_000_000,
      },
    );
    book.collect(logs.recentLogStreams, { name }, [
      {
        logStreamName: `app/app/${choose.hex(32)}`,
        arn: arn('logs', `log-group:${name}:log-stream:app-${family}`),
        creationTime: 1_763_600_000_000,
        firstEventTimestamp: 1_763_600_001_000,
        lastEventTimestamp: 1_763_639_990_000,
        lastIngestionTime: 1_763_639_991_000,
        storedBytes: 0,
      },
    ]);
  }
  return { key, disabledKey, secrets, goneSecret, lockedSecret, parameters, logGroupOf, goneLogGroup };
}

function addKey(book: Book, choose: Random, state: 'Enabled' | 'Disabled'): string {
  const key = arn('kms', `key/${uuid(choose)}`);
  book.add(kms.key, { key }, metadata(key, 'CUSTOMER', state));
  book.add(kms.keyPolicy, { key }, { Policy: keyPolicy() });
  book.collect(kms.grants, { key }, []);
  return key;
}

function metadata(key: string, KeyManager: 'AWS' | 'CUSTOMER', KeyState: 'Enabled' | 'Disabled') {
  return {
    AWSAccountId: ACCOUNT,
    Arn: key,
    KeyId: key.slice(key.indexOf('/') + 1),
    CreationDate: '2025-03-01T09:00:00.000Z',
    Description: '',
    Enabled: KeyState === 'Enabled',
    KeyManager,
    KeyState,
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyUsage: 'ENCRYPT_DECRYPT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    Origin: 'AWS_KMS',
  } as const;
}

/** The default key policy: the account's own policies decide. */
function keyPolicy(): object {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Root', Effect: 'Allow', Principal: { AWS: iamArn('root') }, Action: 'kms:*', Resource: '*' },
    ],
  };
}

function addSecret(book: Book, choose: Random, name: string, key: string): string {
  const id = secretArn(choose, name);
  book.add(
    secretKinds.secret,
    { id },
    {
      ARN: id,
      Name: name,
      KmsKeyId: key,
      CreatedDate: '2025-04-01T09:00:00.000Z',
      LastChangedDate: '2026-04-01T09:00:00.000Z',
      LastAccessedDate: '2026-11-20T00:00:00.000Z',
      RotationEnabled: false,
      VersionIdsToStages: { [uuid(choose)]: ['AWSCURRENT'], [uuid(choose)]: ['AWSPREVIOUS'] },
      Tags: [],
    },
  );
  book.absent(secretKinds.secretPolicy, { id });
  return id;
}

function secretArn(choose: Random, name: string): string {
  return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-${choose.word(6)}`;
}

export function uuid(choose: Random): string {
  return [8, 4, 4, 4, 12].map((digits) => choose.hex(digits)).join('-');
}
