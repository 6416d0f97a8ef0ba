import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readText } from './house.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

const GOOD = [
  '{}',
  '$schema: x\nextends: ./a.json\nruleset: all\nfailOn: never\nstrict: true',
  'rules: {log-group: off, log-group/group-missing: error, role-confusion: false}',
  'rules: {grace-period: {severity: on, options: {startupSeconds: 9}}}',
  'rules: {grace-period: {options: {startupSeconds: {web: 9, "*": 3}}}}',
  'mandatory: log-group',
  'mandatory: [log-group, role-confusion/same-role]',
  'overrides: [{files: [a, "b#/c"], families: a, services: b, containers: c, resources: d, rules: {log-group: off}}]',
  'overrides: [{services: [a], ruleset: production}]',
  'suppressions: [{rule: log-group, reason: known, until: 2027-03-31, containers: [web]}]',
  'suppressions: [{rules: [log-group], reason: known}]',
];

const BAD = [
  'failOn: warn',
  'ruleset: [all]',
  'strict: "true"',
  'rulez: {}',
  'rules: [log-group]',
  'rules: {log-group: warn}',
  'rules: {log-group: {}}',
  'rules: {log-group: {level: off}}',
  'rules: {log-group: {options: {a: 1}}}',
  'rules: {log-group/group-missing: {options: {}}}',
  'rules: {Log_Group: off}',
  'rules: {grace-period: {options: {startupSeconds: -1}}}',
  'rules: {grace-period: {options: {startupSecond: 1}}}',
  'rules: {exec-readiness: {options: {caller: 1}}}',
  'mandatory: []',
  'overrides: {}',
  'overrides: [{files: a}]',
  'overrides: [{file: a, ruleset: all}]',
  'suppressions: [{rule: log-group}]',
  'suppressions: [{reason: known}]',
  'suppressions: [{rule: log-group, reason: " "}]',
  'suppressions: [{rule: log-group, rules: [log-group], reason: known}]',
  'suppressions: [{rule: log-group, reason: known, until: soon}]',
  'plugins: 3',
];

describe('the schema for editors agrees with the command', () => {
  test.each(GOOD)('on what is right: %s', async (text) => {
    const { errors } = await readText(text);
    const missing = ({ message }: { readonly message: string }) => /there is no file/.test(message);
    expect(errors.filter((one) => !missing(one))).toEqual([]);
    expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  });

  test.each(BAD)('on what is wrong: %s', async (text) => {
    expect((await readText(text)).errors).not.toEqual([]);
    expect(validate(parse(text))).toBe(false);
  });
});
