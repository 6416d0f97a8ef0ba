import { isObject } from '../model/view.ts';

type Structure = Readonly<Record<string, unknown>>;

/** What a structure is that is often taken for a definition, and what to do instead; one sentence. */
interface LookAlike {
  readonly is: (raw: Structure, has: (...names: readonly string[]) => boolean) => boolean;
  readonly message: string;
}

const WANTED = 'expected a task definition or a service';
const RENDERED =
  'check the task definition and the service that come out of it, as RegisterTaskDefinition and CreateService take them';

const text = (value: unknown): value is string => typeof value === 'string';
/** What to do with a whole CloudFormation template. */
export const CLOUDFORMATION_TEMPLATE = `this is a CloudFormation template: ${RENDERED}`;
const resource = (raw: unknown) =>
  isObject(raw) && text(raw['Type']) && /^(?:AWS|Custom)::/.test(raw['Type']);
const resources = (raw: Structure) => {
  const { Resources } = raw;
  return isObject(Resources) && Object.values(Resources).some((one) => isObject(one) && 'Type' in one);
};

const LOOK_ALIKES: readonly LookAlike[] = [
  {
    is: (raw, has) =>
      has('AWSTemplateFormatVersion') || resources(raw) || (has('Transform') && has('Resources')),
    message: CLOUDFORMATION_TEMPLATE,
  },
  {
    is: (raw) => resource(raw) || Object.values(raw).some(resource),
    message: `this is a part of a CloudFormation template: ${RENDERED}`,
  },
  {
    is: (_, has) => has('format_version') && has('planned_values', 'resource_changes', 'values'),
    message: `this is a Terraform plan or state as JSON: ${RENDERED}`,
  },
  {
    is: (_, has) => has('terraform_version') && has('resources', 'lineage', 'serial'),
    message: `this is a Terraform state: ${RENDERED}`,
  },
  {
    is: (raw) =>
      isObject(raw['resource']) && Object.keys(raw['resource']).some((type) => /^[a-z]+_/.test(type)),
    message: `this is a Terraform configuration in JSON: ${RENDERED}`,
  },
  {
    is: (_, has) => has('container_definitions') || (has('task_definition') && has('desired_count')),
    message: `this spells members as Terraform does (container_definitions): ${WANTED} with the API's names (containerDefinitions)`,
  },
  {
    is: (raw, has) =>
      (has('version') && has('Resources') && Array.isArray(raw['Resources'])) ||
      (has('os') && has('files', 'hooks')) ||
      (has('version') &&
        Array.isArray(raw['resources']) &&
        raw['resources'].some((one) => isObject(one) && 'TargetService' in one)),
    message: 'this is a CodeDeploy AppSpec file: check the task definition that it deploys, and the service',
  },
  {
    is: (raw, has) =>
      (has('run_params') || isObject(raw['task_definition'])) && has('version') && !has('service_definition'),
    message: `this is the ecs-params file of the ECS CLI: ${WANTED}`,
  },
  {
    is: (_, has) =>
      has('service_definition') || (has('task_definition') && has('cluster', 'region', 'timeout', 'plugins')),
    message:
      'this is a configuration of ecspresso: check the files that its task_definition and service_definition name',
  },
  {
    is: (raw) => isObject(raw['services']),
    message: `this is a Docker Compose file: ${WANTED}`,
  },
  {
    is: (raw) => text(raw['apiVersion']) && text(raw['kind']),
    message: `this is a Kubernetes manifest: ${WANTED}`,
  },
  {
    is: (raw) =>
      text(raw['type']) &&
      /^(Load Balanced Web Service|Backend Service|Worker Service|Scheduled Job|Request-Driven Web Service|Static Site)$/.test(
        raw['type'],
      ),
    message:
      'this is a manifest of AWS Copilot: check the task definition and the service that "copilot svc package" makes of it',
  },
  {
    is: (raw, has) =>
      isObject(raw['dependencies']) ||
      isObject(raw['devDependencies']) ||
      isObject(raw['scripts']) ||
      has('lockfileVersion'),
    message: `this is a package.json or another file of npm: ${WANTED}`,
  },
  {
    is: (_, has) => has('service') && has('provider') && !has('taskDefinition'),
    message: `this is a configuration of the Serverless Framework: ${WANTED}`,
  },
  {
    is: (raw, has) => has('Statement') && (Array.isArray(raw['Statement']) || isObject(raw['Statement'])),
    message: `this is an IAM policy: ${WANTED}`,
  },
  {
    is: (_, has) =>
      has(
        'daemonTaskDefinition',
        'daemonTaskDefinitionArn',
        'daemonName',
        'daemons',
        'daemonTaskDefinitions',
      ),
    message: `this is about a daemon of ECS Managed Instances: ${WANTED}, and daemons are not checked`,
  },
  {
    is: (_, has) => has('primaryContainer', 'infrastructureRoleArn'),
    message: `this is the input of CreateExpressGatewayService: ${WANTED}; an Express service makes its own task definition, which can be described and checked`,
  },
  {
    is: (_, has) =>
      has('taskSets', 'taskSet', 'primaryTaskSet') || (has('service') && has('scale', 'externalId')),
    message: 'this is about a task set: expected the service that it belongs to, or its task definition',
  },
  {
    is: (raw, has) => has('taskArn', 'tasks') && (has('taskArn') || Array.isArray(raw['tasks'])),
    message:
      'this describes tasks that were started: expected their task definition, as DescribeTaskDefinition gives it',
  },
  {
    is: (raw, has) =>
      has('taskDefinitionArns', 'serviceArns', 'clusterArns', 'taskArns', 'familyNames') &&
      Object.values(raw).some(Array.isArray),
    message:
      'this is the output of a list call: expected that of describe-task-definition or describe-services',
  },
  {
    is: (raw, has) =>
      (has('clusters', 'clusterName') &&
        !has('containerDefinitions', 'serviceArn', 'serviceName') &&
        !isObject(raw['taskDefinition'])) ||
      isObject(raw['cluster']),
    message: `this is about a cluster: ${WANTED}`,
  },
  {
    is: (_, has) =>
      has('autoScalingGroupProvider', 'managedInstancesProvider', 'capacityProviders') &&
      !has('containerDefinitions'),
    message: `this is about capacity providers: ${WANTED}`,
  },
  {
    is: (_, has) => has('jobDefinitionName', 'containerProperties', 'ecsProperties'),
    message: `this is a job definition of AWS Batch: ${WANTED}`,
  },
  {
    is: (_, has) => has('artifacts') && has('version') && !has('containerDefinitions'),
    message: `this is the manifest of a CDK cloud assembly: ${RENDERED}`,
  },
  {
    is: (raw) =>
      isObject(raw['EcsParameters']) || (isObject(raw['Target']) && 'EcsParameters' in raw['Target']),
    message: 'this is a target of EventBridge: check the task definition that it starts',
  },
];

/** What a structure is instead of a definition, or undefined where it may be one. */
export function lookAlike(raw: Structure): string | undefined {
  const has = (...names: readonly string[]) => names.some((name) => Object.hasOwn(raw, name));
  return LOOK_ALIKES.find(({ is }) => is(raw, has))?.message;
}

/** Members that only RunTask and StartTask have. */
const RUN_MEMBERS = ['count', 'overrides', 'startedBy', 'referenceId', 'group', 'containerInstances'];

/** The sentence for input of RunTask or StartTask, which nothing but the lack of a service's members tells. */
export function runsTasks(raw: Structure): string | undefined {
  const has = (name: string) => Object.hasOwn(raw, name);
  if (!has('taskDefinition') && !RUN_MEMBERS.some(has)) return undefined;
  const call = has('containerInstances') ? 'StartTask' : has('count') ? 'RunTask' : 'RunTask or StartTask';
  return `this is the input of ${call}: check the task definition that it starts, or a service`;
}

/** What a list is instead of one of definitions. */
export function lookAlikeList(list: readonly unknown[]): string | undefined {
  if (list.every((item) => isObject(item) && 'imageUri' in item && !('image' in item)))
    return 'this is an image definitions file of CodePipeline: check the task definition that it is put into';
  return undefined;
}

/** Members in CloudFormation's spelling, outside a template. */
export function spelledByCloudFormation(raw: Structure): string | undefined {
  const name = ['ContainerDefinitions', 'Family', 'TaskDefinition', 'ServiceName', 'DesiredCount'].find(
    (one) => Object.hasOwn(raw, one),
  );
  if (name === undefined) return undefined;
  return `this spells members as CloudFormation does ("${name}"; the API has "${name.charAt(0).toLowerCase()}${name.slice(1)}")`;
}
