import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/engine/result.ts';
import { command, folderWith, ONE_ROLE, SOUND, UNSIZED } from './command.ts';

/** A repository with one error (an illegal size) and one warning (one role for both purposes). */
function repository(files: Readonly<Record<string, unknown>> = {}): string {
  return folderWith({
    '.git/HEAD': '',
    'deploy/unsized.json': { ...UNSIZED, family: 'unsized' },
    'deploy/one-role.json': { ...ONE_ROLE, family: 'one-role' },
    ...files,
  });
}

const CHECK = ['check', 'deploy/unsized.json', 'deploy/one-role.json'];

async function check(files: Readonly<Record<string, unknown>>, ...flags: readonly string[]) {
  const { code, stdout, stderr } = await command([...CHECK, '-f', 'json', ...flags], {
    cwd: repository(files),
  });
  const report = JSON.parse(stdout) as { findings: readonly Finding[]; inputErrors: readonly unknown[] };
  const found = report.findings.map(
    ({ problem, severity, suppressed }) => `${problem}: ${suppressed?.reason ?? severity}`,
  );
  return { code, stderr, found: found.sort(), ...report };
}

describe('a configuration', () => {
  test('above the input decides severities, suppressions and the threshold', async () => {
    const { code, found } = await check({
      'ecs-preflight.yml': `
failOn: warning
overrides:
  - files: deploy/one-*.json
    rules: {role-confusion: error}
suppressions:
  - rule: fargate-size/memory-invalid-for-cpu
    reason: this one is never deployed
    families: [unsized]
`,
    });
    expect({ code, found }).toEqual({
      code: 1,
      found: ['memory-invalid-for-cpu: this one is never deployed', 'same-role: error'],
    });
  });

  test('that turns a rule off leaves it without a verdict: neither a pass nor an entry that says nothing', async () => {
    const cwd = repository({ 'ecs-preflight.yml': 'rules: {fargate-size: off}' });
    const { stdout } = await command([...CHECK, '-f', 'json'], { cwd });
    const { verdicts } = JSON.parse(stdout) as {
      verdicts: readonly { readonly rule: string; readonly problems: object }[];
    };
    expect(verdicts.filter(({ rule }) => rule === 'fargate-size')).toEqual([]);
    expect(verdicts.filter(({ problems }) => Object.keys(problems).length === 0)).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(0);
  });

  test('with a pattern that is made to take for ever ends in time', async () => {
    const { code } = await check({
      'ecs-preflight.yml': `overrides: [{families: "${'*a'.repeat(60)}*b", rules: {fargate-size: off}}]`,
      'deploy/unsized.json': { ...UNSIZED, family: 'a'.repeat(255) },
    });
    expect(code).toBe(1);
  });

  test('of a package.json, and of JSON with comments', async () => {
    const said = { failOn: 'never' };
    expect(await check({ 'package.json': { name: 'x', 'ecs-preflight': said } })).toMatchObject({ code: 0 });
    expect(await check({ 'ecs-preflight.json': `// x\n${JSON.stringify(said)}` })).toMatchObject({ code: 0 });
  });

  test('is left aside by --no-config, and by --config for another', async () => {
    const files = {
      'ecs-preflight.yml': 'failOn: never',
      'ci.yml': 'rules: {fargate-size: off}\nfailOn: warning',
    };
    expect(await check(files)).toMatchObject({ code: 0 });
    expect(await check(files, '--no-config')).toMatchObject({ code: 1 });
    expect(await check(files, '--config', 'ci.yml')).toMatchObject({
      code: 1,
      found: ['same-role: warning'],
    });
  });

  test('goes behind the command line', async () => {
    const files = { 'ecs-preflight.yml': 'failOn: never\nstrict: true' };
    expect(await check(files, '--fail-on', 'error')).toMatchObject({ code: 1 });
  });

  test('is for standard input what it is for the working directory', async () => {
    const cwd = repository({ 'ecs-preflight.yml': 'failOn: never' });
    expect(await command(['check', '-'], { cwd, stdin: JSON.stringify(UNSIZED) })).toMatchObject({ code: 0 });
    expect(
      await command(['check', '-'], { cwd: join(cwd, 'deploy'), stdin: JSON.stringify(UNSIZED) }),
    ).toMatchObject({
      code: 0,
    });
  });

  test('with errors is told whole, governs nothing, and the inputs are checked all the same', async () => {
    const { code, found, inputErrors, stderr } = await check({
      'ecs-preflight.yml': 'failOn: newer\nrules:\n  fargate-size: off\n  role-confusio: off\n',
    });
    expect({ code, found }).toEqual({
      code: 2,
      found: ['memory-invalid-for-cpu: error', 'same-role: warning'],
    });
    expect(inputErrors).toEqual([
      {
        file: 'ecs-preflight.yml',
        line: 1,
        column: 9,
        message: expect.stringContaining('did you mean "never"?'),
      },
      {
        file: 'ecs-preflight.yml',
        line: 4,
        column: 3,
        message: expect.stringContaining('did you mean "role-confusion"?'),
      },
    ]);
    expect(stderr).toContain('ecs-preflight.yml:4:3: ');
  });

  test('with errors is shown with its lines, those of what it extends are not', async () => {
    const cwd = repository({
      'ecs-preflight.yml': 'extends: ./base.yml\nrules: {a: off}\n',
      'base.yml': 'token: "s3cr3t"\n',
    });
    const { stdout } = await command([...CHECK, '--rule', 'agent-drift'], { cwd });
    expect(stdout).toContain('> 2 | rules: {a: off}');
    expect(stdout).toContain('base.yml:1:1');
    expect(stdout).not.toContain('s3cr3t');
  });

  test('twice in a folder is an error that names both', async () => {
    const { code, inputErrors } = await check({ 'ecs-preflight.yml': '', 'ecs-preflight.json': '{}' });
    expect([code, inputErrors]).toEqual([
      2,
      [
        {
          file: 'ecs-preflight.json',
          message: expect.stringContaining('ecs-preflight.yml and ecs-preflight.json'),
        },
      ],
    ]);
  });

  test('missing where --config names it, is an error', async () => {
    expect(await check({}, '--config', 'no.yml')).toMatchObject({
      code: 2,
      inputErrors: [{ file: 'no.yml', message: 'this file does not exist' }],
    });
  });

  test('makes rules mandatory', async () => {
    const files = {
      'ecs-preflight.yml': 'mandatory: [fargate-size]\nsuppressions: [{rule: fargate-size, reason: later}]\n',
    };
    expect(await check(files)).toMatchObject({
      code: 1,
      found: ['memory-invalid-for-cpu: error', 'same-role: warning'],
    });
    const { code, stderr } = await command([...CHECK, '--skip', 'fargate-size'], { cwd: repository(files) });
    expect([code, stderr]).toEqual([
      2,
      'ecs-preflight: --skip fargate-size: ecs-preflight.yml makes it mandatory\n',
    ]);
  });

  test('cannot act on the terminal', async () => {
    const cwd = repository({
      'ecs-preflight.yml':
        '"\\u001b]0;x\\u0007\\u2028##[error]x": 1\nsuppressions: [{rule: "::error::", reason: "\\u202e"}]\n',
    });
    const { stdout, stderr } = await command(CHECK, { cwd });
    for (const text of [stdout, stderr]) {
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]|##\[|^::/mu);
    }
    expect(stdout).toContain('\\u001b]0;x\\u0007\\u2028');
  });
});

describe('--print-config', () => {
  test('prints a configuration that does the same', async () => {
    const config =
      'rules: {role-confusion: error}\noverrides: [{families: unsized, rules: {fargate-size: warning}}]\n';
    const cwd = repository({ 'ecs-preflight.yml': config });
    const printed = await command(['check', 'deploy/*.json', '--print-config', '--fail-on', 'warning'], {
      cwd,
    });
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toBe(`# from ecs-preflight.yml
ruleset: recommended # default
failOn: warning # the command line
strict: false # default
rules:
  role-confusion: error # ecs-preflight.yml:1
overrides:
  - families:
      - unsized
    rules:
      fargate-size: warning # ecs-preflight.yml:2
`);
    const before = await command([...CHECK, '-f', 'json', '--fail-on', 'warning'], { cwd });
    writeFileSync(join(cwd, 'ecs-preflight.yml'), printed.stdout);
    expect(await command([...CHECK, '-f', 'json'], { cwd })).toEqual(before);
  });

  test('as JSON, and of the working directory for audit', async () => {
    const cwd = repository({ 'ecs-preflight.yml': 'strict: true' });
    for (const args of [
      ['check', 'deploy/unsized.json'],
      ['audit', '--cluster', 'prod'],
    ]) {
      const { stdout } = await command([...args, '--print-config', '-f', 'json'], { cwd });
      expect(JSON.parse(stdout)).toEqual({ ruleset: 'recommended', failOn: 'error', strict: true });
    }
  });
});

test('without any decision of the user nothing is loaded for it', async () => {
  const cwd = folderWith({ '.git/HEAD': '', 'sound.json': SOUND });
  const trace = { NODE_OPTIONS: `--require ${join(folderWith({ 'trace.cjs': TRACE }), 'trace.cjs')}` };
  const env = { ...trace, ECS_PREFLIGHT_NO_CODE_CACHE: '1' };
  const loaded = async () => (await command(['check', 'sound.json'], { cwd, env })).stderr.trim().split('\n');
  expect(await loaded()).not.toContain('governance.cjs');
  writeFileSync(join(cwd, 'ecs-preflight.yml'), '');
  expect(await loaded()).toContain('governance.cjs');
});

/** Tells on standard error which files were required. */
const TRACE = `
const { basename } = require('node:path');
process.on('exit', () => {
  const names = Object.keys(require.cache).map((file) => basename(file));
  require('node:fs').writeSync(2, names.join('\\n') + '\\n');
});
`;
