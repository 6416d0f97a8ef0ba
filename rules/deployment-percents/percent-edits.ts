import { valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import { isObject } from '../../src/model/view.ts';
import type { Edit, Fix } from '../../src/rule.ts';

type Configuration = Readonly<Record<string, unknown>>;

/**
 * Sets members of `deploymentConfiguration`, and makes it where it is missing; a described service is changed by the command.
 * Never safe: another pair of percentages makes another rollout.
 */
export function configurationFix(
  deployment: Deployment,
  service: Service,
  members: Configuration,
  description: string,
): readonly Fix[] {
  if (service.form !== 'describe')
    return [{ kind: 'edit', description, safe: false, edits: edits(service, members) }];
  const value = JSON.stringify({ ...kept(service), ...members });
  const command = updateServiceCommand(deployment, service, ['--deployment-configuration', value]);
  return command === undefined ? [] : [{ kind: 'command', description, command }];
}

function edits(service: Service, members: Configuration): readonly Edit[] {
  const configuration = service.view.get('deploymentConfiguration');
  if (!valueOr(configuration.given, false)) return [{ at: configuration, op: 'set', value: members }];
  return Object.entries(members).map(([member, value]) => ({
    at: configuration.get(member as 'maximumPercent'),
    op: 'set' as const,
    value,
  }));
}

const KEPT = ['maximumPercent', 'minimumHealthyPercent', 'deploymentCircuitBreaker'] as const;

/** What the service has now, said again, so that the command means the same whether or not ECS keeps what it leaves out. */
function kept({ view }: Service): Configuration {
  const { raw } = view.get('deploymentConfiguration');
  return isObject(raw)
    ? Object.fromEntries(KEPT.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])))
    : {};
}
