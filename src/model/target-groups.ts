import type { Why } from '../fact/fact.ts';
import type { Deployment } from './deployment.ts';
import { select } from './select.ts';
import type { ServiceShape } from './shapes.ts';
import type { View } from './view.ts';

/** Where a service names target groups: one for each load balancer, and the second one of a blue/green deployment. */
export const TARGET_GROUPS = [
  'loadBalancers[].targetGroupArn',
  'loadBalancers[].advancedConfiguration.alternateTargetGroupArn',
] as const;

/** A target group that the service names. */
export interface NamedGroup {
  /** As far as it is known before the deploy: that of a target group of the template has open parts. */
  readonly arn: string;
  /** The member that names it. */
  readonly at: View;
  /** The entry of `loadBalancers` that it belongs to. */
  readonly entry: View<NonNullable<ServiceShape['loadBalancers']>[number]>;
}

/** The target groups that the service names, and why some of them may be missing here. */
export function targetGroupsOf({ service }: Deployment): {
  readonly groups: readonly NamedGroup[];
  readonly why: readonly Why[];
} {
  const groups: NamedGroup[] = [];
  const open: Why[] = [];
  if (!service) return { groups, why: open };
  for (const path of TARGET_GROUPS) {
    const { views, why } = select(service.view, path);
    open.push(...why);
    for (const at of views) {
      const parent = at.parent as View;
      const entry = parent.key === 'advancedConfiguration' ? (parent.parent as View) : parent;
      at.reference.match<void>({
        known: (arn) => {
          if (arn !== '') groups.push({ arn, at, entry: entry as NamedGroup['entry'] });
        },
        absent: () => {},
        unknown: (reasons) => void open.push(...reasons),
      });
    }
  }
  return { groups, why: open };
}

/** The target group as a message names it: `target group "api"`. */
export function groupName({ arn }: NamedGroup): string {
  const [, name] = /:targetgroup\/([^/]+)\//.exec(arn) ?? [];
  return `target group "${name ?? arn}"`;
}
