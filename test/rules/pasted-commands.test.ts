import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { inputsOf, judgeTexts, ruleFixtures } from '../fixtures.ts';

/** What a file says about region, account, cluster and names, and what a shell must not do about it. */
const HOSTILE = 'x$(touch canary)`touch canary`;touch canary;\'"\n touch canary #';

const taskDefinition = {
  taskDefinitionArn: `arn:aws:ecs:${HOSTILE}:123456789012:task-definition/orders:1`,
  family: 'orders',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/orders',
  containerDefinitions: [
    {
      name: 'api',
      image: 'public.ecr.aws/docker/library/httpd:2.4',
      environment: [
        { name: 'DB_PASSWORD', value: 'Tr0ub4dor&3-staple-91' },
        { name: 'QUEUE_URL', value: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders' },
      ],
    },
    {
      name: 'sidecar',
      image: 'public.ecr.aws/docker/library/httpd:2.4',
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-region': HOSTILE, 'awslogs-stream-prefix': 'sidecar' },
      },
    },
  ],
};
const service = {
  serviceArn: `arn:aws:ecs:${HOSTILE}:123456789012:service/prod/orders`,
  clusterArn: `arn:aws:ecs:${HOSTILE}:123456789012:cluster/${HOSTILE}`,
  serviceName: HOSTILE,
  taskDefinition: 'orders',
  desiredCount: 2,
  launchType: 'FARGATE',
  loadBalancers: [
    { targetGroupArn: 'arn:aws:elasticloadbalancing:x', containerName: 'api', containerPort: 80 },
  ],
  deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60001'] } },
};

test('nothing that a file says acts in a command that is pasted', async () => {
  const described = await judgeTexts(
    [
      { file: 'task.json', text: JSON.stringify({ taskDefinition }) },
      { file: 'service.json', text: JSON.stringify({ services: [service] }) },
    ],
    rules,
  );
  const commands = described.findings.flatMap(({ fixes = [] }) =>
    fixes.flatMap((fix) => (fix.kind === 'command' ? [fix.command] : [])),
  );
  expect(commands.filter((command) => command.includes('touch canary')).length).toBeGreaterThan(3);
  for (const command of commands) {
    const cwd = mkdtempSync(join(tmpdir(), 'pasted-'));
    spawnSync('bash', ['-c', `aws() { :; }\n${command}`], { cwd });
    expect(existsSync(join(cwd, 'canary')), command).toBe(false);
  }
});

/** Runs commands in an empty folder, `aws` standing for the words it is given; what each wrote, or how it failed. */
function pasted(commands: readonly string[], flags = '+eu') {
  const cwd = mkdtempSync(join(tmpdir(), 'pasted-'));
  const script = `aws() { printf '%s\\0' "$@" >> "$WORDS"; }\n${commands.join('\n')}\n`;
  const file = join(cwd, 'words');
  const { status, stderr } = spawnSync('bash', ['--norc', flags, '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', WORDS: file },
  });
  const words = existsSync(file) ? readFileSync(file, 'utf8').split('\0').slice(0, -1) : [];
  return { status, stderr, words, acted: existsSync(join(cwd, 'canary')) };
}

const failing = ruleFixtures().filter(({ verdict }) => verdict === 'fail');

const commandsOf = (result: Awaited<ReturnType<typeof judgeTexts>>) =>
  result.findings.flatMap(({ fixes = [] }) =>
    fixes.flatMap((fix) => (fix.kind === 'command' ? [fix.command] : [])),
  );

test('every command of every failing fixture is one that a shell can read', async () => {
  const commands = new Set<string>();
  for (const { folder, rule, expected } of failing)
    for (const command of commandsOf(await judgeTexts(inputsOf(folder), [rule], expected)))
      commands.add(command);
  expect(commands.size).toBeGreaterThan(30);
  for (const command of commands) {
    const variables = [...command.matchAll(/"\$([A-Z_]+)"/g)].map(([, name]) => `${name}=value`);
    const { status, stderr, words } = pasted([...variables, command], '-eu');
    expect([status, stderr, command]).toEqual([0, '', command]);
    expect(words.length, command).toBeGreaterThan(2);
    expect(command, 'a placeholder is left').not.toMatch(/[<>]|\bundefined\b|\bnull\b|\[object/);
  }
});

/** Characters that a name in an answer of AWS, a snapshot or a file may hold, and that a shell acts on. */
const NAME_THAT_ACTS = `$(touch canary)\`touch canary\`';touch canary;"\n touch canary #`;

test('nothing that an account says acts in a command that is pasted', { timeout: 120_000 }, async () => {
  let reached = 0;
  for (const { folder, rule, expected } of failing) {
    if (!expected.snapshot) continue;
    const inputs = inputsOf(folder);
    const words = new Set(
      commandsOf(await judgeTexts(inputs, [rule], expected)).flatMap((command) => pasted([command]).words),
    );
    const escaped = JSON.stringify(NAME_THAT_ACTS).slice(1, -1);
    for (const word of words) {
      // Options, numbers, JSON and what AWS itself names are ours.
      if (!/^(?!--)[a-z/][\w/.-]{3,}$/i.test(word)) continue;
      const spoil = (text: string) => text.replaceAll(word, word + escaped);
      const snapshot = JSON.parse(spoil(JSON.stringify(expected.snapshot)));
      const target = expected.target && JSON.parse(spoil(JSON.stringify(expected.target)));
      const result = await judgeTexts(
        inputs.map(({ file, text }) => ({ file, text: spoil(text) })),
        [rule],
        { ...expected, snapshot, ...(target ? { target } : {}) },
      );
      const commands = commandsOf(result).filter((command) => command.includes('touch canary'));
      if (commands.length === 0) continue;
      reached += 1;
      expect(pasted(commands).acted, commands.join('\n')).toBe(false);
    }
  }
  expect(reached).toBeGreaterThan(20);
});

test('a word reaches the command as it is', () => {
  const words = fc.array(
    fc.string({ unit: 'grapheme' }).filter((word) => !word.includes('\0')),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(words, (list) => {
      const { stdout } = spawnSync('bash', ['-c', `printf '%s\\0' ${list.map(shellWord).join(' ')}`], {
        encoding: 'utf8',
      });
      expect(stdout.split('\0').slice(0, -1)).toEqual(list);
    }),
    { numRuns: 50 },
  );
});
