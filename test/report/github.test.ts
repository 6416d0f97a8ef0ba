import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Result } from '../../src/engine/result.ts';
import type { ReportContext } from '../../src/report/context.ts';
import { anyResult } from './arbitrary-result.ts';
import { FINDING, reportText, resultOf, UNKNOWN } from './results.ts';
import { type RunnerCommand, runnerReads } from './runner.ts';

async function linesOf(result: Result, parts: Partial<ReportContext> = {}): Promise<readonly string[]> {
  const text = await reportText('github', result, parts);
  expect(text.endsWith('\n')).toBe(true);
  return text.slice(0, -1).split('\n');
}

async function commandsOf(result: Result, parts?: Partial<ReportContext>): Promise<readonly RunnerCommand[]> {
  return (await linesOf(result, parts)).flatMap((line) => runnerReads(line) ?? []);
}

function many(severity: Finding['severity'], count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => ({
    ...FINDING,
    severity,
    message: `${severity} number ${index + 1}`,
    location: { file: 'taskdef.json', pointer: '/memory', line: index + 1 },
  }));
}

describe('the annotations of GitHub Actions', () => {
  test('tell a finding where it stands, with all that is known of it', async () => {
    const [line, summary, ...more] = await linesOf(resultOf({ findings: [FINDING] }));
    expect(line).toBe(
      '::error file=taskdef.json,line=4,endLine=4,col=13,endColumn=18,title=fargate-size/memory-invalid-for-cpu::' +
        'task memory is "512", which does not go with cpu "1024": Fargate has 2048 to 8192 MiB for it.' +
        '%0AWhy: each cpu size comes with a fixed range of memory, and ECS refuses a task definition with any other pair.' +
        '%0AEvidence: cpu is "1024"' +
        '%0AFix: use 2048 MiB, the least that goes with 1024 CPU units.' +
        '%0A  set /memory to "2048"' +
        '%0ADocs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html',
    );
    expect(summary).toBe('1 error in 1 deployment');
    expect(more).toEqual([]);
  });

  test('escape properties and data as GitHub undoes it', async () => {
    const location = { file: './deploy,a:b/100%.json', pointer: '', line: 2 };
    const [command] = await commandsOf(
      resultOf({ findings: [{ ...FINDING, location, message: '50%0A, a:b' }] }),
    );
    expect(command?.properties['file']).toBe('deploy,a:b/100%.json');
    expect(command?.data.split('\n')[0]).toBe('50%0A, a:b.');
    const [line] = await linesOf(resultOf({ findings: [{ ...FINDING, location }] }));
    expect(line).toContain('file=deploy%2Ca%3Ab/100%25.json,line=2,');
  });

  test('are errors, warnings and notices, worst first', async () => {
    const findings = (['info', 'error', 'warning'] as const).map((severity) => ({ ...FINDING, severity }));
    const commands = await commandsOf(resultOf({ findings }));
    expect(commands.map(({ name }) => name)).toEqual(['error', 'warning', 'notice']);
  });

  test('of several lines name no columns, which GitHub refuses there', async () => {
    const location = { file: 'a.json', pointer: '', line: 2, column: 3, endLine: 5, endColumn: 4 };
    const [command] = await commandsOf(resultOf({ findings: [{ ...FINDING, location }] }));
    expect(command?.properties).toEqual({
      file: 'a.json',
      line: '2',
      endLine: '5',
      title: 'fargate-size/memory-invalid-for-cpu',
    });
  });

  test('of what no file holds name none, and say what they are about', async () => {
    const arn = 'arn:aws:ecs:eu-west-1:111122223333:service/prod/api';
    const [live] = await commandsOf(resultOf({ findings: [{ ...FINDING, location: { arn, pointer: '' } }] }));
    expect(Object.keys(live?.properties ?? {})).toEqual(['title']);
    expect(live?.data).toContain(`In ${arn}`);
    const [piped] = await commandsOf(
      resultOf({ findings: [{ ...FINDING, location: { file: '<stdin>', pointer: '', line: 1 } }] }),
    );
    expect(Object.keys(piped?.properties ?? {})).toEqual(['title']);
  });

  test('name a file from the root of the project', async () => {
    const projectPath = (file: string) => `deploy/${file}`;
    const [command] = await commandsOf(resultOf({ findings: [FINDING] }), { projectPath });
    expect(command?.properties['file']).toBe('deploy/taskdef.json');
  });

  test('tell inputs that could not be read and crashes as errors, before all findings', async () => {
    const commands = await commandsOf(
      resultOf({
        findings: [FINDING],
        inputErrors: [{ file: 'broken.json', message: 'expected a value', line: 3, column: 7 }],
        crashes: [
          { rule: 'fargate-size', problem: 'size-missing', deployment: 'checkout', error: new Error() },
        ],
      }),
    );
    expect(commands.slice(0, 2)).toEqual([
      {
        name: 'error',
        properties: { file: 'broken.json', line: '3', col: '7', title: 'input could not be read' },
        data: 'expected a value.',
      },
      {
        name: 'error',
        properties: { title: 'fargate-size/size-missing' },
        data: 'The check crashed on checkout: a bug of ecs-preflight.',
      },
    ]);
    expect(commands).toHaveLength(3);
  });

  test('leave suppressed findings out, and with --quiet what does not reach --fail-on', async () => {
    const hidden = { ...FINDING, suppressed: { kind: 'inSource' as const, reason: 'known' } };
    const findings = [hidden, { ...FINDING, severity: 'warning' as const }];
    expect(await commandsOf(resultOf({ findings }))).toHaveLength(1);
    expect(await commandsOf(resultOf({ findings }), { quiet: true })).toEqual([]);
  });

  test('say in the log what could not be checked, and never that all is well', async () => {
    expect(
      await linesOf(resultOf({ unknowns: [{ ...UNKNOWN, reason: 'offline', unlockedBy: '--live' }] })),
    ).toEqual(['no problems found in 1 deployment; not checked: 1 check needs --live']);
  });

  // "GitHub Actions are limited to 10 warning annotations and 10 error annotations per step."
  test('are no more than GitHub shows of a step; the last notice says how many are not annotated', async () => {
    const findings = [...many('info', 12), ...many('warning', 11), ...many('error', 13)];
    const lines = await linesOf(resultOf({ findings }));
    const commands = lines.flatMap((line) => runnerReads(line) ?? []);
    const count = (wanted: string) => commands.filter(({ name }) => name === wanted).length;
    expect([count('error'), count('warning'), count('notice')]).toEqual([10, 10, 10]);
    // 3 errors, 1 warning, and of 12 notices 3, since one says this.
    expect(commands.findLast(({ name }) => name === 'notice')?.data).toBe(
      '7 more problems not annotated: GitHub shows 10 errors, 10 warnings and 10 notices of a step; the log of this step lists them.',
    );
    const group = lines.slice(lines.indexOf('::group::7 more problems not annotated'));
    expect(group.slice(1, 8)).toEqual([
      '- error fargate-size/memory-invalid-for-cpu taskdef.json:11: error number 11.',
      '- error fargate-size/memory-invalid-for-cpu taskdef.json:12: error number 12.',
      '- error fargate-size/memory-invalid-for-cpu taskdef.json:13: error number 13.',
      '- warning fargate-size/memory-invalid-for-cpu taskdef.json:11: warning number 11.',
      '- notice fargate-size/memory-invalid-for-cpu taskdef.json:10: info number 10.',
      '- notice fargate-size/memory-invalid-for-cpu taskdef.json:11: info number 11.',
      '- notice fargate-size/memory-invalid-for-cpu taskdef.json:12: info number 12.',
    ]);
    expect(group[8]).toBe('::endgroup::');
  });

  test('are all there where GitHub shows all', async () => {
    const commands = await commandsOf(resultOf({ findings: [...many('error', 10), ...many('info', 10)] }));
    expect(commands.map(({ name }) => name)).toEqual([
      ...Array(10).fill('error'),
      ...Array(10).fill('notice'),
    ]);
  });

  // actions/runner cuts what is longer than 4,096 characters.
  test('are no longer than the runner takes, and end with a whole line', async () => {
    const evidence = Array.from({ length: 60 }, (_, index) => `fact ${index} ${'x'.repeat(100)}`);
    const [command] = await commandsOf(resultOf({ findings: [{ ...FINDING, evidence }] }));
    expect(command?.data.length).toBeLessThanOrEqual(4_096);
    expect(command?.data).toMatch(/\nEvidence: fact \d+ x{100}\n\.\.\.$/);
  });

  test('whatever stands in the files, are those that were meant, and show it as it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyResult, async (result) => {
        const lines = await linesOf(result);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        const commands = lines.flatMap((line) => runnerReads(line) ?? []);
        const open = result.findings.filter(({ suppressed }) => !suppressed);
        const all = open.length + result.inputErrors.length + result.crashes.length;
        expect(commands).toHaveLength(all);
        for (const { name, properties, data } of commands) {
          expect(['error', 'warning', 'notice']).toContain(name);
          for (const key of Object.keys(properties))
            expect(['file', 'line', 'endLine', 'col', 'endColumn', 'title']).toContain(key);
          // The lines of an annotation stand in the log, where they act again.
          for (const line of data.split('\n')) expect(runnerReads(line)).toBeUndefined();
          if (properties['line'] !== undefined) expect(Number(properties['line'])).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
