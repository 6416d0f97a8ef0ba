import { expect, test } from 'vitest';
import type { UnknownEntry } from '../../src/engine/result.ts';
import { uncheckedGroups } from '../../src/report/unchecked-text.ts';

test('what two rules lack is listed once', () => {
  const tag = 'the placeholder <TAG> is not resolved';
  const kind = 'the task definition names no launch type (requiresCompatibilities)';
  const entry = { deployment: 'checkout', reason: 'unresolved' } as const;
  const unknowns: readonly UnknownEntry[] = [
    {
      ...entry,
      rule: 'log-group',
      problem: 'no-logging',
      problems: ['no-logging'],
      detail: `${kind}; ${tag}`,
    },
    { ...entry, rule: 'role-confusion', problem: 'same-role', problems: ['same-role'], detail: tag },
  ];
  expect(uncheckedGroups(unknowns)).toEqual([
    { checks: 2, want: 'need values that the files leave open', details: [kind, tag] },
  ]);
});

test('a fault that is there under some condition is told, whatever option would decide the condition', () => {
  const entry = {
    rule: 'fargate-size',
    deployment: 'checkout',
    reason: 'unresolved',
    unlockedBy: '--parameters Environment=…',
  } as const;
  const fault = 'task memory is "512", which does not go with cpu "512": only where IsProd is true';
  const unknowns: readonly UnknownEntry[] = [
    { ...entry, problem: 'memory-invalid-for-cpu', problems: ['memory-invalid-for-cpu'], detail: fault },
    { ...entry, problem: 'spot', problems: ['spot'], detail: 'the value of Environment is not known' },
  ];
  expect(uncheckedGroups(unknowns)).toEqual([
    { checks: 2, want: 'need --parameters Environment=…', details: [fault] },
  ]);
});
