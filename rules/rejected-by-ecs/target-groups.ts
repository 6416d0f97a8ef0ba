import type { Facts } from '../../src/fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { isOpaque } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { groupName, type NamedGroup, targetGroupsOf } from '../../src/model/target-groups.ts';
import {
  cannotTell,
  type JudgeOf,
  judgeAsking,
  notApplicable,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';

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
