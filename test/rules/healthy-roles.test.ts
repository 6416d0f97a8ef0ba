import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import roleConfusion from '../../rules/role-confusion/rule.ts';
import secretReachability from '../../rules/secret-reachability/rule.ts';
import { FIXTURES, inputsOf, judgeTexts } from '../fixtures.ts';

const RULES = [roleConfusion, secretReachability];
const folders = RULES.flatMap(({ id }) =>
  readdirSync(join(FIXTURES, id))
    .filter((name) => name.startsWith('pass-estate-'))
    .map((name) => [`${id}/${name}`] as const),
);

/** Roles, secrets, keys and repositories as healthy accounts have them: neither rule finds anything. */
describe('nothing is found where roles and secrets are as they should be', () => {
  test('there are enough of them', () => expect(folders.length).toBeGreaterThanOrEqual(12));

  test.each(folders)('%s', async (name) => {
    const folder = join(FIXTURES, name);
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const { target } = read('expected.json');
    const result = await judgeTexts(inputsOf(folder), RULES, { target, snapshot: read('snapshot.json') });
    expect(result.inputErrors).toEqual([]);
    expect(result.crashes).toEqual([]);
    expect(result.findings.map(({ problem, message }) => `${problem}: ${message}`)).toEqual([]);
  });
});
