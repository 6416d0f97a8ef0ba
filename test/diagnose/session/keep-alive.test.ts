import { describe, expect, test } from 'vitest';
import { keepAliveScript } from '../../../src/diagnose/session/keep-alive.ts';

/** The settings at the head of the script that say what to reach. */
function reached(target: string): Readonly<Record<string, string>> {
  const script = keepAliveScript(target);
  const names = ['target', 'cluster', 'service', 'task', 'runtime'];
  const lines = names.map((name) => [name, new RegExp(`^${name}=(.*)$`, 'm').exec(script)?.[1] ?? 'nothing']);
  return Object.fromEntries(lines.filter(([, value]) => value !== "''"));
}

const TASK = '0123456789abcdef0123456789abcdef';

describe('what the script is told to reach', () => {
  test.each([
    ['', {}],
    ['mi-0123456789abcdef0', { target: 'mi-0123456789abcdef0' }],
    ['i-0123456789abcdef0', { target: 'i-0123456789abcdef0' }],
    ['prod/api', { cluster: 'prod', service: 'api' }],
    [`ecs:prod_${TASK}_${TASK}-123`, { cluster: 'prod', task: TASK, runtime: `${TASK}-123` }],
    [
      `ecs:my_prod_1_${TASK}_${'ab'.repeat(32)}`,
      { cluster: 'my_prod_1', task: TASK, runtime: 'ab'.repeat(32) },
    ],
  ])('%s', (target, settings) => {
    expect(reached(target)).toEqual(settings);
  });

  test.each([
    "x'; touch owned; '",
    '$(touch owned)',
    '`touch owned`',
    'i-0123456789abcdef0\ntouch owned',
    'mi-0123456789abcdef0; touch owned',
    'ecs:prod_x_y',
    `ecs:$(touch owned)_${TASK}_1`,
    'prod/api/owned',
    'prod/\u001b[31mowned',
    '\u2028owned',
  ])('%j is not put into it', (target) => {
    expect(keepAliveScript(target)).toBe(keepAliveScript(''));
  });
});

describe('the script', () => {
  const code = keepAliveScript('prod/api')
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');

  test.each([/\beval\b/, /\brm\b/, /\bsudo\b/, /\bsource\b/, /\bbash -c\b/])('does without %s', (word) => {
    expect(code).not.toMatch(word);
  });

  test('is ASCII without control characters', () => {
    expect(code.replaceAll('\n', '')).toMatch(/^[ -~]*$/);
  });

  test('uses nothing that bash 3.2 of macOS does not have', () => {
    expect(code).not.toMatch(
      /\bdeclare -A\b|\blocal -n\b|\bmapfile\b|\breadarray\b|\bwait -n\b|\bcoproc\b|\$\{\w+(?:,,|\^\^|@[A-Z])|&>>|\|&|\$EPOCH|^\s*timeout /m,
    );
  });
});
