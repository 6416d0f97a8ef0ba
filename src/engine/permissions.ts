import { type AnyKind, rawKindsOf } from '../fact/kind.ts';
import { SETTLING } from '../model/settle.ts';
import { FINDING_SERVICES } from '../model/whereabouts.ts';
import type { Rule } from '../rule.ts';

/** An IAM policy that allows reading alone. */
export interface LeastPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    {
      readonly Sid: 'EcsPreflightReadOnly';
      readonly Effect: 'Allow';
      readonly Action: readonly string[];
      readonly Resource: '*';
    },
  ];
}

/** Every action that the rules' kinds of fact take, those that find the services included. */
export function leastPolicy(rules: readonly Rule[]): LeastPolicy {
  const kinds: AnyKind[] = [...FINDING_SERVICES, ...SETTLING];
  for (const { problems } of rules)
    for (const { needs = [] } of Object.values(problems)) kinds.push(...needs);
  const actions = new Set([...rawKindsOf(kinds)].flatMap((kind) => [...kind.actions]));
  // Most of these operations know no resource to limit them to, and a linter asks about whatever a file names.
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'EcsPreflightReadOnly', Effect: 'Allow', Action: [...actions].sort(), Resource: '*' }],
  };
}
