import { valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type ClusterShape, cluster } from '../../src/fact/kinds/ecs.ts';
import { serviceError } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { namedRegion } from '../../src/model/named-region.ts';
import type { Service } from '../../src/model/service.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { connected, serviceName } from './service-facts.ts';

const UNASKED: Why = {
  reason: 'offline',
  detail: 'whether the cluster has a default Service Connect namespace',
  unlockedBy: '--live',
};

const DISCONNECTED = 'Service Connect is not enabled';

/** Is there no namespace to find other services in, neither in the service nor in its cluster? */
export const serviceConnectNamespace: Problem = {
  summary: 'no namespace is given and the cluster is known to have no default',
  appliesTo: 'Service Connect enabled',
  severity: 'error',
  phase: 'register',
  decidable: ['F', 'D', 'L'],
  why: 'ECS refuses a service with Service Connect that has no namespace, of its own or by default of its cluster',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html',
  get serviceError() {
    return serviceError('service-connect-namespace');
  },
  needs: [cluster],
  check: (deployment, facts) => {
    const { service } = deployment;
    if (!service) return notApplicable('no service is deployed');
    const given = service.view.get('serviceConnectConfiguration').get('namespace').given;
    return connected(deployment).match<Verdicts | Promise<Verdicts>>({
      known: (is) => {
        if (!is) return notApplicable(DISCONNECTED);
        return given.match<Verdicts | Promise<Verdicts>>({
          known: (named) => (named ? pass() : byDefault(deployment, service, facts)),
          absent: () => byDefault(deployment, service, facts),
          unknown: cannotTell,
        });
      },
      absent: () => notApplicable(DISCONNECTED),
      unknown: (why) => (valueOr(given, false) ? pass() : cannotTell(why)),
    });
  },
};

function byDefault(deployment: Deployment, service: Service, facts: Facts): Verdict | Promise<Verdict> {
  if (facts.offline) return cannotTell([UNASKED]);
  return deployment.cluster.match<Verdict | Promise<Verdict>>({
    known: async (name) =>
      (await facts.ask(cluster, { name })).match<Verdict>({
        known: (shape) => judge(deployment, service, shape),
        absent: () => cannotTell([{ reason: 'undecidable', detail: `cluster ${name} does not exist` }]),
        unknown: cannotTell,
      }),
    absent: () => cannotTell([UNASKED]),
    unknown: cannotTell,
  });
}

/** DescribeClusters gives `serviceConnectDefaults` where there is a default, and leaves it out where there is none. */
function judge(deployment: Deployment, service: Service, shape: ClusterShape): Verdict {
  if (shape.serviceConnectDefaults?.namespace) return pass();
  const name = shape.clusterName ?? valueOr(deployment.cluster, '');
  return fail({
    at: service.view.get('serviceConnectConfiguration').get('namespace'),
    message: `${serviceName(deployment)}: Service Connect is enabled without a namespace, and cluster ${name} has no default, expected a namespace`,
    evidence: [`cluster ${name} has no serviceConnectDefaults`],
    fixes: [namespaces(deployment)],
  });
}

/** Which of them to take is not ours to choose. */
function namespaces(deployment: Deployment): Fix {
  const place = namedRegion(deployment);
  const where = place === undefined ? '' : ` --region ${shellWord(place)}`;
  return {
    kind: 'command',
    description:
      'see which namespaces there are, and name one of them in the service, or as the default of the cluster',
    command: `aws servicediscovery list-namespaces${where} --query 'Namespaces[].[Name,Arn]' --output text`,
  };
}
