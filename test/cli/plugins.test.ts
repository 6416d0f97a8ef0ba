import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { command, folderWith, SOUND } from './command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A rule in JavaScript, with this check. */
function rule(check: string, more = ''): string {
  return `export default { id: 'own-rule', number: 100, title: 'Own', ${more}
    problems: { 'own-problem': { summary: 's', appliesTo: 'a', severity: 'error', phase: 'operate', decidable: ['F'],
      why: 'w', docs: 'https://example.com/', check: ${check} } } };`;
}

const FAILING = rule(
  "({ taskDefinition: { view } }) => ({ is: 'fail', failure: { at: view.get('family'), message: 'own message' } })",
);
/** Leaves a file behind when it runs. */
const TRACE = "import { writeFileSync } from 'node:fs'; writeFileSync('ran', ''); ";

/** A repository with a sound task definition and these files. */
function repository(files: Readonly<Record<string, unknown>>): string {
  return folderWith({ '.git/HEAD': '', 'sound.json': SOUND, ...files });
}

describe('a configuration in the tree that is checked', () => {
  const files = {
    'ecs-preflight.yml': 'plugins: [./rules]\nfailOn: never\n',
    'rules/own.mjs': TRACE + FAILING,
  };

  test('makes no code run by itself', async () => {
    const cwd = repository(files);
    const { code, stdout } = await command(['check', 'sound.json', '-f', 'json'], { cwd });
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
    const { inputErrors, deployments } = JSON.parse(stdout) as Record<string, unknown>;
    expect(code).toBe(2);
    expect(deployments).toHaveLength(1);
    expect(inputErrors).toEqual([
      {
        file: 'ecs-preflight.yml',
        line: 1,
        column: 11,
        message:
          'this configuration names a plugin, whose code runs only where the command line allows it: with --allow-plugins, or with --rules-dir and its path',
      },
    ]);
  });

  test.each([
    ['print-config', ['check', 'sound.json', '--print-config']],
    ['rules', ['rules']],
    ['explain', ['explain', 'log-group']],
    ['snapshot', ['snapshot', 'sound.json', '--endpoint-url', 'http://127.0.0.1:1', '--region', 'eu-west-1']],
    ['permissions', ['permissions']],
  ])('nor by %s', async (_, args) => {
    const cwd = repository(files);
    await command(args, { cwd });
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });

  test.each([
    ['where --allow-plugins allows it', ['--allow-plugins']],
    ['where --rules-dir names the same', ['--rules-dir', 'rules']],
  ])('%s it does', async (_, flags) => {
    const cwd = repository(files);
    const { code, stdout } = await command(['check', 'sound.json', '-f', 'json', ...flags], { cwd });
    expect(existsSync(join(cwd, 'ran'))).toBe(true);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { findings: [{ rule: 'own-rule', problem: 'own-problem', message: 'own message' }], inputErrors: [] },
    ]);
  });

  test('a package is a plugin too', async () => {
    const cwd = repository({
      'package.json': { 'ecs-preflight': { plugins: 'our-rules' } },
      'node_modules/our-rules/package.json': {
        name: 'our-rules',
        exports: { '.': { import: './main.mjs' } },
      },
      'node_modules/our-rules/main.mjs': FAILING,
    });
    const { code, stdout } = await command(['check', 'sound.json', '--allow-plugins'], { cwd });
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('error[own-rule/own-problem] sound.json:2:13'),
    ]);
  });
});

describe('rules of a folder', () => {
  test('are known wherever rules are named', async () => {
    const cwd = repository({
      'rules/own.cjs': FAILING.replace('export default', 'module.exports ='),
      'rules/other/rule.js': 'import own from "../own.cjs"; export default [{ ...own, id: "other-rule" }];',
      'rules/other/README.md': '# other-rule\n\nIts own \u001b[31mpage.\n',
      'rules/package.json': { type: 'module' },
      'ecs-preflight.yml':
        'rules: {own-rule/own-problem: info}\nsuppressions: [{rule: other-rule, reason: known}]\n',
    });
    const run = (...args: string[]) => command([...args, '--rules-dir', 'rules'], { cwd });
    const checked = await run(
      'check',
      'sound.json',
      '-f',
      'json',
      '-f',
      'sarif=out.sarif',
      '--fail-on',
      'info',
    );
    expect([checked.code, JSON.parse(checked.stdout)]).toMatchObject([
      1,
      { summary: { info: 1, suppressed: 1 }, inputErrors: [] },
    ]);
    expect(await run('check', 'sound.json', '--skip', 'own-rule,other-rule')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect((await run('rules')).stdout).toContain('own-rule: Own\n  error    own-problem  s\n');
    const page = await run('explain', 'other-rule');
    expect(page.stdout).toContain('page.');
    expect(page.stdout).not.toContain('\u001b');
    expect((await run('explain', 'own-rule/own-problem')).stdout).toContain('Why:        w');
    expect(await run('check', 'sound.json', '--rule', 'own-rul')).toMatchObject({
      code: 2,
      stderr: 'ecs-preflight: there is no rule or problem "own-rul", did you mean "own-rule"?\n',
    });
  });

  test.each([
    ['no folder', {}, /there is no plugin .*rules$/],
    [
      'nothing in it',
      { 'rules/a.txt': '' },
      /holds no rule: expected \.js, \.mjs or \.cjs files, or folders with a rule\.js$/,
    ],
    ['TypeScript', { 'rules/a.ts': '' }, /; TypeScript is compiled first$/],
    [
      'a syntax error',
      { 'rules/a.mjs': 'export default {' },
      /a\.mjs cannot be loaded: Unexpected end of input$/,
    ],
    [
      'no default',
      { 'rules/a.mjs': 'export const a = 1' },
      /exports nothing by default: expected a rule, as defineRule makes it$/,
    ],
    ['no rule', { 'rules/a.mjs': 'export default 3' }, /expected a rule, as defineRule makes it, found 3$/],
    [
      'a bad id',
      { 'rules/a.mjs': FAILING.replace("'own-rule'", "'Own Rule'") },
      /expected an id in lower case with hyphens, such as "no-latest-tag", found "Own Rule"$/,
    ],
    [
      'the id of another',
      { 'rules/a.mjs': FAILING.replace("'own-rule'", "'log-group'") },
      /rule log-group: a built-in rule has this id$/,
    ],
    [
      'an id twice',
      { 'rules/a.mjs': FAILING, 'rules/b.mjs': FAILING },
      /rule own-rule: \S*a\.mjs has a rule of this id$/,
    ],
    [
      'a bad severity',
      { 'rules/a.mjs': FAILING.replace("'error'", "'fatal'") },
      /problem own-problem: expected severity to be one of error, warning, info, found "fatal"$/,
    ],
    [
      'no check',
      { 'rules/a.mjs': rule('3') },
      /problem own-problem: expected check to be a function, found 3$/,
    ],
    [
      'a bad option',
      { 'rules/a.mjs': rule('() => []', "options: { x: { type: 'date', description: 'd' } },") },
      /option x: expected a type \(number, boolean, string, map\), found "date"$/,
    ],
    [
      'the package missing',
      { 'rules/a.mjs': "import 'ecs-preflight'" },
      /the package ecs-preflight is not installed where it stands/,
    ],
  ])('that cannot serve are refused in one sentence: %s', async (_, files, sentence) => {
    const cwd = repository(files);
    const { code, stdout, stderr } = await command(['check', 'sound.json', '--rules-dir', 'rules'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr.trim()).toMatch(sentence);
  });

  test.each([
    ['throws', "() => { throw new Error('x') }"],
    ['rejects', "async () => { throw new Error('x') }"],
    ['answers nothing', '() => undefined'],
    ['answers what is no verdict', "() => ({ is: 'maybe' })"],
    ['fails nowhere', "() => ({ is: 'fail', failure: { message: 'm' } })"],
    ['cannot tell why', "() => ({ is: 'unknown', why: [] })"],
    [
      'asks what it does not declare',
      "(d, facts) => facts.ask({ id: 'iam.role', key: String }, { name: 'x' })",
    ],
    [
      'has a fix that is none',
      "(d) => ({ is: 'fail', failure: { at: d.taskDefinition.view, message: 'm', fixes: [{ kind: 'edit' }] } })",
    ],
  ])('that crash are told as such: a check that %s', async (_, check) => {
    const cwd = repository({ 'rules/a.mjs': rule(check) });
    const { code, stdout, stderr } = await command(
      ['check', 'sound.json', '--rules-dir', 'rules', '--rule', 'own-rule', '-f', 'json'],
      { cwd },
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [],
      verdicts: [{ rule: 'own-rule', verdict: 'crashed' }],
    });
    expect(stderr).toMatch(
      /^ecs-preflight: the check own-rule\/own-problem crashed on orders: this is a bug of the plugin \S*a\.mjs, not of your files/,
    );
  });
});

describe('the example', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'custom-rule-')));

  beforeAll(() => {
    cpSync(join(ROOT, 'examples/custom-rule'), folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(ROOT, join(folder, 'node_modules/ecs-preflight'));
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], { cwd: folder });
  }, 120_000);

  const check = (file: string) =>
    command(
      [
        'check',
        `fixtures/${file}`,
        '--rules-dir',
        'rules',
        '--no-config',
        '--rule',
        'team-tag',
        '-f',
        'json',
      ],
      {
        cwd: folder,
      },
    );

  test.each([
    ['owned.json', 'pass'],
    ['unowned.json', 'fail'],
    ['open.yaml', 'unknown'],
  ])('%s: %s', async (file, verdict) => {
    expect(JSON.parse((await check(file)).stdout)).toMatchObject({
      verdicts: [{ rule: 'team-tag', verdict }],
    });
  });

  test('takes its option and severity from the configuration, once that may', async () => {
    const { code, stdout } = await command(
      ['check', 'fixtures/owned.json', '--allow-plugins', '--rule', 'team-tag', '-f', 'json'],
      { cwd: folder },
    );
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      { findings: [{ severity: 'error', message: 'the task definition has no tag "owner"' }] },
    ]);
  });

  test('is explained by its page', async () => {
    const { stdout } = await command(['explain', 'team-tag', '--rules-dir', 'rules'], { cwd: folder });
    expect(stdout).toContain('Every task definition has a tag that names the team');
  });
});
