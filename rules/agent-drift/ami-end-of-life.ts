import { type Fact, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type AmiFamily, amisAsOf } from '../../src/knowledge/agent-features.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { cannotTell, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { clusterOf } from './condition.ts';
import { type AgentInstance, amiFamilies, counted, judgeInstances, namesOf, verb } from './instances.ts';
import { replacements } from './updates.ts';

/** The instances of a family whose support is over. */
interface Ended {
  readonly endOfLife: string;
  readonly instances: readonly AgentInstance[];
}

/** Are instances made from an AMI that gets no more updates? */
export function amiEndOfLife(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  return judgeInstances(deployment, facts, async (all, cluster) => {
    const instances = all.filter(({ external }) => !external);
    if (instances.length === 0) return notApplicable('no instance of the cluster is an EC2 instance');
    const families = await amiFamilies(instances, facts);
    const ended = new Map<string, Ended>();
    for (const instance of instances) {
      const family = instance.ami === undefined ? undefined : families.get(instance.ami);
      const known = family && valueOr(family, undefined);
      if (known?.endOfLife === undefined || known.endOfLife > amisAsOf()) continue;
      const { instances: others = [] } = ended.get(known.name) ?? {};
      ended.set(known.name, { endOfLife: known.endOfLife, instances: [...others, instance] });
    }
    const found = [...ended].map(
      ([name, { endOfLife, instances: list }]): Verdict =>
        fail({
          at: clusterOf(deployment),
          message: `${list.length} of ${counted(instances)} of cluster ${cluster} ${verb(list, 'runs', 'run')} ${name}, whose support ended on ${endOfLife}`,
          evidence: [...new Set(list.map(({ ami = '' }) => ami))].map(
            (ami) => `${ami}: ${namesOf(list.filter((instance) => instance.ami === ami))}`,
          ),
          fixes: replacements(deployment, list, families),
          asOf: amisAsOf(),
        }),
    );
    const why = openOf(instances, families);
    if (why.length > 0) return [...found, cannotTell(why)];
    return found.length > 0 ? found : pass();
  });
}

/** Why it is not known of some what they run. */
function openOf(
  instances: readonly AgentInstance[],
  families: ReadonlyMap<string, Fact<AmiFamily>>,
): readonly Why[] {
  const untold = instances.filter(({ ami }) => ami === undefined);
  const nameless: readonly Why[] =
    untold.length > 0 ? [{ reason: 'undecidable', detail: `${namesOf(untold)} tell no AMI` }] : [];
  const open = [...families].flatMap(([ami, family]) =>
    family.match<readonly Why[]>({
      known: () => [],
      absent: () => [
        { reason: 'undecidable', detail: `what ${ami} was made of: it does not exist any more` },
      ],
      unknown: (why) => why,
    }),
  );
  return [...nameless, ...open];
}
