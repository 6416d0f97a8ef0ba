import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import clusterCapacity from '../../rules/cluster-capacity/rule.ts';
import execReadiness from '../../rules/exec-readiness/rule.ts';
import logGroup from '../../rules/log-group/rule.ts';
import sessionLongevity from '../../rules/session-longevity/rule.ts';
import subnetHeadroom from '../../rules/subnet-headroom/rule.ts';
import { inputsOf, judgeTexts } from '../fixtures.ts';

const RULES = [subnetHeadroom, logGroup, execReadiness, clusterCapacity, sessionLongevity];
const HOME = fileURLToPath(new URL('healthy/', import.meta.url));

/** Whole accounts as real ones are, in which nothing is wrong: `expected.json` holds what may be said of each (`infos`), and what nobody can know (`unknowns`). */
describe('nothing is reported of an account in which nothing is wrong', () => {
  test.each(readdirSync(HOME).sort())('%s', async (name) => {
    const folder = `${HOME}${name}`;
    const read = (file: string) => JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8'));
    const { infos, unknowns, target } = read('expected');
    const result = await judgeTexts(inputsOf(folder), RULES, { target, snapshot: read('snapshot') });
    expect(result.inputErrors).toEqual([]);
    expect(result.crashes).toEqual([]);
    const told = result.findings.map(({ severity, rule, problem, message }) =>
      severity === 'info' ? `${rule}/${problem}` : `${severity} ${rule}/${problem}: ${message}`,
    );
    expect(told.sort()).toEqual(infos);
    const open = result.unknowns.flatMap(({ rule, problems, reason, detail, unlockedBy }) =>
      problems.map((problem) => `${rule}/${problem}: ${reason} ${unlockedBy ?? ''} ${detail}`),
    );
    expect(open.sort()).toEqual(unknowns);
  });
});
