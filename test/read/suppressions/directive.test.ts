import { describe, expect, test } from 'vitest';
import { readDirective, readReason } from '../../../src/read/suppressions/directive.ts';

/** Rules without the offsets they stand at. */
function read(comment: string) {
  const found = readDirective(comment);
  return found && 'rules' in found ? { ...found, rules: found.rules.map(({ text }) => text) } : found;
}

describe('what a comment suppresses', () => {
  test.each([
    [
      'ecs-preflight-ignore fargate-size -- sized by hand',
      { rules: ['fargate-size'], reason: 'sized by hand' },
    ],
    [
      'ecs-preflight-ignore fargate-size/memory-invalid-for-cpu -- x',
      { rules: ['fargate-size/memory-invalid-for-cpu'], reason: 'x' },
    ],
    ['ecs-preflight-ignore a, b/c ,d -- x', { rules: ['a', 'b/c', 'd'], reason: 'x' }],
    ['ecs-preflight-ignore a until 2027-01-31 -- x', { rules: ['a'], until: '2027-01-31', reason: 'x' }],
    ['ecs-preflight-ignore-file a -- x', { file: true, rules: ['a'], reason: 'x' }],
    // The reason is never read as anything but a reason.
    [
      'ecs-preflight-ignore a -- b, c until 2027-13-45 -- d',
      { rules: ['a'], reason: 'b, c until 2027-13-45 -- d' },
    ],
    ['ecs-preflight-ignore a --  two \n words ', { rules: ['a'], reason: 'two words' }],
    ['ecs-preflight-ignore a -- 夜間バッチのため', { rules: ['a'], reason: '夜間バッチのため' }],
    // Rules may be called like words of the syntax.
    ['ecs-preflight-ignore until-then -- x', { rules: ['until-then'], reason: 'x' }],
  ])('%s', (comment, expected) => {
    expect(read(comment)).toEqual({ file: false, ...expected });
  });

  test('says where each rule stands', () => {
    expect(readDirective('ecs-preflight-ignore abc,  d -- x')).toMatchObject({
      rules: [
        { text: 'abc', at: 21 },
        { text: 'd', at: 27 },
      ],
    });
  });
});

describe('what wants to suppress, and does not', () => {
  test.each([
    ['ecs-preflight-ignore', 'gives no reason', 0],
    ['ecs-preflight-ignore a', 'gives no reason', 0],
    ['ecs-preflight-ignore a because of b', 'gives no reason', 0],
    ['ecs-preflight-ignore a — typographic', 'gives no reason', 0],
    ['ecs-preflight-ignore a --glued', 'gives no reason', 0],
    ['ecs-preflight-ignore a --', 'gives no reason: say why', 23],
    ['ecs-preflight-ignore a -- TODO', 'gives no reason: say why', 23],
    ['ecs-preflight-ignore a -- ...', 'gives no reason: say why', 23],
    ['ecs-preflight-ignore -- x', 'names no rule', 21],
    ['ecs-preflight-ignore a, -- x', 'names no rule', 24],
    ['ecs-preflight-ignore a b -- x', 'expected commas between rules', 21],
    ['ecs-preflight-ignore a until -- x', 'expected the last day', 23],
    ['ecs-preflight-ignore a until tomorrow -- x', 'expected the last day', 23],
    ['ecs-preflight-ignore a until 2027-02-29 -- x', 'the calendar has no "2027-02-29"', 23],
    ['ecs-preflight-ignore a until 31.01.2027 -- x', 'expected the last day', 23],
    ['ecs-preflight-ingore a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ecs-preflight-ignore-next-line a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ecs-preflight-ignore-flie a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ecs_preflight_ignore_file a -- x', 'did you mean "ecs-preflight-ignore-file"?', 0],
    ['ecs-preflight-ignore: a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ecs-preflight-disable a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ecs-prefligth-ignore a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ECS-Preflight-Ignore a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ecs-preflight: ignore a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
    ['ecs-preflight ignore a -- x', 'did you mean "ecs-preflight-ignore"?', 0],
  ])('%s', (comment, trouble, at) => {
    expect(readDirective(comment)).toEqual({ trouble: expect.stringContaining(trouble), at });
  });
});

describe('prose', () => {
  test.each([
    'ecs-preflight says that this is fine',
    'ecs-preflight: see the runbook',
    'ecs-preflight ignores files without a service',
    'checked by ecs-preflight-ignore, or so we think -- not a marker',
    'ecs-preflight-action runs in CI',
    'eslint-disable-next-line no-undef -- x',
    '',
  ])('%s', (comment) => {
    expect(readDirective(comment)).toBeUndefined();
  });
});

describe('the value of a tag or label', () => {
  test.each([
    ['sized by hand', { reason: 'sized by hand' }],
    ['-- sized by hand', { reason: 'sized by hand' }],
    ['until 2027-01-31 -- sized by hand', { reason: 'sized by hand', until: '2027-01-31' }],
    ['untilled soil', { reason: 'untilled soil' }],
  ])('%s', (value, expected) => {
    expect(readReason(value)).toEqual(expected);
  });

  test.each([
    ['', 'gives no reason'],
    ['  ', 'gives no reason'],
    ['true', 'gives no reason'],
    ['n/a', 'gives no reason'],
    ['until 2027-01-31', 'gives no reason'],
    ['until 2027-01-31 --', 'gives no reason'],
    ['until further notice', 'expected the last day'],
    ['until 2027-02-30 -- x', 'the calendar has no "2027-02-30"'],
    ['until 2027-01-31 x', 'expected the last day'],
  ])('%s', (value, trouble) => {
    expect(readReason(value)).toEqual({ trouble: expect.stringContaining(trouble) });
  });
});

// A pattern that goes back would take minutes; the test's time limit is its judge.
describe('what is made to take for ever', () => {
  const gap = ' '.repeat(300_000);

  test('in a comment', () => {
    expect(read(`ecs-preflight-ignore a until 2026${gap}x -- why`)).toMatchObject({ at: 23 });
    expect(read(`ecs-preflight-ignore a -- ${'-'.repeat(300_000)}b`)).toMatchObject({ rules: ['a'] });
  });

  test('in the value of a label', () => {
    expect(readReason(`until a${gap}b`)).toHaveProperty('trouble');
    expect(readReason(`until${gap}2027-01-31${gap}-- why`)).toEqual({ until: '2027-01-31', reason: 'why' });
  });
});
