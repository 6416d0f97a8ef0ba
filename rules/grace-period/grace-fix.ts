import type { Service } from '../../src/model/service.ts';
import type { Fix } from '../../src/rule.ts';
import { roundUp } from './start-time.ts';

/** A grace period of at least so many seconds, rounded up. Never safe: a broken task is noticed that much later. */
export function graceFix(service: Service, seconds: number, reason: string): readonly Fix[] {
  const value = roundUp(seconds);
  return [
    {
      kind: 'edit',
      description: `give new tasks ${value} s of grace: ${reason}`,
      safe: false,
      edits: [{ at: service.view.get('healthCheckGracePeriodSeconds'), op: 'set', value }],
    },
  ];
}
