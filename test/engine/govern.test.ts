import { describe, expect, test } from 'vitest';
import type { SeverityChoice, Suppression } from '../../src/engine/suppression.ts';
import { finding, governed, resultOf, suppression } from './governed.ts';

const place = { file: 'ecs-preflight.yml', pointer: '', line: 2 };
const choice = (
  severity: SeverityChoice['severity'],
  parts: Partial<SeverityChoice> = {},
): SeverityChoice => ({
  rules: ['size'],
  covers: {},
  place,
  severity,
  ...parts,
});
const first = (result: ReturnType<typeof governed>) => result.findings[0];
const about = (...ids: readonly string[]): Suppression['covers'] => ({
  deployment: ({ id }) => ids.includes(id),
});

describe('a suppression', () => {
  test.each<[string, Partial<Suppression>, boolean]>([
    ['of the rule', { rules: ['size'] }, true],
    ['of the problem', { rules: ['size/small'] }, true],
    ['of one among others', { rules: ['shared', 'size/small'] }, true],
    ['of another problem', { rules: ['size/large'] }, false],
    ['of another rule', { rules: ['shared'] }, false],
    ['of a rule whose name only begins like it', { rules: ['siz'] }, false],
    ['of the deployment', { covers: about('orders') }, true],
    ['of another deployment', { covers: about('payments') }, false],
    ['of its place', { covers: { finding: ({ location }) => location.pointer === '/memory' } }, true],
    ['of another place', { covers: { finding: ({ location }) => location.pointer === '/cpu' } }, false],
    ['of its place in another deployment', { covers: { ...about('payments'), finding: () => true } }, false],
    ['that ends tomorrow', { until: '2026-11-22' }, true],
    ['on its last day', { until: '2026-11-21' }, true],
    ['that ended yesterday', { until: '2026-11-20' }, false],
    ['that ended in another century', { until: '1999-12-31' }, false],
  ])('%s', (_, parts, holds) => {
    const result = governed(resultOf({ findings: [finding()] }), { suppressions: [suppression(parts)] });
    expect(first(result)?.suppressed?.reason).toBe(holds ? 'sized by hand' : undefined);
    expect(result.summary).toMatchObject(holds ? { error: 0, suppressed: 1 } : { error: 1, suppressed: 0 });
  });

  test('keeps its reason, its kind and its last day with the finding', () => {
    const suppressions = [suppression({ kind: 'external', until: '2027-01-31' })];
    expect(first(governed(resultOf({ findings: [finding()] }), { suppressions }))?.suppressed).toEqual({
      kind: 'external',
      reason: 'sized by hand',
      until: '2027-01-31',
    });
  });

  test('that ended says so in the evidence, behind what was there', () => {
    const findings = [finding({ evidence: ['cpu is 256'] })];
    const suppressions = [suppression({ until: '2026-11-20' })];
    expect(first(governed(resultOf({ findings }), { suppressions }))?.evidence).toEqual([
      'cpu is 256',
      'it was suppressed until 2026-11-20 (orders.json:7): sized by hand',
    ]);
  });

  test('that holds goes before one that ended', () => {
    const suppressions = [suppression({ until: '2026-11-20' }), suppression({ reason: 'again' })];
    expect(first(governed(resultOf({ findings: [finding()] }), { suppressions }))).toMatchObject({
      suppressed: { reason: 'again' },
    });
  });

  test('leaves what could not be checked as it is', () => {
    const unknown = {
      rule: 'size',
      problem: 'small',
      problems: ['small'],
      deployment: 'orders',
      reason: 'unresolved' as const,
      detail: 'memory is not resolved',
    };
    const before = { ...resultOf({ verdicts: { 'size/small': 'unknown' } }), unknowns: [unknown] };
    const after = governed(before, { suppressions: [suppression()] });
    expect(after.unknowns).toEqual([unknown]);
    expect(after.verdicts).toBe(before.verdicts);
    expect(after.summary.unknown).toBe(1);
  });
});

describe('a finding of wider scope', () => {
  const shared = finding({ rule: 'shared', problem: 'full', deployments: ['orders', 'payments', 'search'] });
  const of = (...ids: readonly string[]) => suppression({ rules: ['shared'], covers: about(...ids) });

  test.each<[string, readonly Suppression[], boolean]>([
    ['one that covers all it touches', [of('orders', 'payments', 'search')], true],
    ['one that covers a part', [of('orders', 'payments')], false],
    ['two that cover all together', [of('orders'), of('payments', 'search')], true],
    [
      'two of which one has ended',
      [of('orders'), { ...of('payments', 'search'), until: '2026-01-01' }],
      false,
    ],
    [
      'one beside the place that is told',
      [suppression({ rules: ['shared'], covers: { finding: () => true } })],
      true,
    ],
  ])('%s', (_, suppressions, holds) => {
    const told = first(governed(resultOf({ findings: [shared] }), { suppressions }));
    expect(told?.suppressed !== null).toBe(holds);
  });

  test('says for whom alone it is suppressed', () => {
    const told = first(governed(resultOf({ findings: [shared] }), { suppressions: [of('orders')] }));
    expect(told?.evidence).toEqual([
      'orders.json:7 suppresses it for orders, but it touches payments, search too',
    ]);
  });
});

describe('severities', () => {
  test.each<[string, readonly SeverityChoice[], string]>([
    ['none', [], 'error'],
    ['another', [choice('info')], 'info'],
    ['the last of several', [choice('info'), choice('warning')], 'warning'],
    ['one of another rule', [choice('info', { rules: ['shared'] })], 'error'],
    ['one of another deployment', [choice('info', { covers: about('payments') })], 'error'],
    ['off, and then another', [choice('off'), choice('warning')], 'warning'],
  ])('%s', (_, severities, severity) => {
    const told = first(governed(resultOf({ findings: [finding()] }), { severities }));
    expect(told).toMatchObject({ severity, suppressed: null });
  });

  test('off is a suppression that says where', () => {
    const result = governed(resultOf({ findings: [finding()] }), { severities: [choice('off')] });
    expect(first(result)).toMatchObject({
      severity: 'error',
      suppressed: { kind: 'external', reason: 'turned off in ecs-preflight.yml:2' },
    });
    expect(result.summary).toMatchObject({ error: 0, suppressed: 1 });
  });

  test('count in the summary', () => {
    const { summary } = governed(resultOf({ findings: [finding(), finding({ problem: 'large' })] }), {
      severities: [choice('warning', { rules: ['size/large'] })],
    });
    expect(summary).toMatchObject({ error: 1, warning: 1, suppressed: 0 });
  });
});

describe('what is mandatory', () => {
  const mandatory = [{ rules: ['size'], covers: {}, place }];

  test('overrules a suppression and says so', () => {
    const suppressions = [suppression()];
    const told = first(governed(resultOf({ findings: [finding()] }), { suppressions, mandatory }));
    expect(told).toMatchObject({
      suppressed: null,
      evidence: ['orders.json:7 suppresses it, but ecs-preflight.yml:2 makes the rule mandatory'],
    });
  });

  test('overrules `off`, and takes another severity', () => {
    const result = resultOf({ findings: [finding()] });
    expect(first(governed(result, { severities: [choice('off')], mandatory }))).toMatchObject({
      severity: 'error',
      suppressed: null,
    });
    expect(first(governed(result, { severities: [choice('warning')], mandatory }))?.severity).toBe('warning');
  });

  test('is mandatory for its own deployments alone', () => {
    const mine = [{ rules: ['size'], covers: about('payments'), place }];
    const told = governed(resultOf({ findings: [finding(), finding({ deployment: 'payments' })] }), {
      suppressions: [suppression()],
      mandatory: mine,
    });
    expect(told.findings.map(({ suppressed }) => suppressed !== null)).toEqual([true, false]);
  });

  test('does not make the suppression unused', () => {
    const result = governed(resultOf({ findings: [finding()] }), {
      suppressions: [suppression()],
      mandatory,
    });
    expect(result.unusedSuppressions).toBeUndefined();
  });
});

test('nothing decided leaves all as it is', () => {
  const result = resultOf({ findings: [finding(), finding({ severity: 'info' })] });
  const { findings, summary, unusedSuppressions, baseline } = governed(result);
  expect(findings).toEqual(result.findings);
  expect(summary).toEqual({ error: 1, warning: 0, info: 1, unknown: 0, suppressed: 0 });
  expect([unusedSuppressions, baseline]).toEqual([undefined, undefined]);
});
