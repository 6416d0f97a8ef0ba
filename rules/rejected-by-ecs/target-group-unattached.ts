import { any, not, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { serviceError } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { groupName, type NamedGroup, targetGroupsOf } from '../../src/model/target-groups.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { controlledBy, serviceName } from './service-facts.ts';
import { eachTargetGroup, untold } from './target-groups.ts';

const MOVED = 'CodeDeploy moves the listener between two target groups, of which one is always without';

/** Does the service name a target group that no load balancer sends anything to? */
export const targetGroupUnattached: Problem = {
  summary: 'no listener uses it',
  appliesTo: 'target group known',
  severity: 'error',
  maySeverities: ['error', 'warning'],
  phase: 'register',
  decidable: ['D', 'L'],
  why: 'ECS refuses a service with a target group that no listener of a load balancer uses: no request would ever reach its tasks',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
  get serviceError() {
    return serviceError('target-group-unattached');
  },
  needs: [targetGroup],
  check: (deployment, facts) => {
    if (targetGroupsOf(deployment).groups.length === 0) return judge(deployment, facts);
    return staysAttached(deployment).match<Verdicts | Promise<Verdicts>>({
      known: (is) => (is ? judge(deployment, facts) : notApplicable(MOVED)),
      absent: () => notApplicable(MOVED),
      unknown: cannotTell,
    });
  },
};

/** CodeDeploy leaves the target group of the file without a listener after every other deployment, but not at the first. */
function staysAttached(deployment: Deployment): Truth {
  const { service, around } = deployment;
  const created = around.running.match<Truth>({
    known: () => truth(false),
    absent: () => truth(service?.form === 'create'),
    unknown: (why) => unknown(...why),
  });
  return any([not(controlledBy(deployment, 'CODE_DEPLOY')), created]);
}

function judge(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return eachTargetGroup(deployment, facts, {
    found: async (group, shape) => {
      const used = attached(shape);
      if (used === undefined) return untold(group, 'LoadBalancerArns');
      if (used) return pass();
      const { partner, state } = await partnerOf(deployment, group, shape, facts);
      if (state) return state;
      return fail({
        ...failureAt(deployment, group),
        message: `${serviceName(deployment)}: ${groupName(group)} is used by no listener${partner}, expected a listener or a listener rule that forwards to it`,
        evidence: [`${group.arn} has no load balancer`],
      });
    },
    missing: (group) =>
      fail({
        ...failureAt(deployment, group),
        message: `${serviceName(deployment)}: ${groupName(group)} does not exist, expected one that a listener uses`,
        evidence: [`no target group has the ARN ${group.arn}`],
      }),
  });
}

/** Nobody refuses what runs already, and a running service may have been taken off its listener on purpose. */
function failureAt({ service }: Deployment, { at }: NamedGroup): Pick<Failure, 'at' | 'why' | 'severity'> {
  if (service?.form !== 'describe') return { at };
  return {
    at,
    severity: 'warning',
    why: 'no request reaches the tasks through it, and ECS refuses a service that names it when it is created again',
  };
}

/** Undefined where the answer does not tell. */
function attached({ LoadBalancerArns }: TargetGroupShape): boolean | undefined {
  return LoadBalancerArns && LoadBalancerArns.length > 0;
}

/**
 * During a blue/green deployment the rule of an Application Load Balancer holds both target groups, with weights; the listener
 * of a Network Load Balancer may hold one of the two, and ECS puts the other in its place.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/nlb-resources-for-blue-green.html
 */
async function partnerOf(
  deployment: Deployment,
  group: NamedGroup,
  { Protocol }: TargetGroupShape,
  facts: Facts,
): Promise<{ readonly partner: string; readonly state?: Verdict }> {
  const other = targetGroupsOf(deployment).groups.find(
    ({ entry, arn }) => entry === group.entry && arn !== group.arn,
  );
  if (!other || Protocol?.startsWith('HTTP')) return { partner: '' };
  const shape = await facts.ask(targetGroup, { arn: other.arn });
  const used = valueOr(shape, undefined);
  const state = shape.match<Verdict | undefined>({
    known: () => undefined,
    absent: () => undefined,
    unknown: cannotTell,
  });
  if (state) return { partner: '', state };
  const told = used === undefined ? false : attached(used);
  if (told === undefined) return { partner: '', state: untold(other, 'LoadBalancerArns') };
  return told ? { partner: '', state: pass() } : { partner: `, nor is its partner ${groupName(other)}` };
}
