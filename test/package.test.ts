import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(fs.readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly dependencies?: unknown;
};

/** The package as npm would publish it, unpacked where npm would install it. */
describe('the published package', () => {
  let project: string;
  let installed: string;

  beforeAll(() => {
    project = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'consumer-')));
    // --ignore-scripts: what the global setup built is what is to be packed.
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], {
      cwd: root,
    });
    installed = join(project, 'node_modules/ecs-preflight');
    fs.mkdirSync(installed, { recursive: true });
    const tarball = join(project, `ecs-preflight-${manifest.version}.tgz`);
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
    fs.writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  });
  afterAll(() => fs.rmSync(project, { recursive: true }));

  function read(file: string): string {
    return fs.readFileSync(join(installed, file), 'utf8');
  }

  it('needs no other package', () => {
    expect(manifest.dependencies).toBeUndefined();
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/bin.cjs', '--help'], {
      cwd: installed,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/ecs-preflight check/);
  });

  it('says its version', () => {
    expect(execFileSync(join(installed, 'dist/bin.cjs'), ['--version'], { encoding: 'utf8' })).toBe(
      `${manifest.version}\n`,
    );
  });

  it('holds what is used, and neither sources nor tests', () => {
    const files = fs.readdirSync(installed, { recursive: true, withFileTypes: true });
    const unexpected = files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
      .filter(
        (file) =>
          !/^(dist|schema|docs|integrations)\/[^/]+$|^examples\/custom-rule\/|^rules\/[^/]+\/README\.md$|^[A-Z]+(\.md)?$|^package\.json$|^integrations\/problem-matcher\.json$/.test(
            file,
          ),
      );
    expect(unexpected).toEqual([]);
    expect(read('LICENSE')).toMatch(/Apache License\s+Version 2\.0/);
    for (const { id } of rules) expect(read(`rules/${id}/README.md`)).not.toBe('');
    // Where docs/in-a-pipeline.md says it is.
    expect(read('integrations/problem-matcher.json')).toContain('"problemMatcher"');
  });

  it('gives the licence of each package it holds', () => {
    const notices = read('dist/THIRD-PARTY-NOTICES');
    for (const name of ['chalk', 'diff', 'jsonc-parser', 'picomatch', 'yaml', 'yargs']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC|BSD-3-Clause)\\)$`, 'm'));
    }
    expect(notices).not.toMatch(/GPL/);
  });

  it('has types that name no package of the SDK, and compile where it is not installed', () => {
    expect(read('dist/index.d.ts')).not.toMatch(/@aws-sdk|@smithy|from ['"](?!node:)/);
    fs.writeFileSync(join(project, 'consumer.ts'), CONSUMER);
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        ...'--noEmit --strict --target es2022 --module nodenext --types node --typeRoots'.split(' '),
        join(root, 'node_modules/@types'),
        'consumer.ts',
      ],
      { cwd: project, encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('is a library that judges', () => {
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', LIBRARY_USER], {
      cwd: project,
      encoding: 'utf8',
    });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual({ json: ['/memory'], yaml: ['/memory'] });
  });
});

/** 256 CPU units go with 512, 1024 or 2048 MiB: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const LIBRARY_USER = `
import { check } from 'ecs-preflight';
const task = { family: 'a', requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc', cpu: '256', memory: '4096',
  containerDefinitions: [{ name: 'a', image: 'public.ecr.aws/nginx/nginx:1.27' }] };
const pointers = async (file, text) => {
  const { findings } = await check([{ file, text }]);
  return findings.filter(({ problem }) => problem === 'memory-invalid-for-cpu').map(({ location }) => location.pointer);
};
const yaml = 'family: a\\nrequiresCompatibilities: [FARGATE]\\nnetworkMode: awsvpc\\ncpu: "256"\\nmemory: "4096"\\n' +
  'containerDefinitions: [{ name: a, image: "public.ecr.aws/nginx/nginx:1.27" }]';
console.log(JSON.stringify({ json: await pointers('a.json', JSON.stringify(task)), yaml: await pointers('a.yaml', yaml) }));
`;

/** The member names and their types go back to the SDK's. */
const CONSUMER = `
import { check, type Deployment, type Fact, type Result } from 'ecs-preflight';
export const cpu = ({ taskDefinition }: Deployment): Fact<string> => taskDefinition.view.get('cpu').text;
// @ts-expect-error: no such member
export const wrong = ({ taskDefinition }: Deployment) => taskDefinition.view.get('cpus');
export const problems = async (text: string): Promise<string[]> => {
  const result: Result = await check([{ file: 'a.json', text }]);
  return result.findings.map(({ problem }) => problem);
};
`;
