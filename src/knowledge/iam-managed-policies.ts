/**
 * The documents of the AWS managed policies that roles of ECS commonly have, for where the account may not be asked. AWS changes
 * them now and then: whoever uses one says of which date it is. Source in iam-managed-policies.json.
 */
import data from './iam-managed-policies.json' with { type: 'json' };

interface DatedPolicy {
  readonly Document: unknown;
  /** ISO 8601: when the policies were collected. */
  readonly asOf: string;
}

const POLICIES = new Map(Object.entries(data.policies));

/** The policy of that ARN; undefined where it is not among them. */
export function managedPolicyAsOf(arn: string): DatedPolicy | undefined {
  const found = POLICIES.get(arn.replace(/^arn:[^:]+:/, 'arn:aws:'));
  return found && { Document: { Version: '2012-10-17', Statement: found.Statement }, asOf: data.asOf };
}
