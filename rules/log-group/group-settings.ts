import { type Fact, valueOr } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { View } from '../../src/model/view.ts';
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
    known: (shape) => {
      const declared = declaredAt(shape, 'RetentionInDays');
      if (shape.retentionInDays !== undefined) return pass();
      const open = declared && openIn(declared);
      if (open) return open;
      return fail({
        at: logOption(target.container, 'awslogs-group'),
        message: `log group ${group} in ${region} has no retentionInDays: what is written to it is kept, and paid for, for ever`,
        fixes: [keepFor(target, declared)],
      });
    },
    absent: () => notApplicable('the log group does not exist'),
    unknown: cannotTell,
  });
}

/** A retention that is given is one, whatever it is; one that may not be given is not known. */
function openIn(declared: View): Verdict | undefined {
  const isOpen = declared.number.match({ known: () => false, absent: () => false, unknown: () => true });
  if (!isOpen) return undefined;
  return declared.given.match<Verdict>({
    known: pass,
    absent: pass,
    unknown: cannotTell,
  });
}

/** The group of a template is mended there. */
function keepFor({ group, region }: LogTarget, declared: View | undefined): Fix {
  const description = `keep the logs for ${USUAL_RETENTION_DAYS} days, or for as long as they are needed`;
  if (declared) {
    const edits = [{ at: declared, op: 'set' as const, value: USUAL_RETENTION_DAYS }];
    return { kind: 'edit', description, safe: false, edits };
  }
  const command = `aws logs put-retention-policy --region ${shellWord(region)} --log-group-name ${shellWord(group)} --retention-in-days ${USUAL_RETENTION_DAYS}`;
  return { kind: 'command', description, command };
}

/** Do the logs go to another region than the one deployed to, and is the group there? */
export async function judgeRegion(
  deployment: Deployment,
  target: LogTarget,
  facts: Facts,
): Promise<Verdicts> {
  const stays = target.home.match<Verdict | undefined>({
    known: (is) => (is ? pass() : undefined),
    absent: pass,
    unknown: cannotTell,
  });
  if (stays) return stays;
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
