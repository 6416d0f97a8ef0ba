import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { VerdictEntry } from '../../src/engine/result.ts';
import { inputsOf, judgeTexts, ruleFixtures } from '../fixtures.ts';
import { FINDING, reportText, resultOf, UNKNOWN, VERDICT } from './results.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function expectValid(document: unknown): void {
  const valid = validate(document);
  expect(validate.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
}

/** A result in which every member of the contract occurs. */
const FULL = resultOf({
  deployments: [{ id: 'api', file: 'service.json', family: 'checkout', service: 'api' }],
  findings: [
    { ...FINDING, asOf: '2026-11-20' },
    {
      ...FINDING,
      fixes: [
        { kind: 'command', description: 'create it', command: 'aws logs create-log-group' },
        { kind: 'policy', description: 'allow it', statement: { Effect: 'Allow' } },
        {
          kind: 'edit',
          description: 'remove it',
          safe: false,
          edits: [{ pointer: '/cpu', op: 'remove', file: 'other.json' }],
        },
      ],
      suppressed: { kind: 'inSource', reason: 'known' },
    },
  ],
  unknowns: [{ ...UNKNOWN, unlockedBy: '--parameters TAG=…' }],
  verdicts: [VERDICT],
  inputErrors: [{ file: 'broken.json', message: 'expected a value', line: 3, column: 7 }],
});

describe('the JSON report', () => {
  test('is the contract, member for member', async () => {
    const text = await reportText('json', FULL);
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      schemaVersion: 1,
      tool: { name: 'ecs-preflight', version: '1.2.3' },
      deployments: FULL.deployments,
      findings: FULL.findings.map((finding) => ({
        ...finding,
        suppressed: finding.suppressed && { reason: 'known' },
      })),
      unknowns: FULL.unknowns,
      verdicts: [VERDICT],
      inputErrors: FULL.inputErrors,
      summary: { error: 1, warning: 0, info: 0, unknown: 1, suppressed: 1 },
    });
    expectValid(JSON.parse(text));
  });

  test('holds nothing else that an object happens to carry', async () => {
    const chatty = {
      ...FULL,
      findings: [{ ...FINDING, stack: 'internal', location: { ...FINDING.location, at: 1 } }],
    };
    const document = JSON.parse(await reportText('json', chatty));
    expect(document.findings).toEqual([FINDING]);
  });

  test('leaves absent members out, except suppressed', async () => {
    const { evidence, fixes, ...bare } = FINDING;
    const text = await reportText('json', resultOf({ findings: [bare] }));
    const [finding] = JSON.parse(text).findings;
    expect(Object.keys(finding)).not.toContain('evidence');
    expect(Object.keys(finding)).not.toContain('fixes');
    expect(finding.suppressed).toBeNull();
    expect(text).not.toContain('undefined');
  });

  test('is one whole document where there is nothing to tell', async () => {
    const document = JSON.parse(await reportText('json', resultOf({ deployments: [] })));
    expectValid(document);
    expect(document.findings).toEqual([]);
    expect(document.deployments).toEqual([]);
  });

  test('spells the verdicts that deployments share once', async () => {
    let spelled = 0;
    const problems = { 'memory-invalid-for-cpu': 'pass' } as const;
    const toJSON = () => {
      spelled += 1;
      return { ...problems };
    };
    Object.defineProperty(problems, 'toJSON', { value: toJSON });
    function* verdicts(): Iterable<VerdictEntry> {
      for (let index = 0; index < 1_000; index++) {
        yield { rule: 'fargate-size', deployment: `service-${index >> 1}`, verdict: 'pass', problems };
      }
    }
    const document = JSON.parse(await reportText('json', resultOf({ verdicts: verdicts() })));
    expect(spelled).toBe(1);
    expect(document.verdicts).toHaveLength(1_000);
    expect(document.verdicts[999]).toEqual({
      rule: 'fargate-size',
      deployment: 'service-499',
      verdict: 'pass',
      problems: { 'memory-invalid-for-cpu': 'pass' },
    });
  });

  test('of every rule fixture has the shipped form', async () => {
    for (const { rule, folder, expected } of ruleFixtures()) {
      const result = await judgeTexts(inputsOf(folder), [rule], expected);
      expectValid(JSON.parse(await reportText('json', result, { rules })));
    }
  });
});

describe('the JSON Schema', () => {
  /** Every object of the full document, by its path. */
  function* objects(
    value: unknown,
    path: readonly (string | number)[] = [],
  ): Iterable<readonly (string | number)[]> {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) yield path;
    for (const [key, member] of Object.entries(value)) yield* objects(member, [...path, key]);
  }

  const document = async () => JSON.parse(await reportText('json', FULL));
  const at = (root: unknown, path: readonly (string | number)[]) =>
    path.reduce((value, key) => (value as Record<string | number, unknown>)[key], root) as Record<
      string,
      unknown
    >;

  const OPTIONAL = [
    'family',
    'service',
    'evidence',
    'fixes',
    'asOf',
    'unlockedBy',
    'file of a deployment',
    'file of an edit',
    'column of an input error',
    'a member of free form',
  ];

  test('requires every member that is not optional', async () => {
    const optional = new Set<string>();
    for (const path of objects(await document())) {
      const members = Object.keys(at(await document(), path));
      for (const member of members) {
        const broken = await document();
        delete at(broken, path)[member];
        if (validate(broken)) optional.add(describeMember(path, member));
      }
    }
    expect([...optional].sort()).toEqual([...OPTIONAL].sort());
  });

  function describeMember(path: readonly (string | number)[], member: string): string {
    if (path.includes('edits')) return `${member} of an edit`;
    if (path.includes('statement') || path.includes('problems')) return 'a member of free form';
    if (path[0] === 'deployments' && member === 'file') return 'file of a deployment';
    if (path.includes('inputErrors')) return `${member} of an input error`;
    return member;
  }

  test('is closed', async () => {
    for (const path of objects(await document())) {
      if (path.includes('statement')) continue;
      const broken = await document();
      at(broken, path)['Surprise'] = 1;
      expect([path, validate(broken)]).toEqual([path, false]);
    }
  });

  test('knows the resource of a live finding', async () => {
    const live = await document();
    live.findings[0].location = { arn: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/api' };
    expectValid(live);
    live.findings[0].location.file = 'taskdef.json';
    expect(validate(live)).toBe(false);
  });
});
