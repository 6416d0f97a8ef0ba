/** What runs in a cluster: listed page by page, each page described while the next is read. */
import {
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  type Failure,
  ListContainerInstancesCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import type { Fact, Why } from '../fact/fact.ts';
import type { Listing } from '../fact/kind.ts';
import type { ContainerInstanceShape, TaskShape } from '../fact/kinds/ecs.ts';
import type { Account } from './account.ts';
import { allPages, listing, one, type Page, required, shapeOf } from './answers.ts';
import { ecs } from './ecs.ts';
import { lastPart, missing, refusal } from './ecs-failures.ts';
import { type Asked, whyOf } from './failures.ts';

/** Of an answer, and of what one Describe call takes. */
const PAGE = 100;

interface InCluster {
  readonly cluster: string;
}

export function tasks(
  account: Account,
  { cluster }: InCluster,
  desiredStatus: 'RUNNING' | 'STOPPED',
): Promise<Fact<Listing<TaskShape>>> {
  const client = ecs(account);
  return described<TaskShape>({
    asked: {
      service: 'ecs',
      operation: 'ListTasks',
      subject: `the ${desiredStatus.toLowerCase()} tasks of cluster ${lastPart(cluster)}`,
    },
    describe: 'DescribeTasks',
    noun: 'task',
    list: async (nextToken) => {
      const answer = await client.send(
        new ListTasksCommand({ cluster, desiredStatus, maxResults: PAGE, nextToken }),
      );
      return { items: required(answer.taskArns, 'taskArns'), next: answer.nextToken };
    },
    read: async (arns) => {
      const answer = await client.send(new DescribeTasksCommand({ cluster, tasks: [...arns] }));
      return { found: required(answer.tasks, 'tasks').map(shapeOf), failures: answer.failures ?? [] };
    },
  });
}

export function containerInstances(
  account: Account,
  { cluster }: InCluster,
): Promise<Fact<Listing<ContainerInstanceShape>>> {
  const client = ecs(account);
  return described<ContainerInstanceShape>({
    asked: {
      service: 'ecs',
      operation: 'ListContainerInstances',
      subject: `the container instances of cluster ${lastPart(cluster)}`,
    },
    describe: 'DescribeContainerInstances',
    noun: 'container instance',
    list: async (nextToken) => {
      const answer = await client.send(
        new ListContainerInstancesCommand({ cluster, maxResults: PAGE, nextToken }),
      );
      return {
        items: required(answer.containerInstanceArns, 'containerInstanceArns'),
        next: answer.nextToken,
      };
    },
    read: async (arns) => {
      const answer = await client.send(
        new DescribeContainerInstancesCommand({ cluster, containerInstances: [...arns] }),
      );
      return {
        found: required(answer.containerInstances, 'containerInstances').map(shapeOf),
        failures: answer.failures ?? [],
      };
    },
  });
}

interface Described<Member> {
  readonly asked: Asked;
  readonly describe: string;
  readonly noun: string;
  readonly list: (token: string | undefined) => Promise<Page<string>>;
  readonly read: (
    arns: readonly string[],
  ) => Promise<{ readonly found: readonly Member[]; readonly failures: readonly Failure[] }>;
}

function described<Member>(what: Described<Member>): Promise<Fact<Listing<Member>>> {
  const { asked, describe, noun, list, read } = what;
  return one(asked, async () => {
    const why: Why[] = [];
    const parts: Promise<readonly Member[]>[] = [];
    const readPart = async (arns: readonly string[]): Promise<readonly Member[]> => {
      try {
        const { found, failures } = await read(arns);
        // What was listed and is gone by now has ended meanwhile.
        why.push(...failures.filter((failure) => !missing(failure)).map((failure) => refusal(failure, noun)));
        return found;
      } catch (error) {
        why.push(whyOf(error, { ...asked, operation: describe }));
        return [];
      }
    };
    const { error } = await allPages(async (token) => {
      const page = await list(token);
      if (page.items.length > 0) parts.push(readPart(page.items));
      return page;
    });
    if (error !== undefined) why.push(whyOf(error, asked));
    return listing((await Promise.all(parts)).flat(), why);
  });
}
