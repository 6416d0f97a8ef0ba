import { describe, expect, test } from 'vitest';
import { type Fixture, inputsOf, judgeTexts, ruleFixtures } from './fixtures.ts';

const VERDICTS = { fail: 'fail', pass: 'pass', unknown: 'unknown', na: 'not-applicable' } as const;

describe('each fixture gets the verdict that its folder names', () => {
  test.each(ruleFixtures().map((fixture) => [`${fixture.rule.id}/${fixture.name}`, fixture] as const))(
    '%s',
    async (_, fixture) => {
      const { rule, folder, verdict, expected } = fixture;
      const result = await judgeTexts(inputsOf(folder), [rule], expected);
      expect(result.inputErrors).toEqual([]);
      expect(result.crashes).toEqual([]);
      const problems = worstByProblem(result.verdicts);
      for (const problem of expected.problems)
        expect([problem, problems[problem]]).toEqual([problem, VERDICTS[verdict]]);
      const others = Object.entries(problems).filter(
        ([problem, is]) => !expected.problems.includes(problem) && (is === 'fail' || is === 'crashed'),
      );
      expect(others).toEqual([]);
      if (verdict === 'fail') expectFindings(fixture, result.findings);
      if (verdict === 'unknown') expectReason(fixture, result.unknowns);
    },
  );
});

type Run = Awaited<ReturnType<typeof judgeTexts>>;

const RANK = ['crashed', 'fail', 'unknown', 'pass', 'not-applicable'];

function worstByProblem(verdicts: Run['verdicts']): Readonly<Record<string, string>> {
  const worst: Record<string, string> = {};
  for (const { problems } of verdicts) {
    for (const [problem, is] of Object.entries(problems)) {
      const before = worst[problem];
      if (before === undefined || RANK.indexOf(is) < RANK.indexOf(before)) worst[problem] = is;
    }
  }
  return worst;
}

function expectFindings({ expected }: Fixture, findings: Run['findings']): void {
  const wanted = expected.findings ?? [];
  expect(findings.map(({ problem, location }) => `${problem} ${location.pointer}`).sort()).toEqual(
    wanted.map(({ problem, pointer }) => `${problem} ${pointer}`).sort(),
  );
  for (const want of wanted) {
    const found = findings.find(
      ({ problem, location }) => problem === want.problem && location.pointer === want.pointer,
    );
    if (want.severity) expect(found?.severity).toBe(want.severity);
    if (want.phase) expect(found?.phase).toBe(want.phase);
    if (want.file) expect(found?.location.file).toBe(want.file);
    if (want.line) expect(found?.location.line).toBe(want.line);
    for (const text of want.message ?? []) expect(found?.message).toContain(text);
    if (want.safeEdit !== undefined) {
      const edits = (found?.fixes ?? []).flatMap((fix) => (fix.kind === 'edit' ? [fix.safe] : []));
      const safety = edits.length === 0 ? null : edits.includes(true);
      expect(safety).toBe(want.safeEdit);
    }
  }
}

function expectReason({ expected }: Fixture, unknowns: Run['unknowns']): void {
  for (const problem of expected.problems) {
    const entries = unknowns.filter(({ problems }) => problems.includes(problem));
    expect(entries).not.toEqual([]);
    if (expected.reason) expect(entries.map(({ reason }) => reason)).toContain(expected.reason);
    if (expected.unlockedBy)
      expect(entries.map(({ unlockedBy }) => unlockedBy)).toContain(expected.unlockedBy);
  }
}
