import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import type { TaskShape } from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { networkMends } from '../../src/model/network-mends.ts';
import { ENDPOINT_COMMANDS } from '../../src/model/vpc-endpoint-command.ts';
import { type DeadEnd, judgePaths, TASK_PATHS, taskPaths } from '../../src/network/task-paths.ts';
import { cannotTell, fail, notApplicable, pass, type Verdicts } from '../../src/rule.ts';
import { contradicted, DELIVERY_NEEDS, deliveryTo, perhapsContradicted } from './delivery.ts';
import { logOption } from './log-configuration.ts';
import { isHome, type LogTarget, writerNames } from './log-target.ts';

export const UNREACHABLE_NEEDS: readonly AnyKind[] = [...TASK_PATHS, ...DELIVERY_NEEDS, ...ENDPOINT_COMMANDS];

/** Does a path lead from each place where a task may run to CloudWatch Logs? */
export async function judgeUnreachable(
  deployment: Deployment,
  target: LogTarget,
  facts: Facts,
): Promise<Verdicts> {
  const paths = await taskPaths(deployment, facts, 'logs', 'agent', target.region);
  const nowhere = paths.match({
    known: (list) => list.length === 0,
    absent: () => true,
    unknown: () => false,
  });
  if (nowhere) return notApplicable('the tasks have no network path to judge');
  const { reachable, deadEnds } = judgePaths(paths);
  if (deadEnds.length === 0)
    return reachable.match<Verdicts>({ known: pass, absent: pass, unknown: cannotTell });
  const delivery = await deliveryTo(deployment, target, facts);
  const isWitness = (task: TaskShape) => deadEnds.some((end) => startsAt(end, task));
  const claim = `no path leads from ${deadEnds.map(({ from }) => from).join(', ')} to logs`;
  const witnesses = delivery.delivered.filter(isWitness);
  if (witnesses.length > 0)
    return cannotTell([contradicted(target, { ...delivery, delivered: witnesses }, claim)]);
  if (delivery.unseen.some(isWitness)) return cannotTell(perhapsContradicted(target, delivery, claim));
  const ends = isHome(target) ? deadEnds.map(({ path }) => path) : [];
  const { fixes, declare } = await networkMends(deployment, facts, 'logs', ends);
  return fail({
    at: logOption(target.container, 'awslogs-region'),
    message: `${claim} in ${target.region}, required by ${writerNames(target)} to log to ${target.group}`,
    evidence: [...deadEnds.flatMap(hopsOf), ...delivery.evidence, ...declare],
    fixes,
  });
}

/** Does the task run where the dead end begins? A task on an instance does not say its subnet: it may. */
function startsAt({ from }: DeadEnd, { attachments = [] }: TaskShape): boolean {
  const subnets = attachments.flatMap(({ details = [] }) =>
    details.flatMap(({ name, value }) => (name === 'subnetId' && value !== undefined ? [value] : [])),
  );
  return subnets.length === 0 || subnets.some((subnet) => from.includes(subnet));
}

/** The way as far as it goes, and what was taken for granted on it. */
function hopsOf({ from, path }: DeadEnd): readonly string[] {
  const line = path.hops.join(' → ');
  return [path.hops[0] === from ? line : `${from}: ${line}`, ...(path.assumptions ?? [])];
}
