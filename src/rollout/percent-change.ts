import { valueOr } from '../fact/fact.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Service } from '../model/service.ts';
import { updateServiceCommand } from '../model/update-service-command.ts';
import { isObject, type View } from '../model/view.ts';

/** The two percentages of a rolling update. */
export interface PercentPair {
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
}

/** A fix that sets them: an edit of the file, or the command where the service is only in the account. */
export type PercentChange =
  | {
      readonly kind: 'edit';
      readonly description: string;
      readonly safe: false;
      readonly edits: readonly { readonly at: View; readonly op: 'set'; readonly value: unknown }[];
    }
  | { readonly kind: 'command'; readonly description: string; readonly command: string };

/** Sets percentages of a rolling update. Never safe: another pair makes another rollout. */
export function percentChange(
  deployment: Deployment,
  service: Service,
  percents: PercentPair,
  description: string,
): readonly PercentChange[] {
  if (service.form !== 'describe') {
    return [{ kind: 'edit', description, safe: false, edits: edits(service, percents) }];
  }
  const value = JSON.stringify({ ...kept(service), ...percents });
  const command = updateServiceCommand(deployment, service, ['--deployment-configuration', value]);
  return command === undefined ? [] : [{ kind: 'command', description, command }];
}

function edits(service: Service, percents: PercentPair) {
  const configuration = service.view.get('deploymentConfiguration');
  if (!valueOr(configuration.given, false))
    return [{ at: configuration as View, op: 'set' as const, value: percents }];
  return Object.entries(percents).map(([member, value]) => ({
    at: configuration.get(member as keyof PercentPair) as View,
    op: 'set' as const,
    value: value as unknown,
  }));
}

const KEPT = ['maximumPercent', 'minimumHealthyPercent', 'deploymentCircuitBreaker'] as const;

/** What the service has now, said again, so that the command means the same whether or not ECS keeps what it leaves out. */
function kept({ view }: Service): Readonly<Record<string, unknown>> {
  const { raw } = view.get('deploymentConfiguration');
  return isObject(raw)
    ? Object.fromEntries(KEPT.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])))
    : {};
}
