import fc from 'fast-check';
import { expect, test } from 'vitest';
import { opaqueName, opaqueValue } from '../../src/fact/opaque.ts';
import { readPolicy } from '../../src/iam/document.ts';
import type { Principal } from '../../src/iam/principal.ts';
import type { Policies } from '../../src/iam/request.ts';
import { Unresolved } from '../../src/model/placeholder.ts';
import { outcome } from './world.ts';

const ACCOUNT = opaqueName('AWS::AccountId');
const NAME = opaqueName('Bucket');
const OTHER = opaqueName('Role');
const VALUE = opaqueValue('Env');
const OPEN = new Unresolved({ reason: 'unresolved', detail: 'Open is not known' });

/** What the parts turn out to be. No two names become the same, and none begins or ends as another does. */
const chosen = fc.record({
  [ACCOUNT]: fc.constantFrom('111122223333', '444455556666'),
  [NAME]: fc.constantFrom('assets', 'a', 'a.b', 'assets-1'),
  [OTHER]: fc.constantFrom('r', 'Role-QWERTY', 'app'),
  [VALUE]: fc.constantFrom(
    '',
    'a',
    '*',
    'a/b',
    'assets',
    'x:y',
    'r',
    '?',
    's3:GetObject',
    'true',
    'arn:aws:s3:::a/b',
  ),
});
const CHOSEN_FOR_OPEN = ['arn:aws:s3:::a/*', '*', 's3:GetObject', 'a', '10', 'true'];

const part = fc.constantFrom(
  'a',
  'assets',
  NAME,
  OTHER,
  VALUE,
  '*',
  '?',
  'a*',
  `${NAME}*`,
  `${NAME}-x`,
  `a${VALUE}`,
);
const arn = fc.oneof(
  fc
    .tuple(part, fc.constantFrom('', '/a', '/*', `/${VALUE}`, `/${NAME}`, '/b/*'))
    .map((it) => `arn:aws:s3:::${it.join('')}`),
  fc
    .tuple(fc.constantFrom(ACCOUNT, '111122223333', '*', VALUE), part)
    .map(([id, it]) => `arn:aws:sqs:*:${id}:${it}`),
  fc.constantFrom('*', VALUE, NAME, `arn:aws:s3:::${VALUE}`, `${VALUE}:a`),
);
const resource = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('a', 'assets', NAME, 'assets-1', `a${VALUE}`),
      fc.constantFrom('/a', '/a/b', `/${NAME}`, `/${VALUE}`),
    )
    .map((it) => `arn:aws:s3:::${it.join('')}`),
  fc.constantFrom(ACCOUNT, '111122223333').map((id) => `arn:aws:sqs:eu-west-1:${id}:${NAME}`),
);
const value = fc.oneof(
  { weight: 4, arbitrary: part },
  { weight: 1, arbitrary: fc.constantFrom(ACCOUNT, 'true', '10') },
);
const operator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ArnLike',
  'ForAnyValue:StringLike',
  'NumericEquals',
  'Bool',
  'Null',
  'StringEqualsIgnoreCase',
);
const orOpen = <T>(it: fc.Arbitrary<T>): fc.Arbitrary<T | Unresolved> =>
  fc.oneof({ weight: 9, arbitrary: it }, { weight: 1, arbitrary: fc.constant(OPEN) });
const statement = (principal: boolean) =>
  fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      Action: orOpen(fc.constantFrom('*', 's3:*', 's3:GetObject', 'sqs:*', VALUE, `s3:${VALUE}`)),
      about: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), orOpen(arn)),
      Condition: fc.option(fc.dictionary(operator, fc.record({ k: orOpen(value) }), { maxKeys: 1 }), {
        nil: undefined,
      }),
      ...(principal
        ? {
            Principal: fc.constantFrom<unknown>(
              '*',
              { AWS: ACCOUNT },
              { AWS: '111122223333' },
              { AWS: `arn:aws:iam::${ACCOUNT}:role/${OTHER}` },
              { AWS: 'arn:aws:iam::111122223333:role/app' },
              { AWS: VALUE },
              { Service: VALUE },
              { AWS: OPEN },
            ),
          }
        : {}),
    })
    .map(({ about: [element, resource], Condition, ...rest }) => ({
      ...rest,
      [element]: resource,
      ...(Condition ? { Condition } : {}),
    }));

const world = fc.record({
  identity: fc.array(statement(false), { minLength: 1, maxLength: 3 }),
  resource: fc.option(fc.array(statement(true), { minLength: 1, maxLength: 2 }), { nil: undefined }),
  asked: resource,
  owner: fc.constantFrom(ACCOUNT, '111122223333'),
  k: fc.option(fc.constantFrom('a', NAME, ACCOUNT, VALUE, 'assets', `a${VALUE}`), { nil: undefined }),
});

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function answer({ identity, resource, asked, owner, k }: World, put: <T>(it: T) => T): string {
  const account = put(ACCOUNT);
  const principal: Principal = {
    type: 'role',
    arn: put(`arn:aws:iam::${ACCOUNT}:role/${OTHER}`),
    account,
    session: 'unknown',
  };
  const read = (statements: unknown) =>
    readPolicy('p', put({ Version: '2012-10-17', Statement: statements }));
  const policies: Policies = {
    identity: [read(identity)],
    ...(resource ? { resource: read(resource) } : {}),
  };
  return outcome(
    {
      principal,
      action: 's3:GetObject',
      resource: put(asked),
      resourceAccount: put(owner),
      context: k === undefined ? {} : { k: put(k) },
    },
    policies,
  );
}

/** Every open part replaced by what it turns out to be. */
function putting(parts: Readonly<Record<string, string>>, forOpen: string) {
  const put = (it: unknown): unknown => {
    if (it instanceof Unresolved) return forOpen;
    if (typeof it === 'string')
      return Object.entries(parts).reduce((text, [name, literal]) => text.replaceAll(name, literal), it);
    if (Array.isArray(it)) return it.map(put);
    if (typeof it !== 'object' || it === null) return it;
    return Object.fromEntries(Object.entries(it).map(([key, inner]) => [key, put(inner)]));
  };
  return put as <T>(it: T) => T;
}

test('whatever the open parts turn out to be, what was decided stays so', () => {
  let decided = 0;
  fc.assert(
    fc.property(world, chosen, fc.constantFrom(...CHOSEN_FOR_OPEN), (open, parts, forOpen) => {
      const before = answer(open, (it) => it);
      if (before === 'unknown') return;
      decided += 1;
      const after = answer(open, putting(parts, forOpen));
      // A `?` or `*` that a value turns out to be may leave open what was certain; and what nothing allows may be denied outright.
      if (after === 'unknown') return;
      expect([before, after === 'allowed']).toEqual([before, before === 'allowed']);
      if (before === 'explicitDeny') expect(after).toBe(before);
    }),
    { numRuns: 6000 },
  );
  expect(decided).toBeGreaterThan(1000);
});
