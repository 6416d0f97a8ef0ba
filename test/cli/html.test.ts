import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { command, folderWith, SOUND, UNSIZED } from './command.ts';

const DEMO = fileURLToPath(new URL('../../fixtures/demo/account/', import.meta.url));
const FILES = [join(DEMO, 'task-definition.json'), '--service', join(DEMO, 'service.json')];
const SNAPSHOT = ['--snapshot', join(DEMO, 'snapshot.json')];

/** The nodes of each way that is drawn. */
function ways(html: string): readonly (readonly string[])[] {
  return [...html.matchAll(/<ol class="path">(.*?)<\/ol>/g)].map(([, way = '']) =>
    [...way.matchAll(/<\/small>([^<]*)/g)].map(([, words = '']) => words),
  );
}

describe('-f html', () => {
  test('writes one page with the findings, the network path and the rollout of a deployment', async () => {
    const folder = folderWith({});
    const args = ['check', ...FILES, ...SNAPSHOT, '-f', 'html=report.html', '-f', 'json'];
    const { code, stdout, stderr } = await command(args, { cwd: folder });
    expect([code, stderr]).toEqual([1, '']);
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toMatch(/<\/html>\n$/);
    expect(html).toContain('checkout will fail');
    const report = JSON.parse(stdout);
    for (const { rule, problem } of report.findings)
      expect(html).toContain(`<code>${rule}/${problem}</code>`);
    expect(html.match(/<article/g)).toHaveLength(report.findings.length);
    const [broken, whole] = ways(html);
    expect(broken).toEqual([
      'task',
      'subnet-0a1b2c3d4e5f60002',
      'rtb-0a1b2c3d4e5f6000b has no route to secretsmanager, ssm, logs, ssmmessages',
      'secretsmanager, ssm, logs, ssmmessages',
    ]);
    expect(whole).toEqual(expect.arrayContaining(['nat-0a1b2c3d4e5f60001 in subnet-0a1b2c3d4e5f6000f']));
    expect(html).toContain('start 4 new tasks, 8 in total');
    expect(html).toContain('<b>4 new addresses</b>');
    // What is drawn is no part of the other reports.
    expect(Object.keys(report)).not.toContain('portraits');
  });

  test('of files alone goes to standard output, draws no path, and says what was not asked', async () => {
    const { code, stdout } = await command(['check', ...FILES, '-f', 'html']);
    expect(code).toBe(0);
    expect(stdout).toContain('not everything could be checked');
    expect(ways(stdout)).toEqual([]);
    expect(stdout).toContain('class="plot"');
    expect(stdout).toMatch(/\d+ checks need --live/);
  });

  test('of an audit has the services that would not come back first', async () => {
    const args = ['audit', '--cluster', 'production', ...SNAPSHOT, '-f', 'html'];
    const { code, stdout } = await command(args);
    expect(code).toBe(1);
    expect(stdout).toContain('would fail to restart now</h1>');
    expect(stdout).toContain('audit of running services');
    expect(ways(stdout)).toHaveLength(2);
  });

  test('tells each of many deployments, and what could not be read before them', async () => {
    const folder = folderWith({ 'bad.json': '{', 'sound.json': SOUND, 'unsized.json': UNSIZED });
    const args = ['check', 'bad.json', 'sound.json', 'unsized.json', '-f', 'html'];
    const { code, stdout } = await command(args, { cwd: folder });
    expect(code).toBe(2);
    expect(stdout).toContain('1 of 2 deployments will fail');
    expect(stdout.indexOf('1 input could not be read')).toBeLessThan(stdout.indexOf('<table'));
    expect(stdout.match(/<details class="s \w" id="s/g)).toHaveLength(2);
  });

  test('shows what a file holds, and runs none of it', async () => {
    const hostile = 'x"><img src=x onerror=alert(1)><script>alert(2)<!--';
    const definition = { ...UNSIZED, memory: hostile, tags: [{ key: hostile, value: hostile }] };
    const folder = folderWith({ 'task.json': definition, [`${hostile}.json`]: UNSIZED, '<b>': '{' });
    const files = ['task.json', `${hostile}.json`, '<b>'];
    const { stdout } = await command(['check', ...files, '-f', 'html'], { cwd: folder });
    expect(stdout).toContain('x&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(2)&lt;!--');
    expect(stdout).toContain('<code>&lt;b&gt;');
    expect(stdout).not.toMatch(/<img|<b>[^<]*<\/code>|<script>alert|<!--/);
  });
});
