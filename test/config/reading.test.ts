import { describe, expect, test } from 'vitest';
import { readText, told } from './house.ts';

/** Each is wrong in one way; the place is that of the word that has to change. */
const WRONG: readonly (readonly [text: string, error: string])[] = [
  ['failon: error', '1:1 there is no member "failon" here, did you mean "failOn"?'],
  ['\nfailOn: warn', '2:9 expected error, warning, info or never, found "warn", did you mean "warning"?'],
  ['strict: yes', '1:9 expected true or false, found "yes"'],
  ['ruleset: 3', '1:10 expected recommended, production or all, found the number 3'],
  ['- rules', '1:1 expected a configuration of ecs-preflight, found a list'],
  ['hello', '1:1 expected a configuration of ecs-preflight, found "hello"'],
  ['rules: [log-group]', '1:8 expected a structure of rules and their severities, found a list'],
  ['rules:\n  log-grupp: off', '2:3 there is no rule or problem "log-grupp", did you mean "log-group"?'],
  [
    'rules:\n  same-role: off',
    '2:3 there is no rule or problem "same-role", did you mean "role-confusion/same-role"?',
  ],
  [
    'rules:\n  log-group: warn',
    '2:14 expected off, on, error, warning or info, found "warn", did you mean "warning"?',
  ],
  ['rules:\n  log-group:', '2:13 expected off, on, error, warning or info, found nothing'],
  ['rules:\n  log-group: {}', '2:3 log-group is told nothing: give a severity, options, or both'],
  [
    'rules:\n  log-group:\n    level: off',
    '3:5 there is no member "level" here: expected severity or options',
  ],
  ['rules:\n  log-group: {options: {a: 1}}', '2:25 rule log-group has no option "a": it has none'],
  [
    'rules:\n  agent-drift: {options: {minorRelease: 1}}',
    '2:27 rule agent-drift has no option "minorRelease", did you mean "minorReleases"?',
  ],
  [
    'rules:\n  agent-drift: {options: {minorReleases: -1}}',
    '2:42 expected a number of at least 0, found the number -1',
  ],
  [
    'rules:\n  agent-drift: {options: {minorReleases: "6"}}',
    '2:42 expected a number of at least 0, found "6"',
  ],
  ['rules:\n  exec-readiness: {options: {caller: 1}}', '2:38 expected true or false, found the number 1'],
  [
    'rules:\n  grace-period: {options: {startupSeconds: {web: soon}}}',
    '2:50 expected a number of at least 0, found "soon"',
  ],
  [
    'rules:\n  role-confusion/same-role: {options: {caller: true}}',
    '2:30 options belong to a rule, not to one of its problems: give them to role-confusion',
  ],
  ['mandatory: []', '1:12 expected a list of rules, found an empty one'],
  [
    'mandatory: [log-group, log-grop]',
    '1:24 there is no rule or problem "log-grop", did you mean "log-group"?',
  ],
  ['overrides: {}', '1:12 expected a list of overrides, found a structure'],
  ['overrides:\n  - files: a.json', '2:5 this override changes nothing: give it rules, or a ruleset'],
  [
    'overrides:\n  - file: a.json\n    rules: {log-group: off}',
    '2:5 there is no member "file" here, did you mean "files"?',
  ],
  [
    'overrides:\n  - files: ../a.json\n    ruleset: all',
    '2:12 patterns of files count from the folder of this configuration, and match nothing outside of it: "../a.json"',
  ],
  [
    'overrides:\n  - files: "a.json#cpu"\n    rules: {log-group: off}',
    '2:12 expected a JSON pointer such as #/containerDefinitions/0 behind the pattern, found "#cpu"',
  ],
  [
    'overrides:\n  - files: "a.json#/cpu"\n    ruleset: all',
    '3:5 a ruleset is for whole deployments, and JSON pointers are parts of one: select by files, families, services or resources',
  ],
  [
    'overrides:\n  - containers: web\n    rules: {role-confusion: {options: {caller: true}}}',
    '3:40 this option is for whole deployments, and containers are parts of one: select by files, families, services or resources',
  ],
  [
    'overrides:\n  - containers: web\n    rules: {grace-period: {options: {startupSeconds: {web: 4}}}}',
    '3:38 the containers are selected by this override already: give one number',
  ],
  ['suppressions:\n  - rule: log-group', '2:5 this suppression has no reason: say why the finding may stand'],
  ['suppressions:\n  - reason: because', '2:5 this suppression names no rule'],
  [
    'suppressions:\n  - {rule: log-group, reason: TODO}',
    '2:31 expected a reason, found "TODO": say why the finding may stand',
  ],
  [
    'suppressions:\n  - {rule: log-group, reason: " "}',
    '2:31 expected a reason, in words, found an empty text',
  ],
  [
    'suppressions:\n  - {rule: log-group, reason: known, until: 2027-02-29}',
    '2:45 the calendar has no "2027-02-29": expected the last day on which it holds, as in 2027-03-31',
  ],
  [
    'suppressions:\n  - {rule: log-group, rules: [log-group], reason: known}',
    '2:23 name what is suppressed under rule or under rules, not both',
  ],
  ['failOn: error\n---\nfailOn: info', '3:1 a configuration is one document, and this is another'],
  ['failOn: {{ x }}', '1:9 expected error, warning, info or never, found a placeholder that nobody fills'],
  [
    'rules:\n  log-group: off\n  log-group: on',
    '3:3 member "log-group" is given in line 2 and again in line 3: only one of them would count, so remove the other',
  ],
];

describe('what is wrong in a configuration', () => {
  test.each(WRONG)('%j', async (text, error) => {
    expect(told(await readText(text))).toEqual([error]);
  });

  test('all of it is told at once, in the order of the file', async () => {
    const text = WRONG.slice(0, 4)
      .map(([line]) => line.trim())
      .join('\n');
    const errors = told(await readText(text));
    expect(errors.map((one) => one.split(':')[0])).toEqual(['1', '2', '3', '4']);
  });

  test('one with an error says nothing at all', async () => {
    const { layers, suppressions, failOn } = await readText(
      'failOn: never\nrules: {log-group: off}\nsuppressions: [{rule: log-group, reason: known}]\nrulez: {}',
    );
    expect({ layers, suppressions, failOn }).toEqual({ layers: [], suppressions: [], failOn: undefined });
  });

  test('a pattern that YAML takes for an alias is told to be quoted', async () => {
    const [error = ''] = told(
      await readText('overrides:\n  - files: [**/*.json]\n    rules: {log-group: off}'),
    );
    expect(error).toMatch(/^2:\d+ .*stands in quotes\)$/);
  });

  test('what would act on a terminal is spelled', async () => {
    const [error = ''] = told(await readText('"\\u001b[31m\\u202e": 1'));
    expect(error).toContain('there is no member "\\u001b[31m\\u202e" here');
  });
});

describe('what is right', () => {
  test.each([
    ['nothing', ''],
    ['white space', ' \n\n'],
    ['comments', '# rules:\n#   log-group: off\n'],
    ['an empty structure', '{}'],
  ])('%s', async (_, text) => {
    expect(told(await readText(text))).toEqual([]);
  });

  test('JSON with comments', async () => {
    const { errors, failOn } = await readText('{"failOn": "info", // for now\n}', 'ecs-preflight.json');
    expect([errors, failOn?.value]).toEqual([[], 'info']);
  });

  test('off and on as readers of YAML 1.1 write them', async () => {
    const { errors, layers } = await readText(
      'rules: {log-group: false, agent-drift: true, fargate-size: off}',
    );
    expect(errors).toEqual([]);
    expect(layers[0]?.rules.map(({ level }) => level?.value)).toEqual(['off', 'on', 'off']);
  });
});
