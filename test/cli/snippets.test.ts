/** The commands that the pages of `docs` tell people to paste into a pipeline, run as they stand there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMAND, folderWith, UNSIZED } from './command.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/in-a-pipeline.md', import.meta.url)), 'utf8');
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
function snippet(heading: string): unknown {
  const section = page.slice(page.indexOf(`\n## ${heading}\n`));
  const block = /```yaml\n([\s\S]*?)```/.exec(section)?.[1];
  expect(block, heading).toBeDefined();
  return parse(block ?? '');
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

  test('each format that it names is one of the command', () => {
    const named = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) {
      const { status } = runLine(`npx ecs-preflight check taskdef.json -f ${name}=out`);
      expect(status, name).toBe(1);
    }
  });
});
