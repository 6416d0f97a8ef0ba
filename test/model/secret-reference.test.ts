import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCredentialsParameter, parseValueFrom } from '../../src/model/secret-reference.ts';

const BASE = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:appauthexample-AbCdEf';
const VERSION = '9d4cb84b-ad69-40c0-a0ab-cead3EXAMPLE';

describe('references that AWS documents', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
  test.each([
    ['whole secret', BASE, {}],
    ['key', `${BASE}:username1::`, { jsonKey: 'username1' }],
    ['stage', `${BASE}::AWSPREVIOUS:`, { versionStage: 'AWSPREVIOUS' }],
    ['version', `${BASE}:::${VERSION}`, { versionId: VERSION }],
    [
      'key and stage',
      `${BASE}:username1:AWSPREVIOUS:`,
      { jsonKey: 'username1', versionStage: 'AWSPREVIOUS' },
    ],
    ['key and version', `${BASE}:username1::${VERSION}`, { jsonKey: 'username1', versionId: VERSION }],
    ['three empty parts', `${BASE}:::`, {}],
  ])('%s', (_, text, parts) => {
    expect(parseValueFrom(text)).toEqual({
      kind: 'secrets-manager',
      arn: BASE,
      partition: 'aws',
      region: 'eu-west-1',
      account: '123456789012',
      name: 'appauthexample-AbCdEf',
      ...parts,
    });
  });

  test.each([
    ['arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:orders/db-Ab12Cd', 'aws-cn', 'cn-north-1'],
    [
      'arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:orders/db',
      'aws-us-gov',
      'us-gov-west-1',
    ],
    ['arn:aws-iso-b:secretsmanager:us-isob-east-1:123456789012:secret:orders', 'aws-iso-b', 'us-isob-east-1'],
    ['arn:aws-eusc:secretsmanager:eusc-de-east-1:123456789012:secret:orders', 'aws-eusc', 'eusc-de-east-1'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-0f3c-Ab12Cd', 'aws', 'us-east-1'],
  ])('%s', (text, partition, region) => {
    expect(parseValueFrom(text)).toMatchObject({ kind: 'secrets-manager', partition, region });
  });

  test.each([
    ['arn:aws:ssm:us-east-1:123456789012:parameter/orders/prod/token', '/orders/prod/token'],
    ['arn:aws:ssm:us-east-1:123456789012:parameter/token', 'token'],
    ['arn:aws:ssm:us-east-1:123456789012:parameter:/orders/token', '/orders/token'],
  ])('%s', (text, name) => {
    expect(parseValueFrom(text)).toMatchObject({ kind: 'ssm-arn', name, region: 'us-east-1' });
  });

  test.each(['/orders/prod/token', 'token', 'orders.db_password-2'])('parameter name %s', (name) => {
    expect(parseValueFrom(name)).toEqual({ kind: 'ssm-name', name });
  });
});

describe('references that ECS cannot read', () => {
  test.each([
    ['', 'empty'],
    ['orders/db-Ab12Cd:password::', 'full ARN'],
    ['/orders/config:2', 'colon'],
    ['orders db', 'neither'],
    [`${BASE}:password`, '1 part follows'],
    [`${BASE}:password:`, '2 parts follow'],
    [`${BASE}:password:::`, '4 parts follow'],
    [`${BASE}:`, '1 part follows'],
    [`${BASE}:AWSPREVIOUS::`, 'stands where the JSON key does'],
    [`${BASE}:password:9d4cb84b-ad69-40c0-a0ab-cead30000000:`, 'stands where the version stage does'],
    [`${BASE}:password::AWSPREVIOUS`, '32 to 64'],
    [`${BASE}:password:AWSCURRENT:${VERSION}`, 'both given'],
    ['arn:aws:secretsmanager:eu-west-1:123456789012:orders/db-Ab12Cd', 'expected "secret:"'],
    ['arn:aws:secretsmanager:eu-west-1:123456789012:secret/orders/db', 'expected "secret:"'],
    ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:', 'secret name'],
    ['arn:aws:secretsmanager:eu-west-1:123456789012:secret::password::', 'secret name'],
    ['arn:aws:secretsmanager::123456789012:secret:orders', 'region'],
    ['arn:aws:secretsmanager:eu-west-1a:123456789012:secret:orders', 'region'],
    ['arn:aws:secretsmanager:eu-west-1:12345:secret:orders', 'twelve digits'],
    ['arn:amazon:secretsmanager:eu-west-1:123456789012:secret:orders', 'partition'],
    ['arn:aws:s3:::orders-config/db.json', '"s3"'],
    ['arn:aws:kms:eu-west-1:123456789012:key/0f3c', '"kms"'],
    ['arn:aws:secretsmanager:eu-west-1', 'six parts'],
    ['arn:aws:ssm:eu-west-1:123456789012:/orders/token', 'expected "parameter/"'],
    ['arn:aws:ssm:eu-west-1:123456789012:parameter/orders/token:password::', 'no key, version or label'],
    ['arn:aws:ssm:eu-west-1:123456789012:parameter/orders/token:3', 'no key, version or label'],
    ['arn:aws:ssm:eu-west-1:123456789012:parameter//orders/token', 'parameter name'],
  ])('%s', (text, because) => {
    expect(parseValueFrom(text)).toEqual({ kind: 'malformed', because: expect.stringContaining(because) });
  });
});

describe('registry credentials', () => {
  test('an ARN or a name of a secret', () => {
    expect(parseCredentialsParameter(BASE)).toMatchObject({ kind: 'secrets-manager', arn: BASE });
    expect(parseCredentialsParameter('prod/dockerhub')).toEqual({
      kind: 'secret-name',
      name: 'prod/dockerhub',
    });
  });

  test.each([
    '',
    'docker hub',
    `${BASE}:username::`,
    `${BASE}:::`,
    'arn:aws:ssm:eu-west-1:123456789012:parameter/dockerhub',
    'arn:aws:iam::123456789012:role/dockerhub',
  ])('not %s', (text) => {
    expect(parseCredentialsParameter(text).kind).toBe('malformed');
  });
});

describe('the grammar, over generated references', () => {
  const region = fc.constantFrom(
    'us-east-1',
    'ap-southeast-2',
    'us-gov-east-1',
    'cn-northwest-1',
    'mx-central-1',
  );
  const account = fc.stringMatching(/^[0-9]{12}$/);
  const name = fc.stringMatching(/^[A-Za-z0-9/_+=.@-]{1,40}$/);
  const jsonKey = fc.stringMatching(/^[a-z][A-Za-z0-9_. -]{0,20}$/);
  const version = fc.oneof(
    fc.constant({ stage: '', id: '' }),
    fc.stringMatching(/^[A-Z]{1,20}$/).map((stage) => ({ stage, id: '' })),
    fc.uuid().map((id) => ({ stage: '', id })),
  );

  test('what is put together is read back', () => {
    fc.assert(
      fc.property(
        region,
        account,
        name,
        fc.option(jsonKey),
        version,
        (where, who, secret, key, { stage, id }) => {
          const arn = `arn:aws:secretsmanager:${where}:${who}:secret:${secret}`;
          const parsed = parseValueFrom(`${arn}:${key ?? ''}:${stage}:${id}`);
          expect(parsed).toEqual({
            kind: 'secrets-manager',
            arn,
            partition: 'aws',
            region: where,
            account: who,
            name: secret,
            ...(key === null ? {} : { jsonKey: key }),
            ...(stage === '' ? {} : { versionStage: stage }),
            ...(id === '' ? {} : { versionId: id }),
          });
        },
      ),
    );
  });

  test('any other number of parts behind the name is malformed', () => {
    const parts = fc.array(fc.stringMatching(/^[a-z]{0,8}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(region, account, name, parts, (where, who, secret, extra) => {
        fc.pre(extra.length !== 3);
        const text = `arn:aws:secretsmanager:${where}:${who}:secret:${secret}:${extra.join(':')}`;
        expect(parseValueFrom(text).kind).toBe('malformed');
      }),
    );
  });

  test('a parameter is the same by ARN and by name', () => {
    fc.assert(
      fc.property(
        region,
        account,
        fc.stringMatching(/^(\/[A-Za-z0-9_.-]{1,10}){2,5}$/),
        (where, who, path) => {
          expect(parseValueFrom(path)).toEqual({ kind: 'ssm-name', name: path });
          expect(parseValueFrom(`arn:aws:ssm:${where}:${who}:parameter${path}`)).toMatchObject({
            name: path,
          });
        },
      ),
    );
  });

  test('it never throws, and never repeats a text that is no ARN', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (text) => {
        for (const parsed of [parseValueFrom(text), parseCredentialsParameter(text)]) {
          if (parsed.kind === 'malformed') expect(parsed.because).not.toContain(text);
        }
      }),
    );
  });
});
