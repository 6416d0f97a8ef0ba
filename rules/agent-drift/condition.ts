import type { Facts } from '../../src/fact/kind.ts';
import {
  agentsAsOf,
  latestAgent,
  olderAgent,
  parseAgentVersion,
  supersededOn,
} from '../../src/knowledge/agent-features.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Fix,
  fail,
  pass,
  type Settings,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { type AgentInstance, amiFamilies, counted, judgeInstances, namesOf, verb } from './instances.ts';
import { aws, updates } from './updates.ts';

/** Half a year, in days. */
const HALF_A_YEAR = 183;
const DAY_MS = 86_400_000;

/** What a cluster's condition is told at: the service names the cluster, a task definition alone does not. */
export function clusterOf({ service, taskDefinition }: Deployment): View {
  if (!service) return taskDefinition.view as View;
  const members = service.view as View as View<{ cluster?: string; clusterArn?: string }>;
  return members.get(service.form === 'describe' ? 'clusterArn' : 'cluster') as View;
}

/** Are agents far behind the latest that is known? */
export function agentBehind(deployment: Deployment, facts: Facts, { options }: Settings): Promise<Verdicts> {
  const most = typeof options['minorReleases'] === 'number' ? options['minorReleases'] : 6;
  return judgeInstances(deployment, facts, async (instances, cluster) => {
    const latest = latestAgent();
    const versions = new Set(distinctVersions(instances).filter((version) => isBehind(version, most)));
    const behind = instances.filter(({ version }) => versions.has(version));
    if (behind.length === 0) return toldAll(instances);
    const [oldest] = behind.toSorted((a, b) => (olderAgent(a.version, b.version) ? -1 : 1));
    const families = await amiFamilies(behind, facts);
    return fail({
      at: clusterOf(deployment),
      message: `${behind.length} of ${counted(instances)} of cluster ${cluster} ${verb(behind, 'runs', 'run')} an agent more than ${most} minor releases or half a year behind ${latest.version}, down to ${oldest?.version ?? ''}`,
      evidence: [
        `${latest.version} is the latest agent that is known as of ${agentsAsOf()}`,
        ...byVersion(behind).map(([version, list]) => `${version}: ${namesOf(list)}`),
      ],
      fixes: updates(deployment, cluster, behind, families),
      asOf: agentsAsOf(),
    });
  });
}

function isBehind(version: string, most: number): boolean {
  const own = parseAgentVersion(version);
  const latest = parseAgentVersion(latestAgent().version);
  if (!own || !latest) return false;
  if (own[0] < latest[0] || (own[0] === latest[0] && latest[1] - own[1] > most)) return true;
  const day = supersededOn(version);
  if (day === undefined) return false;
  return (Date.parse(latestAgent().released) - Date.parse(day)) / DAY_MS > HALF_A_YEAR;
}

/** Hundreds of instances run few versions. */
function distinctVersions(instances: readonly AgentInstance[]): readonly string[] {
  return [...new Set(instances.map(({ version }) => version))];
}

/** What instances tell instead of a version. */
function noVersions(instances: readonly AgentInstance[]): ReadonlySet<string> {
  return new Set(distinctVersions(instances).filter((version) => parseAgentVersion(version) === undefined));
}

function toldAll(instances: readonly AgentInstance[]): Verdict {
  const none = noVersions(instances);
  const untold = instances.filter(({ version }) => none.has(version));
  return untold.length === 0
    ? pass()
    : cannotTell([{ reason: 'undecidable', detail: `${namesOf(untold)} tell no version of their agent` }]);
}

/** Have agents of active instances lost their connection? */
export function agentDisconnected(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  return judgeInstances(deployment, facts, (instances, cluster) => {
    const lost = instances.filter(({ connected }) => connected === false);
    if (lost.length > 0) {
      return fail({
        at: clusterOf(deployment),
        message: `the agent of ${lost.length} of ${counted(instances)} of cluster ${cluster} is not connected: ${namesOf(lost)}`,
        evidence: [
          'ACTIVE with agentConnected false is also an instance that was stopped and not terminated',
          'an agent may lose its connection for a minute and return by itself: look again before you act',
        ],
        fixes: [lookAgain(deployment, cluster, lost)],
      });
    }
    const untold = instances.filter(({ connected }) => connected === undefined);
    return untold.length === 0
      ? pass()
      : cannotTell([
          {
            reason: 'undecidable',
            detail: `whether the agents of ${namesOf(untold)} are connected was not told`,
          },
        ]);
  });
}

/** DescribeContainerInstances takes at most 100 of them. */
const MOST_ASKED = 100;

function lookAgain(deployment: Deployment, cluster: string, lost: readonly AgentInstance[]): Fix {
  const arns = lost.slice(0, MOST_ASKED).map(({ arn }) => shellWord(arn));
  return {
    kind: 'command',
    description:
      'look again; if it stays away, restart the agent on the instance (sudo systemctl restart ecs), or replace the instance',
    command: `${aws(deployment, 'ecs describe-container-instances')} --cluster ${shellWord(cluster)} --container-instances ${arns.join(' ')} --query 'containerInstances[].[ec2InstanceId,agentConnected]' --output text`,
  };
}

/** Do the instances run different agents? */
export function mixedAgents(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  return judgeInstances(deployment, facts, (instances, cluster) => {
    const none = noVersions(instances);
    const versions = byVersion(instances.filter(({ version }) => !none.has(version)));
    if (versions.length < 2) return toldAll(instances);
    return fail({
      at: clusterOf(deployment),
      message: `the container instances of cluster ${cluster} run ${versions.length} different agents: ${versions.map(([version, list]) => `${version} on ${list.length}`).join(', ')}`,
      evidence: versions.map(([version, list]) => `${version}: ${namesOf(list)}`),
    });
  });
}

/** Newest first. */
function byVersion(
  instances: readonly AgentInstance[],
): readonly (readonly [version: string, instances: readonly AgentInstance[]])[] {
  const groups = new Map<string, AgentInstance[]>();
  for (const instance of instances) {
    const group = groups.get(instance.version);
    if (group) group.push(instance);
    else groups.set(instance.version, [instance]);
  }
  return [...groups].sort(([a], [b]) => (olderAgent(a, b) ? 1 : -1));
}
