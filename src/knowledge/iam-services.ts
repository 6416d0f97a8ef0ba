/** Which services which sorts of policy apply to. Sources and dates in the two data files. */
import control from './iam-resource-control.json' with { type: 'json' };
import without from './iam-without-resource-policy.json' with { type: 'json' };

const CONTROLLED: ReadonlySet<string> = new Set(control.services);
const WITHOUT: ReadonlySet<string> = new Set(without.services);

/** Do resource control policies apply to actions of this service, as of AWS's list? It grows. */
export function underResourceControl(service: string): boolean {
  return CONTROLLED.has(service);
}

/** Does no policy of a resource decide what a role of the same account may do with it? */
export function withoutResourcePolicy(service: string): boolean {
  return WITHOUT.has(service);
}
