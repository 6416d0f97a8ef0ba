import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { command, folderWith, SOUND, UNSIZED } from './command.ts';

/** What the README tells people to type, typed. */
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(join(PROJECT, 'README.md'), 'utf8');

const SERVICE = {
  serviceName: 'orders',
  taskDefinition: 'orders',
  desiredCount: 2,
  launchType: 'FARGATE',
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60001'], securityGroups: ['sg-0a1b2c3d4e5f60001'] },
  },
};

/** The same task definition as CloudFormation spells it. */
const PROPERTIES = {
  Family: 'orders',
  RequiresCompatibilities: ['FARGATE'],
  NetworkMode: 'awsvpc',
  Cpu: '256',
  Memory: '512',
  ContainerDefinitions: [{ Name: 'api', Image: 'public.ecr.aws/docker/library/httpd:2.4' }],
};
const TEMPLATE = { Resources: { Task: { Type: 'AWS::ECS::TaskDefinition', Properties: PROPERTIES } } };
const MANIFEST = {
  version: '36.0.0',
  artifacts: {
    Orders: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: 'Orders.template.json' },
    },
  },
};
const PLAN = {
  format_version: '1.2',
  terraform_version: '1.9.5',
  planned_values: {
    root_module: {
      resources: [
        {
          address: 'aws_ecs_task_definition.orders',
          mode: 'managed',
          type: 'aws_ecs_task_definition',
          name: 'orders',
          provider_name: 'registry.terraform.io/hashicorp/aws',
          schema_version: 1,
          values: {
            family: 'orders',
            cpu: '256',
            memory: '512',
            network_mode: 'awsvpc',
            requires_compatibilities: ['FARGATE'],
            container_definitions: JSON.stringify(SOUND.containerDefinitions),
            execution_role_arn: SOUND.executionRoleArn,
          },
        },
      ],
    },
  },
};

/** The lines of the first block under a heading. */
function linesUnder(heading: string): readonly string[] {
  const section = README.slice(README.indexOf(`\n## ${heading}\n`));
  return /```\n([\s\S]*?)```/.exec(section)?.[1]?.trim().split('\n') ?? [];
}

/** The words of the part that runs the command, without the comment behind it. */
function argumentsOf(line: string): readonly string[] {
  const [, words = ''] = /ecs-preflight ([^#]*)/.exec(line) ?? [];
  return words
    .trim()
    .split(/ +/)
    .map((word) => word.replace(/^"(.*)"$/, '$1'));
}

test('the two commands that it opens with are scripts of the package', () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = [...README.slice(0, 400).matchAll(/npm ci && npm (\w+)/g)].map(([, name = '']) => name);
  expect(named).toEqual(['start', 'test']);
  for (const name of named) expect(scripts[name]).toBeDefined();
});

describe('files and templates', () => {
  const folder = folderWith({
    'taskdef.json': SOUND,
    'service.json': SERVICE,
    'deploy/web/taskdef.json': UNSIZED,
    'described.json': { taskDefinition: { ...SOUND, revision: 4, status: 'ACTIVE' } },
    'template.yaml': { Parameters: { Environment: { Type: 'String' } }, ...TEMPLATE },
    'cdk.out/manifest.json': MANIFEST,
    'cdk.out/Orders.template.json': TEMPLATE,
    'plan.json': PLAN,
    'ecspresso.yml':
      'region: eu-west-1\ncluster: prod\nservice: orders\ntask_definition: taskdef.json\nservice_definition: service.json\n',
  });
  const lines = linesUnder('Files and templates');

  test('has seven ways in', () => expect(lines).toHaveLength(7));

  test.each(lines)('%s', async (line) => {
    const stdin = /^(aws|terraform)/.exec(line)?.[1];
    const file = { aws: 'described.json', terraform: 'plan.json' }[stdin ?? ''];
    const { code, stdout, stderr } = await command(argumentsOf(line), {
      cwd: folder,
      ...(file === undefined ? {} : { stdin: readFileSync(join(folder, file)) }),
    });
    expect(stderr).toBe('');
    // Each kind of input is read and judged: of the many files one has a size that Fargate does not have.
    expect(code).toBe(line.includes('deploy/') ? 1 : 0);
    expect(stdout).toMatch(/\bin 1 deployment\b/);
  });
});

describe('fixing', () => {
  test.each(linesUnder('Fixing'))('%s', async (line) => {
    // Read-only members that a describe call left are taken out by a safe edit.
    const folder = folderWith({ 'taskdef.json': { ...SOUND, compatibilities: ['EC2', 'FARGATE'] } });
    const before = readFileSync(join(folder, 'taskdef.json'), 'utf8');
    const { code, stdout } = await command(argumentsOf(line), { cwd: folder });
    const after = readFileSync(join(folder, 'taskdef.json'), 'utf8');
    expect(code).toBeLessThan(2);
    if (line.includes('dry-run')) {
      expect(stdout).toContain('-  "compatibilities": [');
      expect(after).toBe(before);
    } else expect(JSON.parse(after)).toEqual(SOUND);
  });
});

test('in a pipeline: one run, three reports', async () => {
  const folder = folderWith({ 'taskdef.json': UNSIZED, 'service.json': SERVICE });
  const { code, stdout } = await command(argumentsOf(linesUnder('In a pipeline')[0] ?? ''), { cwd: folder });
  expect(code).toBe(1);
  expect(stdout).toContain('fargate-size/memory-invalid-for-cpu');
  for (const file of ['junit.xml', 'out.sarif'])
    expect(readFileSync(join(folder, file), 'utf8')).toContain('memory-invalid-for-cpu');
});

test('configuring: what it shows is taken', async () => {
  const [, configuration = ''] = /```yaml\n(# ecs-preflight\.yml\n[\s\S]*?)```/.exec(README) ?? [];
  const folder = folderWith({ 'taskdef.json': SOUND, 'ecs-preflight.yml': configuration });
  const { code, stdout, stderr } = await command(['check', 'taskdef.json', '--print-config'], {
    cwd: folder,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/production/);
});
