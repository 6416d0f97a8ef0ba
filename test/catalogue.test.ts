import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import type { Problem, Rule, Verdict } from '../src/rule.ts';
import { inputsOf, judgeTexts, ruleFixtures } from './fixtures.ts';

/** One test for the well-formedness of all rules, their pages and their fixtures. */
const RULES = fileURLToPath(new URL('../rules/', import.meta.url));
const problems = rules.flatMap((rule) =>
  Object.entries(rule.problems).map(([id, problem]) => ({ name: `${rule.id}/${id}`, rule, id, problem })),
);
const fixtures = ruleFixtures();
/** Rule 13's cases stand in tables: test/rules/rejected-by-ecs.test.ts holds them to the same. */
const inFolders = problems.filter(
  ({ rule, id }) =>
    rule.id !== 'rejected-by-ecs' ||
    fixtures.some((f) => f.rule === rule && f.expected.problems.includes(id)),
);

describe('rules', () => {
  test('each folder is a rule of its name, with a page', () => {
    const folders = readdirSync(RULES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
      .map((entry) => entry.name)
      .sort();
    expect(rules.map(({ id }) => id).sort()).toEqual(folders);
    for (const id of folders) expect(existsSync(join(RULES, id, 'README.md'))).toBe(true);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s: its page has the headings of every page',
    (id, rule) => {
      const page = readFileSync(join(RULES, id, 'README.md'), 'utf8');
      expect(page.split('\n')[0]).toBe(`# ${id}`);
      expect(page).toContain(rule.title);
      const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual([
        'What breaks',
        'Why ECS does this',
        'Problems',
        'Example',
        'Fix',
        'What is needed to check it',
        'When not to care',
        'Sources',
      ]);
      for (const problem of Object.keys(rule.problems)) expect(page).toContain(problem);
      expect(page.slice(page.indexOf('## Sources'))).toMatch(/https:\/\/docs\.aws\.amazon\.com\//);
    },
  );

  test.each(problems.map((entry) => [entry.name, entry.problem] as const))(
    '%s is well-formed',
    (_, problem) => {
      expect(problem.maySeverities ?? [problem.severity]).toContain(problem.severity);
      expect(problem.mayPhases ?? [problem.phase]).toContain(problem.phase);
      expect(problem.docs).toMatch(/^https:\/\//);
      expect(problem.why.length).toBeGreaterThan(20);
      expect(problem.summary).not.toMatch(/\.$/);
      expect(problem.decidable.length).toBeGreaterThan(0);
      // What files do not decide has to be asked.
      if (!problem.decidable.includes('F')) expect(problem.needs ?? DESCRIBED).not.toEqual([]);
    },
  );
});

describe('fixtures', () => {
  test('no fixture is about a problem that does not exist', () => {
    for (const { rule, name, expected } of fixtures) {
      expect(expected.problems.length, name).toBeGreaterThan(0);
      for (const id of expected.problems)
        expect(Object.keys(rule.problems), `${rule.id}/${name}`).toContain(id);
      if (name.startsWith('fail-')) {
        const found = new Set((expected.findings ?? []).map(({ problem }) => problem));
        expect([...found].sort(), `${rule.id}/${name}`).toEqual([...expected.problems].sort());
      }
    }
    const known = new Set([...rules.map(({ id }) => id), 'demo', 'contract', 'contract-own', 'iam', 'net']);
    const folders = readdirSync(fileURLToPath(new URL('../fixtures/', import.meta.url)));
    expect(folders.filter((folder) => !known.has(folder))).toEqual([]);
  });

  test.each(inFolders.map((entry) => [entry.name, entry] as const))(
    '%s has failing and passing fixtures',
    (_, { rule, id, problem }) => {
      const kinds = fixtures
        .filter((fixture) => fixture.rule === rule && fixture.expected.problems.includes(id))
        .map(({ verdict }) => verdict);
      expect(kinds).toContain('fail');
      expect(kinds).toContain('pass');
      if (problem.needs) expect(kinds).toContain('unknown');
    },
  );

  test.each(
    problems
      .filter(({ problem }) => problem.decidable.includes('D'))
      .map((entry) => [entry.name, entry] as const),
  )('%s is decided by what a template declares, in CloudFormation and in Terraform', (_, { rule, id }) => {
    const kinds = fixtures
      .filter((fixture) => fixture.rule === rule && fixture.expected.problems.includes(id))
      .map(({ name }) => /^(\w+-(?:cfn|tf))-/.exec(name)?.[1]);
    for (const kind of ['fail-cfn', 'pass-cfn', 'fail-tf']) expect(kinds).toContain(kind);
  });

  test.each(inFolders.map((entry) => [entry.name, entry] as const))(
    '%s: inverting its decision turns a fixture red',
    async (_, { rule, id, problem }) => {
      const inverted: Rule = { ...rule, problems: { [id]: invert(problem) } };
      const decided = fixtures.filter(
        ({ rule: owner, verdict, expected }) =>
          owner === rule && expected.problems.includes(id) && (verdict === 'fail' || verdict === 'pass'),
      );
      const red = await Promise.all(
        decided.map(async ({ folder, verdict, expected }) => {
          const { verdicts } = await judgeTexts(inputsOf(folder), [inverted], expected);
          return ![...verdicts].some((entry) => entry.problems[id] === verdict);
        }),
      );
      expect(red).toContain(true);
    },
  );
});

/** The same check with fail and pass exchanged. */
function invert(problem: Problem): Problem {
  return {
    ...problem,
    check: async (deployment, facts, settings) => {
      const answer = await problem.check(deployment, facts, settings);
      const verdicts = Array.isArray(answer) ? (answer as readonly Verdict[]) : [answer as Verdict];
      return verdicts.map((verdict): Verdict => {
        if (verdict.is === 'fail') return { is: 'pass' };
        if (verdict.is !== 'pass') return verdict;
        return { is: 'fail', failure: { at: deployment.taskDefinition.view, message: 'inverted' } };
      });
    },
  };
}

/** Decided from what is settled before any rule judges. */
const DESCRIBED = ['the described service'];

const CATALOGUE = fileURLToPath(new URL('../../shared/rules.json', import.meta.url));

/** The catalogue that decides stands beside a checkout of the maintainers; elsewhere this is skipped. */
describe.skipIf(!existsSync(CATALOGUE))('agreement with the catalogue', () => {
  interface Row {
    readonly problem: string;
    readonly sources: readonly string[];
    readonly severity: string;
    readonly maySeverities?: readonly string[];
    readonly phase: string;
    readonly mayPhases?: readonly string[];
    readonly scope: string;
  }
  const catalogue = existsSync(CATALOGUE)
    ? (JSON.parse(readFileSync(CATALOGUE, 'utf8')) as {
        readonly rules: readonly { rule: string; number: number; title: string; problems: readonly Row[] }[];
      })
    : { rules: [] };

  test('every problem is there, and no other', () => {
    const wanted = catalogue.rules.flatMap(({ rule, problems: rows }) =>
      rows.map(({ problem }) => `${rule}/${problem}`),
    );
    expect(problems.map(({ name }) => name).sort()).toEqual(wanted.sort());
  });

  test.each(catalogue.rules.map((entry) => [entry.rule, entry] as const))(
    '%s has the catalogue’s words',
    (id, entry) => {
      const rule = rules.find((candidate) => candidate.id === id);
      expect([rule?.number, rule?.title]).toEqual([entry.number, entry.title]);
      for (const row of entry.problems) {
        const problem = rule?.problems[row.problem];
        if (!problem) continue;
        expect(
          {
            problem: row.problem,
            severity: problem.severity,
            phase: problem.phase,
            scope: problem.scope ?? 'deployment',
            sources: problem.decidable,
          },
          row.problem,
        ).toEqual({
          problem: row.problem,
          severity: row.severity,
          phase: row.phase,
          scope: row.scope,
          sources: row.sources,
        });
        for (const severity of problem.maySeverities ?? [])
          expect(row.maySeverities ?? [row.severity]).toContain(severity);
        for (const phase of problem.mayPhases ?? []) expect(row.mayPhases ?? [row.phase]).toContain(phase);
      }
    },
  );
});
