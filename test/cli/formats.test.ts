import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectJunit } from '../report/junit-schemas.ts';
import { expectInertMarkdown } from '../report/markdown-checks.ts';
import { runnerReads } from '../report/runner.ts';
import { parseXml } from '../report/xml.ts';
import { command, folderWith, SOUND, UNSIZED } from './command.ts';

/** A family that would act in a log, in Markdown, in HTML and in XML. */
const HOSTILE = { ...UNSIZED, family: '::error::x</summary>]]>@octocat|`$x$`\u001b[2J' };

const folder = folderWith({
  'deploy/refused.json': UNSIZED,
  'deploy/hostile.json': HOSTILE,
  'sound.json': SOUND,
});

async function report(format: string, env: Readonly<Record<string, string>> = {}, cwd = folder) {
  const file = cwd === folder ? 'deploy/refused.json' : './refused.json';
  const { code, stdout, stderr } = await command(['check', file, '-f', format], { cwd, env });
  expect(stderr).toBe('');
  expect(code).toBe(1);
  return stdout;
}

describe('the formats for CI systems, through the command', () => {
  test('annotate the file that GitHub knows, wherever in the checkout the command runs', async () => {
    const checkout = { GITHUB_WORKSPACE: folder };
    for (const [env, cwd] of [
      [{}, folder],
      [checkout, folder],
      [checkout, join(folder, 'deploy')],
    ] as const) {
      const lines = (await report('github', env, cwd)).trimEnd().split('\n');
      const first = runnerReads(lines[0] ?? '');
      expect(first?.name).toBe('error');
      expect(first?.properties['file']).toBe('deploy/refused.json');
      expect(Number(first?.properties['line'])).toBeGreaterThan(0);
      expect(lines.at(-1)).toMatch(/^\d+ errors?\b.* in 1 deployment/);
    }
  });

  test('report a Code Quality violation where GitLab knows the file', async () => {
    const violations = JSON.parse(await report('gitlab', { CI_PROJECT_DIR: folder }, join(folder, 'deploy')));
    expect(violations).not.toEqual([]);
    for (const { location, severity, fingerprint } of violations) {
      expect(location.path).toBe('deploy/refused.json');
      expect(location.lines.begin).toBeGreaterThan(0);
      expect(severity).toMatch(/^(?:info|minor|major|critical|blocker)$/);
      expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  test('write JUnit that both schemas accept, with the time of the run', async () => {
    const root = parseXml(await report('junit'));
    expectJunit(root);
    expect(root.children.map(({ attributes }) => attributes['failures'])).not.toEqual(['0']);
    const at = Date.parse(`${root.children[0]?.attributes['timestamp']}Z`);
    expect(at).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  test('write a comment and a job summary in one run, beside the report for people', async () => {
    const outputs = [
      'text',
      'markdown=comment.md',
      'github-summary=summary.md',
      'junit=junit.xml',
      'gitlab=quality.json',
    ];
    const { code, stdout } = await command(
      ['check', 'deploy/refused.json', 'sound.json', ...outputs.flatMap((output) => ['-f', output])],
      { cwd: folder },
    );
    expect(code).toBe(1);
    expect(stdout).toContain('error[');
    for (const file of ['comment.md', 'summary.md']) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toMatch(/^## ❌ ecs-preflight: \d+ errors?.* in 2 deployments\n/);
      expectInertMarkdown(text);
    }
    expectJunit(parseXml(readFileSync(join(folder, 'junit.xml'), 'utf8')));
    expect(JSON.parse(readFileSync(join(folder, 'quality.json'), 'utf8'))).not.toEqual([]);
  });

  test('tell a file that is missing, and end with 2', async () => {
    const missing = ['check', 'missing.json', 'sound.json', '-f'];
    const github = await command([...missing, 'github'], { cwd: folder });
    expect(github.code).toBe(2);
    expect(runnerReads(github.stdout.split('\n')[0] ?? '')).toMatchObject({
      name: 'error',
      properties: { file: 'missing.json', title: 'input could not be read' },
    });
    const junit = await command([...missing, 'junit'], { cwd: folder });
    expect(junit.code).toBe(2);
    expect(parseXml(junit.stdout).children[0]?.attributes).toMatchObject({ name: 'inputs', errors: '1' });
    const markdown = await command([...missing, 'markdown'], { cwd: folder });
    expect(markdown.stdout).toMatch(/^## ❌ /);
    expect(markdown.stdout).toContain('- <code>missing.json</code>: ');
    const gitlab = await command([...missing, 'gitlab'], { cwd: folder });
    expect(JSON.parse(gitlab.stdout)[0]).toMatchObject({
      severity: 'blocker',
      location: { path: 'missing.json' },
    });
  });

  test('let nothing in a file act', async () => {
    const of = async (format: string) =>
      (await command(['check', 'deploy/hostile.json', '-f', format], { cwd: folder })).stdout;
    expectInertMarkdown(await of('markdown'));
    expectInertMarkdown(await of('github-summary'));
    expectJunit(parseXml(await of('junit')));
    JSON.parse(await of('gitlab'));
    for (const line of (await of('github')).split('\n')) {
      for (const one of runnerReads(line)?.data.split('\n') ?? []) expect(runnerReads(one)).toBeUndefined();
    }
  });
});
