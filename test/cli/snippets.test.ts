/** The commands that the pages of `docs` tell people to paste into a pipeline, run as they stand there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMAND, folderWith, UNSIZED } from './command.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(PROJECT, 'docs/in-a-pipeline.md'), 'utf8');
const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  readonly version: string;
};

interface Action {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}
interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Hook {
  readonly id: string;
}

const SERVICE = {
  serviceName: 'orders',
  taskDefinition: 'orders',
  desiredCount: 2,
  launchType: 'FARGATE',
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60001'], securityGroups: ['sg-0a1b2c3d4e5f60001'] },
  },
};

/** The first YAML block under a heading. */
function yamlOf(text: string, heading: string): string {
  const section = text.slice(text.indexOf(`\n## ${heading}\n`));
  const block = /```yaml\n([\s\S]*?)```/.exec(section)?.[1];
  expect(block, heading).toBeDefined();
  return block ?? '';
}

function snippet(heading: string): unknown {
  return parse(yamlOf(page, heading));
}

/** Runs a line as a runner's shell does, `npx ecs-preflight` being the command under test. */
function runLine(line: string) {
  const folder = folderWith({ 'taskdef.json': UNSIZED, 'service.json': SERVICE });
  const program = line.replaceAll('npx ecs-preflight', `"${process.execPath}" "${COMMAND}"`);
  const { status, stderr } = spawnSync('bash', ['-c', `mkdir reports; ${program}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
  return { status, stderr, has: (file: string) => existsSync(join(folder, file)) };
}

describe('what the page about pipelines says', () => {
  test('GitLab: the gate fails, and both reports are there', () => {
    const { 'ecs-preflight': job } = snippet('GitLab') as {
      readonly 'ecs-preflight': {
        readonly script: readonly string[];
        readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
      };
    };
    const { status, stderr, has } = runLine(job.script.join(' && '));
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    for (const file of Object.values(job.artifacts.reports)) expect(has(file), file).toBe(true);
  });

  test('CodeBuild: without credentials the gate is closed', () => {
    const { phases, reports } = snippet('CodeBuild and CodePipeline') as {
      readonly phases: { readonly build: { readonly commands: readonly string[] } };
      readonly reports: Readonly<
        Record<string, { readonly files: string; readonly 'base-directory': string }>
      >;
    };
    const [line = ''] = phases.build.commands;
    expect(runLine(line).status).toBe(2);
    const offline = runLine(line.replace('--live --cluster prod ', ''));
    expect(offline.status).toBe(1);
    const { files, 'base-directory': folder } = reports['ecs-preflight'] ?? {
      files: '',
      'base-directory': '',
    };
    expect(offline.has(join(folder, files))).toBe(true);
  });

  test('GitHub Actions: what the step gives and takes is what the action has', () => {
    const action = parse(readFileSync(join(PROJECT, 'action.yml'), 'utf8')) as Action;
    const { steps } = snippet('GitHub Actions') as { readonly steps: readonly Step[] };
    const shown = [...steps, ...(parse(yamlOf(readme, 'In a pipeline')) as readonly Step[])];
    const ours = shown.filter(({ uses }) => uses?.startsWith('OWNER/ecs-preflight@'));
    expect(ours).toHaveLength(2);
    for (const { uses, with: given = {} } of ours) {
      expect(uses).toBe(`OWNER/ecs-preflight@v${version}`);
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
    const outputs = [...page.matchAll(/steps\.preflight\.outputs\.([\w-]+)/g)].map(([, name = '']) => name);
    const named = /has the outputs ([^.]+)\./.exec(page)?.[1]?.matchAll(/`([\w-]+)`/g) ?? [];
    expect(new Set([...named].map(([, name]) => name))).toEqual(new Set(Object.keys(action.outputs)));
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(outputs));
  });

  test('pre-commit: the hook has that id', () => {
    const hooks = parse(readFileSync(join(PROJECT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[];
    const { repos } = snippet('pre-commit') as {
      readonly repos: readonly { readonly rev: string; readonly hooks: readonly Hook[] }[];
    };
    const ids = new Set(hooks.map(({ id }) => id));
    for (const { rev, hooks: used } of repos) {
      expect(rev).toBe(`v${version}`);
      expect(used.filter(({ id }) => !ids.has(id))).toEqual([]);
    }
  });

  test('the files that it names in the package are there', () => {
    const named = [...page.matchAll(/node_modules\/ecs-preflight\/([\w./-]+)/g)].map(([, file = '']) => file);
    expect(named).not.toEqual([]);
    expect(named.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
    const tarballs = [...page.matchAll(/ecs-preflight-(\d+\.\d+\.\d+)\.tgz/g)].map(([, one]) => one);
    expect(tarballs).toEqual([version]);
  });

  test('each format that it names is one of the command', () => {
    const named = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) {
      const { status } = runLine(`npx ecs-preflight check taskdef.json -f ${name}=out`);
      expect(status, name).toBe(1);
    }
  });
});
