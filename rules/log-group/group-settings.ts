import { type Fact, valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { logOption } from './log-configuration.ts';
import { askGroup, type LogGroupShape, type LogTarget, writerNames } from './log-target.ts';

export const GROUP_ONLY: readonly AnyKind[] = [logGroup];

/** What AWS's own examples keep application logs for; any other choice is as good. */
const USUAL_RETENTION_DAYS = 30;

/** Does the group keep what it gets for ever? */
export async function judgeRetention(target: LogTarget, facts: Facts): Promise<Verdicts> {
  const { group, region } = target;
  return (await askGroup(target, facts)).match<Verdict>({
    known: ({ retentionInDays }) => {
      if (retentionInDays !== undefined) return pass();
      return fail({
        at: logOption(target.container, 'awslogs-group'),
        message: `log group ${group} in ${region} has no retentionInDays: what is written to it is kept, and paid for, for ever`,
        fixes: [
          {
            kind: 'command',
            description: `keep the logs for ${USUAL_RETENTION_DAYS} days, or for as long as they are needed`,
            command: `aws logs put-retention-policy --region ${shellWord(region)} --log-group-name ${shellWord(group)} --retention-in-days ${USUAL_RETENTION_DAYS}`,
          },
        ],
      });
    },
    absent: () => notApplicable('the log group does not exist'),
    unknown: cannotTell,
  });
}

/** Do the logs go to another region than the one deployed to, and is the group there? */
export async function judgeRegion(
  deployment: Deployment,
  target: LogTarget,
  facts: Facts,
): Promise<Verdicts> {
  if (target.home) return pass();
  const home = valueOr(deployment.region, '');
  const [there, here] = await Promise.all([
    askGroup(target, facts),
    facts.ask(logGroup, { name: target.group }),
  ]);
  return there.match<Verdict>({
    known: () => elsewhere(target, home),
    absent: () => onlyHere(deployment, target, home, here),
    unknown: cannotTell,
  });
}

function elsewhere(target: LogTarget, home: string): Verdict {
  return fail({
    at: logOption(target.container, 'awslogs-region'),
    severity: 'info',
    message: `${writerNames(target)}: awslogs-region is ${target.region}, and the deployment is in ${home}: the logs cross regions`,
    evidence: [`log group ${target.group} exists in ${target.region}`],
  });
}

function onlyHere(
  deployment: Deployment,
  target: LogTarget,
  home: string,
  here: Fact<LogGroupShape>,
): Verdict {
  const { group, region, container } = target;
  return here.match<Verdict>({
    known: () =>
      fail({
        at: logOption(container, 'awslogs-region'),
        message: `${writerNames(target)}: awslogs-region is ${region}, where log group ${group} does not exist, expected ${home}, where it does`,
        evidence: [`log group ${group} does not exist in ${region}`, `log group ${group} exists in ${home}`],
        fixes: toHome(deployment, target, home),
      }),
    absent: () => notApplicable('the log group exists in neither region: group-missing'),
    unknown: cannotTell,
  });
}

function toHome({ taskDefinition }: Deployment, { containers }: LogTarget, home: string): readonly Fix[] {
  // A registered task definition is not edited: a new revision is registered.
  if (taskDefinition.view.source.arn !== undefined || taskDefinition.form === 'describe') return [];
  return [
    {
      kind: 'edit',
      description: `log to ${home}`,
      safe: false,
      edits: containers.map((it) => ({ at: logOption(it, 'awslogs-region'), op: 'set', value: home })),
    },
  ];
}
