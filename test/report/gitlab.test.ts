import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Result } from '../../src/engine/result.ts';
import type { ReportContext } from '../../src/report/context.ts';
import { anyResult } from './arbitrary-result.ts';
import { FINDING, reportText, resultOf } from './results.ts';

interface Violation {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** What docs.gitlab.com/ci/testing/code_quality asks of a report. */
function expectCodeQuality(report: unknown): asserts report is readonly Violation[] {
  expect(Array.isArray(report)).toBe(true);
  const fingerprints = new Set<string>();
  for (const violation of report as readonly Violation[]) {
    const { description, check_name, fingerprint, severity, location } = violation;
    expect(Object.keys(violation).sort()).toEqual([
      'check_name',
      'description',
      'fingerprint',
      'location',
      'severity',
    ]);
    for (const text of [description, check_name, fingerprint, location.path]) expect(text).toMatch(/./);
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
    expect(location.path).not.toMatch(/^\.\//);
    expect(Number.isInteger(location.lines.begin) && location.lines.begin > 0).toBe(true);
    // GitLab shows the first of those that share one.
    expect(fingerprints).not.toContain(fingerprint);
    fingerprints.add(fingerprint);
  }
}

async function violationsOf(result: Result, parts?: Partial<ReportContext>): Promise<readonly Violation[]> {
  const report: unknown = JSON.parse(await reportText('gitlab', result, parts));
  expectCodeQuality(report);
  return report;
}

describe('the Code Quality report of GitLab', () => {
  test('tells a finding', async () => {
    expect(await violationsOf(resultOf({ findings: [FINDING] }))).toEqual([
      {
        description:
          'task memory is "512", which does not go with cpu "1024": Fargate has 2048 to 8192 MiB for it. Fix: use 2048 MiB, the least that goes with 1024 CPU units.',
        check_name: 'fargate-size/memory-invalid-for-cpu',
        fingerprint: FINDING.fingerprint,
        severity: 'critical',
        location: { path: 'taskdef.json', lines: { begin: 4 } },
      },
    ]);
  });

  test('is an empty list where nothing was found', async () => {
    expect(await reportText('gitlab', resultOf())).toBe('[]\n');
  });

  test('leaves out what is suppressed, and grades the rest', async () => {
    const suppressed = { kind: 'baseline', reason: 'known' } as const;
    const findings: readonly Finding[] = [
      { ...FINDING, suppressed },
      { ...FINDING, severity: 'warning', fingerprint: 'w' },
      { ...FINDING, severity: 'info', fingerprint: 'i' },
    ];
    const violations = await violationsOf(resultOf({ findings }));
    expect(violations.map(({ severity }) => severity)).toEqual(['major', 'info']);
  });

  test('tells findings of one fingerprint apart, in the same way in every run', async () => {
    const findings = [FINDING, FINDING, { ...FINDING, message: 'another' }];
    const first = await violationsOf(resultOf({ findings }));
    const second = await violationsOf(resultOf({ findings }));
    expect(first[0]?.fingerprint).toBe(FINDING.fingerprint);
    expect(second.map(({ fingerprint }) => fingerprint)).toEqual(first.map(({ fingerprint }) => fingerprint));
  });

  test('tells an input that could not be read, and a crash, as blockers', async () => {
    const violations = await violationsOf(
      resultOf({
        inputErrors: [{ file: './broken.json', message: 'expected a value', line: 3 }],
        crashes: [
          { rule: 'fargate-size', problem: 'size-missing', deployment: 'checkout', error: new Error() },
        ],
      }),
    );
    expect(violations).toMatchObject([
      {
        description: 'The input could not be read: expected a value.',
        check_name: 'input-error',
        severity: 'blocker',
        location: { path: 'broken.json', lines: { begin: 3 } },
      },
      {
        check_name: 'fargate-size/size-missing',
        severity: 'blocker',
        location: { path: 'taskdef.json', lines: { begin: 1 } },
      },
    ]);
  });

  test('names a file from the root of the project', async () => {
    const projectPath = (file: string) => `deploy/${file}`;
    const [violation] = await violationsOf(resultOf({ findings: [FINDING] }), { projectPath });
    expect(violation?.location.path).toBe('deploy/taskdef.json');
  });

  test('gives what only the account has the file of its deployment, or a path made of its ARN', async () => {
    const arn = 'arn:aws:ecs:eu-west-1:111122223333:service/prod/api';
    const findings = [{ ...FINDING, location: { arn, pointer: '' } }];
    const [declared] = await violationsOf(resultOf({ findings }));
    expect(declared?.location).toEqual({ path: 'taskdef.json', lines: { begin: 1 } });
    const [live] = await violationsOf(resultOf({ findings, deployments: [{ id: 'checkout' }] }));
    expect(live?.location).toEqual({
      path: 'ecs/eu-west-1/111122223333/service/prod/api',
      lines: { begin: 1 },
    });
  });

  test('whatever stands in the files, is valid and inert', async () => {
    await fc.assert(
      fc.asyncProperty(anyResult, async (result) => {
        const text = await reportText('gitlab', result);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(text).not.toMatch(/^\s*::[a-z]|##(?:vso)?\[/im);
        const report: unknown = JSON.parse(text);
        expectCodeQuality(report);
        const open = result.findings.filter(({ suppressed }) => !suppressed);
        expect(report).toHaveLength(open.length + result.inputErrors.length + result.crashes.length);
        for (const { description, location } of report)
          expect(description + location.path).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
      { numRuns: 300 },
    );
  });
});
