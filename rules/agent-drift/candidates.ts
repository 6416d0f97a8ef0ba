import {
  all,
  chain,
  collect,
  type Fact,
  known,
  map,
  orElse,
  type Truth,
  unknown,
  valueOr,
  type Why,
} from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import { select } from '../../src/model/select.ts';
import { windows } from '../../src/model/task-definition.ts';
import { providersOf, type UsedProvider } from '../../src/rollout/capacity-providers.ts';
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
  const may = choosing(deployment);
  const choices = instances.map((instance) => [instance, may(instance)] as const);
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

/** What the deployment asks of an instance, read once for all of them. */
function choosing(deployment: Deployment): (instance: AgentInstance) => Truth {
  const onOwn = mayRunOn(deployment, 'EC2');
  const onExternal = mayRunOn(deployment, 'EXTERNAL');
  const used = providersOf(deployment, 'used');
  const system = systemOf(deployment);
  const members = expressions(deployment);
  return (instance) =>
    all([
      instance.external ? onExternal : onOwn,
      ofProvider(used, instance),
      map(system, (wanted) => wanted === 'any' || (wanted === 'windows') === instance.windows),
      chain(members, (list) =>
        all(
          list.map((expression) =>
            satisfies(expression, { attributes: instance.attributes, ec2InstanceId: instance.id }),
          ),
        ),
      ),
    ]);
}

/** A service on capacity providers runs on their instances alone; one of a launch type wherever there is room. */
function ofProvider(used: Fact<readonly UsedProvider[]>, { provider }: AgentInstance): Truth {
  return map(used, (those) => those.length === 0 || those.some(({ name }) => name === provider));
}

/** A task definition that names no operating system leaves it to its placement constraints. */
function systemOf({ taskDefinition }: Deployment): Fact<'any' | 'windows' | 'linux'> {
  const named = taskDefinition.view.get('runtimePlatform').get('operatingSystemFamily').given;
  return chain(named, (is) =>
    is ? map(windows(taskDefinition), (wanted) => (wanted ? 'windows' : 'linux')) : known('any'),
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
