import { absent, chain, type Fact, known, valueOr } from '../../src/fact/fact.ts';
import { type TargetGroupShape, targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { serviceError } from '../../src/knowledge/ecs-limits.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { groupName, type NamedGroup } from '../../src/model/target-groups.ts';
import { networkMode } from '../../src/model/task-definition.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
} from '../../src/rule.ts';
import { setting } from './forms.ts';
import { networkModeIn, serviceName } from './service-facts.ts';
import { eachTargetGroup, elsewhereMissing, untold } from './target-groups.ts';

/** How ECS registers the tasks of a network mode. */
interface Wanted {
  readonly type: 'ip' | 'instance';
  /** Completes "networkMode is …, which …". */
  readonly since: string;
}

const BY_ADDRESS: Wanted = {
  type: 'ip',
  since: 'gives each task an address of its own',
};
const BY_INSTANCE: Wanted = {
  type: 'instance',
  since: 'makes a task a port of its instance',
};

/** Does the target group take targets of another type than the tasks are? */
export const targetGroupType: Problem = {
  summary: 'its target type is not ip with awsvpc, or not instance with bridge or host',
  appliesTo: 'target group known',
  severity: 'error',
  maySeverities: ['error', 'warning'],
  phase: 'register',
  decidable: ['D', 'L'],
  why: 'ECS registers a task by its own address in the awsvpc network mode, and by its instance and port in the modes bridge and host; the target type of a target group cannot be changed, so that another one is needed',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
  get serviceError() {
    return serviceError('target-group-type');
  },
  needs: [targetGroup],
  check: (deployment, facts) =>
    eachTargetGroup(deployment, facts, {
      found: (group, shape) => judge(deployment, group, shape),
      missing: elsewhereMissing,
    }),
};

function judge(deployment: Deployment, group: NamedGroup, shape: TargetGroupShape): Verdict {
  const { TargetType: type } = shape;
  if (type === undefined) return untold(group, 'TargetType');
  const failure = (expected: string, since: string): Verdict =>
    fail({
      at: declaredAt(shape, 'TargetType') ?? group.at,
      message: `${serviceName(deployment)}: ${groupName(group)} has the target type ${type}, but ${since}: expected ${expected}`,
      evidence: [`${group.arn} has the target type ${type}`],
      fixes: another(shape, expected),
    });
  return wantedType(deployment).match<Verdict>({
    known: (wanted) =>
      wanted.type === type ? pass() : failure(wanted.type, `${modeOf(deployment)}, which ${wanted.since}`),
    absent: () => notApplicable('a network mode other than awsvpc, bridge and host'),
    unknown: (why) =>
      // ECS registers addresses and instances, whatever the mode: never a function, never another load balancer.
      type === BY_ADDRESS.type || type === BY_INSTANCE.type
        ? cannotTell(why)
        : failure('ip or instance', 'ECS registers tasks by address or by instance'),
  });
}

/** A template says it in one place, and the deploy makes another target group. */
function another(shape: TargetGroupShape, expected: string): readonly Fix[] {
  const at = declaredAt(shape, 'TargetType');
  if (!at || (expected !== 'ip' && expected !== 'instance')) return [];
  return [
    setting(at, expected, false, `make its target type ${expected}: the deploy makes another target group`),
  ];
}

function modeOf({ taskDefinition }: Deployment): string {
  return `its task definition's networkMode is ${valueOr(networkMode(taskDefinition), 'not given')}`;
}

/** Absent for the modes none and default, of which AWS says nothing. */
function wantedType(deployment: Deployment): Fact<Wanted> {
  return chain(networkModeIn(deployment, 'awsvpc'), (byAddress) =>
    byAddress
      ? known(BY_ADDRESS)
      : chain(networkModeIn(deployment, 'bridge', 'host'), (byInstance) =>
          byInstance ? known(BY_INSTANCE) : absent(),
        ),
  );
}
