import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContextValue, PRESENT, UNKNOWN } from '../../src/iam/context-value.ts';
import type { Outcome } from '../../src/iam/decision.ts';
import { type Policy, readPolicy, unreadable } from '../../src/iam/document.ts';
import type { Policies } from '../../src/iam/request.ts';
import { ACCOUNT, type Keys, outcome, ROLE, SESSION, type World } from './world.ts';

const KEYS = [
  'aws:SourceVpce',
  'aws:PrincipalTag/env',
  'aws:TagKeys',
  'aws:SourceIp',
  'aws:MultiFactorAuthAge',
] as const;
const VALUES = ['a', 'ab', 'prod', '', '10', '203.0.113.9', '2001:db8::1', 'arn:aws:iam::1:role/a'] as const;
const WANTED = [
  ...VALUES,
  'a*',
  '?',
  '*',
  '${aws:PrincipalTag/env}',
  "${aws:PrincipalTag/env, 'a'}",
  '203.0.113.0/24',
  'true',
];
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'ArnLike',
  'ArnNotEquals',
  'NumericLessThan',
  'NumericNotEquals',
  'IpAddress',
  'NotIpAddress',
  'Bool',
  'Null',
  'StringFuzzy',
];

const operator = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(...OPERATORS),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const condition = fc.dictionary(
  operator,
  fc.dictionary(
    fc.constantFrom(...KEYS),
    fc.array(fc.constantFrom(...WANTED), { minLength: 1, maxLength: 2 }),
    {
      minKeys: 1,
      maxKeys: 2,
    },
  ),
  { maxKeys: 2 },
);
const resources = [
  '*',
  'arn:aws:s3:::bucket/*',
  'arn:aws:s3:::bucket/a/b',
  'arn:aws:s3:::${aws:PrincipalTag/env}/*',
  'arn:aws:s3:::bucket/?/*',
  'arn:aws:s3:::other/*',
];
const principals = [
  '*',
  { AWS: ACCOUNT },
  { AWS: ROLE },
  { AWS: SESSION },
  { Service: 'ec2.amazonaws.com' },
] as const;

const statement = (effect: fc.Arbitrary<'Allow' | 'Deny'>, principal: boolean) =>
  fc
    .record({
      Effect: effect,
      Action: fc.constantFrom('*', 's3:*', 's3:GetObject', 's3:PutObject'),
      about: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), fc.constantFrom(...resources)),
      Condition: fc.option(condition, { nil: undefined }),
      ...(principal ? { Principal: fc.constantFrom(...principals) } : {}),
    })
    .map(({ about: [element, resource], Condition, ...rest }) => ({
      ...rest,
      [element]: resource,
      ...(Condition ? { Condition } : {}),
    }));

type Statements = readonly object[];
const anyEffect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny');
const statements = (principal = false) =>
  fc.array(statement(anyEffect, principal), { minLength: 1, maxLength: 3 });
const optional = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: undefined, freq: 1 });

interface Documents {
  readonly identity: Statements;
  readonly boundary: Statements | undefined;
  readonly serviceControl: Statements | undefined;
  readonly resource: Statements | undefined;
  readonly endpoint: Statements | undefined;
}
const documents: fc.Arbitrary<Documents> = fc.record({
  identity: statements(),
  boundary: optional(statements()),
  serviceControl: optional(statements()),
  resource: optional(statements(true)),
  endpoint: optional(statements(true)),
});
const LAYERS = ['identity', 'boundary', 'serviceControl', 'resource', 'endpoint'] as const;

const single = fc.constantFrom(...VALUES);
const values = fc.oneof(single, fc.array(fc.constantFrom(...VALUES), { maxLength: 2 }));
const keys: fc.Arbitrary<Keys> = fc.dictionary(fc.constantFrom(...KEYS), values);
const account = fc.constantFrom(ACCOUNT, '444455556666', undefined);
const action = fc.constantFrom('s3:GetObject', 'kms:Decrypt');

function policiesOf(documents: Documents, hidden?: keyof Documents): Policies {
  const read = (name: keyof Documents): Policy | undefined => {
    if (hidden === name) return unreadable(name, []);
    const found = documents[name];
    return found && readPolicy(name, { Version: '2012-10-17', Statement: found });
  };
  const [identity, boundary, serviceControl, resource, endpoint] = LAYERS.map(read);
  return {
    identity: identity ? [identity] : [],
    ...(boundary ? { boundary } : {}),
    ...(serviceControl ? { serviceControl: [[serviceControl]] } : {}),
    ...(resource ? { resource } : {}),
    ...(endpoint ? { endpoint: { policy: endpoint, gateway: false } } : {}),
  };
}

const worlds = fc.record({
  context: keys,
  resourceAccount: account,
  action,
  resource: fc.constant('arn:aws:s3:::bucket/a/b'),
});

type Answer = Outcome | 'unknown';
const side = (answer: Answer) => (answer === 'allowed' || answer === 'unknown' ? answer : 'denied');

/** What is known less about may become unknown, and nothing else. */
function expectLess(less: Answer, more: Answer) {
  if (less === 'unknown') return;
  expect(side(less)).toBe(side(more));
}

const RUNS = { numRuns: 1000 };

describe('the evaluator', () => {
  test('a Deny more never allows more', () => {
    fc.assert(
      fc.property(
        worlds,
        documents,
        fc.constantFrom(...LAYERS),
        statement(fc.constant('Deny'), false),
        (world, found, layer, deny) => {
          const before = outcome(world, policiesOf(found));
          const principal = layer === 'resource' || layer === 'endpoint' ? { Principal: '*' } : {};
          const more = { ...found, [layer]: [...(found[layer] ?? []), { ...deny, ...principal }] };
          const after = outcome(world, policiesOf(more));
          if (after === 'allowed') expect(before).toBe('allowed');
          if (before === 'explicitDeny') expect(after).toBe('explicitDeny');
        },
      ),
      RUNS,
    );
  });

  test('an Allow less never allows more', () => {
    fc.assert(
      fc.property(worlds, documents, (world, found) => {
        const fewer = {
          ...found,
          identity: found.identity.filter((it) => 'Effect' in it && it.Effect === 'Deny'),
        };
        if (outcome(world, policiesOf(fewer)) === 'allowed')
          expect(outcome(world, policiesOf(found))).toBe('allowed');
      }),
      RUNS,
    );
  });

  test('the order of statements does not matter', () => {
    fc.assert(
      fc.property(worlds, documents, (world, found) => {
        const turned = Object.fromEntries(
          LAYERS.map((layer) => [layer, found[layer] && [...found[layer]].reverse()]),
        ) as unknown as Documents;
        expect(outcome(world, policiesOf(turned))).toBe(outcome(world, policiesOf(found)));
      }),
      RUNS,
    );
  });

  test('a key of which less is known changes an answer into unknown, or not at all', () => {
    fc.assert(
      fc.property(worlds, documents, fc.constantFrom(...KEYS), (world, found, key) => {
        const value = world.context[key];
        // Of the others nobody has several.
        fc.pre(!Array.isArray(value) || key === 'aws:TagKeys');
        const states: ContextValue[] = [UNKNOWN];
        // Whether empty text is a value at all is not documented; `present` and what follows say that there is one.
        if (typeof value === 'string' && value !== '') {
          states.push(
            PRESENT,
            { state: 'one-of', values: ['a', value] },
            { state: 'pattern', text: `${value.slice(0, 1)}*` },
          );
        }
        const more = outcome(world, policiesOf(found));
        for (const state of states) {
          const less = outcome({ ...world, context: { ...world.context, [key]: state } }, policiesOf(found));
          expectLess(less, more);
        }
      }),
      RUNS,
    );
  });

  test('a key of several values of which nothing is known does not allow more', () => {
    const found: Documents = {
      identity: [
        {
          Effect: 'Allow',
          Action: '*',
          NotResource: 'arn:aws:s3:::other/*',
          Condition: { StringLikeIfExists: { 'aws:TagKeys': ['*'] } },
        },
        {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceVpce': ['a'] } },
        },
      ],
      boundary: undefined,
      serviceControl: undefined,
      resource: undefined,
      endpoint: undefined,
    };
    const world = {
      context: { 'aws:TagKeys': ['a'] },
      resourceAccount: ACCOUNT,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::bucket/a/b',
    };
    const less = outcome({ ...world, context: { 'aws:TagKeys': UNKNOWN } }, policiesOf(found));
    expectLess(less, outcome(world, policiesOf(found)));
  });

  test('two keys of which nothing is known: whatever they are, the answer holds', () => {
    fc.assert(
      fc.property(worlds, documents, fc.tuple(single, single), (world, found, [one, other]) => {
        const hidden: Keys = { ...world.context, 'aws:SourceVpce': UNKNOWN, 'aws:PrincipalTag/env': UNKNOWN };
        const less = outcome({ ...world, context: hidden }, policiesOf(found));
        const shown: Keys = { ...world.context, 'aws:SourceVpce': one, 'aws:PrincipalTag/env': other };
        expectLess(less, outcome({ ...world, context: shown }, policiesOf(found)));
        const { 'aws:SourceVpce': _, 'aws:PrincipalTag/env': __, ...without } = world.context;
        expectLess(less, outcome({ ...world, context: without }, policiesOf(found)));
      }),
      RUNS,
    );
  });

  test('a policy that could not be read changes an answer into unknown, or not at all', () => {
    fc.assert(
      fc.property(worlds, documents, fc.constantFrom(...LAYERS), (world, found, layer) => {
        expectLess(outcome(world, policiesOf(found, layer)), outcome(world, policiesOf(found)));
      }),
      RUNS,
    );
  });

  test('a resource known in part is answered as every resource that it may be', () => {
    const concrete = fc.constantFrom('a/b', 'a', '', 'x/y/z', 'a/*');
    fc.assert(
      fc.property(worlds, documents, concrete, (world, found, rest) => {
        const asked = (resource: string): World => ({
          ...world,
          resource: `arn:aws:s3:::bucket/${resource}`,
        });
        expectLess(
          outcome(asked('*'), policiesOf(found)),
          outcome(asked(rest.replace('*', 'star')), policiesOf(found)),
        );
      }),
      RUNS,
    );
  });
});
