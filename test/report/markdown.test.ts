import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Result } from '../../src/engine/result.ts';
import type { ReportContext } from '../../src/report/context.ts';
import { anyResult, hostile } from './arbitrary-result.ts';
import { expectInertMarkdown, shown } from './markdown-checks.ts';
import { FINDING, reportText, resultOf, UNKNOWN, VERDICT } from './results.ts';

async function commentOf(result: Result, parts?: Partial<ReportContext>): Promise<string> {
  const text = await reportText('markdown', result, parts);
  expectInertMarkdown(text);
  return text;
}

async function firstLine(result: Result, parts?: Partial<ReportContext>): Promise<string | undefined> {
  return (await commentOf(result, parts)).split('\n')[0];
}

const PASSED = [{ ...VERDICT, verdict: 'pass', problems: { 'size-missing': 'pass' } }] as const;

describe('a comment on a pull request', () => {
  test('tells the verdict, the deployments, each finding with all that is known of it, and what is unknown', async () => {
    const result = resultOf({ findings: [FINDING], verdicts: [VERDICT], unknowns: [UNKNOWN] });
    expect(await commentOf(result)).toBe(
      [
        '## ❌ ecs-preflight: 1 error in 1 deployment',
        '',
        '1 check could not be made.',
        '',
        '| Deployment | Worst | Errors | Warnings | Infos | Not checked |',
        '| --- | --- | ---: | ---: | ---: | ---: |',
        '| <code>checkout</code> | error | 1 | 0 | 0 | 1 |',
        '',
        '### Findings',
        '',
        '<details>',
        '<summary><b>error</b> <code>fargate-size/memory-invalid-for-cpu</code> task memory is "512", which does not go with cpu "1024": Fargate has 2048 to 8192 MiB for it (<code>taskdef.json:4:13</code>)</summary>',
        '',
        '```text',
        '  2 |   "family": "checkout",',
        '  3 |   "cpu": "1024",',
        '> 4 |   "memory": "512",',
        '    |             ^^^^^',
        '  5 |   "requiresCompatibilities": ["FARGATE"],',
        '```',
        '',
        '**Why:** each cpu size comes with a fixed range of memory, and ECS refuses a task definition with any other pair',
        '',
        '**Evidence:**',
        '',
        '- cpu is "1024"',
        '',
        '**Fix:** use 2048 MiB, the least that goes with 1024 CPU units',
        '',
        'Set <code>/memory</code> to',
        '',
        '```json',
        '"2048"',
        '```',
        '',
        '[AWS documentation](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html)',
        '',
        '</details>',
        '',
        '<details>',
        '<summary>What could not be checked: 1 check, neither passed nor failed</summary>',
        '',
        '- 1 check needs values that the files leave open',
        '  - the placeholder <code>&#36;&#123;TAG&#125;</code> is not resolved',
        '',
        '</details>',
        '',
        '<sub>ecs-preflight 1.2.3; <code>ecs-preflight explain RULE/PROBLEM</code> says more about a problem</sub>',
        '',
        '<!-- ecs-preflight -->',
        '',
      ].join('\n'),
    );
  });

  test('begins with the verdict, and calls nothing passed that was not checked', async () => {
    expect(await firstLine(resultOf({ verdicts: PASSED }))).toBe(
      '## ✅ ecs-preflight: no problems found in 1 deployment',
    );
    const unknowns = [{ ...UNKNOWN, reason: 'offline' as const, unlockedBy: '--live' }];
    expect(await firstLine(resultOf({ unknowns }))).toBe(
      '## ❔ ecs-preflight: no problems found in 1 deployment',
    );
    expect(await commentOf(resultOf({ unknowns }))).toContain('\n- 1 check needs --live\n');
    expect(await firstLine(resultOf({ deployments: [] }))).toBe('## ❔ ecs-preflight: nothing was checked');
    const warning = { ...FINDING, severity: 'warning' as const };
    expect(await firstLine(resultOf({ findings: [warning] }))).toBe(
      '## ⚠️ ecs-preflight: 1 warning in 1 deployment',
    );
    expect(await firstLine(resultOf({ findings: [warning] }), { failOn: 'warning' })).toMatch(/^## ❌/);
    expect(
      await firstLine(resultOf({ inputErrors: [{ file: 'broken.json', message: 'expected a value' }] })),
    ).toBe('## ❌ ecs-preflight: no problems found in 1 deployment');
    expect(await firstLine(resultOf(), { audit: true })).toBe(
      '## ✅ ecs-preflight: no problems found in 1 service',
    );
  });

  test('calls new what the baseline does not know', async () => {
    const known: Finding = { ...FINDING, suppressed: { kind: 'baseline', reason: 'known in the baseline' } };
    const entry = { fingerprint: 'x', rule: 'fargate-size', problem: 'size-missing', message: 'gone' };
    const text = await commentOf(
      resultOf({
        findings: [known, known, { ...FINDING, message: 'a fresh one' }],
        baseline: { file: 'baseline.json', known: 2, mended: [entry] },
      }),
    );
    expect(text.split('\n')[0]).toBe('## ❌ ecs-preflight: 1 new error in 1 deployment');
    expect(text).toContain(
      'Compared with the baseline <code>baseline.json</code>: 2 findings known from it, and 1 that it holds is mended.',
    );
    expect(text).toContain('### New findings');
    expect(text.match(/<summary><b>/g)).toHaveLength(1);
  });

  test('tells what is suppressed and why, and inputs that could not be read', async () => {
    const suppressed = { kind: 'inSource', reason: 'accepted by @platform', until: '2027-01-31' } as const;
    const text = await commentOf(
      resultOf({
        findings: [{ ...FINDING, suppressed }],
        inputErrors: [{ file: 'broken.json', message: 'expected a value', line: 3, column: 7 }],
      }),
    );
    expect(text).toContain(
      '- error <code>fargate-size/memory-invalid-for-cpu</code> in <code>taskdef.json:4:13</code>: accepted by <code>&#64;platform</code> (until 2027-01-31)',
    );
    expect(text).toContain('- <code>broken.json:3:7</code>: expected a value');
    expect(text).toContain('1 input could not be read; 1 suppressed.');
  });

  test('fences a command so that nothing in it ends the block', async () => {
    const fixes = [{ kind: 'command', description: 'run it', command: 'echo "```" "`````"' }] as const;
    expect(await commentOf(resultOf({ findings: [{ ...FINDING, fixes }] }))).toContain(
      '\n\n``````sh\necho "```" "`````"\n``````\n',
    );
  });

  test('spells out no value of an environment variable', async () => {
    const pointer = '/containerDefinitions/0/environment';
    const value = [{ name: 'DB_PASSWORD', value: 'hunter2' }];
    const edits = [
      { pointer, op: 'set', value },
      { pointer: `${pointer}/0/value`, op: 'set', value: 'hunter2' },
      {
        pointer: '/Resources/T/Properties/ContainerDefinitions/0/Environment/0/Value',
        op: 'set',
        value: 'hunter2',
      },
    ] as const;
    const fixes = [{ kind: 'edit', description: 'do', safe: false, edits }] as const;
    const location = { file: 'taskdef.json', pointer: '/containerDefinitions/0/image', line: 10, column: 1 };
    const text = await commentOf(resultOf({ findings: [{ ...FINDING, fixes, location }] }));
    expect(text).toContain('DB_PASSWORD');
    for (const format of ['markdown', 'github', 'junit', 'github-summary', 'text'] as const)
      expect(
        await reportText(format, resultOf({ findings: [{ ...FINDING, fixes, location }] })),
      ).not.toContain('hunter2');
  });

  test.each([
    ['an ARN that holds an emoji', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf'],
    ['mentions', 'ask @octocat, (@org/team) or octocat@example.com.'],
    ['references', 'see #123, octo/repo#9, GH-7 and a1b2c3d4e5'],
    ['links', 'https://evil.example/x and www.evil.example, [click](https://evil.example)'],
    ['formulas', '$x$ and ${TAG} and $$y$$'],
    ['markup', '**bold** __x__ ~~gone~~ `code` <b>b</b> <!-- c --> | a | &amp; \\* {+ins+}'],
    ['a list', '- one'],
    ['a number', '1. one'],
    ['a heading', '# one'],
  ])('shows %s as it is written', async (_, message) => {
    const findings = [{ ...FINDING, message, evidence: [message] }];
    const lines = (await commentOf(resultOf({ findings }))).split('\n').map(shown);
    expect(lines).toContain(`- ${message}`);
    expect(lines).toContain(`error fargate-size/memory-invalid-for-cpu ${message} (taskdef.json:4:13)`);
  });

  test('whatever stands in the files, nothing in it acts', async () => {
    const source = fc.array(hostile, { maxLength: 12 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(anyResult, source, fc.boolean(), async (result, text, quiet) => {
        for (const format of ['markdown', 'github-summary'] as const)
          expectInertMarkdown(await reportText(format, result, { textOf: () => text, quiet }));
      }),
      { numRuns: 300 },
    );
  });
});

/** Many services with many findings each. */
function large(services: number, each: number): Result {
  const ids = Array.from({ length: services }, (_, index) => `service/prod/api-${index + 1}`);
  const severities = ['error', 'warning', 'info'] as const;
  const findings = ids.flatMap((id) =>
    Array.from(
      { length: each },
      (_, index): Finding => ({
        ...FINDING,
        severity: severities[index % 3] ?? 'info',
        deployment: id,
        deployments: [id],
        message: `${'日本語 '.repeat(4)}finding ${index + 1} of ${id}`,
        location: { file: `${id}.json`, pointer: '/memory', line: 4 },
      }),
    ),
  );
  return resultOf({
    deployments: ids.map((id) => ({ id, file: `${id}.json` })),
    findings,
    verdicts: ids.map((deployment) => ({ ...VERDICT, deployment })),
    unknowns: ids.map((deployment) => ({ ...UNKNOWN, deployment, detail: `${deployment} is not known` })),
    inputErrors: ids.map((id) => ({ file: `${id}.yml`, message: `expected a value ${'x'.repeat(2_000)}` })),
  });
}

const linesOfFindings = (text: string) => text.match(/^(?:- |<summary>)<b>\w+<\/b> /gm) ?? [];

describe.each([
  ['markdown', 65_536, "65,536 characters, GitHub's limit for a comment"],
  ['github-summary', 1_048_576, "1 MiB, GitHub's limit for a job summary"],
] as const)('of 1,000 services, %s', (format, limit, words) => {
  const result = large(1_000, 12);

  test('keeps to the limit, says what it leaves out, and keeps the worst', async () => {
    const text = await reportText(format, result);
    expectInertMarkdown(text);
    // UTF-8 has no fewer bytes than UTF-16 has units.
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    // It uses what there is, too.
    expect(Buffer.byteLength(text)).toBeGreaterThan(limit / 2);
    expect(text.split('\n')[0]).toBe(
      '## ❌ ecs-preflight: 4000 errors, 4000 warnings, 4000 infos in 1000 deployments',
    );
    const note = text.split('\n').find((line) => line.startsWith('**Left out**')) ?? '';
    expect(note).toContain(`to stay within ${words}: `);
    expect(note).toContain('`-f json=FILE`');

    const told = linesOfFindings(text);
    const leftOut = (name: string) => Number(new RegExp(` (\\d+) ${name}`).exec(note)?.[1] ?? 0);
    for (const severity of ['error', 'warning', 'info'] as const) {
      const kept = told.filter((line) => line.includes(`<b>${severity}</b>`)).length;
      expect(kept + leftOut(`${severity}s?`)).toBe(4_000);
    }
    // Infos go before warnings, warnings before errors, details before all of them.
    if (leftOut('errors?') > 0) expect(leftOut('warnings?')).toBe(4_000);
    if (leftOut('warnings?') > 0) expect(leftOut('infos?')).toBe(4_000);
    const details = told.filter((line) => line.startsWith('<summary>')).length;
    expect(details + leftOut('findings?')).toBe(told.length);
    const rows = text.match(/^\| <code>/gm)?.length ?? 0;
    expect(rows + leftOut('rows?')).toBe(1_000);
    expect(rows).toBeGreaterThan(50);
    expect(text).toMatch(/^- and \d+ more$/m);
  });

  test('leaves nothing out where there is room', async () => {
    const text = await reportText(format, large(3, 6));
    expect(text).not.toContain('Left out');
    expect(linesOfFindings(text)).toHaveLength(18);
  });
});

test('findings of many services are told in the table only of those that have any', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `s${index + 1}`);
  const text = await reportText(
    'markdown',
    resultOf({
      deployments: ids.map((id) => ({ id })),
      findings: [{ ...FINDING, deployment: 's30', deployments: ['s30'] }],
    }),
  );
  expectInertMarkdown(text);
  expect(text.match(/^\| <code>.*$/gm)).toEqual(['| <code>s30</code> | error | 1 | 0 | 0 | 0 |']);
  expect(text).toContain('\nAnd 29 deployments without a finding.\n');
});
