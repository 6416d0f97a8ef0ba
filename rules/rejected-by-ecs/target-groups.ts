import type { Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { isOpaque } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

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
  readonly entry: View;
}

/** What is said of a target group that the account has, and of one that it has not. */
interface Judge {
  readonly found: (group: NamedGroup, shape: TargetGroupShape) => Verdict | Promise<Verdict>;
  readonly missing: (group: NamedGroup) => Verdict;
}

/** Judges each target group of the service by what the account says of it. */
export function eachTargetGroup(
  deployment: Deployment,
  facts: Facts,
  { found, missing }: Judge,
): Verdicts | Promise<Verdicts> {
  const { groups, why } = targetGroupsOf(deployment);
  if (groups.length === 0) return why.length > 0 ? cannotTell(why) : notApplicable('no target group');
  return Promise.all(
    groups.map(async (group) =>
      (await facts.ask(targetGroup, { arn: group.arn })).match<Verdict | Promise<Verdict>>({
        known: (shape) => found(group, shape),
        absent: () => missing(group),
        unknown: cannotTell,
      }),
    ),
  ).then((verdicts) => (why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts));
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
          if (arn !== '') groups.push({ arn, at, entry });
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

/** It does not exist, which another problem tells. */
export function elsewhereMissing(group: NamedGroup): Verdict {
  return notApplicable(`${groupName(group)} does not exist, which target-group-unattached reports`);
}

/** The account's answer leaves the member out, or the template leaves it open. */
export function untold(group: NamedGroup, member: keyof TargetGroupShape): Verdict {
  return cannotTell([
    isOpaque(group.arn)
      ? {
          reason: 'unresolved',
          detail: `the ${member} of ${groupName(group)}, which the template leaves open`,
        }
      : { reason: 'undecidable', detail: `the ${member} of ${groupName(group)} was not told (${group.arn})` },
  ]);
}
