import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { keepAliveScript } from '../../src/diagnose/session/keep-alive.ts';
import { command } from './command.ts';

const BASH = spawnSync('bash', ['-c', 'exit 0']).status === 0;

describe('the loop that keeps a tunnel open', () => {
  test('stands below the page of its rule', async () => {
    const { code, stdout } = await command(['explain', 'session-longevity']);
    expect(code).toBe(0);
    expect(stdout).toContain('Keeping a tunnel open');
    const page = stdout.split('\n').map((line) => line.trim());
    const script = keepAliveScript('')
      .trimEnd()
      .split('\n')
      .map((line) => line.trim());
    const begin = page.indexOf('#!/usr/bin/env bash');
    expect(page.slice(begin, begin + script.length)).toEqual(script);
  });

  test('and is printed by itself, to be written to a file', async () => {
    const { code, stdout, stderr } = await command(['explain', 'session-longevity/keep-alive']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(keepAliveScript(''));
  });

  test.skipIf(!BASH)('which bash runs as it is', async () => {
    const { stdout } = await command(['explain', 'session-longevity/keep-alive']);
    const run = spawnSync('bash', ['-s', '--', '--help'], { input: stdout, encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('usage: keep-alive.sh');
  });

  test('no other rule has one', async () => {
    const { code, stderr } = await command(['explain', 'fargate-size/keep-alive']);
    expect(code).toBe(2);
    expect(stderr).toContain('keep-alive');
  });
});
