import type { Severity } from '../rule.ts';

/** The severity from which on a finding counts as a failure of the run. */
export type FailOn = Severity | 'never';

const RANK: Readonly<Record<FailOn, number>> = { never: 3, error: 2, warning: 1, info: 0 };

/** Does a finding of this severity reach the threshold? Inclusive. */
export function reaches(severity: Severity, failOn: FailOn): boolean {
  return RANK[severity] >= RANK[failOn];
}

/** Worst first, for sorting. */
export function bySeverity(a: Severity, b: Severity): number {
  return RANK[b] - RANK[a];
}
