import { isObject } from '../model/view.ts';

type Structure = Readonly<Record<string, unknown>>;

/** What a structure is that is often taken for a definition, and what to do instead; one sentence. */
interface LookAlike {
  readonly is: (raw: Structure, has: (...names: readonly string[]) => boolean) => boolean;
  readonly message: string;
}

const WANTED = 'expected a task definition or a service';

const text = (value: unknown): value is string => typeof value === 'string';
const resource = (raw: unknown) =>
  isObject(raw) && text(raw['Type']) && /^(?:AWS|Custom)::/.test(raw['Type']);

/** What to do with a part of a template, and with what only a part of a tool's files is. */
const PART = 'pass the whole template, whose other parts say what this one leaves open';
const PARAMETERS = 'this holds parameters of a template: pass it as --parameters, and check the template';
export const SAM_TEMPLATE =
  'check the template that it deploys, its parameter_overrides given as --parameters';
export const TERRAFORM_PLAN =
  'run "terraform plan -out=tfplan" and "terraform show -json tfplan > plan.json", and check plan.json';

const LOOK_ALIKES: readonly LookAlike[] = [
  {
    is: (_, has) => has('TemplateBody') && has('StagesAvailable'),
    message: 'this is the output of get-template: check its TemplateBody, saved as a file',
  },
  {
    is: (raw, has) =>
      isObject(raw['Parameters']) &&
      !Object.values(raw['Parameters']).some(isObject) &&
      (has('Tags', 'StackPolicy') || Object.keys(raw).length === 1),
    message: PARAMETERS,
  },
  {
    is: (raw, has) =>
      resource(raw) ||
      Object.values(raw).some(resource) ||
      (!has('Resources') &&
        ['Parameters', 'Outputs', 'Conditions', 'Mappings'].some((name) => isObject(raw[name]))),
    message: `this is a part of a CloudFormation template: ${PART}`,
  },
  {
    // What is written for people happens to be YAML.
    is: (raw) =>
      Object.keys(raw).some((name) => /^(?:Terraform|OpenTofu) (?:will perform|used)\b/.test(name)),
    message: `this is a Terraform plan as it is printed for people: ${TERRAFORM_PLAN}`,
  },
  {
    is: (_, has) => has('terraform_version') && has('resources', 'lineage', 'serial'),
    message:
      'this is a Terraform state as it is stored: run "terraform show -json > state.json" and check state.json',
  },
  {
    is: (raw) =>
      isObject(raw['resource']) && Object.keys(raw['resource']).some((type) => /^[a-z]+_/.test(type)),
    message: `this is a Terraform configuration in JSON: ${TERRAFORM_PLAN}`,
  },
  {
    is: (_, has) => has('container_definitions') || (has('task_definition') && has('desired_count')),
    message:
      "this spells members as Terraform does (container_definitions): expected the whole plan as JSON, or a definition with the API's names (containerDefinitions)",
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
    is: (raw, has) =>
      has('app') && has('context', 'watch', 'output', 'build', 'requireApproval') && text(raw['app']),
    message:
      'this is the cdk.json of a CDK app: run "cdk synth" and check the folder that it writes, cdk.out',
  },
  {
    is: (raw, has) =>
      (has('dockerImages') && isObject(raw['files'])) ||
      (text(raw['version']) && raw['version'].startsWith('tree-') && isObject(raw['tree'])) ||
      (has('artifacts') && has('version') && !has('containerDefinitions')),
    message:
      'this is a part of a CDK assembly that declares no stack: check the whole folder, cdk.out, or a template in it',
  },
  {
    is: (raw, has) => has('on') && isObject(raw['jobs']),
    message: 'this is a workflow of GitHub Actions: check the files that it deploys',
  },
  {
    is: (raw, has) => isObject(raw['phases']) && has('version'),
    message: 'this is a buildspec of CodeBuild: check the files that it deploys',
  },
  {
    is: (raw) => isObject(raw['services']),
    message:
      'this is a Docker Compose file, which ECS does not take: check the task definition that its services become',
  },
  {
    is: (raw) => text(raw['apiVersion']) && text(raw['kind']),
    message: `this is a Kubernetes manifest: ${WANTED}`,
  },
  {
    is: (raw, has) => text(raw['apiVersion']) && has('name') && has('version'),
    message: `this is the Chart.yaml of a Helm chart, which Kubernetes runs: ${WANTED}`,
  },
  {
    is: (raw) =>
      text(raw['type']) &&
      /^(Load Balanced Web Service|Backend Service|Worker Service|Scheduled Job|Request-Driven Web Service|Static Site)$/.test(
        raw['type'],
      ),
    message:
      'this is a manifest of AWS Copilot: run "copilot svc package" ("copilot job package" of a job) with --output-dir, and check the template that it writes',
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
    message:
      'this is a configuration of the Serverless Framework: run "serverless package" and check the template that it writes into .serverless',
  },
  {
    is: (raw, has) =>
      (text(raw['name']) &&
        has('runtime') &&
        (text(raw['runtime']) || isObject(raw['runtime'])) &&
        !has('family')) ||
      (isObject(raw['config']) && Object.keys(raw['config']).some((name) => /^[\w-]+:[\w-]+$/.test(name))),
    message:
      'this belongs to a Pulumi project, whose program is not read: check the task definition that it registered, by its family with --live',
  },
  {
    is: (raw, has) =>
      has('version') &&
      Object.values(raw).some(
        (one) =>
          isObject(one) &&
          Object.values(one).some((command) => isObject(command) && isObject(command['parameters'])),
      ),
    message: `this is the configuration of the SAM CLI: ${SAM_TEMPLATE}`,
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
  if (list.every((item) => isObject(item) && 'ParameterKey' in item)) return PARAMETERS;
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
