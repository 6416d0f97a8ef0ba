import type { Account, Held } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { atMost, type PageRules, pageOf } from '../paging.ts';
import { type Input, JSON_CODES, type Operation, type Service } from './service.ts';

const INVALID = 'InvalidParameterException';
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html */
const LIST: PageRules = { max: 100, fallback: 100, refusal: INVALID };
const LIST_SERVICES: PageRules = { max: 100, fallback: 10, refusal: INVALID };
const SMALL: PageRules = { max: 10, fallback: 10, refusal: INVALID };

/** Members that only an `include` brings, by what brings them. */
const INCLUDED = { tags: 'TAGS' };
const INCLUDED_OF_CLUSTER = {
  ...INCLUDED,
  attachments: 'ATTACHMENTS',
  attachmentsStatus: 'ATTACHMENTS',
  configuration: 'CONFIGURATIONS',
  settings: 'SETTINGS',
  statistics: 'STATISTICS',
};
const INCLUDED_OF_INSTANCE = { ...INCLUDED, healthStatus: 'CONTAINER_INSTANCE_HEALTH' };

const operations: Readonly<Record<string, Operation>> = {
  ListClusters: (input, account) => {
    const arns = account.all('ecs.cluster').map(({ value }) => value['clusterArn']);
    const { page, next } = pageOf(arns, input['maxResults'], input['nextToken'], LIST, account.pageCap);
    return { clusterArns: page, nextToken: next };
  },

  DescribeClusters: (input, account) => {
    const names = atMost(input['clusters'] ?? ['default'], 100, INVALID, 'Clusters');
    return described(account, input, names, 'clusters', 'cluster', clusterOf);
  },

  ListServices: (input, account) => {
    const cluster = requiredCluster(account, input);
    const services = account
      .all('ecs.service')
      .filter(({ key, value }) => clusterNameOf(value['clusterArn'], key) === cluster.value['clusterName'])
      .filter(({ value }) => input['launchType'] === undefined || value['launchType'] === input['launchType'])
      .filter(
        ({ value }) =>
          input['schedulingStrategy'] === undefined ||
          value['schedulingStrategy'] === input['schedulingStrategy'],
      );
    const { page, next } = pageOf(
      services,
      input['maxResults'],
      input['nextToken'],
      LIST_SERVICES,
      account.pageCap,
    );
    return { serviceArns: page.map(({ value }) => value['serviceArn']), nextToken: next };
  },

  DescribeServices: (input, account) => {
    const names = atMost(input['services'], 10, INVALID, 'Services');
    if (names.length === 0) throw new ApiError(INVALID, 'Services cannot be empty.');
    const cluster = requiredCluster(account, input);
    return described(account, input, names, 'services', 'service', (name) =>
      serviceOf(account, String(cluster.value['clusterName']), name),
    );
  },

  DescribeTaskDefinition: (input, account) => {
    const reference = String(input['taskDefinition'] ?? '');
    const found = taskDefinitionOf(account, reference);
    if (!found) {
      account.refuse('ecs.task-definition', tail(reference));
      throw new ApiError('ClientException', 'Unable to describe task definition.');
    }
    const wanted = ((input['include'] ?? []) as readonly string[]).includes('TAGS');
    return { taskDefinition: found.value, ...(wanted ? { tags: found.value['tags'] ?? [] } : {}) };
  },

  ListTasks: (input, account) => {
    const cluster = requiredCluster(account, input);
    const status = input['desiredStatus'] ?? 'RUNNING';
    const tasks = account
      .all('ecs.task')
      .filter(({ value }) => tail(value['clusterArn']) === cluster.value['clusterName'])
      .filter(({ value }) => (value['desiredStatus'] ?? 'RUNNING') === status)
      .filter(({ value }) => matches(value, input));
    const { page, next } = pageOf(tasks, input['maxResults'], input['nextToken'], LIST, account.pageCap);
    return { taskArns: page.map(({ value }) => value['taskArn']), nextToken: next };
  },

  DescribeTasks: (input, account) => {
    const names = atMost(input['tasks'], 100, INVALID, 'Tasks');
    if (names.length === 0) throw new ApiError(INVALID, 'Tasks cannot be empty.');
    requiredCluster(account, input);
    return described(account, input, names, 'tasks', 'task', (name) =>
      account.find('ecs.task', name, ({ value }) => [value['taskArn'], tail(value['taskArn'])]),
    );
  },

  ListContainerInstances: (input, account) => {
    const instances = instancesOf(account, requiredCluster(account, input)).filter(
      ({ value }) => input['status'] === undefined || value['status'] === input['status'],
    );
    const { page, next } = pageOf(instances, input['maxResults'], input['nextToken'], LIST, account.pageCap);
    return { containerInstanceArns: page.map(({ value }) => value['containerInstanceArn']), nextToken: next };
  },

  DescribeContainerInstances: (input, account) => {
    const names = atMost(input['containerInstances'], 100, INVALID, 'Container instances');
    if (names.length === 0) throw new ApiError(INVALID, 'Container instance cannot be empty.');
    requiredCluster(account, input);
    return described(account, input, names, 'containerInstances', 'container-instance', (name) =>
      account.find('ecs.container-instance', name, ({ value }) => [
        value['containerInstanceArn'],
        tail(value['containerInstanceArn']),
      ]),
    );
  },

  DescribeCapacityProviders: (input, account) => {
    const held = account.all('ecs.capacity-provider');
    const names: readonly string[] = input['capacityProviders']
      ? atMost(input['capacityProviders'], 100, INVALID, 'Capacity providers')
      : held.map(({ value }) => String(value['name']));
    const { page, next } = pageOf(names, input['maxResults'], input['nextToken'], SMALL, account.pageCap);
    return {
      ...described(account, input, page, 'capacityProviders', 'capacity-provider', (name) =>
        account.find('ecs.capacity-provider', name, ({ value }) => [
          value['name'],
          value['capacityProviderArn'],
        ]),
      ),
      nextToken: next,
    };
  },

  ListAccountSettings: (input, account) => {
    const settings = account
      .all('ecs.account-setting')
      .filter(({ value }) => input['name'] === undefined || value['name'] === input['name']);
    const listed = input['effectiveSettings'] === true ? settings : [];
    const { page, next } = pageOf(listed, input['maxResults'], input['nextToken'], SMALL, account.pageCap);
    return { settings: page.map(({ value }) => value), nextToken: next };
  },
};

/** Amazon ECS. */
export const ecs: Service = {
  name: 'ecs',
  protocol: 'json',
  client: () => import('@aws-sdk/client-ecs'),
  operations,
  codes: { ...JSON_CODES, broken: ['ServerException', 500] },
};

/** Those that exist, without what was not asked for, and a failure for each that does not. */
function described(
  account: Account,
  input: Input,
  names: readonly string[],
  member: string,
  noun: string,
  find: (name: string, account: Account) => Held | undefined,
): object {
  const found: object[] = [];
  const failures: object[] = [];
  for (const name of names) {
    const held = find(name, account);
    if (held) {
      found.push(withIncludes(held.value, noun, (input['include'] ?? []) as readonly string[]));
      continue;
    }
    account.refuse(`ecs.${noun}`, tail(name));
    const arn = name.startsWith('arn:')
      ? name
      : `arn:aws:ecs:${account.region}:${account.id}:${noun}/${name}`;
    failures.push({ arn, reason: 'MISSING' });
  }
  return { [member]: found, failures };
}

const trimmed = new WeakMap<object, Map<string, object>>();

/** Leaves out what only an `include` brings; the result is kept, so that it is written once. */
function withIncludes(value: Record<string, unknown>, noun: string, include: readonly string[]): object {
  const id = [...include].sort().join();
  let variants = trimmed.get(value);
  if (!variants) {
    variants = new Map();
    trimmed.set(value, variants);
  }
  let variant = variants.get(id);
  if (!variant) {
    const optional: Readonly<Record<string, string>> =
      noun === 'cluster'
        ? INCLUDED_OF_CLUSTER
        : noun === 'container-instance'
          ? INCLUDED_OF_INSTANCE
          : INCLUDED;
    variant = Object.fromEntries(
      Object.entries(value).filter(([member]) => {
        const bringer = optional[member];
        return bringer === undefined || include.includes(bringer);
      }),
    );
    variants.set(id, variant);
  }
  return variant;
}

function clusterOf(name: string, account: Account): Held | undefined {
  return account.find('ecs.cluster', name, ({ value }) => [value['clusterName'], value['clusterArn']]);
}

function requiredCluster(account: Account, input: Input): Held {
  const name = String(input['cluster'] ?? 'default');
  const cluster = clusterOf(name, account);
  if (!cluster) throw new ApiError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

function serviceOf(account: Account, cluster: string, name: string): Held | undefined {
  const held = account.find('ecs.service', `${cluster}/${tail(name)}`, ({ key, value }) => [
    `${clusterNameOf(value['clusterArn'], key)}/${String(value['serviceName'])}`,
  ]);
  // An ARN names account and region too; the last part alone would find a namesake.
  return held && (!name.startsWith('arn:') || held.value['serviceArn'] === name) ? held : undefined;
}

function taskDefinitionOf(account: Account, reference: string): Held | undefined {
  const exact = account.find('ecs.task-definition', reference, ({ value }) => [
    value['taskDefinitionArn'],
    `${String(value['family'])}:${String(value['revision'])}`,
  ]);
  if (exact || reference.includes(':')) return exact;
  return account
    .all('ecs.task-definition')
    .filter(({ value }) => value['family'] === reference && value['status'] !== 'INACTIVE')
    .toSorted((a, b) => Number(b.value['revision']) - Number(a.value['revision']))[0];
}

function instancesOf(account: Account, cluster: Held): readonly Held[] {
  const name = String(cluster.value['clusterName']);
  const recorded = account.collection('ecs.container-instances', name, 'ecs.container-instance');
  if (recorded) return recorded;
  return account
    .all('ecs.container-instance')
    .filter(({ value }) => String(value['containerInstanceArn']).includes(`/${name}/`));
}

function matches(task: Record<string, unknown>, input: Input): boolean {
  const { serviceName, family, containerInstance, launchType, startedBy } = input;
  return (
    (serviceName === undefined || task['group'] === `service:${tail(serviceName)}`) &&
    (family === undefined || tail(task['taskDefinitionArn']).split(':')[0] === family) &&
    (containerInstance === undefined || tail(task['containerInstanceArn']) === tail(containerInstance)) &&
    (launchType === undefined || task['launchType'] === launchType) &&
    (startedBy === undefined || task['startedBy'] === startedBy)
  );
}

function clusterNameOf(arn: unknown, key: string): string {
  return arn === undefined ? key.slice(0, key.indexOf('/')) : tail(arn);
}

function tail(reference: unknown): string {
  const text = String(reference ?? '');
  return text.slice(text.lastIndexOf('/') + 1);
}
