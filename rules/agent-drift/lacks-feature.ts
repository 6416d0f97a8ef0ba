import type { Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { agentsAsOf, olderAgent } from '../../src/knowledge/agent-features.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { cannotTell, fail, notApplicable, pass, type Verdict, type Verdicts } from '../../src/rule.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import { type AgentInstance, amiFamilies, counted, judgeInstances, namesOf, verb } from './instances.ts';
import { type Requirement, requirements } from './requirements.ts';
import { updates } from './updates.ts';

/** Is a feature that the deployment uses newer than the agents that would run it? */
export function lacksFeature(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  return judgeInstances(deployment, facts, async (instances, cluster) => {
    const needs = requirements(deployment);
    if (needs.length === 0) return notApplicable('nothing in it needs more than the oldest agent');
    const candidates = candidatesOf(deployment, instances);
    if (candidates.possible.length === 0)
      return notApplicable('the cluster has no instance that its tasks may be placed on');
    return Promise.all(needs.map((need) => judge(deployment, facts, need, candidates, cluster)));
  });
}

/** Is the agent too old for it? What it says that it can do counts more than its age; undefined where it tells neither. */
function lacks(instance: AgentInstance, need: Requirement): boolean | undefined {
  if (need.attribute !== undefined && instance.attributes.has(need.attribute)) return false;
  return olderAgent(instance.version, minimum(instance, need));
}

function minimum({ windows }: AgentInstance, { agent, windowsAgent }: Requirement): string {
  return (windows ? windowsAgent : undefined) ?? agent;
}

async function judge(
  deployment: Deployment,
  facts: Facts,
  need: Requirement,
  { sure, possible, why }: Candidates,
  cluster: string,
): Promise<Verdict> {
  const older = possible.filter((instance) => lacks(instance, need) === true);
  const untold = possible.filter((instance) => lacks(instance, need) === undefined);
  // An attribute keeps tasks off the old agents; without one they land there and fail.
  const guarded = need.attribute !== undefined;
  const exposed = sure.filter((instance) => lacks(instance, need) === true);
  if (guarded ? older.length === possible.length : exposed.length > 0)
    return tooOld(deployment, facts, need, guarded ? older : exposed, possible, cluster);
  const maybe = guarded ? older.length + untold.length === possible.length : untold.length + older.length > 0;
  if (!maybe) return pass();
  const silent: readonly Why[] =
    untold.length > 0
      ? [{ reason: 'undecidable', detail: `${namesOf(untold)} tell no version of their agent` }]
      : [];
  return cannotTell([...silent, ...why]);
}

async function tooOld(
  deployment: Deployment,
  facts: Facts,
  need: Requirement,
  older: readonly AgentInstance[],
  possible: readonly AgentInstance[],
  cluster: string,
): Promise<Verdict> {
  const [oldest] = older.toSorted((a, b) => (olderAgent(a.version, b.version) ? -1 : 1));
  const needed = oldest ? minimum(oldest, need) : need.agent;
  const who =
    older.length === possible.length
      ? `every container instance of cluster ${cluster} that may run it has an older one`
      : `${older.length} of ${counted(possible)} of cluster ${cluster} that may run it ${verb(older, 'has', 'have')} an older one`;
  return fail({
    at: need.at,
    message: `${need.feature} needs agent ${needed}, and ${who}, down to ${oldest?.version ?? ''}`,
    why:
      need.attribute === undefined
        ? 'nothing keeps ECS from placing the task on such an instance, where it does not start'
        : `ECS places the task only where the agent registers ${need.attribute}, which none of these does`,
    evidence: older.slice(0, MOST_SHOWN).map(({ name, version }) => `${name} runs agent ${version}`),
    fixes: updates(deployment, cluster, older, await amiFamilies(older, facts)),
    asOf: agentsAsOf(),
  });
}

const MOST_SHOWN = 5;
