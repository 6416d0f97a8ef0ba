import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import type { Fix } from '../../src/rule.ts';
import { roundUp } from './start-time.ts';

/** A grace period of at least so many seconds, rounded up. Never safe: a broken task is noticed that much later. */
export function graceFix(
  deployment: Deployment,
  service: Service,
  seconds: number,
  reason: string,
): readonly Fix[] {
  const value = roundUp(seconds);
  const description = `give new tasks ${value} s of grace: ${reason}`;
  if (service.form === 'describe') {
    const args = ['--health-check-grace-period-seconds', String(value)];
    const command = updateServiceCommand(deployment, service, args);
    return command === undefined ? [] : [{ kind: 'command', description, command }];
  }
  const at = service.view.get('healthCheckGracePeriodSeconds');
  return [{ kind: 'edit', description, safe: false, edits: [{ at, op: 'set', value }] }];
}
