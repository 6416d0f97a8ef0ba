import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Truth } from '../../src/fact/fact.ts';
import {
  holdsOpaqueValue,
  isOpaque,
  opaqueName,
  opaqueValue,
  sameText,
  shown,
  unitsOf,
  whyOpaque,
} from '../../src/fact/opaque.ts';

const told = (truth: Truth) =>
  truth.match<boolean | 'unknown' | 'absent'>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: () => 'unknown',
  });

const account = opaqueName('AWS::AccountId', '--account');
const role = opaqueName('TaskRole');
const other = opaqueName('ExecutionRole');
const parameter = opaqueValue('SecretArn', '--parameters SecretArn=…');

describe('what a text leaves open', () => {
  it('is shown as a person calls it', () => {
    expect(shown(`arn:aws:iam::${account}:role/${role}`)).toBe(
      'arn:aws:iam::${AWS::AccountId}:role/${TaskRole}',
    );
    expect(shown('plain ${text}')).toBe('plain ${text}');
  });

  it('holds no separator, wildcard or variable of ARNs and policies', () => {
    expect(opaqueName('AWS::AccountId/*?$')).not.toMatch(/[:/*?$]/);
  });

  it('holds none in what unlocks it either, and spells that as it was', () => {
    const text = opaqueValue('Name', '--parameters Nested/Name=${x}:*?');
    expect(text).not.toMatch(/[:/*?$]/);
    expect(shown(text)).toBe('${Name}');
    expect(whyOpaque(text)).toMatchObject({ unlockedBy: '--parameters Nested/Name=${x}:*?' });
    const within = opaqueValue('Name', `--parameters ${opaqueName('Other')}=…`);
    expect(unitsOf(within)).toEqual([within]);
    expect(whyOpaque(within)).toMatchObject({ unlockedBy: '--parameters ${Other}=…' });
  });

  it('says why it is unknown, and what unlocks it', () => {
    expect(whyOpaque(`arn:aws:iam::${account}:role/x`)).toEqual({
      reason: 'unresolved',
      detail: 'the name of AWS::AccountId is known only after the deploy',
      unlockedBy: '--account',
    });
    expect(whyOpaque(parameter)).toMatchObject({ unlockedBy: '--parameters SecretArn=…' });
    expect(whyOpaque(role)).not.toHaveProperty('unlockedBy');
  });

  it('tells names from values', () => {
    expect(isOpaque(role) && isOpaque(parameter)).toBe(true);
    expect(holdsOpaqueValue(role)).toBe(false);
    expect(holdsOpaqueValue(`x-${parameter}`)).toBe(true);
    expect(isOpaque('arn:aws:iam::111122223333:role/x')).toBe(false);
  });

  it('is one unit among letters', () => {
    expect(unitsOf(`a${role}b`)).toEqual(['a', role, 'b']);
  });
});

describe('are two texts the same?', () => {
  it.each<[string, string, string, boolean | 'unknown']>([
    ['equal literals', 'api', 'api', true],
    ['other literals', 'api', 'web', false],
    ['the same name', `arn:x:role/${role}`, `arn:x:role/${role}`, true],
    ['two names', role, other, false],
    ['a name and a literal', role, 'app-role', 'unknown'],
    ['a name in another frame', `arn:x:role/${role}`, 'arn:x:user/app', false],
    ['a name is one segment', `arn:aws:iam::${account}:role/x`, 'arn:aws:iam::1:2:role/x', false],
    [
      'a name of a literal account',
      `arn:aws:iam::${account}:role/x`,
      'arn:aws:iam::111122223333:role/x',
      'unknown',
    ],
    ['a name is not nothing', `api${role}`, 'api', false],
    [
      'a value may be anything',
      parameter,
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
      'unknown',
    ],
    ['a value may be nothing', `api${parameter}`, 'api', 'unknown'],
    ['a value may hold a name', parameter, `arn:x:${role}`, 'unknown'],
    ['letters that no value mends', `x-${parameter}`, 'y-1', false],
  ])('%s', (_, a, b, expected) => {
    expect(told(sameText(a, b))).toBe(expected);
    expect(told(sameText(b, a))).toBe(expected);
  });

  it('is never decided against what the parts turn out to be', () => {
    const literal = fc.stringMatching(/^[ab:/]{0,4}$/);
    const segment = fc.stringMatching(/^[ab]{1,3}$/);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(literal, fc.constantFrom(role, other, parameter)), { maxLength: 4 }),
        fc.array(fc.oneof(literal, fc.constantFrom(role, other, parameter)), { maxLength: 4 }),
        fc.tuple(segment, segment).filter(([a, b]) => a !== b),
        literal,
        (a, b, [mine, theirs], value) => {
          const deployed = (parts: readonly string[]) =>
            parts
              .map((part) =>
                part === role ? mine : part === other ? theirs : part === parameter ? value : part,
              )
              .join('');
          const verdict = told(sameText(a.join(''), b.join('')));
          if (verdict === true) expect(deployed(a)).toBe(deployed(b));
          if (verdict === false && !mixes(a, b)) expect(deployed(a)).not.toBe(deployed(b));
        },
      ),
    );
  });
});

describe('what is open within what is open', () => {
  it('is one part, which says all of it', () => {
    const text = opaqueValue(`resolve:secretsmanager:${opaqueName('Db')}`);
    expect(unitsOf(text)).toEqual([text]);
    expect(shown(text)).toBe('${resolve:secretsmanager:${Db}}');
  });

  it('is unknown for the value that nobody knows, rather than for a name', () => {
    const text = `arn:aws:s3:::${opaqueName('AWS::AccountId')}-${opaqueValue('Stage', '--parameters Stage=…')}`;
    expect(whyOpaque(text)).toMatchObject({
      detail: 'the value of Stage is not known',
      unlockedBy: '--parameters Stage=…',
    });
  });
});

/** A name beside letters may spell another name with letters: such texts are not made by references. */
function mixes(...texts: readonly (readonly string[])[]): boolean {
  return (
    texts.some((parts) => parts.filter((part) => part === role || part === other).length > 0) &&
    texts.flat().includes(role) &&
    texts.flat().includes(other)
  );
}
