import { valueOr } from '../../fact/fact.ts';
import { targetGroup, targetHealth } from '../../fact/kinds/elbv2.ts';
import { groupName, type NamedGroup } from '../../model/target-groups.ts';
import { containers } from '../../model/task-definition.ts';
import { cannotTell, fail, type Problem, pass, type Verdict } from '../../rule.ts';
import { eachTargetGroup, gone } from './target-groups.ts';

const TROUBLE =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html';
const HEALTH_DOCS =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html';

/** Does the target group exist? */
export const targetGroupMissing: Problem = {
  summary: 'a target group of the service does not exist',
  appliesTo: 'services with target groups',
  severity: 'error',
  phase: 'health',
  decidable: ['L'],
  why: 'a service whose target group was deleted cannot register its tasks, and replaces them without end',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html',
  needs: [targetGroup],
  check: (deployment, facts) =>
    eachTargetGroup(deployment, facts, {
      found: pass,
      missing: (group) =>
        fail({ at: group.at, message: `${groupName(group)} does not exist (${group.arn})` }),
    }),
};

/** Does the health check ask a fixed port that no container is known to listen on? */
export const healthCheckPort: Problem = {
  summary: 'the target group checks a port that no container maps',
  appliesTo: 'target groups of type ip with a fixed health check port',
  // A container may listen on a port that it does not map: this is no proof.
  severity: 'info',
  phase: 'health',
  decidable: ['L'],
  why: 'a health check of a port on which nothing listens is refused, however well the application does',
  docs: TROUBLE,
  needs: [targetGroup],
  check: (deployment, facts) =>
    eachTargetGroup(deployment, facts, {
      missing: gone,
      found: (group, { TargetType, HealthCheckPort, HealthCheckEnabled }) => {
        const port = Number(HealthCheckPort);
        if (TargetType !== 'ip' || HealthCheckEnabled === false || !Number.isInteger(port)) return pass();
        const mapped = mappedPorts(deployment.taskDefinition);
        if (!mapped) return cannotTell([{ reason: 'unresolved', detail: 'the ports of the containers' }]);
        if (mapped.includes(port)) return pass();
        return fail({
          at: group.at,
          message: `the health check port of ${groupName(group)} is ${port}, and the containers map ${mapped.length === 0 ? 'none' : mapped.join(', ')}`,
          evidence: [`${group.arn}: HealthCheckPort ${port}`],
        });
      },
    }),
};

/** Undefined where a port of a container is not known. */
function mappedPorts(task: Parameters<typeof containers>[0]): readonly number[] | undefined {
  const list = valueOr(containers(task), undefined);
  if (!list) return undefined;
  const ports: number[] = [];
  for (const container of list) {
    const mappings = container.get('portMappings').items.match({
      known: (items) => items,
      absent: () => [],
      unknown: () => undefined,
    });
    if (!mappings) return undefined;
    for (const mapping of mappings) {
      const port = valueOr(mapping.get('containerPort').number, undefined);
      if (port === undefined) return undefined;
      ports.push(port);
    }
  }
  return ports;
}

/** Do targets that are unhealthy now answer with another code than the target group wants? */
export const healthCheckAnswer: Problem = {
  summary: 'targets answer the health check with a code that does not count as healthy',
  appliesTo: 'services with target groups, targets unhealthy now',
  severity: 'error',
  phase: 'health',
  decidable: ['L'],
  why: 'the check arrives, and the application answers it in a way that the target group does not take for healthy',
  docs: HEALTH_DOCS,
  needs: [targetGroup, targetHealth],
  check: (deployment, facts) =>
    eachTargetGroup(deployment, facts, {
      missing: gone,
      found: (group, { HealthCheckPath, Matcher }) =>
        unhealthyNow(
          group,
          facts,
          ({ Reason }) => Reason === 'Target.ResponseCodeMismatch',
          (described) =>
            `targets of ${groupName(group)} answer ${HealthCheckPath ?? 'the health check'} with another code than ${Matcher?.HttpCode ?? 'the matcher'}: ${described}`,
        ),
    }),
};

/** Are targets in a zone that the load balancer does not serve? */
export const targetZoneNotEnabled: Problem = {
  summary: 'targets are in an Availability Zone that the load balancer does not serve',
  appliesTo: 'services with target groups',
  severity: 'error',
  phase: 'health',
  decidable: ['L'],
  why: 'a target in a zone without a subnet of the load balancer is not used and never gets healthy',
  docs: TROUBLE,
  needs: [targetGroup, targetHealth],
  check: (deployment, facts) =>
    eachTargetGroup(deployment, facts, {
      missing: gone,
      found: (group) =>
        unhealthyNow(
          group,
          facts,
          ({ Reason, Description = '' }) =>
            Reason === 'Target.NotInUse' && /Availability Zone/i.test(Description),
          (described) => `targets of ${groupName(group)} are not used: ${described}`,
        ),
    }),
};

interface Health {
  readonly State?: string | undefined;
  readonly Reason?: string | undefined;
  readonly Description?: string | undefined;
}

/** By the targets that are not healthy now: unknown where there are none, because those of stopped tasks are gone. */
async function unhealthyNow(
  group: NamedGroup,
  facts: Parameters<Problem['check']>[1],
  isThis: (health: Health) => boolean,
  told: (described: string) => string,
): Promise<Verdict> {
  const targets = await facts.ask(targetHealth, { arn: group.arn });
  return targets.match<Verdict>({
    known: (list) => {
      const sick = list.filter(({ TargetHealth: health }) => health && SICK.has(health.State ?? ''));
      if (sick.length === 0) return cannotTell([NONE_SICK]);
      const such = sick.filter(({ TargetHealth: health }) => health && isThis(health));
      if (such.length === 0) return pass();
      const evidence = such
        .slice(0, SHOWN)
        .map(({ Target: target, TargetHealth: health }) =>
          `${target?.Id ?? '?'}:${target?.Port ?? '?'} is ${health?.State ?? '?'}: ${health?.Description ?? health?.Reason ?? ''}`.trim(),
        );
      const described = such[0]?.TargetHealth?.Description ?? such[0]?.TargetHealth?.Reason ?? '';
      return fail({ at: group.at, evidence, message: told(described) });
    },
    absent: () => cannotTell([NONE_SICK]),
    unknown: cannotTell,
  });
}

const SHOWN = 5;
const SICK = new Set(['unhealthy', 'unused', 'unhealthy.draining', 'unavailable']);
const NONE_SICK = {
  reason: 'undecidable',
  detail: 'no target is unhealthy at this moment, which would say why',
} as const;
