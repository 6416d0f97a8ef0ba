import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, folderWith, ONE_ROLE, SOUND, UNSIZED } from './command.ts';

const SERVICE = { serviceName: 'api', taskDefinition: 'api', desiredCount: 2, launchType: 'FARGATE' };
const TEMPLATE = {
  Resources: {
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Family: 'templated', ContainerDefinitions: [] } },
  },
};
const FILES = {
  '.git/HEAD': '',
  'deploy/api.json': { ...ONE_ROLE, family: 'api' },
  'deploy/service.json': SERVICE,
  'deploy/production/worker.json': { ...UNSIZED, family: 'worker' },
  'infra/template.yml': JSON.stringify(TEMPLATE),
  'infra/other.yml': 'Resources: {Bucket: {Type: "AWS::S3::Bucket"}}',
  'package.json': { name: 'x' },
  'node_modules/x/taskdef.json': SOUND,
  'main.tf': 'resource "aws_ecs_service" "api" {}',
};

async function init(files: Readonly<Record<string, unknown>>) {
  const cwd = folderWith(files);
  const outcome = await command(['init'], { cwd });
  return { cwd, ...outcome, text: readFileSync(join(cwd, 'ecs-preflight.yml'), 'utf8') };
}

describe('init', () => {
  test('tells what it found and what to type next', async () => {
    const { code, stdout, stderr, text } = await init(FILES);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      'wrote ecs-preflight.yml; found 2 task definitions, 1 service, 1 CloudFormation template, 1 Terraform module without its plan\n' +
        'next: ecs-preflight check deploy/api.json deploy/production/worker.json deploy/service.json infra/template.yml\n',
    );
    for (const line of [
      '# - task definition: deploy/api.json',
      '# - service: deploy/service.json',
      '# - CloudFormation template: infra/template.yml',
      '#      - "deploy/production/**"',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toContain('node_modules/x');
    expect(text).not.toContain('other.yml');
  });

  const TEN = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [
      `templates/${index % 2 === 0 ? 'a' : `b${index}`}/t${index}.${['yaml', 'yml', 'json'][index % 3]}`,
      JSON.stringify(TEMPLATE),
    ]),
  );

  test('what to type next checks all that was found, by one pattern where it takes no others', async () => {
    const { stdout } = await init({ '.git/HEAD': '', ...TEN });
    expect(stdout).toBe(
      `wrote ecs-preflight.yml; found 10 CloudFormation templates\nnext: ecs-preflight check 'templates/**/*{.json,.yaml,.yml}'\n`,
    );
  });

  test('and by their names, all of them, where a pattern would take others', async () => {
    const others = { 'templates/a/o.yaml': 'x: 1', 'templates/b1/o.json': {} };
    const { stdout } = await init({ '.git/HEAD': '', ...TEN, ...others });
    for (const name of Object.keys(TEN)) expect(stdout).toContain(` ${name}`);
  });

  test('changes no verdict', async () => {
    const inputs = ['check', 'deploy/api.json', 'deploy/production/worker.json', '-f', 'json'];
    const { cwd } = await init(FILES);
    expect(await command(inputs, { cwd })).toEqual(await command([...inputs, '--no-config'], { cwd }));
  });

  test('writes examples that hold when their # is removed', async () => {
    const { cwd, text } = await init(FILES);
    const examples = text.replace(/^#(?=\S| {2})/gm, '');
    expect(examples).toContain('\nsuppressions:\n');
    writeFileSync(join(cwd, 'ecs-preflight.yml'), examples);
    const { code, stderr, stdout } = await command(
      ['check', 'deploy/api.json', '--print-config', '-f', 'json'],
      { cwd },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(JSON.parse(stdout))).toEqual([
      'ruleset',
      'failOn',
      'strict',
      'rules',
      'mandatory',
      'overrides',
      'suppressions',
    ]);
  });

  test.each([
    ['a configuration of this folder', { 'ecs-preflight.json': '{}' }, 'ecs-preflight.json'],
    ['a package.json', { 'package.json': { 'ecs-preflight': {} } }, 'package.json'],
  ])('overwrites nothing: %s', async (_, files, name) => {
    const cwd = folderWith({ '.git/HEAD': '', ...files });
    expect(await command(['init'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `ecs-preflight: ${name} is there already, and nothing is overwritten\n`,
    });
    expect(() => readFileSync(join(cwd, 'ecs-preflight.yml'))).toThrow();
  });

  test('has an answer where there is nothing, and where there is only Terraform', async () => {
    expect((await init({ '.git/HEAD': '' })).stdout).toContain('next: ecs-preflight check FILE\n');
    expect((await init({ '.git/HEAD': '', 'main.tf': FILES['main.tf'] })).stdout).toContain(
      'next: terraform plan -out tfplan && terraform show -json tfplan | ecs-preflight check -\n',
    );
  });

  test('names of files act neither in the file nor on the terminal', async () => {
    const name = 'a\n: [\u001b[31m\u2028$(touch x).json';
    const { cwd, stdout, text } = await init({ '.git/HEAD': '', [name]: { ...SOUND, family: 'x: "y' } });
    expect(stdout + text).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}]/u);
    expect(await command(['check', name, '--rule', 'agent-drift'], { cwd })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  test('several files of a folder are one pattern, where it takes no others', async () => {
    const defs = Object.fromEntries(
      ['a', 'b', 'c'].map((family) => [`td/${family}.json`, { ...SOUND, family }]),
    );
    expect((await init({ '.git/HEAD': '', ...defs })).stdout).toContain(
      "next: ecs-preflight check 'td/*.json'\n",
    );
    expect((await init({ '.git/HEAD': '', ...defs, 'td/tsconfig.json': {} })).stdout).toContain(
      'next: ecs-preflight check td/a.json td/b.json td/c.json\n',
    );
  });
});
