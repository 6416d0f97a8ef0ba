import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type Portrait, portrait } from '../../src/engine/portrait.ts';
import { run } from '../../src/engine/run.ts';
import { select } from '../../src/engine/select.ts';
import { type Snapshot, snapshotSource } from '../../src/fact/snapshot.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { readTexts } from '../../src/read/read.ts';
import { FIXTURES, inputsOf } from '../fixtures.ts';

interface Case {
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly snapshot?: Partial<Snapshot>;
  /** Rules to judge by; all where left out. */
  readonly only?: readonly string[];
  readonly drawn?: boolean;
}

/** Runs as the command does, and notes what the account is asked. */
async function runOf({ texts, snapshot, only = [], drawn = true }: Case) {
  const asked: string[] = [];
  const seen = {
    version: 1,
    account: '111122223333',
    region: 'eu-west-1',
    at: '2026-11-20T12:00:00Z',
  } as const;
  const sources: FactSource[] = [];
  if (snapshot) {
    const source = snapshotSource({ ...seen, resources: {}, collections: [], missing: [], ...snapshot });
    sources.push({
      answer: (kind, query) => {
        asked.push(`${kind.id} ${kind.key(query)}`);
        return source.answer(kind, query);
      },
      list: (kind, scope) => {
        asked.push(`${kind.id} ${kind.key(scope)}`);
        return source.list(kind, scope);
      },
    });
  }
  const target = { region: 'eu-west-1', account: '111122223333' };
  const { deployments } = await readTexts(texts, target, { context: { parameters: new Map() } });
  const result = await run({
    deployments,
    inputErrors: [],
    rules: select(rules, { only, skip: [] }),
    facts: factStore(sources),
    ruleset: 'recommended',
    options: new Map(),
    ...(drawn ? { portray: portrait } : {}),
  });
  return { asked: asked.toSorted(), portraits: [...(result.portraits?.values() ?? [])], result };
}

async function portraitOf(one: Case): Promise<Portrait> {
  const { portraits } = await runOf(one);
  expect(portraits).toHaveLength(1);
  return portraits[0] as Portrait;
}

function fixture(folder: string): Case {
  const path = join(FIXTURES, folder);
  const recorded = () => JSON.parse(readFileSync(join(path, 'snapshot.json'), 'utf8')) as Partial<Snapshot>;
  return { texts: inputsOf(path), ...(folder.includes('-cfn-') ? {} : { snapshot: recorded() }) };
}

const DEMO = fixture('demo/account');

/** A service in a file of its own, with the task definition that it names. */
function service(more: object): Case {
  const task = {
    family: 'api',
    networkMode: 'awsvpc',
    containerDefinitions: [{ name: 'web', image: 'web:1' }],
  };
  const texts = [
    { file: 'taskdef.json', text: JSON.stringify(task) },
    { file: 'service.json', text: JSON.stringify({ serviceName: 'api', taskDefinition: 'api', ...more }) },
  ];
  return { texts };
}

describe('the network path', () => {
  test('has the hops of each subnet to each service that is called', async () => {
    const { paths } = await portraitOf(DEMO);
    // Secrets Manager and Systems Manager for its two secrets, CloudWatch Logs, and ECS Exec, from two subnets.
    expect(
      paths.map(({ to, from, verdict }) => `${to} from ${from.slice(-1)}: ${verdict}`).toSorted(),
    ).toEqual([
      'logs from 1: reachable',
      'logs from 2: unreachable',
      'secretsmanager from 1: reachable',
      'secretsmanager from 2: unreachable',
      'ssm from 1: reachable',
      'ssm from 2: unreachable',
      'ssmmessages from 1: reachable',
      'ssmmessages from 2: unreachable',
    ]);
    expect(paths.find(({ to, verdict }) => to === 'ssm' && verdict === 'reachable')?.hops).toEqual([
      'subnet-0a1b2c3d4e5f60001',
      'rtb-0a1b2c3d4e5f6000a',
      '0.0.0.0/0',
      'nat-0a1b2c3d4e5f60001 in subnet-0a1b2c3d4e5f6000f',
      'rtb-0a1b2c3d4e5f6000f',
      'igw-0a1b2c3d4e5f60001',
    ]);
    expect(paths.find(({ to, verdict }) => to === 'ssm' && verdict === 'unreachable')).toMatchObject({
      code: 'NO_ROUTE_TO_DESTINATION',
      hops: ['subnet-0a1b2c3d4e5f60002', 'rtb-0a1b2c3d4e5f6000b has no route to ssm'],
    });
  });

  test('ends where it is not known any further', async () => {
    const { paths } = await portraitOf(fixture('secret-reachability/unknown-transit-gateway'));
    const [path] = paths.filter(({ to }) => to === 'secretsmanager');
    expect(path).toMatchObject({
      verdict: 'unknown',
      hops: ['subnet-0a1b2c3d4e5f60718', 'rtb-0a1b2', '0.0.0.0/0'],
      why: ['what lies behind tgw-0abc'],
    });
  });

  test('of a template is that of what it declares, in its names', async () => {
    const { paths } = await portraitOf(
      fixture('secret-reachability/fail-cfn-unreachable-nat-in-private-subnet'),
    );
    const path = paths.find(({ from }) => from === '${PrivateA}');
    expect(path).toMatchObject({
      to: 'secretsmanager',
      verdict: 'unreachable',
      code: 'NAT_SUBNET_NO_IGW_ROUTE',
    });
    expect(path?.hops.slice(0, 4)).toEqual([
      '${PrivateA}',
      '${PrivateTable}',
      '0.0.0.0/0',
      '${Nat} in ${PrivateB}',
    ]);
    // The marks by which names that only the deploy gives are told apart are nobody's business.
    expect(JSON.stringify(paths)).not.toMatch(/[\ue200-\ue2ff]/);
  });

  test('is drawn only where a rule asked for it', async () => {
    expect((await portraitOf({ ...DEMO, only: ['fargate-size'] })).paths).toEqual([]);
    const logs = await portraitOf({ ...DEMO, only: ['log-group/logs-unreachable'] });
    // The demo's rules of logs ask for nothing but logs; what they did not ask is not drawn.
    expect(new Set(logs.paths.map(({ to }) => to))).toEqual(new Set(['logs']));
  });

  test('is not drawn where nobody may be asked', async () => {
    expect((await portraitOf({ texts: DEMO.texts })).paths).toEqual([]);
  });
});

test('a portrait asks the account nothing that the rules do not', async () => {
  for (const only of [[], ['fargate-size'], ['secret-reachability'], ['deployment-percents']]) {
    const plain = await runOf({ ...DEMO, only, drawn: false });
    const drawn = await runOf({ ...DEMO, only });
    expect(drawn.asked).toEqual(plain.asked);
    expect(drawn.portraits).toHaveLength(1);
    expect(plain.result.portraits).toBeUndefined();
  }
});

const counts = ({ rollout }: Portrait) =>
  rollout?.is === 'drawn'
    ? rollout.steps.map(({ old, starting, healthy }) => [old, starting, healthy])
    : rollout;

describe('the rollout', () => {
  test('of four tasks, none of which may be missing', async () => {
    const { rollout, addresses } = await portraitOf(DEMO);
    expect(rollout).toMatchObject({
      is: 'drawn',
      strategy: 'ROLLING',
      desired: 4,
      running: 4,
      floor: 4,
      ceiling: 8,
      lowest: 4,
      peak: 8,
      percents: { minimum: 100, maximum: 200 },
    });
    expect(counts({ paths: [], ...(rollout ? { rollout } : {}) })).toEqual([
      [4, 4, 0],
      [4, 0, 4],
      [0, 0, 4],
    ]);
    expect(addresses).toEqual({
      least: 4,
      most: 4,
      from: 'now',
      subnets: [
        { id: 'subnet-0a1b2c3d4e5f60001', zone: 'eu-west-1a', free: 2 },
        { id: 'subnet-0a1b2c3d4e5f60002', zone: 'eu-west-1b', free: 1 },
      ],
    });
  });

  test('of files alone begins with a service at rest', async () => {
    const { rollout, addresses } = await portraitOf({ texts: DEMO.texts });
    expect(rollout).toMatchObject({ is: 'drawn', desired: 4, peak: 8 });
    expect(rollout).not.toHaveProperty('running');
    const subnets = [{ id: 'subnet-0a1b2c3d4e5f60001' }, { id: 'subnet-0a1b2c3d4e5f60002' }];
    expect(addresses).toEqual({ least: 4, most: 4, from: 'rest', subnets });
  });

  test('without a desired count is told by its percentages', async () => {
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 150 };
    const { rollout, addresses } = await portraitOf(service({ deploymentConfiguration }));
    expect(rollout).toEqual({
      is: 'open',
      percents: { minimum: 50, maximum: 150 },
      why: [expect.stringContaining('desiredCount')],
    });
    expect(addresses).toBeUndefined();
  });

  test('of a DAEMON service nobody counts from files', async () => {
    const { rollout } = await portraitOf(service({ schedulingStrategy: 'DAEMON', desiredCount: 3 }));
    expect(rollout).toMatchObject({ is: 'open', percents: { minimum: 0, maximum: 100 } });
  });

  test('that can neither stop nor start a task is a dead end', async () => {
    const deploymentConfiguration = { minimumHealthyPercent: 100, maximumPercent: 150 };
    const { rollout } = await portraitOf(service({ desiredCount: 1, deploymentConfiguration }));
    expect(rollout).toMatchObject({ is: 'drawn', steps: [], floor: 1, ceiling: 1 });
    expect(rollout).toHaveProperty('deadEnd', expect.stringContaining('can neither stop nor start'));
  });

  test('of a canary has both fleets until the end, and the waits that are configured', async () => {
    const canary = {
      strategy: 'CANARY',
      bakeTimeInMinutes: 15,
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
      lifecycleHooks: [
        { targetType: 'AWS_LAMBDA', lifecycleStages: ['PRE_SCALE_UP'] },
        {
          targetType: 'PAUSE',
          lifecycleStages: ['POST_SCALE_UP'],
          timeoutConfiguration: { timeoutInMinutes: 30 },
        },
      ],
    };
    const { rollout } = await portraitOf(service({ desiredCount: 2, deploymentConfiguration: canary }));
    expect(rollout).toMatchObject({ strategy: 'CANARY', lowest: 2, peak: 4, floor: 2, ceiling: 4 });
    expect(rollout).not.toHaveProperty('percents');
    expect(
      rollout?.is === 'drawn' &&
        rollout.steps.map(({ total, minutes, pauseMinutes }) => [total, minutes ?? pauseMinutes]),
    ).toEqual([
      [4, undefined],
      [4, undefined],
      [4, 30],
      [4, 5],
      [4, undefined],
      [4, 15],
      [2, undefined],
    ]);
    const open = { ...canary, canaryConfiguration: { canaryPercent: '${CANARY}' } };
    expect((await portraitOf(service({ desiredCount: 2, deploymentConfiguration: open }))).rollout).toEqual({
      is: 'open',
      why: [expect.stringContaining('${CANARY}')],
    });
  });

  test('that another controller decides is not guessed', async () => {
    for (const type of ['CODE_DEPLOY', 'EXTERNAL']) {
      const { rollout } = await portraitOf(service({ desiredCount: 2, deploymentController: { type } }));
      expect(rollout).toEqual({ is: 'open', why: [expect.any(String)] });
    }
  });

  test('in many steps keeps the first and the last', async () => {
    const deploymentConfiguration = { minimumHealthyPercent: 99, maximumPercent: 100 };
    const { rollout } = await portraitOf(service({ desiredCount: 100, deploymentConfiguration }));
    // Each of a hundred tasks is stopped, started and becomes healthy.
    expect(rollout).toMatchObject({ omitted: { after: 18, steps: 300 - 24 } });
    const steps = rollout?.is === 'drawn' ? rollout.steps : [];
    expect(steps).toHaveLength(24);
    expect(steps.at(-1)).toMatchObject({ old: 0, starting: 0, healthy: 100 });
  });

  test('there is none without a service', async () => {
    const [task] = DEMO.texts.filter(({ file }) => file === 'task-definition.json');
    const { rollout, addresses } = await portraitOf({ texts: task ? [task] : [] });
    expect([rollout, addresses]).toEqual([undefined, undefined]);
  });
});
