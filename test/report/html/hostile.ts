import type { Portrait } from '../../../src/engine/portrait.ts';
import type { Finding, Result } from '../../../src/engine/result.ts';
import { FINDING, resultOf, UNKNOWN, VERDICT } from '../results.ts';

/** What may stand in a file, a tag, a log group's name or AWS's answer, to run in the browser of whoever opens the report. */
export const PAYLOADS = [
  '</script><script>alert(1)</script>',
  '</style><style>*{display:none}',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)',
  '<!--',
  '-->',
  ']]>',
  '&lt;b&gt;',
  '&#60;i&#62;',
  'javascript:alert(1)',
  'https://evil.example/" onclick="alert(1)',
  '\u0000<b>',
  '\u202e',
  '\u2028',
  '\ud800',
  '\u001b[31m',
  '<',
  '>',
  '&',
  '`',
];

/** A result in which everything that comes from outside is one of the texts. */
export function resultWith(text: readonly string[]): Result {
  const at = (index: number) => text[index % text.length] ?? '';
  const finding: Finding = {
    ...FINDING,
    rule: at(0),
    problem: at(1),
    message: at(2),
    why: at(3),
    evidence: [at(4)],
    deployment: at(5),
    deployments: [at(5)],
    container: at(6),
    location: { file: at(7), pointer: `/${at(8)}`, line: 2, column: 1, endLine: 2, endColumn: 4 },
    docs: at(9),
    asOf: at(10),
    fixes: [
      { kind: 'command', description: at(11), command: at(12) },
      { kind: 'policy', description: at(13), statement: { Effect: 'Allow', [at(0)]: at(1) } },
      {
        kind: 'edit',
        description: at(2),
        safe: true,
        edits: [
          { pointer: `/${at(3)}`, op: 'set', value: { [at(4)]: at(5) }, file: at(6) },
          { pointer: `/${at(7)}`, op: 'remove' },
        ],
      },
    ],
  };
  const hop = { to: at(2), from: at(3), hops: [at(3), at(4), at(5)] };
  const portrait: Portrait = {
    rollout: { is: 'open', why: [at(6)] },
    addresses: { least: 1, most: 1, from: 'now', subnets: [{ id: at(7), zone: at(8), free: 1 }] },
    paths: [
      { ...hop, verdict: 'unreachable', code: at(9), region: at(10) },
      { ...hop, verdict: 'unknown', why: [at(11), at(12)] },
      { ...hop, verdict: 'reachable', assumptions: [at(13)] },
    ],
  };
  const drawn: Portrait = {
    rollout: {
      ...{ is: 'drawn', strategy: at(1), desired: 1, floor: 1, ceiling: 2, lowest: 1, peak: 2 },
      steps: [{ old: 1, starting: 1, healthy: 0, total: 2, note: at(2) }],
    },
    paths: [],
  };
  const other = `${at(5)}2`;
  const suppressed = { kind: 'inSource', reason: at(4), until: at(5) } as const;
  const result = resultOf({
    deployments: [
      { id: at(5), file: at(7), family: at(8) },
      { id: other, file: at(9) },
    ],
    findings: [
      finding,
      { ...finding, deployments: [at(5), other] },
      {
        ...finding,
        deployment: other,
        deployments: [other],
        location: { arn: at(1), pointer: '' },
        suppressed,
      },
    ],
    unknowns: [
      { ...UNKNOWN, rule: at(0), problems: [at(1)], deployment: at(5), detail: at(2) },
      { ...UNKNOWN, deployment: at(5), detail: at(3), unlockedBy: at(4) },
    ],
    verdicts: [{ ...VERDICT, deployment: at(5) }],
    inputErrors: [{ file: at(6), message: at(7), line: 1 }],
    crashes: [{ rule: at(8), problem: at(9), deployment: at(10), error: new Error(at(11)) }],
  });
  const unused = { ...suppressed, rules: [at(0)], covers: {}, place: { file: at(1), pointer: '', line: 2 } };
  const mended = [{ fingerprint: at(2), rule: at(3), problem: at(4), message: at(5) }];
  return {
    ...result,
    portraits: new Map([
      [at(5), portrait],
      [other, drawn],
    ]),
    unusedSuppressions: [unused],
    baseline: { file: at(6), known: 1, mended },
  };
}
