import type { Manner } from '../../engine/judges.ts';
import type { Result } from '../../engine/result.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { InputError } from '../../model/input-error.ts';
import type { FailOn } from '../../report/threshold.ts';

/** What the user decided about a run beside its rules: in configuration files, beside the definitions, in a baseline. */
export interface Governance {
  /** How the rules judge a deployment, where not all are judged alike. */
  readonly mannerOf?: (deployment: Deployment) => Manner;
  /** What is wrong in what the user said, each with its place. */
  readonly errors: readonly InputError[];
  /** From the command line, or else from the configuration. */
  readonly failOn: FailOn;
  readonly strict: boolean;
  /** The text of a file in which the user decided something, for the errors in it. */
  readonly textOf?: (file: string) => string | undefined;
  /** Severities, suppressions and the baseline, applied to what was found. */
  decide(result: Result): Promise<Result>;
  /** Writes what the run is to leave behind: the baseline, where it is asked for. */
  finish(result: Result): Promise<void>;
}
