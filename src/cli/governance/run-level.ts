import { bySeverity, type FailOn } from '../../report/threshold.ts';
import type { Configuration } from '../config/configuration.ts';

/** What the command line says; undefined where it says nothing. */
export interface RunFlags {
  readonly failOn: FailOn | undefined;
  readonly strict: boolean | undefined;
}

/**
 * What holds for a run as a whole: what the command line says, else the strictest of what the configurations of its inputs say,
 * of which one that says nothing, or an input without any, says `error` and not strict.
 */
export function runLevel(
  configurations: readonly (Configuration | undefined)[],
  flags: RunFlags,
): { readonly failOn: FailOn; readonly strict: boolean } {
  const asked = configurations.map((one) => one?.failOn?.value ?? 'error');
  return {
    failOn: flags.failOn ?? asked.reduce<FailOn>(stricter, asked[0] ?? 'error'),
    strict: flags.strict ?? configurations.some((one) => one?.strict?.value ?? false),
  };
}

/** The threshold that more findings reach. */
function stricter(a: FailOn, b: FailOn): FailOn {
  if (a === 'never') return b;
  return b === 'never' || bySeverity(a, b) > 0 ? a : b;
}
