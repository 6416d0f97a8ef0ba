import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accountProblems } from '../../rules/rejected-by-ecs/account-problems.ts';
import rule from '../../rules/rejected-by-ecs/rule.ts';
import { taskDefinitionRows } from '../../rules/rejected-by-ecs/task-definition.ts';
import type { Finding, FixOutput, Result } from '../../src/engine/result.ts';
import { FIXTURES, judgeTexts } from '../fixtures.ts';
import { type ContractVector, standsAt, textsOf } from '../vectors/contract.ts';

/** What a request alone does not show: these have fixture folders. */
const ELSEWHERE = ['json-not-strict', ...Object.keys(accountProblems)];

function casesIn(folder: string): readonly ContractVector[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && file !== 'disputed.json' && file !== 'extra-cluster.json')
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly ContractVector[])
    .filter(({ context, constraint }) => context === undefined && constraint in rule.problems);
}

const contract = casesIn(join(FIXTURES, 'contract'));
const cases = [...contract, ...casesIn(join(FIXTURES, 'rejected-by-ecs', 'cases'))];

function judge(vector: ContractVector): Promise<Result> {
  return judgeTexts(textsOf(vector), [rule]);
}

function verdictOf({ verdicts }: Result, problem: string): readonly string[] {
  return [...verdicts].flatMap(({ problems }) => problems[problem] ?? []);
}

function titled(expected: string): readonly (readonly [string, ContractVector])[] {
  return cases
    .filter((vector) => vector.expect === expected)
    .map((vector) => [`${contract.includes(vector) ? 'contract ' : ''}${vector.name}`, vector] as const);
}

describe('each constraint of the table', () => {
  test.each(titled('rejected'))('%s is found where it stands', async (_, vector) => {
    const result = await judge(vector);
    expect([result.inputErrors, result.crashes]).toEqual([[], []]);
    const found = result.findings.filter(({ problem }) => problem === vector.constraint);
    expect(found.map(({ location }) => location.pointer)).not.toEqual([]);
    expect(found.some((finding) => standsAt(vector, finding))).toBe(true);
  });

  test.each(titled('accepted'))('%s does not fail', async (_, vector) => {
    const result = await judge(vector);
    expect([result.inputErrors, result.crashes]).toEqual([[], []]);
    expect(verdictOf(result, vector.constraint)).not.toContain('fail');
  });

  test.each(titled('unknown'))('%s is left open', async (_, vector) => {
    const result = await judge(vector);
    expect([result.inputErrors, result.crashes]).toEqual([[], []]);
    expect(verdictOf(result, vector.constraint)).toEqual(['unknown']);
  });

  test.each(Object.keys(rule.problems).filter((problem) => !ELSEWHERE.includes(problem)))(
    '%s is found in one case and passes in another',
    async (problem) => {
      const own = cases.filter(({ constraint }) => constraint === problem);
      expect(own.map(({ expect: expected }) => expected)).toContain('rejected');
      const accepted = own.filter(({ expect: expected }) => expected === 'accepted');
      const verdicts = await Promise.all(
        accepted.map(async (vector) => verdictOf(await judge(vector), problem)),
      );
      expect(verdicts.flat()).toContain('pass');
    },
  );

  test.each(taskDefinitionRows.map(({ id }) => id))('%s is left open in a case', (id) => {
    const own = cases.filter(({ constraint }) => constraint === id);
    expect(own.map(({ expect: expected }) => expected)).toContain('unknown');
  });
});

describe('edits', () => {
  test.each(titled('rejected'))('of %s remove their finding and add none', async (_, vector) => {
    const { findings } = await judge(vector);
    const before = tally(findings);
    for (const finding of findings.filter(({ problem }) => problem === vector.constraint)) {
      for (const fix of finding.fixes ?? []) {
        if (fix.kind !== 'edit') continue;
        const after = tally(
          (await judgeTexts(edited(vector, finding.location.file ?? '', fix.edits), [rule])).findings,
        );
        const count = before.get(vector.constraint) ?? 0;
        const added = [...after].filter(([problem, number]) => number > (before.get(problem) ?? 0));
        expect({ fix: fix.description, left: after.get(vector.constraint) ?? 0, added }).toEqual({
          fix: fix.description,
          left: count - 1,
          added: [],
        });
      }
    }
  });
});

type Edits = Extract<FixOutput, { kind: 'edit' }>['edits'];

/** The texts of a vector after the edits, removals last to first, so that no index moves under another. */
function edited(vector: ContractVector, own: string, edits: Edits) {
  const contents = new Map(textsOf(vector).map(({ file, text }) => [file, JSON.parse(text) as unknown]));
  const later = [...edits].reverse().sort((a, b) => Number(a.op === 'remove') - Number(b.op === 'remove'));
  for (const edit of later) {
    const path = edit.pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const key = path.pop() ?? '';
    let parent = contents.get(edit.file ?? own) as Record<string, unknown>;
    for (const step of path) parent = parent[step] as Record<string, unknown>;
    if (edit.op === 'set') parent[key] = edit.value;
    else if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  }
  return [...contents].map(([file, content]) => ({ file, text: JSON.stringify(content) }));
}

function tally(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { problem } of findings) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  return counts;
}

test('a template may leave out the bake time that the API wants of a blue/green deployment', async () => {
  const template = {
    Resources: {
      Service: {
        Type: 'AWS::ECS::Service',
        Properties: { TaskDefinition: 'orders:1', DeploymentConfiguration: { Strategy: 'BLUE_GREEN' } },
      },
    },
  };
  const request = {
    serviceName: 'orders',
    taskDefinition: 'orders:1',
    deploymentConfiguration: { strategy: 'BLUE_GREEN' },
  };
  const verdict = async (file: string, content: object) =>
    verdictOf(await judgeTexts([{ file, text: JSON.stringify(content) }], [rule]), 'bake-time-required');
  expect(await verdict('service.json', request)).toEqual(['fail']);
  expect(await verdict('template.json', template)).toEqual(['not-applicable']);
});
