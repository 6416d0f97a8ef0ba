import { describe, expect, test } from 'vitest';
import { known, type Why } from '../../src/fact/fact.ts';
import { factStore } from '../../src/fact/store.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { judgePaths, taskPaths } from '../../src/network/task-paths.ts';
import { readTexts } from '../../src/read/read.ts';
import { type Draft, isolated, part, route, withEndpoint, withNat } from './network.ts';
import { recorded } from './recorded.ts';

const TASK = {
  family: 'api',
  networkMode: 'awsvpc',
  containerDefinitions: [{ name: 'web', image: 'web:1' }],
};

function service(awsvpcConfiguration: object, more: object = {}) {
  return {
    serviceName: 'api',
    cluster: 'prod',
    taskDefinition: 'api',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { securityGroups: ['sg-task'], ...awsvpcConfiguration } },
    ...more,
  };
}

async function deploymentOf(ofService: object | undefined, task: object = TASK): Promise<Deployment> {
  const texts = [{ file: 'taskdef.json', text: JSON.stringify(task) }];
  if (ofService) texts.push({ file: 'service.json', text: JSON.stringify(ofService) });
  const { deployments } = await readTexts(texts, { region: 'eu-west-1' });
  return deployments[0] as Deployment;
}

interface Instance {
  readonly id: string;
  readonly subnet?: string;
  readonly publicIp?: string;
  readonly provider?: string;
  readonly status?: string;
  readonly connected?: boolean;
  /** Is the instance itself not recorded? */
  readonly hidden?: boolean;
}

function sourceOf(draft: Draft, instances: readonly Instance[] = []) {
  const registered = instances.map(({ id, provider, status = 'ACTIVE', connected = false }) => [
    `arn-${id}`,
    {
      containerInstanceArn: `arn-${id}`,
      ec2InstanceId: id,
      status,
      agentConnected: connected,
      ...(provider === undefined ? {} : { capacityProviderName: provider }),
    },
  ]);
  const shapes = instances
    .filter(({ hidden }) => !hidden)
    .map(({ id, subnet = 'near', publicIp }) => [
      id,
      {
        InstanceId: id,
        SubnetId: subnet,
        SecurityGroups: [{ GroupId: 'sg-task' }],
        ...(publicIp === undefined ? {} : { PublicIpAddress: publicIp }),
      },
    ]);
  return recorded(
    draft,
    { 'ecs.container-instance': Object.fromEntries(registered), 'ec2.instance': Object.fromEntries(shapes) },
    [{ kind: 'ecs.container-instances', scope: 'prod', members: registered.map(([arn]) => arn as string) }],
  );
}

interface Asked {
  readonly draft?: Draft;
  readonly service?: object | undefined;
  readonly task?: object;
  readonly instances?: readonly Instance[];
  readonly by?: 'agent' | 'task';
  readonly to?: string;
}

async function judged({
  draft = withNat(),
  task,
  instances,
  by = 'agent',
  to = 'secretsmanager',
  ...more
}: Asked) {
  const deployment = await deploymentOf(
    'service' in more ? more.service : service({ subnets: ['near'] }),
    task,
  );
  const facts = factStore([sourceOf(draft, instances)]);
  const { reachable, deadEnds, arriving, why } = judgePaths(await taskPaths(deployment, facts, to, by));
  return {
    reachable: reachable.match<boolean | string>({
      known: (it) => it,
      absent: () => 'absent',
      unknown: (reasons) => reasons.map(({ reason }) => reason).join(),
    }),
    deadEnds: deadEnds.map(({ from, path }) => `${from}: ${path.code}`),
    arriving: arriving.map(({ from, path }) => `${from}: ${path.wayOut?.via}`),
    why,
  };
}

const EC2 = { launchType: 'EC2' };
const BRIDGE = { ...TASK, networkMode: 'bridge' };

describe('on Fargate', () => {
  test('the agent calls from each subnet of the service', async () => {
    expect(await judged({ service: service({ subnets: ['near', 'far'] }) })).toMatchObject({
      reachable: true,
      arriving: ['near: nat', 'far: nat'],
    });
  });

  test('one subnet without a way out is a dead end, whatever the others are', async () => {
    expect(await judged({ service: service({ subnets: ['near', 'edge', '${Subnet}'] }) })).toMatchObject({
      reachable: false,
      deadEnds: ['edge: NO_PUBLIC_IP'],
      arriving: ['near: nat'],
    });
  });

  test('a public address is assigned where the service asks for it', async () => {
    const open = service({ subnets: ['edge'], assignPublicIp: 'ENABLED' });
    expect(await judged({ service: open })).toMatchObject({ arriving: ['edge: internet-gateway'] });
  });

  test('a subnet that is not resolved leaves it unknown', async () => {
    expect(await judged({ service: service({ subnets: ['near', '${Subnet}'] }) })).toMatchObject({
      reachable: 'unresolved',
      arriving: ['near: nat'],
    });
  });

  test('no security groups: those of the VPC default group are not read', async () => {
    const bare = service({ subnets: ['near'], securityGroups: undefined });
    expect(await judged({ service: bare })).toMatchObject({ reachable: 'undecidable' });
  });

  test('without a service nobody knows where', async () => {
    const { why } = await judged({ service: undefined });
    expect(why).toMatchObject([
      { reason: 'unresolved', unlockedBy: '--service FILE' },
    ] satisfies Partial<Why>[]);
  });

  test('an application calls by its proxy, the agent does not', async () => {
    const proxied = {
      ...TASK,
      containerDefinitions: [
        { name: 'web', image: 'web:1', environment: [{ name: 'https_proxy', value: 'http://p' }] },
      ],
    };
    expect(await judged({ draft: isolated(), task: proxied, by: 'task' })).toMatchObject({
      reachable: 'undecidable',
    });
    expect(await judged({ draft: isolated(), task: proxied, by: 'agent' })).toMatchObject({
      reachable: false,
    });
    expect(await judged({ draft: withNat(), task: proxied, by: 'task' })).toMatchObject({
      reachable: 'undecidable',
    });
  });
});

describe('on EC2', () => {
  test('the agent calls from the instances; those alike are told as one', async () => {
    const instances = [
      { id: 'i-1' },
      { id: 'i-2' },
      { id: 'i-3', subnet: 'edge' },
      { id: 'i-4', subnet: 'edge', publicIp: '198.51.100.9' },
    ];
    expect(await judged({ service: service({ subnets: ['far'] }, EC2), instances })).toMatchObject({
      reachable: false,
      deadEnds: ['instance i-3 in edge: NO_PUBLIC_IP'],
      arriving: ['instance i-1 in near and 1 more like it: nat', 'instance i-4 in edge: internet-gateway'],
    });
  });

  test('a task of its own interface calls from the subnets of the service, never with a public address', async () => {
    const open = service({ subnets: ['edge', 'near'], assignPublicIp: 'ENABLED' }, EC2);
    expect(await judged({ service: open, by: 'task' })).toMatchObject({
      deadEnds: ['edge: NO_PUBLIC_IP'],
      arriving: ['near: nat'],
    });
  });

  test('a task in bridge mode calls from the instance', async () => {
    expect(
      await judged({ service: service({}, EC2), task: BRIDGE, by: 'task', instances: [{ id: 'i-1' }] }),
    ).toMatchObject({
      arriving: ['instance i-1 in near: nat'],
    });
  });

  test('a task without a network calls nobody', async () => {
    const none = { ...TASK, networkMode: 'none' };
    expect(await judged({ service: service({}, EC2), task: none, by: 'task' })).toMatchObject({
      reachable: false,
    });
  });

  test('instances that take no tasks, or those of other providers, do not count', async () => {
    const strategy = service(
      { subnets: ['near'] },
      { launchType: undefined, capacityProviderStrategy: [{ capacityProvider: 'own' }] },
    );
    const instances = [
      { id: 'i-1', provider: 'own' },
      { id: 'i-2', provider: 'other', subnet: 'edge' },
      { id: 'i-3', provider: 'own', subnet: 'edge', status: 'DRAINING' },
    ];
    expect(await judged({ service: strategy, instances })).toMatchObject({
      reachable: true,
      arriving: ['instance i-1 in near: nat'],
    });
  });

  test('no instance yet: nobody knows where', async () => {
    expect(await judged({ service: service({}, EC2) })).toMatchObject({ reachable: 'undecidable' });
  });

  test('an instance that is not to be seen leaves it unknown', async () => {
    const instances = [{ id: 'i-1' }, { id: 'i-2', hidden: true }];
    expect(await judged({ service: service({}, EC2), instances })).toMatchObject({
      reachable: 'not-recorded',
      arriving: ['instance i-1 in near: nat'],
    });
  });

  test('placement constraints may leave out the instances without a way', async () => {
    const chosen = service(
      {},
      { ...EC2, placementConstraints: [{ type: 'memberOf', expression: 'attribute:x == y' }] },
    );
    const instances = [{ id: 'i-1' }, { id: 'i-2', subnet: 'edge' }];
    expect(await judged({ service: chosen, instances })).toMatchObject({
      reachable: 'undecidable',
      deadEnds: [],
    });
    const distinct = service({}, { ...EC2, placementConstraints: [{ type: 'distinctInstance' }] });
    expect(await judged({ service: distinct, instances })).toMatchObject({ reachable: false });
  });

  test('an agent that is connected though no route leads to ECS has a way of its own', async () => {
    const alone = service({}, EC2);
    const connected = [{ id: 'i-1', connected: true }];
    expect(await judged({ draft: isolated(), service: alone, instances: connected })).toMatchObject({
      reachable: 'undecidable',
      deadEnds: [],
    });
    // Here an endpoint explains the connection, and none leads to the secrets.
    const explained = { draft: withEndpoint(isolated(), 'ecs-agent'), service: alone, instances: connected };
    expect(await judged(explained)).toMatchObject({ reachable: false });
  });
});

describe('judging', () => {
  test('no path at all proves nothing', () => {
    expect(judgePaths(known([])).why).toHaveLength(1);
  });

  test('a way that cannot be followed beside one that arrives', async () => {
    const draft = withNat();
    draft.routeTables.push({
      ...part(draft, 'routeTables', 'RouteTableId', 'rtb-edge'),
      RouteTableId: 'rtb-far',
      Associations: [{ SubnetId: 'far', AssociationState: { State: 'associated' } }],
      Routes: [],
    });
    part(draft, 'routeTables', 'RouteTableId', 'rtb-private').Associations.splice(1, 1);
    route(draft, 'rtb-far', { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' });
    expect(await judged({ draft, service: service({ subnets: ['near', 'far'] }) })).toMatchObject({
      reachable: 'undecidable',
      arriving: ['near: nat'],
      deadEnds: [],
    });
  });
});
