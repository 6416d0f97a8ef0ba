import {
  all,
  both,
  chain,
  equals,
  holds,
  map,
  some,
  type Truth,
  truth,
  valueOr,
} from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import { desiredCount, minimumHealthyPercent, type Service } from '../../src/model/service.ts';
import { containers, networkMode, type TaskDefinition } from '../../src/model/task-definition.ts';
import { shareRoundedUp } from '../../src/rollout/percents.ts';
import { type Fix, failsIf, notApplicable, type Verdict, type Verdicts, where } from '../../src/rule.ts';
import { type Instances, instancesOf, namedInstances } from './named-instances.ts';
import { configurationFix } from './percent-edits.ts';
import { rolls } from './rollout-premise.ts';

/** Do old and new tasks need the same port of the same instance, with all old ones to be kept? */
export function staticPortsBlock(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  const { service, taskDefinition } = deployment;
  if (!service) return notApplicable('no service is deployed');
  const premise = all([
    mayRunOn(deployment, 'EC2'),
    equals(networkMode(taskDefinition), 'bridge', 'host'),
    staticPort(taskDefinition),
    rolls(service),
  ]);
  const judge = (instances: Instances) =>
    where(premise, NOT_STATIC, () => portVerdict(deployment, service, instances));
  const named = namedInstances(deployment, service);
  const settled = named.match({ known: () => true, absent: () => true, unknown: () => false });
  if (settled || facts.offline || !valueOr(premise, true)) return judge({ count: named, where: NAMED });
  return instancesOf(deployment, service, facts).then(judge);
}

const NOT_STATIC = 'no static host port on EC2';
const NAMED = 'the placement constraints name';

/** In host mode every container port is a port of the instance; in bridge mode only a host port other than 0. */
function staticPort(task: TaskDefinition): Truth {
  const member = map(networkMode(task), (mode) => (mode === 'host' ? 'containerPort' : 'hostPort'));
  return chain(member, (name) =>
    some(containers(task), (container) =>
      some(container.get('portMappings').items, (mapping) =>
        holds(mapping.get(name).number, (port) => port > 0),
      ),
    ),
  );
}

/** With none to be stopped, a new task needs an instance without an old one. */
function portVerdict(deployment: Deployment, service: Service, instances: Instances): Verdict {
  const count = desiredCount(service);
  const blocked = all([
    keepsAll(service),
    both(instances.count, count, (found, desired) => found <= desired),
  ]);
  return failsIf(blocked, () => ({
    at: service.view.get('deploymentConfiguration').get('minimumHealthyPercent'),
    message: `the old tasks must all keep running, each takes a static host port, and ${instances.where} ${counted(valueOr(instances.count, 0), 'container instance')} for ${counted(valueOr(count, 0), 'task')}: a new task finds its port taken`,
    fixes: [...dynamicPorts(deployment.taskDefinition), ...oneFewer(deployment, service, valueOr(count, 0))],
  }));
}

/** Must every old task run until a new one is healthy? */
function keepsAll(service: Service): Truth {
  return chain(minimumHealthyPercent(service), (minimum) =>
    minimum === 100
      ? truth(true)
      : holds(desiredCount(service), (desired) => desired > 0 && shareRoundedUp(desired, minimum) >= desired),
  );
}

/** Host port 0 lets each task have a port of its own, which a target group follows; in host mode there is no such thing. */
function dynamicPorts(task: TaskDefinition): readonly Fix[] {
  if (valueOr(networkMode(task), '') !== 'bridge') return [];
  const ports = valueOr(containers(task), [])
    .flatMap((container) => valueOr(container.get('portMappings').items, []))
    .map((mapping) => mapping.get('hostPort'))
    .filter((port) =>
      valueOr(
        holds(port.number, (number) => number > 0),
        false,
      ),
    );
  return [
    {
      kind: 'edit',
      description: 'let each task have a host port of its own, and a load balancer find it',
      safe: false,
      edits: ports.map((at) => ({ at, op: 'set' as const, value: 0 })),
    },
  ];
}

/** Lets one task at a time stop before its successor starts, where enough others remain. */
function oneFewer(deployment: Deployment, service: Service, desired: number): readonly Fix[] {
  const fewer = Math.floor(((desired - 1) * 100) / desired);
  if (!(fewer > 50)) return [];
  const description = `let one task at a time stop before its successor starts, with ${desired - 1} running`;
  return configurationFix(deployment, service, { minimumHealthyPercent: fewer }, description);
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
