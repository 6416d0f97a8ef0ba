/** What evaluating the policies of a request comes to, where that is certain. */
export type Outcome = 'allowed' | 'explicitDeny' | 'implicitDeny';

/**
 * The sorts of policy that take part in a decision.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export type Layer =
  | 'identity'
  | 'boundary'
  | 'session'
  | 'service-control'
  | 'resource-control'
  | 'resource'
  | 'endpoint'
  | 'trust'
  | 'key'
  | 'grant';

/** May the principal do the action on the resource? Where that is not certain the fact of the decision is unknown. */
export interface Decision {
  readonly outcome: Outcome;
  /** The sort of policy that denies, or that allows; the first of them where several do. */
  readonly layer?: Layer;
  /** Evidence, one line each: which statement of which policy decided, or that none allows. */
  readonly because: readonly string[];
  /** What the decision takes for granted without having seen it, one sentence each. */
  readonly assumptions: readonly string[];
  /** The date of what AWS published of its managed policies, where the decision rests on that: YYYY-MM-DD. */
  readonly asOf?: string;
}
