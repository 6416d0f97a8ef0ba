import { describe, expect, test } from 'vitest';
import { opaqueName, opaqueValue, shown } from '../../src/fact/opaque.ts';
import { declaredSecret, declaredSuffix, withSixUnknown } from '../../src/model/declared-secret.ts';
import { ecrRepository, repositoryArn } from '../../src/model/ecr-image.ts';
import { inPrivateEcr } from '../../src/model/image-reference.ts';
import { isReadable, parseCredentialsParameter, parseValueFrom } from '../../src/model/secret-reference.ts';
import { View } from '../../src/model/view.ts';

const REGION = opaqueName('AWS::Region');
const ACCOUNT = opaqueName('AWS::AccountId');
const NAME = opaqueName('Db');
const STAGE = opaqueValue('Stage');
const SECRETS = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret`;
const PARAMETERS = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter`;

describe('references of templates', () => {
  test('a secret of the template, with a key', () => {
    const arn = `${SECRETS}:${NAME}${declaredSuffix('Db')}`;
    expect(parseValueFrom(`${arn}:password::`)).toMatchObject({
      kind: 'secrets-manager',
      arn,
      region: REGION,
      account: ACCOUNT,
      jsonKey: 'password',
    });
    expect(declaredSecret(arn)).toBe('Db');
    expect(withSixUnknown(arn)).toBe(`${SECRETS}:${NAME}-??????`);
    expect(parseCredentialsParameter(arn)).toMatchObject({ kind: 'secrets-manager', arn });
  });

  test('a key without its colons is as malformed as in any other ARN', () => {
    expect(parseValueFrom(`${SECRETS}:${NAME}${declaredSuffix('Db')}:password`).kind).toBe('malformed');
  });

  test('a name that ends in that of the stack does not end in the random characters', () => {
    expect(declaredSecret(`${SECRETS}:db-${opaqueName('AWS::StackName')}`)).toBeUndefined();
    expect(declaredSecret(`${SECRETS}:db-Ab12Cd`)).toBeUndefined();
    expect(withSixUnknown(`${SECRETS}:db-Ab12Cd`)).toBe(`${SECRETS}:db-Ab12Cd`);
  });

  test('a parameter, by its name and by its ARN', () => {
    expect(parseValueFrom(NAME)).toEqual({ kind: 'ssm-name', name: NAME });
    expect(parseValueFrom(`${PARAMETERS}/${NAME}`)).toMatchObject({ kind: 'ssm-arn', name: NAME });
    expect(parseValueFrom(`${PARAMETERS}/shop/${NAME}`)).toMatchObject({ name: `/shop/${NAME}` });
    // What CloudFormation makes up has no slash: the ARN lacks the one behind "parameter".
    expect(parseValueFrom(`${PARAMETERS}${NAME}`).kind).toBe('malformed');
  });

  test('a name that no store takes stays malformed', () => {
    expect(parseValueFrom(`${SECRETS}:a b${NAME}`).kind).toBe('malformed');
  });
});

describe('values that nobody knows', () => {
  test.each([
    ['in the name of a secret', `${SECRETS}:${STAGE}/db-Ab12Cd:password::`, true],
    ['in the path of a parameter', `/${STAGE}/token`, true],
    ['in the ARN of a parameter', `${PARAMETERS}/${STAGE}/token`, true],
    ['as the whole reference', STAGE, false],
    ['at its beginning', `${STAGE}:password::`, false],
    ['as the region', `arn:aws:secretsmanager:${STAGE}:${ACCOUNT}:secret:db`, false],
    ['as the key', `${SECRETS}:db:${STAGE}::`, false],
    ['where the slash of the parameter may be', `${PARAMETERS}${STAGE}`, false],
  ])('%s', (_, text, readable) => {
    expect(isReadable(text)).toBe(readable);
  });
});

describe('images of templates', () => {
  const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

  test('account, region and repository may be names that the deploy alone will tell', () => {
    const repository = ecrRepository(`${HOST}/${NAME}:1.4`);
    expect(repository).toEqual({ account: ACCOUNT, region: REGION, name: NAME });
    expect(repository && shown(repositoryArn(repository))).toBe(
      'arn:aws:ecr:${AWS::Region}:${AWS::AccountId}:repository/${Db}',
    );
  });

  test('the tag may be anything, the rest not', () => {
    expect(ecrRepository(`${HOST}/shop:${STAGE}`)).toMatchObject({ name: 'shop' });
    expect(ecrRepository(`${HOST}/${STAGE}:1`)).toBeUndefined();
    expect(ecrRepository(`${STAGE}.dkr.ecr.${REGION}.amazonaws.com/shop`)).toBeUndefined();
  });

  test.each([
    [`${HOST}/${NAME}:1.4`, true],
    [`${HOST}/shop:${STAGE}`, true],
    [`public.ecr.aws/shop:${STAGE}`, false],
    [STAGE, undefined],
    [`${STAGE}/shop:1`, undefined],
  ])('private registry: %s', (image, expected) => {
    const source = { file: 'f', text: '', syntax: 'json' as const, span: () => undefined };
    const found = inPrivateEcr(View.root<unknown>(source, image)).match<boolean | undefined>({
      known: (is) => is,
      absent: () => false,
      unknown: () => undefined,
    });
    expect(found).toBe(expected);
  });
});
