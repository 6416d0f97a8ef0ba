import type { Place } from '../model/source.ts';
import type { Severity } from '../rule.ts';
import type { DeploymentSummary, Finding, Suppressed } from './result.ts';

/** Which findings something is said about: those that both hold for. A condition that is left out holds for all. */
export interface Selector {
  readonly deployment?: (one: DeploymentSummary) => boolean;
  readonly finding?: (one: Finding) => boolean;
}

/** A decision of the user about what some rules find somewhere. */
interface Decision {
  /** `rule` or `rule/problem`; at least one. */
  readonly rules: readonly string[];
  readonly covers: Selector;
  /** Where the user said so. */
  readonly place: Place;
}

/** Findings that the user has a reason not to be told of. */
export interface Suppression extends Decision {
  readonly kind: Exclude<Suppressed['kind'], 'baseline'>;
  readonly reason: string;
  /** The last day on which it holds, YYYY-MM-DD; left out, it holds for good. */
  readonly until?: string;
  /** The ids of the deployments that it is about, where `covers` tells them by findings alone. */
  readonly about?: ReadonlySet<string>;
}

/** Another severity than the rule's own; `off` is a suppression whose reason is the configuration. */
export interface SeverityChoice extends Decision {
  readonly severity: Severity | 'off';
}

/** Rules that nothing suppresses. */
export type Mandate = Decision;

/** Is a finding of this problem meant by one of the names? */
export function names(rules: readonly string[], rule: string, problem: string): boolean {
  return rules.some((name) => name === rule || name === `${rule}/${problem}`);
}
