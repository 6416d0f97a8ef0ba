import {
  all,
  any,
  chain,
  equals,
  holds,
  known,
  orElse,
  some,
  type Truth,
  truth,
} from '../../src/fact/fact.ts';
import { minimumPlatformVersion } from '../../src/knowledge/fargate-sizes.ts';
import type { PlatformFeatureId } from '../../src/knowledge/platform-versions.ts';
import { parseTaskCpu } from '../../src/knowledge/task-size.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { parseValueFrom } from '../../src/model/secret-reference.ts';
import { execEnabled, type Service } from '../../src/model/service.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containers, type TaskDefinition } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import type { Phase } from '../../src/rule.ts';

/** A feature of the platform: does the deployment use it, and when does it fail on a version without it? */
interface UsableFeature {
  readonly id: PlatformFeatureId;
  readonly phase: Phase;
  readonly used: (deployment: Deployment, service: Service) => Truth;
}

type Container = View<ContainerShape>;

/** Every feature that a definition shows, by the first version that has it. ECS refuses most at once. */
export const USABLE_FEATURES: readonly UsableFeature[] = [
  inContainers('container-health-checks', (container) => container.get('healthCheck').given),
  inContainers('repository-credentials', (container) => container.get('repositoryCredentials').given),
  inContainers('container-dependencies', (container) => filled(container.get('dependsOn'))),
  inContainers('start-timeout', (container) => container.get('startTimeout').given),
  inContainers('stop-timeout', (container) => container.get('stopTimeout').given),
  inContainers('secrets', (container) => filled(container.get('secrets'))),
  inContainers('log-secret-options', (container) =>
    filled(container.get('logConfiguration').get('secretOptions')),
  ),
  inContainers('splunk', (container) => logsBy(container, 'splunk')),
  inContainers('firelens', (container) => logsBy(container, 'awsfirelens')),
  inContainers(
    'firelens-buffer-limit',
    (container) => container.get('logConfiguration').get('options').get('log-driver-buffer-limit').given,
    'start',
  ),
  inContainers('secret-parts', readsPartOfSecret, 'pull-secrets'),
  inContainers('environment-files', (container) => filled(container.get('environmentFiles'))),
  inContainers('sys-ptrace', (container) =>
    some(container.get('linuxParameters').get('capabilities').get('add').items, (name) =>
      equals(name.text, 'SYS_PTRACE'),
    ),
  ),
  inContainers('system-controls', (container) => filled(container.get('systemControls'))),
  inContainers('container-restart-policy', (container) =>
    orElse(container.get('restartPolicy').get('enabled').flag, () => truth(false)),
  ),
  inTask('proxy-configuration', ({ view }) => view.get('proxyConfiguration').given),
  inTask('ephemeral-storage', ({ view }) => view.get('ephemeralStorage').given),
  inTask('pid-mode-task', ({ view }) => equals(view.get('pidMode').text, 'task')),
  inTask('efs-volumes', ({ view }) =>
    some(view.get('volumes').items, (volume) => volume.get('efsVolumeConfiguration').given),
  ),
  inTask('large-sizes', ({ view }) => holds(view.get('cpu').text, isLarge)),
  inService('service-discovery', ({ view }) => filled(view.get('serviceRegistries'))),
  inService('fargate-spot', ({ view }) =>
    some(view.get('capacityProviderStrategy').items, (item) =>
      equals(item.get('capacityProvider').reference, 'FARGATE_SPOT'),
    ),
  ),
  inService('exec', execEnabled),
  { id: 'nlb-udp', phase: 'register', used: balancesUdp },
];

function inContainers(
  id: PlatformFeatureId,
  uses: (container: Container) => Truth,
  phase: Phase = 'register',
): UsableFeature {
  return { id, phase, used: ({ taskDefinition }) => some(containers(taskDefinition), uses) };
}

function inTask(id: PlatformFeatureId, uses: (task: TaskDefinition) => Truth): UsableFeature {
  return { id, phase: 'register', used: ({ taskDefinition }) => uses(taskDefinition) };
}

function inService(id: PlatformFeatureId, uses: (service: Service) => Truth): UsableFeature {
  return { id, phase: 'register', used: (_, service) => uses(service) };
}

function filled(list: View): Truth {
  return holds(list.size, (size) => size > 0);
}

function logsBy(container: Container, driver: string): Truth {
  return equals(container.get('logConfiguration').get('logDriver').text, driver);
}

function isLarge(cpu: string): boolean {
  const units = parseTaskCpu(cpu);
  return units !== undefined && minimumPlatformVersion(units) !== undefined;
}

/** Does a secret of the environment or of the log driver name a JSON key, a version stage or a version id? */
function readsPartOfSecret(container: Container): Truth {
  const partial = (secret: View<{ valueFrom: string | undefined }>) =>
    holds(secret.get('valueFrom').text, (text) => {
      const reference = parseValueFrom(text);
      return (
        reference.kind === 'secrets-manager' &&
        (reference.jsonKey ?? reference.versionStage ?? reference.versionId) !== undefined
      );
    });
  return any([
    some(container.get('secrets').items, partial),
    some(container.get('logConfiguration').get('secretOptions').items, partial),
  ]);
}

/** Does a target group lead to a UDP port of a container? */
function balancesUdp({ taskDefinition }: Deployment, service: Service): Truth {
  return some(service.view.get('loadBalancers').items, (balancer) =>
    chain(
      orElse(balancer.get('containerPort').number, () => known(-1)),
      (port) =>
        some(containers(taskDefinition), (container) =>
          some(container.get('portMappings').items, (mapping) =>
            all([
              holds(mapping.get('containerPort').number, (number) => number === port),
              equals(mapping.get('protocol').text, 'udp'),
            ]),
          ),
        ),
    ),
  );
}
