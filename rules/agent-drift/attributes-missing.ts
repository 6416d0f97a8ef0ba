import { all, holds, map, type Truth, truth, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { agentFeature, olderAgent } from '../../src/knowledge/agent-features.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { desiredCount } from '../../src/model/service.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { providersOf } from '../../src/rollout/capacity-providers.ts';
import { demandOf } from '../../src/rollout/demand.ts';
import { cannotTell, type Failure, fail, notApplicable, pass, type Verdicts } from '../../src/rule.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import { type AgentInstance, counted, judgeInstances, namesOf, verb } from './instances.ts';
import { type RequiredAttribute, requiredAttributes } from './requirements.ts';

const NO_CONTAINER = 'there is no container';
const UNREGISTERED: Why = {
  reason: 'unresolved',
  detail: 'which attributes ECS will derive from the task definition: it is not registered yet',
};

/** Is there no instance, or are there too few, with all the attributes that the registered task definition requires? */
export function attributesMissing(deployment: Deployment, facts: Facts): Promise<Verdicts> {
  return judgeInstances(deployment, facts, (instances, cluster) =>
    requiredAttributes(deployment).match<Verdicts>({
      known: (required) => {
        if (required.length === 0) return notApplicable('the task definition requires no attribute');
        const candidates = candidatesOf(deployment, instances);
        if (candidates.possible.length === 0)
          return notApplicable('the cluster has no instance that its tasks may be placed on');
        return judge(deployment, required, candidates, cluster);
      },
      absent: () =>
        containers(deployment.taskDefinition).match<Verdicts>({
          known: (list) => (list.length > 0 ? cannotTell([UNREGISTERED]) : notApplicable(NO_CONTAINER)),
          absent: () => notApplicable(NO_CONTAINER),
          unknown: cannotTell,
        }),
      unknown: cannotTell,
    }),
  );
}

function judge(
  deployment: Deployment,
  required: readonly RequiredAttribute[],
  { sure, possible, why }: Candidates,
  cluster: string,
): Verdicts {
  const fits = (instance: AgentInstance) => instance.told && lacking(instance, required).length === 0;
  const silent = possible.filter(({ told }) => !told);
  const fitting = possible.filter((instance) => !instance.told || fits(instance));
  if (fitting.length === 0) return nowhere(deployment, required, possible, cluster);
  const open: readonly Why[] = [
    ...why,
    ...(silent.length > 0
      ? [{ reason: 'undecidable' as const, detail: `${namesOf(silent)} tell no attributes` }]
      : []),
  ];
  return tooFew(deployment, fitting, possible).match<Verdicts>({
    known: (is) => {
      if (is) return fail(notEnough(deployment, required, fitting, possible, cluster));
      return sure.some(fits) ? pass() : cannotTell(open);
    },
    absent: pass,
    unknown: (more) => (sure.some(fits) ? pass() : cannotTell([...open, ...more])),
  });
}

function lacking({ attributes }: AgentInstance, required: readonly RequiredAttribute[]): readonly string[] {
  return required
    .filter(
      ({ name, value }) => !attributes.has(name) || (value !== undefined && attributes.get(name) !== value),
    )
    .map(({ name }) => name);
}

function nowhere(
  deployment: Deployment,
  required: readonly RequiredAttribute[],
  possible: readonly AgentInstance[],
  cluster: string,
): Verdicts {
  const missing = required
    .map(({ name }) => name)
    .filter((name) => possible.every((it) => lacking(it, required).includes(name)));
  if (missing.length > 0 && missing.every((attribute) => isTooOld(attribute, possible)))
    return notApplicable('the agents are too old for it, which agent-lacks-feature reports');
  const closest = closestOf(required, possible);
  return fail({
    at: whole(deployment),
    message: `no container instance of cluster ${cluster} has all attributes that the task definition requires (${counted(possible)} may run it)${missing.length > 0 ? `; none has ${missing.join(', ')}` : ''}`,
    evidence: closest
      ? [`${closest.name}, which lacks fewest, lacks ${lacking(closest, required).join(', ')}`]
      : [],
  });
}

/**
 * Tasks that need an instance each (a static host port, `distinctInstance`), and fewer instances that fit than tasks, though there
 * are instances enough. Where a capacity provider may add instances it is not known.
 */
function tooFew(
  deployment: Deployment,
  fitting: readonly AgentInstance[],
  possible: readonly AgentInstance[],
): Truth {
  const { service } = deployment;
  if (!service) return truth(false);
  const providers = map(providersOf(deployment, 'used'), (used) => used.length === 0);
  return all([
    truth(fitting.length < possible.length),
    holds(desiredCount(service), (desired) => fitting.length < desired && desired <= possible.length),
    oneEach(deployment),
    providers,
  ]);
}

function oneEach({ service, taskDefinition }: Deployment): Truth {
  const distinct = service ? select(service.view, 'placementConstraints[].type').views : [];
  const named = distinct.some((view) => valueOr(view.text, '') === 'distinctInstance');
  return named ? truth(true) : holds(demandOf(taskDefinition), ({ tcp, udp }) => tcp.length + udp.length > 0);
}

function notEnough(
  deployment: Deployment,
  required: readonly RequiredAttribute[],
  fitting: readonly AgentInstance[],
  possible: readonly AgentInstance[],
  cluster: string,
): Failure {
  const desired = deployment.service ? valueOr(desiredCount(deployment.service), 0) : 0;
  const others = possible.filter((instance) => !fitting.includes(instance));
  const closest = closestOf(required, others);
  return {
    at: whole(deployment),
    message: `${desired} tasks need an instance each, and only ${fitting.length} of ${counted(possible)} of cluster ${cluster} ${verb(fitting, 'has', 'have')} all attributes that the task definition requires`,
    evidence: closest ? [`${closest.name} lacks ${lacking(closest, required).join(', ')}`] : [],
  };
}

function closestOf(
  required: readonly RequiredAttribute[],
  instances: readonly AgentInstance[],
): AgentInstance | undefined {
  return instances.toSorted((a, b) => lacking(a, required).length - lacking(b, required).length)[0];
}

function whole({ taskDefinition }: Deployment): View {
  return taskDefinition.view.get('containerDefinitions') as View;
}

/** Is the attribute missing because of the agents' versions, and nothing else? */
function isTooOld(attribute: string, instances: readonly AgentInstance[]): boolean {
  const feature = agentFeature(attribute);
  return (
    feature !== undefined &&
    instances.every(
      ({ version, windows }) =>
        olderAgent(version, (windows ? feature.windowsAgent : undefined) ?? feature.agent) === true,
    )
  );
}
