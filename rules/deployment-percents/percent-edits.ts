import { valueOr } from '../../src/fact/fact.ts';
import type { Service } from '../../src/model/service.ts';
import type { Edit, Fix } from '../../src/rule.ts';

type Configuration = Readonly<Record<string, unknown>>;

/**
 * Sets members of `deploymentConfiguration`, and makes it where it is missing. Never safe: another pair of percentages
 * makes another rollout.
 */
export function configurationFix(service: Service, members: Configuration, description: string): Fix {
  return { kind: 'edit', description, safe: false, edits: edits(service, members) };
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
