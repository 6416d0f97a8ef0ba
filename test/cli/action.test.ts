/** The GitHub Action, its step run as a runner does: inputs to the environment, then the script; and the problem matcher. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMAND, folderWith, SOUND, UNSIZED } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly id: string;
      readonly run: string;
      readonly env: Readonly<Record<string, string>>;
    }[];
  };
}
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
const [step] = action.runs.steps;

let packed: string;
let tarball: string;

beforeAll(() => {
  packed = mkdtempSync(join(tmpdir(), 'packed-'));
  const { status } = spawnSync(
    'npm',
    ['pack', '--silent', '--ignore-scripts', '--pack-destination', packed],
    {
      cwd: root,
    },
  );
  expect(status).toBe(0);
  tarball = join(packed, readdirSync(packed)[0] ?? '');
});

afterAll(() => rmSync(packed, { recursive: true }));

/** Runs the action's step in a folder with these files. */
function act(files: Readonly<Record<string, unknown>>, given: Readonly<Record<string, string>>) {
  const folder = folderWith({ ...files, '.runner/output': '', '.runner/summary': '' });
  const inputs: Record<string, string> = { package: tarball, ...given };
  const filledIn = (expression: string) =>
    expression.replace(/\$\{\{ (\S+) \}\}/g, (_, name: string) => {
      if (name === 'github.action_path') return root;
      const input = name.replace('inputs.', '');
      return inputs[input] ?? action.inputs[input]?.default ?? '';
    });
  const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, of]) => [name, filledIn(of)]));
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', step?.run ?? ''], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      RUNNER_TEMP: join(folder, '.runner'),
      GITHUB_OUTPUT: join(folder, '.runner/output'),
      GITHUB_STEP_SUMMARY: join(folder, '.runner/summary'),
      GITHUB_WORKSPACE: folder,
      ...env,
    },
  });
  const outputs = Object.fromEntries(
    readFileSync(join(folder, '.runner/output'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  ) as Readonly<Record<string, string>>;
  const summary = readFileSync(join(folder, '.runner/summary'), 'utf8');
  return { folder, code: status, stdout, stderr, outputs, summary };
}

describe('the action', () => {
  test('fails the step where a finding reaches fail-on, with annotations, summary, SARIF and outputs', () => {
    const { folder, code, stdout, outputs, summary } = act(
      { 'taskdef.json': UNSIZED },
      { files: 'taskdef.json' },
    );
    expect(code).toBe(1);
    // Absolute, because other steps do not run in working-directory.
    expect(outputs).toMatchObject({
      'exit-code': '1',
      errors: '1',
      sarif: join(realpathSync(folder), 'ecs-preflight.sarif'),
    });
    expect(stdout).toMatch(/^::error file=taskdef\.json,line=\d+/m);
    expect(summary).toContain('memory-invalid-for-cpu');
    const sarif = JSON.parse(readFileSync(join(folder, 'ecs-preflight.sarif'), 'utf8')) as object;
    expect(sarif).toHaveProperty('runs.0.results.0.ruleId');
    const report = JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8')) as object;
    expect(report).toHaveProperty('summary.error', 1);
  });

  test('passes where nothing does, and writes only what is asked for', () => {
    const { folder, code, stdout, outputs, summary } = act(
      { 'task def.json': SOUND },
      { files: '\r\ntask def.json\r\n', sarif: '', annotations: 'false', summary: 'false' },
    );
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ 'exit-code': '0', errors: '0' });
    expect(outputs).not.toHaveProperty('sarif');
    expect(stdout).not.toMatch(/^::(error|warning|notice)/m);
    expect(summary).toBe('');
    expect(readdirSync(folder).sort()).toEqual(['.runner', 'task def.json']);
  });

  test('takes arguments and the threshold', () => {
    const { code, outputs } = act(
      { 'taskdef.json': UNSIZED },
      { files: 'taskdef.json', arguments: '--skip\nfargate-size', 'fail-on': 'never' },
    );
    expect(code).toBe(0);
    expect(outputs['errors']).toBe('0');
  });

  test('reads no input as a program, and no line of the report as a command', () => {
    const evil = '$(touch owned)`touch owned`";touch owned;"';
    const family = 'x\n::error::owned';
    const { folder, code, stdout } = act(
      { 'taskdef.json': { ...UNSIZED, family } },
      { files: `taskdef.json\n${evil}`, arguments: evil.replace(/^/, '--cluster=') },
    );
    expect(code).toBe(2);
    expect(readdirSync(folder)).not.toContain('owned');
    const commands = stdout.replace(/^::stop-commands::(\S+)\n[\s\S]*?^::\1::$/m, '');
    expect(commands).not.toBe(stdout);
    expect(commands).not.toMatch(/^::error::owned/m);
  });

  test('takes no name of a file for an option: a pull request may name its files as it likes', () => {
    const plugins = {
      'x/taskdef.json/rule.mjs': 'import { writeFileSync } from "node:fs"; writeFileSync("owned", "");',
    };
    const { folder, code } = act(
      { ...plugins, '--rules-dir=x/taskdef.json': SOUND, '--help': SOUND },
      { files: '--rules-dir=x/taskdef.json\n \n--help' },
    );
    expect(readdirSync(folder)).not.toContain('owned');
    expect(code).toBe(0);
  });

  test('says in an annotation that nothing was checked, and names no report of another run', () => {
    const { code, stdout, outputs } = act(
      { 'ecs-preflight.sarif': {} },
      { files: 'taskdef.json', arguments: '--no-such-option' },
    );
    expect(code).toBe(2);
    expect(stdout).toMatch(/^::error title=ecs-preflight::nothing was checked/m);
    expect(outputs).toMatchObject({ 'exit-code': '2' });
    expect(outputs).not.toHaveProperty('sarif');
    expect(outputs).not.toHaveProperty('report');
  });

  test('refuses another command', () => {
    const { code, stdout } = act({}, { command: 'snapshot; rm -rf x' });
    expect(code).toBe(2);
    expect(stdout).toContain('::error title=ecs-preflight::');
  });

  test('writes no input into its script', () => {
    expect(step?.run).not.toContain('${{');
    expect(Object.values(action.outputs).every(({ value }) => value.includes('steps.run.outputs.'))).toBe(
      true,
    );
  });
});

test.each(['taskdef.json', `${'deep/'.repeat(20)}taskdef.json`])(
  'the problem matcher finds the findings of the text report in %s',
  (file) => {
    interface Pattern {
      readonly regexp: string;
      readonly [group: string]: string | number;
    }
    const { problemMatcher } = JSON.parse(
      readFileSync(join(root, 'integrations/problem-matcher.json'), 'utf8'),
    ) as { readonly problemMatcher: readonly { readonly pattern: readonly Pattern[] }[] };
    const folder = folderWith({ [file]: UNSIZED });
    const { stdout } = spawnSync(process.execPath, [COMMAND, 'check', file], {
      cwd: folder,
      encoding: 'utf8',
    });
    const lines = stdout.split('\n');
    const found = problemMatcher.flatMap(({ pattern }) =>
      lines.flatMap((_, at) => {
        const problem: Record<string, string> = {};
        for (const [index, { regexp, ...groups }] of pattern.entries()) {
          const match = new RegExp(regexp).exec(lines[at + index] ?? '');
          if (!match) return [];
          for (const [name, group] of Object.entries(groups)) problem[name] = match[Number(group)] ?? '';
        }
        return [problem];
      }),
    );
    expect(found).toEqual([
      {
        severity: 'error',
        code: 'fargate-size/memory-invalid-for-cpu',
        file,
        line: '8',
        column: expect.stringMatching(/^\d+$/),
        message: expect.stringContaining('9000'),
      },
    ]);
  },
);

test('the hook of pre-commit runs the command of the package', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    readonly entry: string;
    readonly files: string;
  }[];
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly bin: object };
  const [name = ''] = hook?.entry.split(' ') ?? [];
  expect(Object.keys(bin)).toContain(name);
  // Python's (?i) at the beginning is JavaScript's flag.
  const files = new RegExp(hook?.files.replace(/^\(\?i\)/, '') ?? '', 'i');
  for (const file of ['taskdef.json', 'deploy/task-definition.yaml', 'ecs/x.json', 'api/ecs-service.json'])
    expect(files.test(file), file).toBe(file !== 'ecs/x.json');
});

test('the tarball runs by npx alone', () => {
  const folder = folderWith({ 'taskdef.json': UNSIZED });
  writeFileSync(join(folder, 'package.json'), '{}');
  const { status, stdout } = spawnSync(
    'npx',
    ['--yes', '--package', tarball, '--', 'ecs-preflight', 'check', 'taskdef.json'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect(status).toBe(1);
  expect(stdout).toContain('fargate-size/memory-invalid-for-cpu');
});
