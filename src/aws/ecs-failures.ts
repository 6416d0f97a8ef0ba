/** The `failures` of ECS's Describe calls: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
import type { Failure } from '@aws-sdk/client-ecs';
import type { Why } from '../fact/fact.ts';

/** The name in an ARN, or the name itself. */
export function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

export function missing({ reason }: Failure): boolean {
  return reason === 'MISSING';
}

export function refusal({ arn = '', reason = 'no reason', detail }: Failure, noun: string): Why {
  const said = detail === undefined ? reason : `${reason}: ${detail}`;
  return { reason: 'error', detail: `${noun} ${lastPart(arn)} could not be read: ECS says ${said}` };
}
