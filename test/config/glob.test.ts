import { describe, expect, test } from 'vitest';
import { globOf } from '../../src/cli/config/glob.ts';
import { nameMatcher } from '../../src/cli/governance/matching.ts';

describe('a pattern of files', () => {
  test.each([
    ['deploy/*.json', 'deploy/api.json', true],
    ['deploy/*.json', 'deploy/prod/api.json', false],
    ['deploy/**', 'deploy/prod/api.json', true],
    ['deploy/**/*.json', 'deploy/api.json', true],
    ['**/api.json', 'a/b/api.json', true],
    ['**/api.json', 'api.json', true],
    ['**/prod/**/x.yml', 'a/prod/b/c/x.yml', true],
    ['**/prod/**/x.yml', 'a/dev/b/c/x.yml', false],
    ['*', '.hidden', true],
    ['ap?.json', 'api.json', true],
    ['ap?.json', 'ap.json', false],
    ['{prod,staging}/*.{yml,yaml}', 'staging/a.yaml', true],
    ['{prod,staging}/*.{yml,yaml}', 'dev/a.yaml', false],
    ['{a,{b,c}/d}.json', 'c/d.json', true],
    ['{a}.json', '{a}.json', true],
    ['api-[0-9].json', 'api-7.json', true],
    ['api-[!0-9].json', 'api-7.json', false],
    ['api\\*.json', 'api*.json', true],
    ['api\\*.json', 'api1.json', false],
    ['a.json', 'abjson', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(globOf(pattern)?.(path)).toBe(expected);
  });

  test.each(['a[b', '{a,b', 'a}', '+(a|b)', '{1..9999999}', '{a,b}'.repeat(20), 'a'.repeat(2_000)])(
    '%s is none',
    (pattern) => {
      expect(globOf(pattern)).toBeUndefined();
    },
  );
});

// Backtracking would take longer than the universe has existed; the test's time limit is its judge.
describe('patterns that are made to take for ever', () => {
  test('of files', () => {
    expect(globOf(`${'*a'.repeat(100)}*b`)?.('a'.repeat(250))).toBe(false);
    expect(globOf(`${'**/a/'.repeat(100)}b`)?.('a/'.repeat(1_000))).toBe(false);
  });

  test('of names', () => {
    expect(nameMatcher([`${'*a'.repeat(100)}*b`])('a'.repeat(250))).toBe(false);
    expect(nameMatcher(['*'.repeat(100)])('a'.repeat(250))).toBe(true);
  });
});

test('names: brackets and dots are letters', () => {
  const matches = nameMatcher(['aws_ecs_service.api["*"]', 'x?']);
  expect(['aws_ecs_service.api["eu"]', 'aws_ecs_service-api["eu"]', 'xy', 'x', 'xyz'].map(matches)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});
