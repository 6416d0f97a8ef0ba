import type { Result } from '../engine/result.ts';
import { type FailOn, reaches } from '../report/threshold.ts';

/** Nothing to complain about. */
export const CLEAN = 0;
/** A finding reaches `--fail-on`. */
const FOUND = 1;
/** An input could not be read, the usage is wrong, or a check of ours crashed. */
export const BROKEN = 2;
/** Under `--strict`: something could not be checked. */
const UNCHECKED = 3;

/** The exit code of a run; the first that applies of 2, 1, 3, 0. */
export function exitCode(
  result: Result,
  { failOn, strict }: { readonly failOn: FailOn; readonly strict: boolean },
  offline: boolean,
): number {
  if (result.inputErrors.length > 0 || result.crashes.length > 0) return BROKEN;
  if (result.findings.some(({ severity, suppressed }) => !suppressed && reaches(severity, failOn)))
    return FOUND;
  // What nobody asked the account about is no surprise where nobody may.
  if (strict && result.unknowns.some(({ reason }) => !offline || reason !== 'offline')) return UNCHECKED;
  return CLEAN;
}
