import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inertJson, visible } from '../../src/report/escape.ts';

/** Controls, bidirectional overrides, zero-width characters, line separators. */
const HOSTILE = [
  '\u001b[31m',
  '\u001b]8;;https://evil.example\u0007',
  '\r\n',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u{e0041}',
  '\ud800',
];

describe('visible text', () => {
  test.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['two\nlines\r\tand a tab', 'two\\nlines\\r\\tand a tab'],
    ['\u009b31m', '\\u009b31m'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['\ud800', '\\ud800'],
  ])('shows %j as %s', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each([
    'naïve 日本語 🚀',
    'arn:aws:ecs:eu-west-1:123456789012:service/api',
    '::/0',
    'AWS::ECS::Service',
    '## heading',
  ])('leaves %j alone', (text) => {
    expect(visible(text)).toBe(text);
  });

  test.each([
    ['::error::injected', '\\u003a:error::injected'],
    ['web ::stop-commands::x', 'web \\u003a:stop-commands::x'],
    ['x##[add-mask]y', 'x\\u0023#[add-mask]y'],
    ['##vso[task.setvariable]y', '\\u0023#vso[task.setvariable]y'],
  ])('keeps %j from commanding a CI runner', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('of any text is one printable line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});

describe('inert JSON', () => {
  test('of any value is printable, and means the same', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (value) => {
        const json = inertJson(JSON.stringify({ value }));
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(JSON.parse(json)).toEqual({ value });
      }),
    );
  });
});
