import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { judgeTexts } from '../fixtures.ts';

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
