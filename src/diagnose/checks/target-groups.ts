import type { Facts } from '../../fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../fact/kinds/elbv2.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type NamedGroup, targetGroupsOf } from '../../model/target-groups.ts';
import { cannotTell, judgeAsking, notApplicable, type Verdict, type Verdicts } from '../../rule.ts';

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
  return judgeAsking(groups, why, 'no target group', async (group) =>
    (await facts.ask(targetGroup, { arn: group.arn })).match<Verdict | Promise<Verdict>>({
      known: (shape) => found(group, shape),
      absent: () => missing(group),
      unknown: cannotTell,
    }),
  );
}

/** What is not told of a target group that is gone: another check says so. */
export function gone({ arn }: NamedGroup): Verdict {
  return notApplicable(`${arn} does not exist`);
}
