import { absent, collect, type Fact, map, unknown, unknownFor, valueOr } from '../../fact/fact.ts';
import type { Facts } from '../../fact/kind.ts';
import { type SecurityGroupShape, securityGroup, vpc } from '../../fact/kinds/ec2.ts';
import { type TargetGroupShape, targetGroup } from '../../fact/kinds/elbv2.ts';
import type { Deployment } from '../../model/deployment.ts';
import { select } from '../../model/select.ts';
import type { Service } from '../../model/service.ts';
import { groupName, type NamedGroup } from '../../model/target-groups.ts';
import { networkMode } from '../../model/task-definition.ts';
import { rangeOf } from '../../network/address-ranges.ts';
import { cannotTell, fail, notApplicable, type Problem, pass, type Verdict } from '../../rule.ts';
import { eachTargetGroup, gone } from './target-groups.ts';

/** Do the security groups of the tasks admit the load balancer on the port that it calls? */
export const loadBalancerBlocked: Problem = {
  summary: 'no security group of the tasks admits the port that the load balancer calls',
  appliesTo: 'awsvpc, services with target groups',
  severity: 'error',
  phase: 'health',
  decidable: ['L'],
  why: 'what no security group of a task admits is dropped: health checks run into their time limit, and ECS replaces the task',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html',
  needs: [targetGroup, securityGroup, vpc],
  check: (deployment, facts) => {
    const mode = valueOr(networkMode(deployment.taskDefinition), undefined);
    if (mode !== undefined && mode !== 'awsvpc')
      return notApplicable('the load balancer calls the instance, not the task');
    return eachTargetGroup(deployment, facts, {
      missing: gone,
      found: (group, shape) => judge(deployment, facts, group, shape),
    });
  },
};

async function judge(
  { service }: Deployment,
  facts: Facts,
  group: NamedGroup,
  { HealthCheckPort = 'traffic-port', VpcId = '' }: TargetGroupShape,
): Promise<Verdict> {
  const port = /^\d+$/.test(HealthCheckPort)
    ? Number(HealthCheckPort)
    : valueOr(group.entry.get('containerPort').number, undefined);
  if (!service || port === undefined)
    return cannotTell([{ reason: 'unresolved', detail: 'the port of the target' }]);
  const shapes = await groupsOf(service, facts);
  const home = map(await facts.ask(vpc, { id: VpcId }), ({ CidrBlock = '' }) => CidrBlock);
  return shapes.match<Verdict>({
    known: (groups) => {
      const admitting = groups
        .flatMap(({ IpPermissions = [] }) => IpPermissions)
        .filter((rule) => admits(rule, port));
      if (admitting.length === 0)
        return fail({
          at: group.at,
          message: `${groups.map(({ GroupId }) => GroupId ?? '?').join(', ')} of the tasks admits nothing on port ${port}, which the load balancer of ${groupName(group)} calls`,
          evidence: groups.map(
            ({ GroupId, IpPermissions = [] }) =>
              `${GroupId ?? '?'} admits ${IpPermissions.map(told).join(', ') || 'nothing'}`,
          ),
        });
      const everybody = admitting
        .flatMap(({ IpRanges = [] }) => IpRanges)
        .some(({ CidrIp = '' }) => covers(CidrIp, valueOr(home, '')));
      if (everybody) return pass();
      const sources = admitting.flatMap(
        ({ IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [], PrefixListIds = [] }) => [
          ...IpRanges.map(({ CidrIp }) => CidrIp ?? '?'),
          ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6 ?? '?'),
          ...UserIdGroupPairs.map(({ GroupId }) => GroupId ?? '?'),
          ...PrefixListIds.map(({ PrefixListId }) => PrefixListId ?? '?'),
        ],
      );
      return cannotTell([
        {
          reason: 'undecidable',
          detail: `whether the load balancer is among ${[...new Set(sources)].join(', ')}, which alone are admitted on port ${port}`,
        },
      ]);
    },
    absent: () => notApplicable('the security group does not exist'),
    unknown: cannotTell,
  });
}

/** The security groups of the tasks; unknown where one of them is, since it may admit what the others do not. */
async function groupsOf({ view }: Service, facts: Facts): Promise<Fact<readonly SecurityGroupShape[]>> {
  const { views, why } = select(view, 'networkConfiguration.awsvpcConfiguration.securityGroups[]');
  if (why.length > 0) return unknown(...why);
  if (views.length === 0)
    return unknown({ reason: 'undecidable', detail: 'the tasks have the default security group of the VPC' });
  const asked = views.map(({ reference }) =>
    reference.match<Promise<Fact<SecurityGroupShape>> | Fact<SecurityGroupShape>>({
      known: (id) => facts.ask(securityGroup, { id }),
      absent,
      unknown: unknownFor,
    }),
  );
  return collect(await Promise.all(asked));
}

interface Rule {
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
}

function admits({ IpProtocol, FromPort = 0, ToPort = 65_535 }: Rule, port: number): boolean {
  if (IpProtocol === '-1') return true;
  return (IpProtocol === 'tcp' || IpProtocol === '6') && FromPort <= port && port <= ToPort;
}

function told({ IpProtocol = '?', FromPort, ToPort }: Rule): string {
  if (IpProtocol === '-1') return 'all';
  return FromPort === ToPort
    ? `${IpProtocol} ${FromPort ?? ''}`.trim()
    : `${IpProtocol} ${FromPort}-${ToPort}`;
}

/** Does the block hold the whole VPC, in which a load balancer has its addresses? */
function covers(block: string, whole: string): boolean {
  const outer = rangeOf(block);
  if (!outer) return false;
  if (block === '0.0.0.0/0') return true;
  const inner = rangeOf(whole);
  return (
    inner !== undefined && outer.family === inner.family && outer.from <= inner.from && inner.to <= outer.to
  );
}
