import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../fixtures.ts';
import { type IamVector, missOfIam } from './iam.ts';
import { main } from './main.ts';

async function iam(vectors: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  writeFileSync(join(folder, 'some.json'), JSON.stringify(vectors));
  const lines: string[] = [];
  const code = await main(['iam', folder], (line) => lines.push(line));
  return { code, lines };
}

const allowed: IamVector = {
  name: 'reads its secret',
  request: {
    principal: 'arn:aws:iam::111122223333:role/app',
    action: 'secretsmanager:GetSecretValue',
    resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:app-AbCdEf',
    context: {},
  },
  identityPolicies: [
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }],
    },
  ],
  expected: 'allowed',
  because: 'documented',
};

describe('the runner of IAM vectors', () => {
  test('counts what it agrees with', async () => {
    const { code, lines } = await iam([allowed, { ...allowed, expected: undefined, expected3: 'allowed' }]);
    expect([code, lines]).toEqual([0, ['2 passed, 0 failed']]);
  });

  test('says first and loudest what is allowed where AWS denies', async () => {
    const { code, lines } = await iam([
      { ...allowed, name: 'too strict', identityPolicies: [] },
      { ...allowed, name: 'too lax', expected: 'implicitDeny' },
    ]);
    expect(code).toBe(1);
    expect(lines[0]).toBe('ALLOWED WHERE AWS DENIES: too lax');
    expect(lines).toContain('miss: too strict');
    expect(lines.slice(-2)).toEqual(['allowed where AWS denies: 1', '0 passed, 2 failed']);
  });

  test('unknown where the vector is decided is a miss', async () => {
    const { code } = await iam([{ ...allowed, missingInputs: ['permissionsBoundary'] }]);
    expect(code).toBe(1);
  });

  test('the candidates of a key that is not known are all the values that it may have', async () => {
    const condition = { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } };
    const statement = { Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*', Condition: condition };
    const vector = (expected3: string, candidates: object) => ({
      ...allowed,
      expected: undefined,
      expected3,
      identityPolicies: [{ Version: '2012-10-17', Statement: [statement] }],
      unknownKeys: ['aws:SourceVpce'],
      ...candidates,
    });
    const { lines } = await iam([
      vector('allowed', { candidates: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } }),
      vector('denied', { candidates: { 'aws:SourceVpce': [null, 'vpce-3'] } }),
      vector('unknown', { candidates: { 'aws:SourceVpce': [null, 'vpce-1'] } }),
      vector('unknown', { candidates: { 'aws:SourceVpce': ['vpce-2', 'vpce-3'] } }),
      vector('unknown', {}),
    ]);
    expect(lines).toEqual(['5 passed, 0 failed']);
  });

  test('JSON has numbers, truths and null where the evaluator has text or nothing', async () => {
    const condition = {
      Bool: { 'aws:SecureTransport': 'true' },
      NumericLessThan: { 's3:max-keys': 10 },
      Null: { 'aws:SourceVpce': 'true' },
    };
    const statement = { Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*', Condition: condition };
    const everything = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
    };
    const identityPolicies = [{ Version: '2012-10-17', Statement: [statement] }];
    const context = { 'aws:SecureTransport': true, 's3:max-keys': 9, 'aws:SourceVpce': null };
    const nothing = { resourcePolicy: null, rcps: null, kmsGrants: null, missingInputs: null };
    const request = { ...allowed.request, context };
    const unknownKeys = ['aws:SecureTransport'];
    const { lines } = await iam([
      { ...allowed, ...nothing, request, identityPolicies },
      { ...allowed, scps: [everything] },
      { ...allowed, request: { ...allowed.request, context: undefined } },
      { ...allowed, request, identityPolicies, unknownKeys, candidates: { 'aws:SecureTransport': [true] } },
    ]);
    expect(lines).toEqual(['4 passed, 0 failed']);
  });

  test('one that cannot be evaluated is a miss', async () => {
    const { code, lines } = await iam([{ ...allowed, name: 'odd', request: { context: {} } }, allowed]);
    expect([code, lines[0], lines.at(-1)]).toEqual([1, 'miss: odd', '1 passed, 1 failed']);
  });

  test('a file without IAM vectors is refused', async () => {
    expect((await iam([{ hello: 'world' }])).code).toBe(2);
    expect(await main(['iam', join(tmpdir(), 'no-such-folder')], () => {})).toBe(2);
  });
});

const SHARED = fileURLToPath(new URL('../../../shared/vectors/iam/', import.meta.url));

/** Our copy always runs; where the originals stand beside the checkout, so do they. */
describe.each([join(FIXTURES, 'iam'), ...(existsSync(SHARED) ? [SHARED] : [])])(
  'IAM vectors of %s',
  (folder) => {
    const cases = readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly IamVector[])
      .map((vector) => [vector.name, vector] as const);

    test('there are some', () => expect(cases.length).toBeGreaterThan(250));
    test.each(cases)('%s', (_, vector) => expect(missOfIam(vector)).toBeUndefined());
  },
);
