import type { Facts } from '../../fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../fact/kinds/elbv2.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type NamedGroup, targetGroupsOf } from '../../model/target-groups.ts';
import { type JudgeOf, judgeAsking, notApplicable, type Verdict, type Verdicts } from '../../rule.ts';

/** Judges each target group of the service by what the account says of it. */
export function eachTargetGroup(
  deployment: Deployment,
  facts: Facts,
  judge: JudgeOf<NamedGroup, TargetGroupShape>,
): Verdicts | Promise<Verdicts> {
  const { groups, why } = targetGroupsOf(deployment);
  const ask = ({ arn }: NamedGroup) => facts.ask(targetGroup, { arn });
  return judgeAsking({ things: groups, why }, 'no target group', ask, judge);
}

/** What is not told of a target group that is gone: another check says so. */
export function gone({ arn }: NamedGroup): Verdict {
  return notApplicable(`${arn} does not exist`);
}
