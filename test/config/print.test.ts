import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { printed } from '../../src/cli/governance/printed.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { SOUND } from '../cli/command.ts';
import { governed, repository } from './house.ts';

async function print(root: string, inputs: readonly string[], words: readonly string[] = [], json = false) {
  const parsed = await parseArguments(['check', ...inputs, '--print-config', ...words], 80);
  if (!('arguments' in parsed)) throw new Error(parsed.text);
  const naming = { catalogue: rules, allows: () => false };
  return printed(
    parsed.arguments,
    naming,
    inputs.map((name) => join(root, name)),
    json,
  );
}

const BASE = `ruleset: production
rules:
  role-confusion/same-role: off
  grace-period: {severity: warning, options: {startupSeconds: 40}}
overrides:
  - files: "*.json"
    rules: {fargate-size: info}
`;
const MAIN = `extends: ./shared/base.yml
failOn: warning
rules:
  role-confusion: error
  grace-period: {options: {startupSeconds: {web: 90}}}
mandatory: [log-group]
overrides:
  - containers: "w*"
    families: [a, 'no: "colon"']
    rules: {rejected-by-ecs: off}
  - files: ["x/**#/cpu/~1", "!y.json"]
    rules: {fargate-size/memory-invalid-for-cpu: on}
suppressions:
  - rules: [exec-readiness]
    reason: 'nobody enters: it is "closed" # really'
    until: 2999-12-31
    resources: ["aws_ecs_service.api[0]"]
`;

describe('--print-config', () => {
  test('says where each value comes from', async () => {
    const root = repository({ 'ecs-preflight.yml': MAIN, 'shared/base.yml': BASE });
    const lines = (await print(root, ['a.json'], ['--strict'])).replaceAll(`${root}/`, '').split('\n');
    expect(lines.slice(0, 12)).toEqual([
      '# from ecs-preflight.yml, which extends shared/base.yml',
      'ruleset: production # shared/base.yml:1',
      'failOn: warning # ecs-preflight.yml:2',
      'strict: true # the command line',
      'rules:',
      '  grace-period:',
      '    severity: warning # shared/base.yml:4',
      '    options:',
      '      startupSeconds: 40 # shared/base.yml:4',
      '  role-confusion/same-role: off # shared/base.yml:3',
      'mandatory:',
      '  - log-group # ecs-preflight.yml:6',
    ]);
    // What the configuration itself says for all goes before what the extended one says for some.
    expect(lines.join('\n')).toContain(`  - rules:
      role-confusion: error # ecs-preflight.yml:4
      grace-period:
        options:
          startupSeconds: # ecs-preflight.yml:5
            web: 90
  - families:`);
  });

  test('without a configuration, the defaults', async () => {
    expect(await print(repository({}), ['a.json'])).toBe(
      '# no configuration was found: these are the defaults\nruleset: recommended # default\nfailOn: error # default\nstrict: false # default\n',
    );
  });

  test('later words on a rule replace earlier ones on its problems', async () => {
    const root = repository({
      'ecs-preflight.yml': 'extends: ./base.yml\nrules: {role-confusion: error}',
      'base.yml': 'rules: {role-confusion/same-role: off, log-group: info}',
    });
    const { rules: said } = JSON.parse(await print(root, ['a.json'], [], true)) as { rules: unknown };
    expect(said).toEqual({ 'log-group': 'info', 'role-confusion': 'error' });
  });

  test('inputs of two configurations are refused', async () => {
    const root = repository({ 'a/ecs-preflight.yml': '', 'b/ecs-preflight.yml': '' });
    await expect(print(root, ['a/x.json', 'b/x.json'])).rejects.toThrow(
      /has the configuration .*a\/ecs-preflight\.yml, .*b\/ecs-preflight\.yml: name inputs of one$/,
    );
  });

  test('nothing in it acts on a terminal', async () => {
    const root = repository({
      'ecs-preflight.yml':
        'suppressions: [{rule: log-group, reason: "a\\u001b[2J\\u2028\\u202e ##[error]b"}]',
    });
    for (const json of [true, false]) {
      const text = await print(root, ['a.json'], [], json);
      expect(text.replaceAll('\n', '')).toMatch(/^[\x20-\x7e]*$/);
      expect(text).not.toContain('##[');
    }
  });

  const FAULTY = { ...SOUND, family: 'a', memory: '9000', taskRoleArn: SOUND.executionRoleArn };

  test.each(['yml', 'json'])('is a configuration that says the same: %s', async (suffix) => {
    const files = { 'a.json': FAULTY, 'x/b.json': { ...FAULTY, family: 'b' } };
    const inputs = Object.keys(files);
    const before = repository({ ...files, 'ecs-preflight.yml': MAIN, 'shared/base.yml': BASE });
    const words = ['--startup-seconds', 'web=5', '--ruleset', 'all'];
    const text = await print(before, inputs, words, suffix === 'json');
    const after = repository(files);
    writeFileSync(join(after, `ecs-preflight.${suffix}`), text);
    // Printed again it is the same, but for where it comes from.
    expect(await print(after, inputs, [], true)).toBe(await print(before, inputs, words, true));
    const judged = async (root: string, more: readonly string[]) => {
      const { result, governance } = await governed(root, inputs, more);
      expect(result.inputErrors).toEqual([]);
      return {
        failOn: governance.failOn,
        verdicts: [...result.verdicts],
        findings: result.findings.map(({ fingerprint, severity, suppressed }) => [
          fingerprint,
          severity,
          suppressed?.kind,
        ]),
      };
    };
    expect(await judged(after, [])).toEqual(await judged(before, words));
  });
});
