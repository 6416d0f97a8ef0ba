import { absent, all, equals, type Fact, holds, map, type Truth, valueOr } from '../../src/fact/fact.ts';
import {
  type AgentFeature,
  agentFeature,
  EXEC_ATTRIBUTE,
  SERVICE_CONNECT_ATTRIBUTE,
  secretParts,
} from '../../src/knowledge/agent-features.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { parseValueFrom } from '../../src/model/secret-reference.ts';
import { select } from '../../src/model/select.ts';
import { execEnabled } from '../../src/model/service.ts';
import { networkMode, type TaskDefinition } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';

/** What a deployment needs of an agent. */
export interface Requirement extends AgentFeature {
  /** The attribute that ECS looks for when it places a task; undefined where it looks for none. */
  readonly attribute: string | undefined;
  /** What needs it. */
  readonly at: View;
}

/** An attribute that ECS derived when the task definition was registered. */
export interface RequiredAttribute {
  readonly name: string;
  readonly value: string | undefined;
}

/** Absent of an input, which may hold a list that stayed from an older revision: ECS derives its own. */
export function requiredAttributes({ taskDefinition }: Deployment): Fact<readonly RequiredAttribute[]> {
  if (taskDefinition.form !== 'describe') return absent();
  const view = taskDefinition.view as View as View<{
    requiresAttributes?: readonly { name?: string; value?: string }[];
  }>;
  return map(view.get('requiresAttributes').items, (items) =>
    items.flatMap((item) => {
      const name = valueOr(item.get('name').text, undefined);
      return name === undefined ? [] : [{ name, value: valueOr(item.get('value').text, undefined) }];
    }),
  );
}

/** What the deployment is known to need, by the attributes where they are registered, else by what the files say. */
export function requirements(deployment: Deployment): readonly Requirement[] {
  const { taskDefinition, service } = deployment;
  const registered = valueOr(requiredAttributes(deployment), undefined)?.map(({ name }) => name);
  const used = new Map(
    DERIVED.flatMap(([name, place]) => (place(taskDefinition) ?? []).map((at) => [name, at])),
  );
  const everywhere = taskDefinition.view.get('containerDefinitions') as View;
  const needed = new Map<string, View>(
    registered ? registered.map((name) => [name, used.get(name) ?? everywhere]) : used,
  );
  if (service) {
    // ECS looks for these two when it places the tasks of a service; no task definition requires them.
    if (isTrue(execEnabled(service)))
      needed.set(EXEC_ATTRIBUTE, service.view.get('enableExecuteCommand') as View);
    const connect = service.view.get('serviceConnectConfiguration');
    if (isTrue(connect.get('enabled').flag)) needed.set(SERVICE_CONNECT_ATTRIBUTE, connect as View);
  }
  const parts = secretWithParts(taskDefinition);
  return [
    ...[...needed].flatMap(([attribute, at]): readonly Requirement[] => {
      const feature = agentFeature(attribute);
      return feature ? [{ ...feature, attribute, at }] : [];
    }),
    ...(parts ? [{ ...secretParts(), attribute: undefined, at: parts }] : []),
  ];
}

type Place = (task: TaskDefinition) => readonly View[] | undefined;

/**
 * What members bring which attribute: seen in the answers of DescribeTaskDefinition, or named so by the agent that registers it.
 * ECS publishes no list.
 */
const DERIVED: readonly (readonly [attribute: string, place: Place])[] = [
  ['ecs.capability.task-eni', where('networkMode', (_, task) => equals(networkMode(task), 'awsvpc'))],
  ['ecs.capability.container-health-check', where('containerDefinitions[].healthCheck', filled)],
  ['ecs.capability.container-ordering', where('containerDefinitions[].dependsOn', filled)],
  ['ecs.capability.env-files.s3', where('containerDefinitions[].environmentFiles', filled)],
  [
    'ecs.capability.container-restart-policy',
    where('containerDefinitions[].restartPolicy.enabled', (at) => at.flag),
  ],
  [
    'ecs.capability.network.container-port-range',
    where('containerDefinitions[].portMappings[].containerPortRange', given),
  ],
  ['ecs.capability.pid-ipc-namespace-sharing', where('pidMode', given)],
  ['ecs.capability.fault-injection', where('enableFaultInjection', (at) => at.flag)],
  ['ecs.capability.efs', where('volumes[].efsVolumeConfiguration', given)],
  ['ecs.capability.storage.ebs-task-volume-attach', where('volumes[].configuredAtLaunch', (at) => at.flag)],
  [
    'com.amazonaws.ecs.capability.logging-driver.awsfirelens',
    where('containerDefinitions[].logConfiguration.logDriver', (at) => equals(at.text, 'awsfirelens')),
  ],
];

/** The first place where the definition is known to say so. */
function where(path: string, says: (at: View, task: TaskDefinition) => Truth): Place {
  return (task) => {
    const at = select(task.view, path).views.find((view) => isTrue(says(view, task)));
    return at && [at];
  };
}

function given(at: View): Truth {
  return at.given;
}

function filled(at: View): Truth {
  return all([at.given, holds(at.size, (size) => size > 0)]);
}

/** The first secret of which a part is read. */
function secretWithParts(task: TaskDefinition): View | undefined {
  return select(task.view, 'containerDefinitions[].secrets[].valueFrom').views.find((view) =>
    isTrue(
      holds(view.text, (text) => {
        const read = parseValueFrom(text);
        return (
          read.kind === 'secrets-manager' &&
          (read.jsonKey ?? read.versionStage ?? read.versionId) !== undefined
        );
      }),
    ),
  );
}

function isTrue(value: Truth): boolean {
  return valueOr(value, false);
}
