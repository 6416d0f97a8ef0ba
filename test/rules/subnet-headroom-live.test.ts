import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import subnetHeadroom from '../../rules/subnet-headroom/rule.ts';
import { FIXTURES, judgeTexts } from '../fixtures.ts';

type Expected = NonNullable<Parameters<typeof judgeTexts>[2]>;
const target = { region: 'eu-west-1', account: '111122223333' };

function fixture(name: string) {
  const read = (file: string) =>
    JSON.parse(readFileSync(`${FIXTURES}subnet-headroom/${name}/${file}.json`, 'utf8'));
  return { service: read('service'), snapshot: read('snapshot'), task: read('task-definition') };
}

async function judged(
  services: readonly unknown[],
  task: unknown,
  snapshot: NonNullable<Expected['snapshot']>,
) {
  const texts = [
    ...services.map((service, index) => ({ file: `service-${index}.json`, text: JSON.stringify(service) })),
    { file: 'task-definition.json', text: JSON.stringify(task) },
  ];
  return judgeTexts(texts, [subnetHeadroom], { target, snapshot });
}

/** The snapshot with other numbers of the running service. */
function running(snapshot: Expected['snapshot'], more: Readonly<Record<string, unknown>>) {
  const resources = snapshot?.resources as Record<string, Record<string, object>>;
  const now = resources['ecs.service']?.['prod/checkout'];
  return {
    ...snapshot,
    resources: { ...resources, 'ecs.service': { 'prod/checkout': { ...now, ...more } } },
  };
}

describe('only what runs beyond the tasks of now takes new addresses', () => {
  test('a deployment that is under way has its new tasks already', async () => {
    const { service, snapshot, task } = fixture('fail-addresses-exhausted');
    const { verdicts } = await judged([service], task, running(snapshot, { runningCount: 8 }));
    expect([...verdicts][0]?.problems['addresses-exhausted']).toBe('pass');
  });

  test('tasks that run without awsvpc hold no address', async () => {
    const { service, snapshot, task } = fixture('pass-stop-first');
    const one = { ...service, desiredCount: 40 };
    const bridge = running(snapshot, { desiredCount: 40, runningCount: 40, networkConfiguration: undefined });
    const { findings } = await judged([one], task, bridge);
    expect(findings.map(({ problem }) => problem)).toContain('addresses-exhausted');
    expect(findings[0]?.message).toContain('40 new addresses');
  });

  test('UpdateService input leaves the count and the subnets as they are', async () => {
    const { snapshot, task } = fixture('fail-addresses-exhausted');
    const update = {
      cluster: 'prod',
      service: 'checkout',
      taskDefinition: 'checkout',
      forceNewDeployment: true,
    };
    const live = running(snapshot, {
      launchType: 'FARGATE',
      schedulingStrategy: 'REPLICA',
      deploymentController: { type: 'ECS' },
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
    });
    const { findings } = await judged([update], task, live);
    expect(findings[0]?.message).toContain('4 new addresses, and its 2 subnets have 3 free');
  });
});

test('the fix of a live service is the whole command, and what it has now is said again', async () => {
  const { snapshot, task } = fixture('fail-addresses-exhausted');
  const configuration = { minimumHealthyPercent: 100, maximumPercent: 200 };
  const live = running(snapshot, { launchType: 'FARGATE', deploymentConfiguration: configuration });
  const described = live.resources['ecs.service']?.['prod/checkout'];
  const { findings } = await judged([{ services: [described], failures: [] }], task, live);
  const [fix] = findings[0]?.fixes ?? [];
  expect(fix?.kind === 'command' && fix.command).toBe(
    `aws ecs update-service --region eu-west-1 --cluster prod --service checkout --deployment-configuration '{"maximumPercent":175,"minimumHealthyPercent":100}'`,
  );
});

test('instances that could have a trunk interface are reported once for all services of the cluster', async () => {
  const { service, snapshot, task } = fixture('fail-trunking-on-too-late');
  const resources = snapshot.resources;
  const billing = { ...resources['ecs.service']['prod/checkout'], serviceName: 'billing' };
  const both = { ...resources, 'ecs.service': { ...resources['ecs.service'], 'prod/billing': billing } };
  const { findings } = await judged([service, { ...service, serviceName: 'billing' }], task, {
    ...snapshot,
    resources: both,
  });
  const trunking = findings.filter(({ problem }) => problem === 'trunking-off');
  expect(trunking.map(({ deployments }) => deployments?.length)).toEqual([2]);
});

test('instances in a subnet that another account shares get no trunk interface', async () => {
  const { service, snapshot, task } = fixture('fail-trunking-on-too-late');
  const resources = structuredClone(snapshot.resources);
  for (const shape of Object.values(resources['ecs.container-instance']) as { attributes: object[] }[]) {
    shape.attributes.push({ name: 'ecs.subnet-id', value: 'subnet-0a1b2c3d4e5f60718' });
  }
  resources['ec2.subnet']['subnet-0a1b2c3d4e5f60718'].OwnerId = '999999999999';
  const { verdicts } = await judged([service], task, { ...snapshot, resources });
  expect([...verdicts][0]?.problems['trunking-off']).toBe('pass');
});
