import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../src/iam/document.ts';
import { ALLOW_ALL, outcome, policy } from './world.ts';

const document = { Version: '2012-10-17', Statement: ALLOW_ALL };

describe('a policy document', () => {
  test.each([
    ['an object', document],
    ['JSON text', JSON.stringify(document)],
    ['percent-encoded JSON text, as the IAM API gives it', encodeURIComponent(JSON.stringify(document))],
    ['without a version', { Statement: [ALLOW_ALL] }],
  ])('is read as %s', (_, text) => {
    expect(outcome({}, { identity: [readPolicy('p', text)] })).toBe('allowed');
  });

  test('a percent sign in JSON text is a percent sign', () => {
    const text = JSON.stringify({ ...document, Id: '100%' });
    expect(outcome({}, { identity: [readPolicy('p', text)] })).toBe('allowed');
  });

  test.each([
    ['no JSON', '{'],
    ['a list', []],
    ['nothing', null],
    ['without statements', { Version: '2012-10-17' }],
    ['of another version', { ...document, Version: '2024-01-01' }],
    ['with a statement that is none', { Statement: ['x'] }],
    ['with another effect', { Statement: { ...ALLOW_ALL, Effect: 'allow' } }],
    ['without an action', { Statement: { Effect: 'Allow', Resource: '*' } }],
    ['with Action and NotAction', { Statement: { ...ALLOW_ALL, NotAction: 'iam:*' } }],
    ['with Resource and NotResource', { Statement: { ...ALLOW_ALL, NotResource: 'x' } }],
    ['with an element nobody knows', { Statement: { ...ALLOW_ALL, Conditions: {} } }],
    ['with a condition that is none', { Statement: { ...ALLOW_ALL, Condition: { StringEquals: 'x' } } }],
    ['with a null for a value', { Statement: { ...ALLOW_ALL, Condition: { StringEquals: { a: null } } } }],
    ['with an empty NotAction', { Statement: { Effect: 'Allow', NotAction: [], Resource: '*' } }],
    ['without a resource', { Statement: { Effect: 'Allow', Action: '*' } }],
    ['with a principal', { Statement: { ...ALLOW_ALL, Principal: '*' } }],
  ])('%s never allows, and never denies for certain', (_, text) => {
    expect(outcome({}, { identity: [readPolicy('p', text)] })).toBe('unknown');
    expect(outcome({}, { identity: [policy(ALLOW_ALL), readPolicy('p', text)] })).not.toBe('explicitDeny');
  });

  test('what is malformed beside a Deny does not hide it', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(outcome({}, { identity: [policy(deny, { Effect: 'Maybe' })] })).toBe('explicitDeny');
  });

  test('no statement, no action, no resource: nothing applies', () => {
    expect(outcome({}, { identity: [policy()] })).toBe('implicitDeny');
    expect(outcome({}, { identity: [policy({ ...ALLOW_ALL, Action: [] })] })).toBe('implicitDeny');
    expect(outcome({}, { identity: [policy({ ...ALLOW_ALL, Resource: [] })] })).toBe('implicitDeny');
  });

  test('whatever it is, it is read without a crash, and allows only what an Allow says', () => {
    const strange = fc.oneof(fc.anything(), fc.jsonValue(), fc.string());
    const statement = fc.dictionary(
      fc.constantFrom(
        'Effect',
        'Action',
        'Resource',
        'NotAction',
        'NotResource',
        'Condition',
        'Principal',
        'Sid',
      ),
      fc.oneof(strange, fc.constantFrom('Allow', 'Deny', '*')),
    );
    fc.assert(
      fc.property(fc.oneof(strange, fc.record({ Statement: fc.array(statement) })), (document) => {
        const found = outcome({}, { identity: [readPolicy('p', document)], boundary: policy() });
        expect(found).not.toBe('allowed');
      }),
      { numRuns: 2000 },
    );
  });
});
