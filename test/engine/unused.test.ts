import { describe, expect, test } from 'vitest';
import type { Suppression } from '../../src/engine/suppression.ts';
import { finding, governed, resultOf, suppression } from './governed.ts';

type Setting = Parameters<typeof resultOf>[0];
const off = {
  rules: ['size/large'],
  covers: { finding: () => false },
  place: { pointer: '' },
  severity: 'off' as const,
};

/** How many are told to suppress nothing. */
function unused(
  setting: Setting,
  parts: Partial<Suppression> = {},
  decisions: Parameters<typeof governed>[1] = {},
) {
  const result = governed(resultOf(setting), { suppressions: [suppression(parts)], ...decisions });
  return result.unusedSuppressions?.length ?? 0;
}

describe('a suppression is unused', () => {
  test.each<[string, number, Setting, Partial<Suppression>?]>([
    ['all was judged and passed', 1, {}],
    [
      'what it names does not apply to the service',
      1,
      {
        deployments: [{ id: 'orders', file: 'orders.json', family: 'orders', service: 'api' }],
        verdicts: { 'size/small': 'not-applicable' },
      },
    ],
    [
      'what it names does not apply to a task definition whose service is not here',
      0,
      { verdicts: { 'size/small': 'not-applicable' } },
    ],
    [
      'another finding of the rule is elsewhere',
      1,
      { findings: [finding()] },
      { covers: { finding: () => false } },
    ],
    ['it meets a finding', 0, { findings: [finding()] }],
    ['it meets a finding, though it has ended', 0, { findings: [finding()] }, { until: '2026-11-01' }],
    ['it has ended, and nothing is there', 1, {}, { until: '2026-11-01' }],
    ['one problem is unknown', 0, { verdicts: { 'size/large': 'unknown' } }],
    [
      'one problem is unknown that it does not name',
      1,
      { verdicts: { 'size/large': 'unknown' } },
      { rules: ['size/small'] },
    ],
    ['a check crashed', 0, { verdicts: { 'size/large': 'crashed' } }],
    ['a problem of the rule was not selected', 0, { unselected: ['size/large'] }],
    ['the rule was not selected', 0, { unselected: ['size/small', 'size/large'] }],
    [
      'the one problem that it names was selected',
      1,
      { unselected: ['size/large'] },
      { rules: ['size/small'] },
    ],
    ['one of two rules was not selected', 0, { unselected: ['shared/full'] }, { rules: ['size', 'shared'] }],
    ['some input could not be read', 0, { inputErrors: [{ file: 'other.json', message: 'no' }] }],
    ['it covers nothing of this run', 0, {}, { covers: { deployment: () => false } }],
    ['it is about no deployment of this run', 0, {}, { about: new Set(['payments']) }],
    [
      'another deployment is unknown',
      1,
      {
        findings: [finding({ deployment: 'payments', rule: 'shared' })],
        verdicts: { 'payments size/small': 'unknown' },
      },
      { about: new Set(['orders']) },
    ],
    [
      'one of its deployments is unknown',
      0,
      {
        findings: [finding({ deployment: 'payments', rule: 'shared' })],
        verdicts: { 'payments size/small': 'unknown' },
      },
      { covers: { deployment: () => true } },
    ],
  ])('%s: %i', (_, count, setting, parts) => {
    expect(unused(setting, parts)).toBe(count);
  });

  test('never where the configuration turns off what it names: that was not judged', () => {
    expect(unused({}, { rules: ['size'] }, { severities: [off] })).toBe(0);
    expect(unused({}, { rules: ['size/small'] }, { severities: [off] })).toBe(1);
  });

  test('is told whole', () => {
    const { unusedSuppressions } = governed(resultOf({}), { suppressions: [suppression()] });
    expect(unusedSuppressions).toMatchObject([
      { rules: ['size'], reason: 'sized by hand', place: { line: 7 } },
    ]);
  });
});

describe('where unused suppressions are reported', () => {
  const reported = governed(
    resultOf({
      findings: [
        finding({
          location: { file: 'orders.json', pointer: '/containerDefinitions/2/cpu' },
          rule: 'shared',
          problem: 'full',
        }),
        finding({
          location: { file: 'orders.json', pointer: '/containerDefinitions/11/cpu' },
          rule: 'shared',
          problem: 'full',
        }),
        finding({ deployment: 'payments', rule: 'shared', problem: 'full' }),
      ],
    }),
    {
      reportUnused: true,
      suppressions: [
        suppression({ place: { file: 'orders.json', pointer: '/containerDefinitions/10', line: 30 } }),
        suppression({ place: { file: 'orders.json', pointer: '', line: 1 }, reason: 'at the top' }),
      ],
    },
  );

  test('each is a warning in its place among the others', () => {
    expect(
      reported.findings.map(({ rule, deployment, location }) => [rule, deployment, location.pointer]),
    ).toEqual([
      ['suppression', 'orders', ''],
      ['shared', 'orders', '/containerDefinitions/2/cpu'],
      ['suppression', 'orders', '/containerDefinitions/10'],
      ['shared', 'orders', '/containerDefinitions/11/cpu'],
      ['shared', 'payments', '/memory'],
    ]);
    expect(reported.findings[0]).toMatchObject({
      severity: 'warning',
      problem: 'unused',
      message: 'the suppression of size suppresses nothing',
      evidence: ['its reason: at the top'],
    });
    expect(reported.summary).toMatchObject({ error: 3, warning: 2, suppressed: 0 });
  });

  test('no two have one fingerprint', () => {
    const prints = reported.findings
      .filter(({ rule }) => rule === 'suppression')
      .map((one) => one.fingerprint);
    expect(new Set(prints).size).toBe(2);
  });
});
