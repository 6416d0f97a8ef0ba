import type { Why } from '../../fact/fact.ts';
import type { Facts } from '../../fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../fact/kinds/elbv2.ts';
import type { Deployment } from '../../model/deployment.ts';
import { select } from '../../model/select.ts';
import type { ServiceShape } from '../../model/shapes.ts';
import type { View } from '../../model/view.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../rule.ts';

/** A target group that the service names. */
export interface NamedGroup {
  readonly arn: string;
  /** The member that names it. */
  readonly at: View;
  /** The entry of `loadBalancers` it stands in. */
  readonly entry: View<NonNullable<ServiceShape['loadBalancers']>[number]>;
}

interface Judge {
  readonly found: (group: NamedGroup, shape: TargetGroupShape) => Verdict | Promise<Verdict>;
  readonly missing: (group: NamedGroup) => Verdict;
}

/** Judges each target group of the service by what the account says of it. */
export function eachTargetGroup(
  { service }: Deployment,
  facts: Facts,
  { found, missing }: Judge,
): Verdicts | Promise<Verdicts> {
  if (!service) return notApplicable('no service is given');
  const { views, why } = select(service.view, 'loadBalancers[].targetGroupArn');
  const groups: NamedGroup[] = [];
  const open: Why[] = [...why];
  for (const at of views) {
    at.reference.match<void>({
      known: (arn) => void groups.push({ arn, at, entry: at.parent as NamedGroup['entry'] }),
      absent: () => undefined,
      unknown: (more) => void open.push(...more),
    });
  }
  if (groups.length === 0) return open.length > 0 ? cannotTell(open) : notApplicable('no target group');
  return Promise.all(
    groups.map(async (group) =>
      (await facts.ask(targetGroup, { arn: group.arn })).match<Verdict | Promise<Verdict>>({
        known: (shape) => found(group, shape),
        absent: () => missing(group),
        unknown: cannotTell,
      }),
    ),
  ).then((verdicts) => (open.length > 0 ? [...verdicts, cannotTell(open)] : verdicts));
}

/** What is not told of a target group that is gone: another check says so. */
export function gone({ arn }: NamedGroup): Verdict {
  return notApplicable(`${arn} does not exist`);
}

/** `target group "api"` */
export function groupName({ arn }: NamedGroup): string {
  const [, name] = /:targetgroup\/([^/]+)\//.exec(arn) ?? [];
  return `target group "${name ?? arn}"`;
}
