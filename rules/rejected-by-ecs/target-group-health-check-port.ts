import {
  all,
  any,
  chain,
  equals,
  not,
  some,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import { type TargetGroupShape, targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { namedRegion } from '../../src/model/named-region.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { groupName, type NamedGroup } from '../../src/model/target-groups.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { type Fix, failsIf, notApplicable, type Problem, type Verdict } from '../../src/rule.ts';
import { setting } from './forms.ts';
import { member, networkModeIn, serviceName } from './service-facts.ts';
import { eachTargetGroup, elsewhereMissing, untold } from './target-groups.ts';

/** A port of the instance is free again and again: `traffic-port` follows it, a number does not. */
const FOLLOWING = 'traffic-port';

/** Does the load balancer check a fixed port, and the tasks are at ports that change? */
export const targetGroupHealthCheckPort: Problem = {
  summary: 'its health check port is not `traffic-port` (accepted by ECS; the targets never turn healthy)',
  appliesTo: 'bridge, dynamic host port, target group known',
  severity: 'error',
  phase: 'health',
  decidable: ['D', 'L'],
  why: 'with a dynamic host port each task is at another port of its instance; a check of one fixed port finds no task there, calls every target unhealthy, and ECS stops and starts tasks without end',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
  needs: [targetGroup],
  check: (deployment, facts) =>
    eachTargetGroup(deployment, facts, {
      found: (group, shape) => judge(deployment, group, shape),
      missing: elsewhereMissing,
    }),
};

function judge(deployment: Deployment, group: NamedGroup, shape: TargetGroupShape): Verdict {
  const premise = all([networkModeIn(deployment, 'bridge'), atDynamicPort(deployment, group.entry)]);
  if (!valueOr(premise, true)) return notApplicable('no dynamic host port in the bridge network mode');
  const { HealthCheckPort: port } = shape;
  if (port === undefined) return untold(group, 'HealthCheckPort');
  const fixed = all([truth(port !== FOLLOWING), not(answeredThere(deployment, Number(port)))]);
  return failsIf(all([fixed, premise]), () => ({
    at: declaredAt(shape, 'HealthCheckPort') ?? group.at,
    message: `${serviceName(deployment)}: the health check port of ${groupName(group)} is ${port}, but the tasks are at dynamic host ports, expected ${FOLLOWING}`,
    evidence: [`${group.arn} checks port ${port}`, `${mappingText(group.entry)} has no fixed host port`],
    fixes: [followTraffic(deployment, group, shape)],
  }));
}

/** Is the port that the entry names mapped to a host port that ECS chooses? */
function atDynamicPort(deployment: Deployment, entry: View): Truth {
  return chain(member(entry, 'containerName').text, (name) =>
    chain(member(entry, 'containerPort').number, (port) =>
      some(containers(deployment.taskDefinition), (container) =>
        all([
          equals(container.get('name').text, name),
          some(container.get('portMappings').items, (mapping) =>
            all([
              equals(mapping.get('containerPort').number, port),
              any([not(mapping.get('hostPort').given), equals(mapping.get('hostPort').number, 0)]),
            ]),
          ),
        ]),
      ),
    ),
  );
}

/** Does a container of the task answer at that port of every instance? Whether it is the one to be checked is not known then. */
function answeredThere(deployment: Deployment, port: number): Truth {
  const mapped = some(containers(deployment.taskDefinition), (container) =>
    some(container.get('portMappings').items, (mapping) => equals(mapping.get('hostPort').number, port)),
  );
  return chain(mapped, (is) =>
    is
      ? unknown({
          reason: 'undecidable',
          detail: `whether the container at host port ${port} answers the health checks for the other`,
        })
      : truth(false),
  );
}

function mappingText(entry: View): string {
  const name = valueOr(member(entry, 'containerName').text, '');
  return `port ${valueOr(member(entry, 'containerPort').number, 0)} of container "${name}"`;
}

function followTraffic(deployment: Deployment, { arn }: NamedGroup, shape: TargetGroupShape): Fix {
  const description = 'check each target at the port that it gets its requests at';
  const at = declaredAt(shape, 'HealthCheckPort');
  if (at) return setting(at, FOLLOWING, false, description);
  const place = namedRegion(deployment);
  const words = [
    ...(place === undefined ? [] : ['--region', place]),
    '--target-group-arn',
    arn,
    '--health-check-port',
    FOLLOWING,
  ];
  return {
    kind: 'command',
    description,
    command: `aws elbv2 modify-target-group ${words.map(shellWord).join(' ')}`,
  };
}
