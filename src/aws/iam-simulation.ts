import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { type Fact, known, unknown } from '../fact/fact.ts';
import type { Simulation } from '../fact/kinds/iam.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { batch, everyPage, required, shapeOf } from './answers.ts';
import { iam, markerOf } from './iam.ts';

const PAGE = 1000;

/**
 * Simulations of one principal, on one resource, in one context. Actions that "require different authorization information"
 * cannot be simulated in one call; then they are asked apart.
 */
export function simulations(
  account: Account,
  queries: readonly Simulation[],
): Promise<readonly Fact<Shape<EvaluationResult>>[]> {
  return batch({
    queries,
    subject: ({ principal, action }) => `what ${principal} may do (${action})`,
    operation: { service: 'iam', operation: 'SimulatePrincipalPolicy' },
    read: async (asked) => {
      const { principal, resource, context = {} } = asked[0] as Simulation;
      const results = await everyPage(async (Marker) => {
        const answer = await iam(account).send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: principal,
            ActionNames: asked.map(({ action }) => action),
            ResourceArns: [resource],
            ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
              ContextKeyName,
              ContextKeyValues: [value],
              ContextKeyType: 'string',
            })),
            MaxItems: PAGE,
            ...(Marker && { Marker }),
          }),
        );
        return { items: required(answer.EvaluationResults, 'EvaluationResults'), next: markerOf(answer) };
      });
      const byAction = new Map(results.map((result) => [result.EvalActionName?.toLowerCase(), result]));
      return ({ action }) => {
        const result = byAction.get(action.toLowerCase());
        if (result !== undefined) return known(shapeOf(result));
        return unknown({ reason: 'error', detail: `IAM's simulator says nothing about ${action}` });
      };
    },
  });
}
