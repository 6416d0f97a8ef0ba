import { any, type Truth, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type DiscoveryServiceShape, discoveryService } from '../../src/fact/kinds/servicediscovery.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { member, networkModeIn, serviceName } from './service-facts.ts';

const NOT_SUCH = 'no service registry of A records with the network mode awsvpc';

/** Does a service name a container to a registry that needs none: one of addresses, of tasks that have their own? */
export const serviceRegistryContainer: Problem = {
  summary: 'containerName or containerPort is set',
  appliesTo: 'awsvpc, A record registry',
  severity: 'warning',
  maySeverities: ['warning', 'error'],
  phase: 'register',
  decidable: ['D', 'L'],
  why: "an A record holds the task's own address alone: AWS documents a container and its port for SRV records and for the modes bridge and host, and with A records they may be refused or ignored",
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html',
  needs: [discoveryService],
  check: (deployment, facts) => {
    const { service } = deployment;
    if (!service) return notApplicable('no service is deployed');
    const { views, why } = select(service.view, 'serviceRegistries[]');
    if (views.length === 0) return why.length > 0 ? cannotTell(why) : notApplicable('no service registry');
    return networkModeIn(deployment, 'awsvpc').match<Verdicts | Promise<Verdicts>>({
      known: (is) =>
        is ? Promise.all(views.map((entry) => judge(deployment, entry, facts))) : notApplicable(NOT_SUCH),
      absent: () => notApplicable(NOT_SUCH),
      unknown: cannotTell,
    });
  },
};

const NAMES = ['containerName', 'containerPort'] as const;

async function judge(deployment: Deployment, entry: View, facts: Facts): Promise<Verdict> {
  const given = any(NAMES.map((name) => member(entry, name).given));
  if (!valueOr(given, true)) return pass();
  return member(entry, 'registryArn').reference.match<Verdict | Promise<Verdict>>({
    known: async (arn) => {
      if (facts.offline) return cannotTell([untold(arn)]);
      return (await facts.ask(discoveryService, { arn })).match<Verdict>({
        known: (shape) => ofAddresses(deployment, entry, arn, shape, given),
        absent: () => notApplicable(`the service registry ${arn} does not exist`),
        unknown: () => cannotTell([untold(arn)]),
      });
    },
    absent: () => notApplicable('the registry is not named'),
    unknown: cannotTell,
  });
}

/** No client of ours asks AWS Cloud Map. */
function untold(arn: string): Why {
  return {
    reason: 'offline',
    detail: `the DNS records of service registry ${arn}, which only the template that declares it tells`,
  };
}

function ofAddresses(
  deployment: Deployment,
  entry: View,
  arn: string,
  { DnsConfig }: DiscoveryServiceShape,
  given: Truth,
): Verdict {
  const types = (DnsConfig?.DnsRecords ?? []).map(({ Type = '' }) => Type);
  if (!types.includes('A') || types.includes('SRV')) return notApplicable(NOT_SUCH);
  return given.match<Verdict>({
    known: (is) => {
      if (!is) return pass();
      const set = NAMES.map((name) => member(entry, name)).filter((at) => valueOr(at.given, false));
      const [at = entry] = set;
      const names = set.map(({ key }) => String(key)).join(' and ');
      return fail({
        at,
        message: `${serviceName(deployment)}: its service registry has ${names}, but holds A records, and the network mode is awsvpc: expected neither containerName nor containerPort`,
        evidence: [`${arn} has records of type ${types.join(' and ')}`],
        fixes: [
          {
            kind: 'edit',
            description: `remove ${names}`,
            safe: false,
            edits: set.map((one) => ({ at: one, op: 'remove' as const })),
          },
        ],
      });
    },
    absent: pass,
    unknown: cannotTell,
  });
}
