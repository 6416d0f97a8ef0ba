import { describe, expect, test } from 'vitest';
import { partsOf, printed } from '../../../src/read/ecspresso/action.ts';

const SET = { TAG: '1.27', EMPTY: '', QUOTED: 'a"b', default: 'surprise' };

describe('what an action prints', () => {
  test.each<readonly [string, string]>([
    ['must_env `TAG`', '1.27'],
    ['must_env "TAG"', '1.27'],
    ['must_env `EMPTY`', ''],
    ['env `TAG` `latest`', '1.27'],
    ['env `EMPTY` `latest`', 'latest'],
    ['env `UNSET` `latest`', 'latest'],
    ['env `UNSET` ``', ''],
    ['env `UNSET` `TAG` `latest`', '1.27'],
    // go-config looks the last word up as well, and prints it where nothing is set.
    ['env `UNSET` `default`', 'surprise'],
    ['env `UNSET`', 'UNSET'],
    ['must_env `QUOTED` | json_escape', 'a\\"b'],
    ['`{{.Name}}`', '{{.Name}}'],
    ['"a\\tb"', 'a\tb'],
  ])('%s', (action, text) => {
    expect(printed(action, SET)).toMatchObject({ text });
  });

  test.each<readonly [string, string]>([
    ['tfstate `aws_subnet.a.id`', 'tfstate aws_subnet.a.id'],
    ['ssm `/path/to/list` 1', 'ssm /path/to/list 1'],
    ['cfn_output `Net` `Subnet`', 'cfn_output Net Subnet'],
    ['secretsmanager_arn `foo`', 'secretsmanager_arn foo'],
    ['or (env `A` ``) `b`', 'or (env A ) b'],
    ['printf "%s-x" (must_env `TAG`)', 'printf %s-x (must_env TAG)'],
    ['must_env `TAG` | upper', 'must_env TAG | upper'],
    ['$tag', '$tag'],
  ])('%s is not told here', (action, open) => {
    expect(printed(action, SET)).toEqual({ open });
  });

  test('the environment is not read unasked', () => {
    expect(printed('must_env `TAG`', undefined)).toEqual({ open: 'TAG', unlockedBy: '--resolve-env' });
    expect(printed('env `TAG` `latest`', undefined)).toEqual({ open: 'TAG', unlockedBy: '--resolve-env' });
  });

  test('a variable that must be set', () => {
    expect(printed('must_env `UNSET`', SET)).toEqual({ open: 'UNSET', missing: 'UNSET' });
  });
});

describe('the parts of a text', () => {
  test.each<readonly [string, readonly unknown[]]>([
    ['nginx', ['nginx']],
    ['nginx:{{ must_env `TAG` }}', ['nginx:', { action: 'must_env `TAG`' }, '']],
    [
      '{{`{{.Name}}`}}/{{ env "A" "}}" }}',
      ['', { action: '`{{.Name}}`' }, '/', { action: 'env "A" "}}"' }, ''],
    ],
    ['a {{- env `B` `c` -}} d', ['a', { action: 'env `B` `c`' }, 'd']],
    ['{{ open', ['{{ open']],
  ])('%s', (text, parts) => {
    expect(partsOf(text)).toEqual(parts.map((part) => (typeof part === 'string' ? { literal: part } : part)));
  });
});
