import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { command } from './command.ts';

describe('rules', () => {
  test('lists every rule and problem, for people', async () => {
    const { code, stdout } = await command(['rules']);
    expect(code).toBe(0);
    for (const { id, title, problems } of rules) {
      expect(stdout).toContain(`${id}: ${title}`);
      for (const [problem, { summary }] of Object.entries(problems)) {
        expect(stdout).toMatch(new RegExp(`^  (error|warning|info) +${problem} `, 'm'));
        expect(stdout).toContain(summary);
      }
    }
  });

  test('and as JSON, for other tools', async () => {
    const { stdout } = await command(['rules', '-f', 'json', '--rule', 'fargate-size']);
    const listed = JSON.parse(stdout) as readonly {
      rule: string;
      problems: readonly { problem: string }[];
    }[];
    expect(listed.map(({ rule }) => rule)).toEqual(['fargate-size']);
    const expected = rules.find(({ id }) => id === 'fargate-size')?.problems ?? {};
    expect(listed[0]?.problems.map(({ problem }) => problem)).toEqual(Object.keys(expected));
  });

  test('takes no further words', async () => {
    const { code, stderr } = await command(['rules', 'fargate-size']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('"fargate-size" is too much')]);
  });
});

describe('explain', () => {
  test.each(rules.map(({ id }) => id))('%s', async (id) => {
    const { code, stdout } = await command(['explain', id]);
    expect(code).toBe(0);
    expect(stdout.startsWith(`${id}\n\n`)).toBe(true);
    // What follows a page of session-longevity is a script, in which # begins a comment.
    const [page = ''] = stdout.split('\nThe loop\n');
    for (const line of page.split('\n')) {
      expect(line).not.toMatch(/^#{1,6} |^```|\]\(http|^<!--/);
      // Prose is wrapped; code, paths and addresses are left whole, to be copied.
      if (/^ *[A-Z][a-z]+ [a-z]+ /.test(line)) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  test('says what the page in the repository says', async () => {
    const page = readFileSync(new URL('../../rules/grace-period/README.md', import.meta.url), 'utf8');
    const { stdout } = await command(['explain', 'grace-period']);
    // Words alone: marks are left out, and lines break elsewhere.
    const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    const prose = page.replace(/```json ([a-z-]+)/g, '$1 json').replace(/```/g, '');
    expect(words(stdout)).toBe(words(prose));
  });

  test('a problem: when, why, severity, phase, the page, and what its rule says of it', async () => {
    const { code, stdout } = await command(['explain', 'fargate-size/memory-invalid-for-cpu']);
    const problem = rules.find(({ id }) => id === 'fargate-size')?.problems['memory-invalid-for-cpu'];
    expect(code).toBe(0);
    for (const text of [problem?.summary, problem?.why, problem?.docs, 'error', 'register'])
      expect(stdout.replace(/\s+/g, ' ')).toContain(text);
    expect(stdout.split('\n').length).toBeGreaterThan(12);
  });

  test.each([
    ['explain'],
    ['explain fargate-size/nonsense'],
    ['explain fargate-size/memory-invalid-for-cpu/more'],
    ['explain fargate-size grace-period'],
    ['explain constructor'],
    ['explain fargate-size/constructor'],
  ])('%s is refused in one sentence', async (line) => {
    const { code, stdout, stderr } = await command(line.split(' '));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
