import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Result } from '../../src/engine/result.ts';
import type { FormatName } from '../../src/report/report.ts';
import { FINDING, reportText, resultOf, UNKNOWN, VERDICT } from './results.ts';

/** What a file may hold to deceive whoever reads a report of it. */
const PAYLOADS = [
  '\u001b[2J\u001b[31m',
  '\u001b]8;;https://evil.example\u0007',
  '\u009b2J',
  '\nerror[forged/finding] forged.json:1:1',
  '\r\nno problems found in 1 deployment',
  '\n::error::forged',
  '\u2028forged',
  '\u202eforged\u2066',
  '\u200b\ufeff',
  '##[add-mask]forged',
  ' ::stop-commands::forged',
  '\ud800',
  '","forged":"',
  '\\',
  '日本語',
  '🚀',
  '\t',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PAYLOADS), fc.string({ unit: 'binary', maxLength: 12 })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

const place = fc.record({
  line: fc.integer({ min: 1, max: 12 }),
  column: fc.integer({ min: 1, max: 60 }),
  endLine: fc.integer({ min: 1, max: 12 }),
  endColumn: fc.integer({ min: 1, max: 60 }),
});

const result: fc.Arbitrary<Result> = fc
  .record({ text: fc.array(hostile, { minLength: 12, maxLength: 12 }), place })
  .map(({ text, place: span }) => {
    const [message = '', why = '', fact = '', file = '', id = '', description = ''] = text;
    const [, , , , , , command = '', value = '', detail = '', unlockedBy = '', error = '', key = ''] = text;
    const finding: Finding = {
      ...FINDING,
      message,
      why,
      evidence: [fact],
      deployment: id,
      deployments: [id, `${id}2`],
      location: { ...span, file, pointer: `/${key}` },
      fixes: [
        { kind: 'command', description, command },
        { kind: 'policy', description, statement: { Effect: 'Allow', [key]: value } },
        {
          kind: 'edit',
          description,
          safe: false,
          edits: [
            { pointer: `/${key}`, op: 'set', value: { [key]: value }, file },
            { pointer: `/${key}`, op: 'remove' },
          ],
        },
      ],
    };
    return resultOf({
      deployments: [
        { id, file, family: value, service: value },
        { id: `${id}2`, file },
      ],
      findings: [finding],
      unknowns: [
        { ...UNKNOWN, deployment: id, detail },
        { ...UNKNOWN, deployment: id, detail, unlockedBy },
      ],
      verdicts: [{ ...VERDICT, deployment: id }],
      inputErrors: [{ file: error, message: error, line: span.line, column: span.column }],
    });
  });

/** How the lines of a text report begin: with our words, or indented. */
const OUR_LINE =
  /^(?:|== .* ==|error\[fargate-size\/memory-invalid-for-cpu\].*|error\[input\].*|could not check:|1 error in 2 deployments; .*|[ >] {1,}.*)$/u;

async function expectInert(format: FormatName, given: Result, source: string): Promise<string> {
  const text = await reportText(format, given, { textOf: () => source });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  // A CI system obeys what any program prints, JSON or not.
  expect(text).not.toMatch(/^\s*::[a-z]|##(?:vso)?\[/im);
  return text;
}

describe('whatever the files hold', () => {
  const source = fc.array(hostile, { maxLength: 12 }).map((lines) => lines.join('\n'));

  test('the text report has no line but its own', async () => {
    await fc.assert(
      fc.asyncProperty(result, source, async (given, text) => {
        const lines = (await expectInert('text', given, text)).split('\n');
        for (const line of lines) {
          expect(line).toMatch(OUR_LINE);
          expect(line).not.toMatch(/^\s*::[a-z]|##(?:vso)?\[/i);
        }
        expect(lines.filter((line) => line.startsWith('error['))).toHaveLength(2);
      }),
      { numRuns: 300 },
    );
  });

  test('the text report of an audit has no line but its own', async () => {
    const ours =
      /^(?:|== .* ==|(?:error|info)\[fargate-size\/memory-invalid-for-cpu\].*|error\[input\].*|would fail to restart now: .*|no service is known .*|not be read|could not check:|( {2}.){1,2} {2}\S.*|E error, W warning, .*|4 fargate-size|1 (?:error|info) in 2 services; .*|[ >] {1,}.*)$/u;
    const parts = fc.record({
      given: result,
      severity: fc.constantFrom('error' as const, 'info' as const),
      phase: fc.constantFrom('start' as const, 'rollout' as const),
      names: fc.array(hostile, { minLength: 2, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(parts, async ({ given, severity, phase, names }) => {
        const findings = given.findings.map((finding) => ({
          ...finding,
          severity,
          phase,
          location: { arn: finding.location.file ?? '', pointer: finding.location.pointer },
        }));
        const inputErrors = names.map((file) => ({ file, message: `${file} may not be read` }));
        const audit = resultOf({ ...given, findings, inputErrors });
        const text = await reportText('text', audit, { audit: true, textOf: () => undefined });
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        for (const line of text.split('\n')) {
          expect(line).toMatch(ours);
          expect(line).not.toMatch(/^\s*::[a-z]|##(?:vso)?\[/i);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the JSON report is one document that says the same', async () => {
    await fc.assert(
      fc.asyncProperty(result, source, async (given, text) => {
        const document = JSON.parse(await expectInert('json', given, text));
        const { deployments, findings, unknowns, verdicts, inputErrors, summary } = given;
        expect(document).toEqual({
          schemaVersion: 1,
          tool: { name: 'ecs-preflight', version: '1.2.3' },
          ...{ deployments, findings, unknowns, verdicts, inputErrors, summary },
        });
      }),
      { numRuns: 200 },
    );
  });

  test('the SARIF report is one document without hidden text, links and tags', async () => {
    await fc.assert(
      fc.asyncProperty(result, source, async (given, text) => {
        const log = JSON.parse(await expectInert('sarif', given, text));
        for (const { message } of log.runs[0].results) {
          expect(message.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
          expect(message.text).not.toMatch(/(?<!\\)(?:\\\\)*(?:\]\(|<[a-z/!?])/i);
        }
      }),
      { numRuns: 200 },
    );
  });
});
