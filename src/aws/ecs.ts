import {
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Failure,
  ListAccountSettingsCommand,
  ListClustersCommand,
  ListServicesCommand,
  type Setting,
} from '@aws-sdk/client-ecs';
import { absent, type Fact, known, unknown, type Why } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type {
  CapacityProviderShape,
  ClusterShape,
  LiveServiceShape,
  RegisteredTaskDefinition,
} from '../fact/kinds/ecs.ts';
import type { Shape } from '../fact/shape.ts';
import type { Account } from './account.ts';
import { allPages, batch, chunks, everyPage, list, listing, one, required, shapeOf } from './answers.ts';
import { lastPart, missing, refusal } from './ecs-failures.ts';
import { whyOf } from './failures.ts';

const PAGE = 100;
const MOST_CLUSTERS = 100;
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListAccountSettings.html: between 1 and 10. */
const SETTINGS_PAGE = 10;

export function ecs({ clients, region }: Account): ECSClient {
  return clients.of('ecs', region, (config) => new ECSClient(config));
}

const INCLUDED = ['SETTINGS', 'CONFIGURATIONS', 'STATISTICS'] as const;

async function describeClusters(account: Account, names: readonly string[]) {
  const answer = await ecs(account).send(
    new DescribeClustersCommand({ clusters: [...names], include: [...INCLUDED] }),
  );
  return {
    found: required(answer.clusters, 'clusters').map(shapeOf),
    failures: answer.failures ?? [],
  };
}

export function clusters(
  account: Account,
  queries: readonly { readonly name: string }[],
): Promise<readonly Fact<ClusterShape>[]> {
  return batch({
    queries,
    subject: ({ name }) => `cluster ${lastPart(name)}`,
    operation: { service: 'ecs', operation: 'DescribeClusters' },
    read: async (asked) => {
      const { found, failures } = await describeClusters(
        account,
        asked.map(({ name }) => name),
      );
      return answers(
        found,
        ({ clusterName = '' }) => clusterName,
        failures,
        'cluster',
        ({ name }) => name,
      );
    },
  });
}

export async function allClusters(account: Account): Promise<Fact<Listing<ClusterShape>>> {
  const asked = { service: 'ecs', operation: 'ListClusters', subject: 'the clusters' };
  return one(asked, async () => {
    const { items: arns, error } = await allPages(async (nextToken) => {
      const answer = await ecs(account).send(new ListClustersCommand({ maxResults: PAGE, nextToken }));
      return { items: required(answer.clusterArns, 'clusterArns'), next: answer.nextToken };
    });
    const why: Why[] = error === undefined ? [] : [whyOf(error, asked)];
    const described = await Promise.all(
      chunks(arns, MOST_CLUSTERS).map(async (part) => {
        try {
          const { found, failures } = await describeClusters(account, part);
          why.push(
            ...failures.filter((failure) => !missing(failure)).map((failure) => refusal(failure, 'cluster')),
          );
          return found;
        } catch (thrown) {
          why.push(whyOf(thrown, { ...asked, operation: 'DescribeClusters' }));
          return [];
        }
      }),
    );
    return listing(described.flat(), why);
  });
}

export async function serviceArns(
  account: Account,
  { cluster }: { readonly cluster: string },
): Promise<Fact<Listing<{ readonly serviceArn: string }>>> {
  const subject = `the services of cluster ${lastPart(cluster)}`;
  return list(
    { service: 'ecs', operation: 'ListServices', subject },
    async (nextToken) => {
      const answer = await ecs(account).send(
        new ListServicesCommand({ cluster, maxResults: PAGE, nextToken }),
      );
      return { items: required(answer.serviceArns, 'serviceArns'), next: answer.nextToken };
    },
    (serviceArn) => ({ serviceArn }),
  );
}

/** Services of one cluster. */
export function services(
  account: Account,
  queries: readonly { readonly cluster: string; readonly name: string }[],
): Promise<readonly Fact<LiveServiceShape>[]> {
  return batch({
    queries,
    subject: ({ cluster, name }) => `service ${lastPart(cluster)}/${lastPart(name)}`,
    operation: { service: 'ecs', operation: 'DescribeServices' },
    read: async (asked) => {
      const answer = await ecs(account).send(
        new DescribeServicesCommand({ cluster: asked[0]?.cluster, services: asked.map(({ name }) => name) }),
      );
      const found = required(answer.services, 'services').map(shapeOf);
      const nameOf = ({ serviceName = '' }: LiveServiceShape) => serviceName;
      return answers(found, nameOf, answer.failures ?? [], 'service', ({ name }) => name);
    },
  });
}

export function taskDefinition(
  account: Account,
  { ref }: { readonly ref: string },
): Promise<Fact<RegisteredTaskDefinition>> {
  const subject = `task definition ${lastPart(ref)}`;
  return one({ service: 'ecs', operation: 'DescribeTaskDefinition', subject }, async () => {
    const answer = await ecs(account).send(new DescribeTaskDefinitionCommand({ taskDefinition: ref }));
    return known(shapeOf(required(answer.taskDefinition, 'taskDefinition')));
  });
}

interface ProviderQuery {
  readonly name: string;
  readonly cluster?: string;
}

/** Those of Managed Instances are told only of their cluster: what is missing without one is looked for there. */
export async function capacityProviders(
  account: Account,
  queries: readonly ProviderQuery[],
): Promise<readonly Fact<CapacityProviderShape>[]> {
  const found = [...(await describeProviders(account, queries))];
  const places = new Map<string, number[]>();
  found.forEach((answer, index) => {
    const cluster = queries[index]?.cluster;
    if (cluster === undefined || !isAbsent(answer)) return;
    places.set(cluster, [...(places.get(cluster) ?? []), index]);
  });
  for (const [cluster, indexes] of places) {
    const sought = indexes.flatMap((index) => queries[index] ?? []);
    const again = await describeProviders(account, sought, cluster);
    indexes.forEach((index, at) => {
      const answer = again[at];
      if (answer) found[index] = answer;
    });
  }
  return found;
}

function isAbsent(fact: Fact<unknown>): boolean {
  return fact.match({ known: () => false, absent: () => true, unknown: () => false });
}

function describeProviders(
  account: Account,
  queries: readonly ProviderQuery[],
  cluster?: string,
): Promise<readonly Fact<CapacityProviderShape>[]> {
  return batch({
    queries,
    subject: ({ name }) => `capacity provider ${lastPart(name)}`,
    operation: { service: 'ecs', operation: 'DescribeCapacityProviders' },
    read: async (asked) => {
      const failures: Failure[] = [];
      const found = await everyPage(async (nextToken) => {
        const answer = await ecs(account).send(
          new DescribeCapacityProvidersCommand({
            capacityProviders: asked.map(({ name }) => name),
            ...(cluster === undefined ? {} : { cluster }),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        );
        failures.push(...(answer.failures ?? []));
        const items = required(answer.capacityProviders, 'capacityProviders');
        return { items: items.map(shapeOf), next: answer.nextToken };
      });
      return answers(
        found,
        ({ name = '' }) => name,
        failures,
        'capacity provider',
        ({ name }) => name,
      );
    },
  });
}

export async function accountSettings(account: Account): Promise<Fact<Listing<Shape<Setting>>>> {
  return list(
    { service: 'ecs', operation: 'ListAccountSettings', subject: 'the ECS account settings' },
    async (nextToken) => {
      const answer = await ecs(account).send(
        new ListAccountSettingsCommand({ effectiveSettings: true, maxResults: SETTINGS_PAGE, nextToken }),
      );
      return { items: required(answer.settings, 'settings'), next: answer.nextToken };
    },
    shapeOf,
  );
}

/** What was found, by name; absent only where ECS says so. */
function answers<Query, Value>(
  found: readonly Value[],
  nameOf: (value: Value) => string,
  failures: readonly Failure[],
  noun: string,
  asked: (query: Query) => string,
): (query: Query) => Fact<Value> {
  const values = new Map(found.map((value) => [nameOf(value), value]));
  const failed = new Map(failures.map((failure) => [lastPart(failure.arn ?? ''), failure]));
  return (query) => {
    const name = lastPart(asked(query));
    const value = values.get(name);
    if (value !== undefined) return known(value);
    const failure = failed.get(name) ?? { arn: name, reason: 'nothing about it' };
    return missing(failure) ? absent() : unknown(refusal(failure, noun));
  };
}
