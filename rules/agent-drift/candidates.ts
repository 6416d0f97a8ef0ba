import {
  all,
  chain,
  collect,
  type Fact,
  known,
  map,
  orElse,
  type Truth,
  truth,
  unknown,
  valueOr,
  type Why,
} from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import { select } from '../../src/model/select.ts';
import { windows } from '../../src/model/task-definition.ts';
import { providersOf } from '../../src/rollout/capacity-providers.ts';
import { satisfies } from '../../src/rollout/query-language.ts';
import type { AgentInstance } from './instances.ts';

/** The instances that ECS may choose from, whatever their agents can do. */
export interface Candidates {
  /** Those that it may choose for certain. */
  readonly sure: readonly AgentInstance[];
  /** Those, and the ones of which it is not known. */
  readonly possible: readonly AgentInstance[];
  /** Why it is not known of some. */
  readonly why: readonly Why[];
}

/** Launch type, capacity providers, operating system and placement constraints choose, before attributes do. */
export function candidatesOf(deployment: Deployment, instances: readonly AgentInstance[]): Candidates {
  const choices = instances.map((instance) => [instance, chosen(deployment, instance)] as const);
  const why: Why[] = [];
  const possible = choices.filter(([, may]) =>
    may.match({
      known: (is) => is,
      absent: () => false,
      unknown: (reasons) => {
        why.push(...reasons);
        return true;
      },
    }),
  );
  return {
    sure: choices.filter(([, may]) => valueOr(may, false)).map(([instance]) => instance),
    possible: possible.map(([instance]) => instance),
    why,
  };
}

function chosen(deployment: Deployment, instance: AgentInstance): Truth {
  return all([
    mayRunOn(deployment, instance.external ? 'EXTERNAL' : 'EC2'),
    ofProvider(deployment, instance),
    ofSystem(deployment, instance),
    chain(expressions(deployment), (list) =>
      all(
        list.map((expression) =>
          satisfies(expression, { attributes: instance.attributes, ec2InstanceId: instance.id }),
        ),
      ),
    ),
  ]);
}

/** A service on capacity providers runs on their instances alone; one of a launch type wherever there is room. */
function ofProvider(deployment: Deployment, { provider }: AgentInstance): Truth {
  return map(
    providersOf(deployment, 'used'),
    (used) => used.length === 0 || used.some(({ name }) => name === provider),
  );
}

/** A task definition that names no operating system leaves it to its placement constraints. */
function ofSystem({ taskDefinition }: Deployment, instance: AgentInstance): Truth {
  const named = taskDefinition.view.get('runtimePlatform').get('operatingSystemFamily').given;
  return chain(named, (is) =>
    is ? map(windows(taskDefinition), (wanted) => wanted === instance.windows) : truth(true),
  );
}

/** The expressions of `memberOf`, of the task definition and the service. */
function expressions({ service, taskDefinition }: Deployment): Fact<readonly string[]> {
  const path = 'placementConstraints[].expression';
  const selections = [select(taskDefinition.view, path), ...(service ? [select(service.view, path)] : [])];
  const why = selections.flatMap((selection) => selection.why);
  if (why.length > 0) return unknown(...why);
  return orElse(collect(selections.flatMap(({ views }) => views.map((view) => view.text))), () => known([]));
}
