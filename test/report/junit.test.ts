import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Result } from '../../src/engine/result.ts';
import type { ReportContext } from '../../src/report/context.ts';
import { anyResult } from './arbitrary-result.ts';
import { expectJunit } from './junit-schemas.ts';
import { FINDING, reportText, resultOf, UNKNOWN, VERDICT } from './results.ts';
import { type Element, parseXml } from './xml.ts';

async function suitesOf(result: Result, parts: Partial<ReportContext> = {}): Promise<readonly Element[]> {
  const root = parseXml(await reportText('junit', result, parts));
  expectJunit(root);
  return root.children;
}

/** The test cases of the only suite, by name: what became of each. */
async function casesOf(result: Result, parts?: Partial<ReportContext>) {
  const suites = await suitesOf(result, parts);
  expect(suites).toHaveLength(1);
  const cases = suites[0]?.children.filter(({ name }) => name === 'testcase') ?? [];
  return new Map(cases.map(({ attributes, children }) => [attributes['name'], children[0]]));
}

const FAILED = 'fargate-size/memory-invalid-for-cpu';

describe('the reader and the schemas of these tests', () => {
  test('refuse what is not XML', () => {
    const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
    for (const bad of [
      '<a>',
      '<a></b>',
      '<a b="1" b="2"/>',
      '<a>&nbsp;</a>',
      '<a>&</a>',
      '<a>\u0001</a>',
      '<a/><b/>',
    ])
      expect(() => parseXml(head + bad)).toThrow();
    expect(() => parseXml('<a/>')).toThrow();
    expect(parseXml(`${head}<a b="&lt;"><c/>&amp;</a>`)).toEqual({
      name: 'a',
      attributes: { b: '<' },
      children: [{ name: 'c', attributes: {}, children: [], text: '' }],
      text: '&',
    });
  });

  test('refuse a suite whose numbers do not add up', async () => {
    const text = await reportText('junit', resultOf({ findings: [FINDING], verdicts: [VERDICT] }));
    expectJunit(parseXml(text));
    expect(() => expectJunit(parseXml(text.replace('failures="1"', 'failures="2"')))).toThrow();
    expect(() => expectJunit(parseXml(text.replace('<properties/>\n', '')))).toThrow();
    expect(() => expectJunit(parseXml(text.replace(' hostname="localhost"', '')))).toThrow();
  });
});

describe('the JUnit report', () => {
  test('is a suite for each deployment, and a test for each thing that was looked at', async () => {
    const at = new Date('2026-11-21T10:20:30.456Z');
    const result = resultOf({ findings: [FINDING], verdicts: [VERDICT], unknowns: [UNKNOWN] });
    const [suite, ...more] = await suitesOf(result, { at });
    expect(more).toEqual([]);
    expect(suite?.attributes).toEqual({
      name: 'checkout',
      package: 'taskdef.json',
      id: '0',
      tests: '2',
      failures: '1',
      errors: '0',
      skipped: '1',
      time: '0',
      timestamp: '2026-11-21T10:20:30',
      hostname: 'localhost',
    });
    const [failed, skipped] = suite?.children.filter(({ name }) => name === 'testcase') ?? [];
    expect(failed?.attributes).toEqual({ name: FAILED, classname: 'checkout', time: '0' });
    expect(failed?.children[0]?.attributes).toEqual({ type: 'error', message: FINDING.message });
    expect(failed?.children[0]?.text).toBe(
      [
        'error in taskdef.json:4:13',
        'task memory is "512", which does not go with cpu "1024": Fargate has 2048 to 8192 MiB for it.',
        'Why: each cpu size comes with a fixed range of memory, and ECS refuses a task definition with any other pair.',
        'Evidence: cpu is "1024"',
        'Fix: use 2048 MiB, the least that goes with 1024 CPU units.',
        '  set /memory to "2048"',
        'Docs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html',
      ].join('\n'),
    );
    expect(skipped?.attributes['name']).toBe('fargate-size: not checked');
    expect(skipped?.children[0]?.name).toBe('skipped');
    expect(skipped?.children[0]?.text).toBe(`size-missing: the placeholder \${TAG} is not resolved`);
  });

  test('says what would unlock what could not be checked, offline too, where it is said once for all', async () => {
    const unknowns = [
      {
        ...UNKNOWN,
        deployment: 'all',
        reason: 'offline' as const,
        detail: 'no account was asked',
        unlockedBy: '--live',
      },
    ];
    const problems = { 'memory-invalid-for-cpu': 'pass', 'size-missing': 'unknown' } as const;
    const cases = await casesOf(
      resultOf({ unknowns, verdicts: [{ ...VERDICT, verdict: 'unknown', problems }] }),
    );
    expect([...cases.keys()]).toEqual(['fargate-size', 'fargate-size: not checked']);
    expect(cases.get('fargate-size')).toBeUndefined();
    expect(cases.get('fargate-size: not checked')?.attributes['message']).toBe(
      '1 check could not be made (unlocked by --live)',
    );
  });

  test('passes no test of what is unknown or not applicable', async () => {
    const of = (problem: 'unknown' | 'not-applicable') => ({ 'memory-invalid-for-cpu': problem });
    const unknown = await casesOf(
      resultOf({ verdicts: [{ ...VERDICT, verdict: 'unknown', problems: of('unknown') }] }),
    );
    expect([...unknown.entries()].map(([name, outcome]) => [name, outcome?.name])).toEqual([
      ['fargate-size: not checked', 'skipped'],
    ]);
    const none = await casesOf(
      resultOf({ verdicts: [{ ...VERDICT, verdict: 'not-applicable', problems: of('not-applicable') }] }),
    );
    expect([...none.keys()]).toEqual([]);
  });

  test('fails by what reaches --fail-on, and tells the rest in the output', async () => {
    const warning: Finding = { ...FINDING, severity: 'warning' };
    const result = resultOf({ findings: [warning], verdicts: [VERDICT] });
    for (const failOn of ['error', 'never'] as const) {
      const [suite] = await suitesOf(result, { failOn });
      expect(suite?.attributes).toMatchObject({ tests: '2', failures: '0', skipped: '1' });
      expect(suite?.children.find(({ name }) => name === 'system-out')?.text).toBe(
        'warning in taskdef.json:4:13: task memory is "512", which does not go with cpu "1024": Fargate has 2048 to 8192 MiB for it. [fargate-size/memory-invalid-for-cpu]',
      );
    }
    const [strict] = await suitesOf(result, { failOn: 'warning' });
    expect(strict?.attributes).toMatchObject({ tests: '2', failures: '1' });
    expect(strict?.children.find(({ name }) => name === 'system-out')?.text).toBe('');
    const [errors] = await suitesOf(resultOf({ findings: [FINDING], verdicts: [VERDICT] }), {
      failOn: 'never',
    });
    expect(errors?.attributes).toMatchObject({ failures: '1' });
  });

  test('skips what is suppressed, with the reason', async () => {
    const suppressed = { kind: 'inSource', reason: 'accepted by the platform team' } as const;
    const cases = await casesOf(resultOf({ findings: [{ ...FINDING, suppressed }], verdicts: [VERDICT] }));
    const outcome = cases.get(FAILED);
    expect(outcome?.name).toBe('skipped');
    expect(outcome?.attributes).toEqual({
      type: 'suppressed-inSource',
      message: 'suppressed: accepted by the platform team',
    });
  });

  test('tells inputs that could not be read and crashes as errors', async () => {
    const suites = await suitesOf(
      resultOf({
        deployments: [{ id: 'checkout' }],
        inputErrors: [{ file: 'broken.json', message: 'expected a value', line: 3, column: 7 }],
        crashes: [
          { rule: 'fargate-size', problem: 'size-missing', deployment: 'checkout', error: new Error() },
        ],
        verdicts: [{ ...VERDICT, verdict: 'crashed', problems: { 'size-missing': 'crashed' } }],
      }),
    );
    const told = suites.map(({ attributes, children }) => [
      attributes['name'],
      attributes['errors'],
      children[1]?.attributes['name'],
      children[1]?.children[0]?.attributes['message'],
    ]);
    expect(told).toEqual([
      ['inputs', '1', 'broken.json:3:7', 'expected a value'],
      ['checkout', '1', 'fargate-size/size-missing: crashed', 'the check crashed: a bug of ecs-preflight'],
    ]);
    expect(suites[0]?.children[1]?.children[0]?.text).toBe('broken.json:3:7: expected a value');
  });

  test('fails every deployment that a finding touches, and tells it in full once', async () => {
    const finding = { ...FINDING, deployments: ['checkout', 'orders'] };
    const deployments = [{ id: 'checkout', file: 'taskdef.json' }, { id: 'orders' }];
    const verdicts = deployments.map(({ id }) => ({ ...VERDICT, deployment: id }));
    const suites = await suitesOf(resultOf({ deployments, findings: [finding], verdicts }));
    expect(suites.map(({ attributes }) => attributes['failures'])).toEqual(['1', '1']);
    expect(suites[1]?.children[1]?.children[0]?.text).toContain('Told in full of checkout.');
    expect(suites[1]?.children[1]?.children[0]?.text).not.toContain('Why:');
  });

  test('tells two findings of one problem in one test, as two of one name would be taken for one', async () => {
    const cases = await casesOf(
      resultOf({ findings: [FINDING, { ...FINDING, message: 'another' }], verdicts: [VERDICT] }),
    );
    expect(cases.get(FAILED)?.attributes['message']).toBe(`${FINDING.message}, and 1 more`);
    expect(cases.get(FAILED)?.text).toContain('\nanother.\n');
  });

  test('tells a finding of no rule of the run, and one of no deployment', async () => {
    const unused: Finding = {
      ...FINDING,
      rule: 'suppression',
      problem: 'unused',
      deployment: '',
      deployments: [],
    };
    const suites = await suitesOf(resultOf({ findings: [unused], verdicts: [VERDICT] }));
    const names = suites.map(({ attributes, children }) => [
      attributes['name'],
      children[1]?.attributes['name'],
    ]);
    expect(names).toEqual([
      ['checkout', 'fargate-size/memory-invalid-for-cpu'],
      ['unnamed', 'suppression/unused'],
    ]);
  });

  test('whatever stands in the files, is valid, and shows it escaped', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyResult,
        fc.constantFrom('error', 'warning', 'info', 'never'),
        async (result, failOn) => {
          const text = await reportText('junit', result, { failOn });
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
          expect(text).not.toMatch(/^\s*::[a-z]|##(?:vso)?\[/im);
          const root = parseXml(text);
          expectJunit(root);
          // Every open finding is told: as a failure of a test, or in the output.
          const told = JSON.stringify(root);
          for (const { rule, problem, suppressed } of result.findings)
            if (!suppressed) expect(told).toContain(`${rule}/${problem}`);
        },
      ),
      { numRuns: 300 },
    );
  });
});
