import { describe, expect, test } from 'vitest';
import { SOUND } from '../cli/command.ts';
import { foundOf, governed, repository } from './house.ts';

const SAME_ROLE = 'role-confusion/same-role';
const SIZE = 'fargate-size/memory-invalid-for-cpu';

/** Two faults: a size that Fargate refuses (an error), and one role for both purposes (a warning). */
function faulty(family: string) {
  return { ...SOUND, family, memory: '9000', taskRoleArn: SOUND.executionRoleArn };
}

const FILES = {
  'prod/api.json': faulty('api'),
  'prod/worker.json': faulty('worker'),
  'dev/api.json': faulty('dev-api'),
};
const INPUTS = Object.keys(FILES);

async function check(config: string, words: readonly string[] = [], inputs = INPUTS) {
  const root = repository({ ...FILES, 'ecs-preflight.yml': config });
  return governed(root, inputs, words);
}

describe('severities', () => {
  test('of a rule, and of one of its problems, which goes first wherever it is written', async () => {
    const { result } = await check(
      'rules:\n  role-confusion/same-role: info\n  role-confusion: error\n  fargate-size: warning',
    );
    expect(foundOf(result, SAME_ROLE)).toEqual(['api info', 'dev-api info', 'worker info']);
    expect(foundOf(result, SIZE)).toEqual(['api warning', 'dev-api warning', 'worker warning']);
    expect(result.summary).toMatchObject({ error: 0, suppressed: 0 });
  });

  test('of some files only: a later override goes before an earlier, and before the rules', async () => {
    const { result } = await check(`
rules: {role-confusion: info}
overrides:
  - files: "prod/*.json"
    rules: {role-confusion/same-role: error}
  - families: work*
    rules: {role-confusion: warning}
`);
    expect(foundOf(result, SAME_ROLE)).toEqual(['api error', 'dev-api info', 'worker warning']);
  });

  test('off is not judged, and on is the own severity again', async () => {
    const { result } = await check(`
rules: {role-confusion: off}
overrides:
  - families: [worker]
    rules: {role-confusion: on}
`);
    expect(foundOf(result, SAME_ROLE)).toEqual(['worker warning']);
    const verdicts = [...result.verdicts].filter(({ rule }) => rule === 'role-confusion');
    expect(verdicts.map(({ deployment, problems }) => [deployment, problems['same-role']])).toEqual([
      ['worker', 'fail'],
    ]);
  });

  test('off by JSON pointer leaves the rest of the rule alone, and says where it was turned off', async () => {
    const { result } = await check(`
overrides:
  - files: "prod/api.json#/memory"
    rules: {fargate-size: off}
  - files: "prod/worker.json#/cpu"
    rules: {fargate-size: off}
`);
    const off = expect.stringMatching(/^api \(external: turned off in .*ecs-preflight\.yml:4\)$/);
    expect(foundOf(result, SIZE)).toEqual([off, 'dev-api error', 'worker error']);
  });
});

describe('rulesets and options', () => {
  test('a ruleset of some, unless the command line has one', async () => {
    // Without a platform version, a service gets the latest: production wants to be told louder.
    const service = { serviceName: 'api', taskDefinition: 'api', desiredCount: 2, launchType: 'FARGATE' };
    const root = repository({
      'api.json': { ...SOUND, family: 'api' },
      'service.json': service,
      'ecs-preflight.yml': 'overrides: [{services: api, ruleset: production}]',
    });
    const inputs = ['api.json', 'service.json'];
    const unpinned = async (words: readonly string[]) =>
      foundOf((await governed(root, inputs, words)).result, 'platform-version/unpinned');
    expect(await unpinned([])).toEqual(['api warning']);
    expect(await unpinned(['--ruleset', 'recommended'])).toEqual(['api info']);
  });

  const HEALTH = {
    ...SOUND,
    family: 'slow',
    containerDefinitions: ['web', 'worker'].map((name) => ({
      ...SOUND.containerDefinitions[0],
      name,
      // Three failures in 30 seconds, and no start period.
      healthCheck: { command: ['CMD-SHELL', 'curl -f localhost'], interval: 10, retries: 3, timeout: 5 },
    })),
  };
  const tooEager = async (config: string, words: readonly string[] = []) => {
    const root = repository({ 'slow.json': HEALTH, 'ecs-preflight.yml': config });
    const { result } = await governed(root, ['slow.json'], words);
    return foundOf(result, 'grace-period/container-check-too-eager').map((one) => one.split(' ')[0]);
  };

  test.each([
    [
      'a number is for all containers',
      'rules: {grace-period: {options: {startupSeconds: 90}}}',
      [],
      ['slow:web', 'slow:worker'],
    ],
    [
      'names are for theirs',
      'rules: {grace-period: {options: {startupSeconds: {web: 90, worker: 1}}}}',
      [],
      ['slow:web'],
    ],
    [
      'names of an override are added',
      'rules: {grace-period: {options: {startupSeconds: 1}}}\noverrides: [{families: slow, rules: {grace-period: {options: {startupSeconds: {worker: 90}}}}}]',
      [],
      ['slow:worker'],
    ],
    [
      'a number for all replaces names',
      'rules: {grace-period: {options: {startupSeconds: {web: 90}}}}\noverrides: [{families: slow, rules: {grace-period: {options: {startupSeconds: 1}}}}]',
      [],
      [],
    ],
    [
      'containers that an override selects',
      'overrides: [{containers: "w?b", rules: {grace-period: {options: {startupSeconds: 90}}}}]',
      [],
      ['slow:web'],
    ],
    [
      'the command line goes first',
      'rules: {grace-period: {options: {startupSeconds: {web: 90}}}}',
      ['--startup-seconds', 'web=1'],
      [],
    ],
  ] as const)('%s', async (_, config, words, found) => {
    expect(await tooEager(config, words)).toEqual(found);
  });
});

describe('suppressions', () => {
  const suppressing = (more: string) =>
    `suppressions: [{rule: role-confusion/same-role, reason: agreed, ${more}}]`;
  const NONE = ['api warning', 'dev-api warning', 'worker warning'];
  const AGREED = '(external: agreed)';

  test.each([
    ['of families', 'families: [api]', [`api ${AGREED}`, NONE[1], NONE[2]]],
    [
      'of files, below the folder of the configuration',
      'files: ["prod/**"]',
      [`api ${AGREED}`, NONE[1], `worker ${AGREED}`],
    ],
    ['of files by their name', 'files: api.json', [`api ${AGREED}`, `dev-api ${AGREED}`, NONE[2]]],
    ['but for some', 'files: [api.json, "!dev/*"]', [`api ${AGREED}`, NONE[1], NONE[2]]],
    ['of a part of a file', 'files: "prod/api.json#/taskRoleArn"', [`api ${AGREED}`, NONE[1], NONE[2]]],
    ['of another part', 'files: "prod/api.json#/taskRole"', NONE],
    ['of both of two lists', 'files: "prod/*", families: "*api"', [`api ${AGREED}`, NONE[1], NONE[2]]],
    ['of services that are not there', 'services: "*"', NONE],
    ['that have ended', 'until: 2020-01-31', NONE],
    ['that have not', 'until: 2999-12-31', ['api', 'dev-api', 'worker'].map((id) => `${id} ${AGREED}`)],
  ])('%s', async (_, more, found) => {
    expect(foundOf((await check(suppressing(more))).result, SAME_ROLE)).toEqual(found);
  });

  test('none of what is mandatory', async () => {
    const { result } = await check(`mandatory: role-confusion\n${suppressing('families: "*"')}`);
    expect(foundOf(result, SAME_ROLE)).toEqual(NONE);
    const sameRole = result.findings.find(({ problem }) => problem === 'same-role');
    expect(sameRole?.evidence?.at(-1)).toMatch(
      /ecs-preflight\.yml:2 suppresses it, but .*ecs-preflight\.yml:1 makes the rule mandatory$/,
    );
  });

  test('of one configuration not what is under another', async () => {
    const root = repository({
      ...FILES,
      'prod/ecs-preflight.yml': suppressing('families: "*"'),
      'ecs-preflight.yml': 'rules: {role-confusion: error}',
    });
    const { result } = await governed(root, INPUTS);
    expect(foundOf(result, SAME_ROLE)).toEqual([`api ${AGREED}`, 'dev-api error', `worker ${AGREED}`]);
  });

  test('of resources in a template, by logical id', async () => {
    const task = (family: string) => ({
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: family,
        Cpu: '256',
        Memory: '9000',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        ContainerDefinitions: [{ Name: 'web', Image: 'nginx:1.27' }],
      },
    });
    const root = repository({
      'template.json': { Resources: { ApiTask: task('api'), JobTask: task('job') } },
      'ecs-preflight.yml': 'suppressions: [{rule: fargate-size, reason: agreed, resources: Api*}]',
    });
    const { result } = await governed(root, ['template.json']);
    expect(foundOf(result, SIZE)).toEqual([`api ${AGREED}`, 'job error']);
  });
});

describe('what holds for the run', () => {
  test.each([
    ['the configuration', 'failOn: info\nstrict: true', [], 'info', true],
    [
      'the command line before it',
      'failOn: info\nstrict: true',
      ['--fail-on', 'never', '--no-strict'],
      'never',
      false,
    ],
    ['the defaults', '', [], 'error', false],
  ] as const)('%s', async (_, config, words, failOn, strict) => {
    const { governance } = await check(config, words);
    expect(governance).toMatchObject({ failOn, strict });
  });

  test.each([
    ['never and error', 'failOn: never', 'failOn: error', 'error'],
    ['info and warning', 'failOn: info', 'failOn: warning', 'info'],
    ['never and nothing', 'failOn: never', '', 'error'],
    ['warning and never', 'failOn: warning', 'failOn: never', 'warning'],
  ])('of several configurations the strictest: %s', async (_, a, b, failOn) => {
    const root = repository({ ...FILES, 'prod/ecs-preflight.yml': a, 'dev/ecs-preflight.yml': b });
    expect((await governed(root, INPUTS)).governance.failOn).toBe(failOn);
  });

  test('an input without a configuration has the defaults', async () => {
    const root = repository({ ...FILES, 'prod/ecs-preflight.yml': 'failOn: never' });
    expect((await governed(root, INPUTS)).governance.failOn).toBe('error');
    expect((await governed(root, ['prod/api.json'])).governance.failOn).toBe('never');
  });

  test('what is mandatory cannot be skipped, nor a part of it', async () => {
    for (const skip of ['role-confusion', SAME_ROLE])
      await expect(check('mandatory: [role-confusion]', ['--skip', skip])).rejects.toThrow(
        new RegExp(`^--skip ${skip}: .*ecs-preflight\\.yml makes it mandatory$`),
      );
  });

  test('an invalid configuration governs nothing, and is told', async () => {
    const { result, governance } = await check('rules: {role-confusion: off}\nfailOn: newer');
    expect(foundOf(result, SAME_ROLE)).toHaveLength(3);
    expect(governance.failOn).toBe('error');
    expect(result.inputErrors).toMatchObject([{ line: 2, column: 9 }]);
  });
});
