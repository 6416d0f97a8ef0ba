import * as ecs from '../../src/fact/kinds/ecs.ts';
import * as scaling from '../../src/fact/kinds/scaling.ts';
import * as sts from '../../src/fact/kinds/sts.ts';
import type { Snapshot } from '../../src/fact/snapshot.ts';
import { Book } from './book.ts';
import { addCapacity } from './capacity.ts';
import { addNetwork } from './network.ts';
import { arn, CLUSTER, REGION } from './place.ts';
import { random } from './random.ts';
import { fargateTask, instanceTask, type Running } from './tasks.ts';
import { addCluster } from './thorough/cluster.ts';
import { addDefinition } from './thorough/definitions.ts';
import { addEdge } from './thorough/edge.ts';
import { ofNewType } from './thorough/instances.ts';
import {
  FAR_REGION,
  GONE_GROUP,
  PARAMETER,
  PARTNER,
  PROFILE,
  SECRET,
  SHARED_IMAGE,
} from './thorough/names.ts';
import { addThoroughRoles, CALLER } from './thorough/roles.ts';
import { type Recipe, service } from './thorough/services.ts';
import { addStores } from './thorough/stores.ts';
import { addScalableTarget, addTargetGroup } from './traffic.ts';

/** The option values with which the rules ask the account all they can. */
export const THOROUGH_OPTIONS = new Map([
  ['role-confusion', { caller: true }],
  ['exec-readiness', { caller: true }],
  ['session-longevity', { expectedSessionHours: 4, portForwarding: true }],
]);

/**
 * A small account, mostly healthy, in which every kind of fact that a rule asks is asked, and every IAM action of the least
 * policy decides something.
 */
export function thorough(): Snapshot {
  const book = new Book();
  const choose = random(7);
  book.add(sts.callerIdentity, {}, CALLER);
  const settings = { awsvpcTrunking: 'enabled', defaultLogDriverMode: 'non-blocking' } as const;
  book.collect(
    ecs.accountSettings,
    {},
    Object.entries(settings).map(([name, value]) => ({
      name: name as keyof typeof settings,
      value,
      principalArn: CALLER.Arn,
    })),
  );
  const network = addNetwork(book, choose);
  const edge = addEdge(book);
  addThoroughRoles(book);
  addStores(book);
  const size = {
    services: 7,
    taskDefinitions: 7,
    roles: 5,
    containerInstances: 2,
    secrets: 1,
    parameters: 1,
  };
  const capacity = addCapacity(
    book,
    size,
    network,
    { executionRoles: [], taskRoles: [], poorRole: '', instanceProfile: PROFILE },
    choose,
  );
  const { capacityProvider } = capacity;

  const services: ecs.LiveServiceShape[] = [];
  const tasks: ecs.TaskShape[] = [];
  const add = (recipe: Recipe, { task }: Running) => {
    const enableExecuteCommand = recipe.exec === true;
    const containers = (task.containers ?? []).map((it) =>
      enableExecuteCommand
        ? { ...it, managedAgents: [{ name: 'ExecuteCommandAgent' as const, lastStatus: 'RUNNING' }] }
        : it,
    );
    tasks.push({ ...task, enableExecuteCommand, containers, startedBy: `ecs-svc/${recipe.name}` });
    services.push(book.add(ecs.service, { cluster: CLUSTER, name: recipe.name }, service(recipe)));
  };
  const inVpc = { subnets: network.privateSubnets.map(({ id }) => id), securityGroup: network.securityGroup };

  // All that a service on Fargate may name: secrets, another account's image, a load balancer, sessions.
  const web = addDefinition(book, {
    name: 'web',
    launch: 'FARGATE',
    networkMode: 'awsvpc',
    executionRole: 'execution-web',
    taskRole: 'task-web',
    image: `${PARTNER}.dkr.ecr.${REGION}.amazonaws.com/${SHARED_IMAGE}`,
    secrets: [
      { name: 'DB_PASSWORD', valueFrom: SECRET },
      { name: 'SETTING', valueFrom: arn('ssm', `parameter${PARAMETER}`) },
    ],
    logs: { app: { group: '/ecs/web' } },
  });
  const webTask = fargateTask(web, 'web', network, 0, choose);
  const targetGroup = addTargetGroup(book, 'web', true, [webTask], network, choose);
  add({ name: 'web', definition: web, ...inVpc, targetGroup, exec: true }, webTask);
  addScalableTarget(book, 'web', 1);

  // On instances: one without roles of its own and with a group that nobody made, one with an interface for each task.
  const worker = addDefinition(book, {
    name: 'worker',
    launch: 'EC2',
    networkMode: 'bridge',
    logs: { app: { group: '/ecs/worker' }, stray: { group: GONE_GROUP } },
  });
  add(
    { name: 'worker', definition: worker, capacityProvider },
    instanceTask(worker, 'worker', capacity, choose),
  );
  addScalableTarget(book, 'worker', 1);
  const pods = addDefinition(book, {
    name: 'pods',
    launch: 'EC2',
    networkMode: 'awsvpc',
    executionRole: 'execution-web',
    logs: { app: { group: '/ecs/web' } },
  });
  add(
    { name: 'pods', definition: pods, ...inVpc, capacityProvider },
    instanceTask(pods, 'pods', capacity, choose),
  );

  // Its role may not write its logs, and no stream says otherwise.
  const mute = addDefinition(book, {
    name: 'mute',
    launch: 'FARGATE',
    networkMode: 'awsvpc',
    executionRole: 'execution-mute',
    logs: { app: { group: '/ecs/mute' } },
  });
  add({ name: 'mute', definition: mute, ...inVpc }, fargateTask(mute, 'mute', network, 1, choose));

  // One for each way out of the VPC without endpoints.
  const edgeDefinition = addDefinition(book, {
    name: 'edge',
    launch: 'FARGATE',
    networkMode: 'awsvpc',
    executionRole: 'execution-broad',
    logs: { app: { group: '/ecs/edge' }, audit: { group: '/ecs/far', region: FAR_REGION } },
  });
  for (const place of ['private', 'six', 'transit', 'hairpin'] as const) {
    const subnet = edge.subnetOf(place);
    const around = {
      privateSubnets: [subnet],
      securityGroup: edge.securityGroup,
    } as unknown as typeof network;
    add(
      { name: place, definition: edgeDefinition, subnets: [subnet.id], securityGroup: edge.securityGroup },
      fargateTask(edgeDefinition, place, around, 0, choose),
    );
  }
  for (const name of ['pods', 'mute', 'private', 'six', 'transit', 'hairpin']) {
    book.absent(scaling.scalableTarget, { cluster: CLUSTER, service: name });
  }

  book.collect(
    ecs.serviceArns,
    { cluster: CLUSTER },
    services.map(({ serviceArn = '' }) => ({ serviceArn })),
  );
  book.collect(ecs.runningTasks, { cluster: CLUSTER }, tasks);
  book.collect(ecs.stoppedTasks, { cluster: CLUSTER }, []);
  addCluster(book, services.length, tasks.length, capacity);
  network.close();
  return ofNewType(book, capacity);
}
