import fc from 'fast-check';
import type {
  Finding,
  FixOutput,
  Result,
  UnknownEntry,
  VerdictEntry,
  VerdictName,
} from '../../src/engine/result.ts';
import { FINDING, resultOf } from './results.ts';

/** What a file may hold to deceive whoever reads a report of it, in whatever medium. */
const PAYLOADS = [
  '\u001b[2J\u001b[31m',
  '\u009b2J',
  '\u0000\u0008\u000b\u000c\u007f\u0085',
  '\n::error::forged',
  '\r\n::set-output name=x::forged',
  '::error file=forged,line=1::forged',
  '##[error]forged',
  '%0A::error::forged%25',
  '\u2028::error::forged',
  '\u202eforged\u2066',
  '\u200b\ufeff\ufffe\uffff',
  '\ud800',
  '\udc00 \u{1fffe}',
  '"><script>alert(1)</script>',
  '</summary></details>',
  '</system-out></testsuite><testsuite>',
  ']]>',
  '<![CDATA[',
  '<!-- ',
  '--> ',
  '&lt;&amp;&#64;admin;',
  '@octocat @org/team',
  '#123 octo/repo#9 GH-7',
  'octocat@example.com',
  'https://evil.example/x www.evil.example',
  '[click](https://evil.example) ![x](https://evil.example/p.png)',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
  '$x$ $$y$$ $`z`$ ${TAG}',
  '`',
  '```',
  '````````\n```',
  '~~~',
  '| a | b |',
  '\n\n# heading\n',
  '\n- list\n1. one\n> quote\n---\n===',
  '1. one',
  '- [ ] task',
  '    code',
  '***bold***',
  '__x__',
  '~~gone~~',
  '^up^',
  '\\',
  '\\`',
  '\\@',
  '\\|',
  'a,b:c=d',
  "'; rm -rf /",
  '日本語',
  '🚀',
  '\t',
];

/** Text with such things in it. */
export const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...PAYLOADS), fc.string({ unit: 'binary', maxLength: 10 }), fc.constant(' ')),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(''));

const severity = fc.constantFrom('error' as const, 'warning' as const, 'info' as const);

const span = fc.record({
  line: fc.integer({ min: 1, max: 12 }),
  column: fc.integer({ min: 1, max: 60 }),
  endLine: fc.integer({ min: 1, max: 12 }),
  endColumn: fc.integer({ min: 1, max: 60 }),
});

const location: fc.Arbitrary<Finding['location']> = fc.oneof(
  fc.tuple(span, hostile, hostile).map(([at, file, pointer]) => ({ ...at, file, pointer: `/${pointer}` })),
  fc.record({ file: hostile, pointer: hostile, resource: hostile }),
  fc.record({ arn: hostile, pointer: hostile }),
  fc.constant({ pointer: '' }),
);

const fix: fc.Arbitrary<FixOutput> = fc.oneof(
  fc.record({ kind: fc.constant('command' as const), description: hostile, command: hostile }),
  fc.record({
    kind: fc.constant('policy' as const),
    description: hostile,
    statement: fc.record({ Effect: fc.constant('Allow'), Resource: hostile }),
  }),
  fc.record({
    kind: fc.constant('edit' as const),
    description: hostile,
    safe: fc.boolean(),
    edits: fc.array(
      fc.oneof(
        fc.record({
          pointer: hostile,
          op: fc.constant('set' as const),
          value: fc.dictionary(hostile, hostile),
        }),
        fc.record({ pointer: hostile, op: fc.constant('remove' as const), file: hostile }),
      ),
      { maxLength: 3 },
    ),
  }),
);

/** Of a problem of the catalogue, or of none. */
const name = fc.oneof(
  fc.constant({ rule: 'fargate-size', problem: 'memory-invalid-for-cpu' }),
  fc.constant({ rule: 'fargate-size', problem: 'size-missing' }),
  fc.constant({ rule: 'suppression', problem: 'unused' }),
);

const suppressed: fc.Arbitrary<Finding['suppressed']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.record({
    kind: fc.constantFrom('inSource' as const, 'external' as const, 'baseline' as const),
    reason: hostile,
  }),
);

const findingParts = fc.record({
  name,
  severity,
  location,
  suppressed,
  message: hostile,
  why: hostile,
  docs: fc.oneof(hostile, fc.constant(FINDING.docs)),
  evidence: fc.array(hostile, { maxLength: 3 }),
  fixes: fc.array(fix, { maxLength: 3 }),
  fingerprint: fc.constantFrom('a', 'b', 'c'),
  touches: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
});

const VERDICTS: readonly VerdictName[] = ['crashed', 'fail', 'unknown', 'pass', 'not-applicable'];

/** Any result of a run: hostile text throughout, findings of rules that are in no catalogue, of no file, suppressed, crashes. */
export const anyResult: fc.Arbitrary<Result> = fc
  .record({
    names: fc.uniqueArray(hostile, { minLength: 1, maxLength: 4 }),
    findings: fc.array(findingParts, { maxLength: 6 }),
    unknowns: fc.array(
      fc.record({
        which: fc.integer({ min: -1, max: 3 }),
        detail: hostile,
        unlockedBy: fc.option(hostile, { nil: undefined }),
        reason: fc.constantFrom('offline' as const, 'unresolved' as const, 'access-denied' as const),
      }),
      { maxLength: 3 },
    ),
    verdicts: fc.array(fc.constantFrom(...VERDICTS), { minLength: 8, maxLength: 8 }),
    inputErrors: fc.array(
      fc.oneof(
        fc.record({ file: hostile, message: hostile }),
        fc.record({ file: hostile, message: hostile, line: fc.nat({ max: 3 }), column: fc.nat({ max: 3 }) }),
      ),
      { maxLength: 3 },
    ),
    crashed: fc.boolean(),
    baseline: fc.option(hostile, { nil: undefined }),
  })
  .map(({ names, findings, unknowns, verdicts, inputErrors, crashed, baseline }) => {
    const nameOf = (index: number) => names[index % names.length] ?? '';
    const worst = (index: number) => verdicts[index] ?? 'pass';
    return resultOf({
      deployments: names.map((id, index) => (index % 2 === 0 ? { id, file: `${id}.json` } : { id })),
      findings: findings.map(({ name: { rule, problem }, touches, ...parts }) => {
        const deployments = [...new Set(touches.map(nameOf))];
        return { ...FINDING, ...parts, rule, problem, deployment: deployments[0] ?? '', deployments };
      }),
      unknowns: unknowns.map(({ which, unlockedBy, ...parts }): UnknownEntry => {
        const about = { rule: 'fargate-size', problem: 'size-missing', problems: ['size-missing'] };
        const unlock = unlockedBy === undefined ? {} : { unlockedBy };
        return { ...about, ...parts, ...unlock, deployment: which < 0 ? 'all' : nameOf(which) };
      }),
      verdicts: names.map((deployment, index): VerdictEntry => {
        const problems = { 'memory-invalid-for-cpu': worst(2 * index), 'size-missing': worst(2 * index + 1) };
        return { rule: 'fargate-size', deployment, verdict: worst(2 * index), problems };
      }),
      inputErrors,
      crashes: crashed
        ? [{ rule: 'fargate-size', problem: 'size-missing', deployment: nameOf(0), error: new Error('x') }]
        : [],
      ...(baseline === undefined ? {} : { baseline: { file: baseline, known: 1, mended: [] } }),
    });
  });
