import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repairedArn } from '../../rules/secret-reachability/repair.ts';
import rule from '../../rules/secret-reachability/rule.ts';
import { parseValueFrom } from '../../src/model/secret-reference.ts';
import { judgeTexts } from '../fixtures.ts';

const BASE = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:checkout-Ab12Cd';
const VERSION = '9d4cb84b-ad69-40c0-a0ab-cead30000000';

describe('the repair of an ARN', () => {
  test.each([
    [`${BASE}:password`, `${BASE}:password::`],
    [`${BASE}:password:`, `${BASE}:password::`],
    [`${BASE}:password:::`, `${BASE}:password::`],
    [`${BASE}:password:AWSPREVIOUS`, `${BASE}:password:AWSPREVIOUS:`],
    [`${BASE}:AWSPREVIOUS`, `${BASE}::AWSPREVIOUS:`],
    [`${BASE}:password:${VERSION}`, `${BASE}:password::${VERSION}`],
    [`${BASE}:password::AWSCURRENT`, `${BASE}:password:AWSCURRENT:`],
    [
      'arn:aws:ssm:eu-west-1:123456789012:/checkout/key',
      'arn:aws:ssm:eu-west-1:123456789012:parameter/checkout/key',
    ],
    [`${BASE}:password:${VERSION}:`, `${BASE}:password::${VERSION}`],
  ])('%s', (text, repaired) => {
    expect(parseValueFrom(text).kind).toBe('malformed');
    expect(repairedArn(text)).toBe(repaired);
  });

  test.each([
    `${BASE}:password::`,
    `${BASE}:a:b:c:d`,
    `${BASE}:password:AWSCURRENT:${VERSION}`,
    'arn:aws:secretsmanager:eu-west-1:12345:secret:checkout:password',
    'arn:aws:ssm:eu-west-1:123456789012:parameter/checkout:password',
    'checkout:password',
  ])('none of %s', (text) => {
    expect(repairedArn(text)).toBeUndefined();
  });

  test('what is repaired can be read, and keeps every part that was given', () => {
    const part = fc.oneof(
      fc.constant(''),
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.constant('AWSCURRENT'),
      fc.uuid(),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (extra) => {
        const repaired = repairedArn(`${BASE}:${extra.join(':')}`);
        if (repaired === undefined) return;
        expect(parseValueFrom(repaired).kind).toBe('secrets-manager');
        const kept = repaired.slice(BASE.length).split(':').filter(Boolean);
        expect(kept).toEqual(extra.filter(Boolean));
      }),
    );
  });
});

describe('a secret is never printed', () => {
  /** Everything a run says, but for where things stand. */
  async function saidOf(containers: unknown): Promise<{ text: string; problems: readonly string[] }> {
    const definition = {
      family: 'checkout',
      executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
      containerDefinitions: containers,
    };
    const result = await judgeTexts([{ file: 'task.json', text: JSON.stringify(definition) }], [rule]);
    return { text: JSON.stringify(result), problems: result.findings.map(({ problem }) => problem) };
  }

  function expectNothingOf(secret: string, text: string): void {
    for (let start = 0; start + 6 <= secret.length; start++)
      expect(text).not.toContain(secret.slice(start, start + 6));
  }

  const secret = fc.stringMatching(/^([G-Z][0-9]){8,16}$/);

  test('of an environment variable', async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (value) => {
        const environment = [
          { name: 'DB_PASSWORD', value },
          { name: 'DATABASE_URL', value: `postgres://checkout:${value}@db.internal/checkout` },
        ];
        const { text, problems } = await saidOf([{ name: 'api', image: 'api:1', environment }]);
        expect(problems).toEqual(['plaintext-secret', 'plaintext-secret']);
        expectNothingOf(value, text);
      }),
      { numRuns: 40 },
    );
  });

  test('pasted where a reference should stand', async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (value) => {
        const { text, problems } = await saidOf([
          {
            name: 'api',
            image: 'api:1',
            secrets: [{ name: 'DB_PASSWORD', valueFrom: `${value}!:${value}` }],
            repositoryCredentials: { credentialsParameter: `${value}:${value}` },
          },
        ]);
        expect(problems).toEqual(['malformed-reference', 'malformed-reference']);
        expectNothingOf(value, text);
      }),
      { numRuns: 40 },
    );
  });
});
