import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formatsPlugin from 'ajv-formats';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding, Result } from '../../src/engine/result.ts';
import { inputsOf, judgeTexts, ruleFixtures } from '../fixtures.ts';
import { FINDING, reportText, resultOf, UNKNOWN } from './results.ts';

/**
 * The schema of SARIF 2.1.0 as the technical committee's editors ship it. It is of JSON Schema draft 4, which ajv reads
 * when it is not told so. The standard's later errata 01 asks two things more, which are held by hand below.
 */
const schemaFile = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);
const { $schema, id, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
formatsPlugin.default(ajv);
const validate = ajv.compile(schema);

function expectValid(log: Log): void {
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  for (const { locations = [] } of log.runs[0]?.results ?? []) {
    for (const { physicalLocation } of locations) {
      // GitHub refuses the whole log for one result without.
      expect(physicalLocation?.artifactLocation?.uri).toEqual(expect.any(String));
      const region = physicalLocation?.region;
      if (region) expect(region.startLine).toBeGreaterThan(0);
    }
  }
}

async function logOf(result: Result): Promise<Log> {
  const log = JSON.parse(await reportText('sarif', result)) as Log;
  expectValid(log);
  return log;
}

async function runOf(result: Result) {
  const [run] = (await logOf(result)).runs;
  if (!run) throw new Error('a log has one run');
  return run;
}

async function firstResult(finding: Finding) {
  return (await runOf(resultOf({ findings: [finding] }))).results?.[0];
}

describe('the schema that the tests use', () => {
  test('is the one of SARIF 2.1.0, and refuses what is not SARIF', () => {
    expect(schema.title).toContain('(SARIF) Version 2.1.0');
    expect(schema.properties.version.enum).toEqual(['2.1.0']);
    expect(validate({ version: '2.1.0' })).toBe(false);
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
    const tool = { driver: { name: 'x' } };
    const region = { startLine: 0 };
    const locations = [{ physicalLocation: { artifactLocation: { uri: 'a' }, region } }];
    expect(
      validate({ version: '2.1.0', runs: [{ tool, results: [{ message: { text: '' }, locations }] }] }),
    ).toBe(false);
  });
});

describe('the SARIF report', () => {
  test('tells a finding', async () => {
    const result = await firstResult(FINDING);
    expect(result).toEqual({
      ruleId: 'fargate-size/memory-invalid-for-cpu',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: [
          'task memory is "512", which does not go with cpu "1024": Fargate has 2048 to 8192 MiB for it.',
          'Why: each cpu size comes with a fixed range of memory, and ECS refuses a task definition with any other pair.',
          'Evidence: cpu is "1024"',
          'Fix: use 2048 MiB, the least that goes with 1024 CPU units.',
        ].join('\n'),
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'taskdef.json' },
            region: { startLine: 4, startColumn: 13, endLine: 4, endColumn: 18 },
          },
          logicalLocations: [{ fullyQualifiedName: '/memory' }],
        },
      ],
      partialFingerprints: { 'ecsPreflight/v1': '7897f535086b9d5304da2beb50ee37b8' },
      fixes: [
        {
          description: { text: 'use 2048 MiB, the least that goes with 1024 CPU units' },
          artifactChanges: [
            {
              artifactLocation: { uri: 'taskdef.json' },
              replacements: [
                {
                  deletedRegion: { startLine: 4, startColumn: 13, endLine: 4, endColumn: 18 },
                  insertedContent: { text: '"2048"' },
                },
              ],
            },
          ],
        },
      ],
      properties: { phase: 'register', deployments: ['checkout'] },
    });
  });

  test('describes each problem as a rule', async () => {
    const run = await runOf(resultOf());
    expect(run.tool.driver).toMatchObject({
      name: 'ecs-preflight',
      version: '1.2.3',
      semanticVersion: '1.2.3',
    });
    expect(run.columnKind).toBe('utf16CodeUnits');
    const [first, second] = run.tool.driver.rules ?? [];
    expect(first).toMatchObject({
      id: 'fargate-size/memory-invalid-for-cpu',
      shortDescription: { text: 'The task memory does not go with its cpu.' },
      fullDescription: { text: 'Each cpu size comes with a fixed range of memory.' },
      helpUri: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['ecs', 'register', 'fargate-size'], 'problem.severity': 'error' },
    });
    expect(second).toMatchObject({
      defaultConfiguration: { level: 'note' },
      properties: { 'problem.severity': 'recommendation' },
    });
    expect(second?.help?.text).toContain('No Fargate configuration exists for given values.');
    expect(second?.help?.markdown).toContain('`ecs-preflight explain fargate-size/size-missing`');
  });

  test('is complete where nothing was found', async () => {
    const run = await runOf(resultOf());
    expect(run.results).toEqual([]);
    expect(run.invocations).toEqual([{ executionSuccessful: true }]);
  });

  test('says level note for info, and leaves suppressed findings out', async () => {
    const run = await runOf(
      resultOf({
        findings: [
          { ...FINDING, severity: 'info' },
          { ...FINDING, suppressed: { kind: 'inSource', reason: 'known' } },
        ],
      }),
    );
    expect(run.results?.map(({ level }) => level)).toEqual(['note']);
  });

  // GitHub asks of each rule a short and a full description and a help text.
  test('describes a problem that is in no catalogue by its finding', async () => {
    const unused: Finding = {
      ...FINDING,
      rule: 'suppression',
      problem: 'unused',
      severity: 'warning',
      phase: 'operate',
      why: 'what it names was judged and is not there [any](more)',
      location: { pointer: '' },
    };
    const run = await runOf(resultOf({ findings: [unused, unused, FINDING] }));
    expect(run.results?.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([
      ['suppression/unused', 2],
      ['suppression/unused', 2],
      ['fargate-size/memory-invalid-for-cpu', 0],
    ]);
    const described = run.tool.driver.rules ?? [];
    expect(described).toHaveLength(3);
    expect(described[2]).toMatchObject({
      id: 'suppression/unused',
      shortDescription: { text: 'Suppression: unused.' },
      fullDescription: { text: 'What it names was judged and is not there [any\\](more).' },
      helpUri: FINDING.docs,
      defaultConfiguration: { level: 'warning' },
    });
    expect(described[2]?.help?.text).toContain(FINDING.docs);
  });

  test('gives no region where the line is not known', async () => {
    const result = await firstResult({ ...FINDING, location: { file: 'taskdef.json', pointer: '/memory' } });
    expect(result?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: 'taskdef.json' } });
    expect(result?.fixes).toBeUndefined();
  });

  describe('of what only the account has', () => {
    const arn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/checkout:7';
    const finding: Finding = { ...FINDING, location: { arn, pointer: '/memory' } };
    const logicalLocations = [{ fullyQualifiedName: `${arn}/memory`, kind: 'resource' }];

    // GitHub refuses a whole file for one result without ("locationFromSarifResult: expected a physical location").
    test('stands in the file of its deployment', async () => {
      expect((await firstResult(finding))?.locations).toEqual([
        {
          physicalLocation: { artifactLocation: { uri: 'taskdef.json' }, region: { startLine: 1 } },
          logicalLocations,
        },
      ]);
    });

    test('where there is none, stands in a path that is made of its ARN', async () => {
      const result = resultOf({ deployments: [{ id: 'checkout' }], findings: [finding] });
      expect((await runOf(result)).results?.[0]?.locations).toEqual([
        {
          physicalLocation: {
            artifactLocation: { uri: 'ecs/eu-west-1/111122223333/task-definition/checkout%3A7' },
            region: { startLine: 1 },
          },
          logicalLocations,
        },
      ]);
    });

    test('says nothing of a file where the ARN is none', async () => {
      const odd = { ...finding, location: { arn: '../x y', pointer: '' } };
      const result = resultOf({ deployments: [{ id: 'checkout' }], findings: [odd] });
      const [location] = (await runOf(result)).results?.[0]?.locations ?? [];
      expect(location?.physicalLocation?.artifactLocation?.uri).toBe('account');
    });
  });

  test('gives a fix only where it replaces the value that stands there', async () => {
    const missing = {
      file: 'taskdef.json',
      pointer: '/memory',
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 2,
    };
    expect((await firstResult({ ...FINDING, location: missing }))?.fixes).toBeUndefined();
    const edits = [{ pointer: '/cpu', op: 'set', value: '256' }] as const;
    const elsewhere = { kind: 'edit', description: 'less cpu', safe: false, edits } as const;
    expect((await firstResult({ ...FINDING, fixes: [elsewhere] }))?.fixes).toBeUndefined();
    const removal = { ...elsewhere, edits: [{ pointer: '/memory', op: 'remove' }] } as const;
    expect((await firstResult({ ...FINDING, fixes: [removal] }))?.fixes).toBeUndefined();
  });

  test.each([
    ['./deploy/task def.json', 'deploy/task%20def.json'],
    ['../a#b?c%.json', '../a%23b%3Fc%25.json'],
    ['/srv/ü.json', 'file:///srv/%C3%BC.json'],
    ['a:b.json', 'a%3Ab.json'],
    ['<stdin>', '%3Cstdin%3E'],
    ['lone\ud800.json', 'lone%EF%BF%BD.json'],
  ])('names the file %j as %s', async (file, uri) => {
    const result = await firstResult({ ...FINDING, location: { ...FINDING.location, file } });
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  test.each([
    ['a link', '[click](https://evil.example)', '[click\\](https://evil.example)'],
    ['an image', '![x](https://evil.example)', '![x\\](https://evil.example)'],
    ['a link behind a backslash', '[click\\](https://evil.example)', '[click\\\\\\](https://evil.example)'],
    ['HTML', '<img src=x>', '\\<img src=x>'],
    ['an argument', 'the {0} and the {TAG}', 'the {{0}} and the {TAG}'],
    ['a line of its own', 'web\n# heading', 'web\\n# heading'],
    ['plain brackets', 'containerDefinitions[0] < 3', 'containerDefinitions[0] < 3'],
  ])('shows %s from a file as text', async (_, message, shown) => {
    const result = await firstResult({ ...FINDING, message });
    expect(result?.message.text?.split('\n')[0]).toBe(`${shown}.`);
  });

  test('tells input errors, crashes and unknowns as notifications', async () => {
    const run = await runOf(
      resultOf({
        unknowns: [UNKNOWN],
        inputErrors: [{ file: 'broken.json', message: 'expected a value', line: 3, column: 7 }],
        crashes: [
          { rule: 'fargate-size', problem: 'size-missing', deployment: 'checkout', error: new Error() },
        ],
      }),
    );
    const [invocation] = run.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications).toEqual([
      {
        descriptor: { id: 'input-error' },
        level: 'error',
        message: { text: 'expected a value' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'broken.json' },
              region: { startLine: 3, startColumn: 7 },
            },
          },
        ],
      },
      {
        descriptor: { id: 'crashed' },
        level: 'error',
        message: { text: 'The check crashed on checkout.' },
        associatedRule: { id: 'fargate-size/size-missing', index: 1 },
      },
      {
        descriptor: { id: 'could-not-check' },
        level: 'note',
        message: {
          text: `1 check could not be made on checkout: the placeholder \${TAG} is not resolved`,
        },
        associatedRule: { id: 'fargate-size/size-missing', index: 1 },
      },
    ]);
    const described = run.tool.driver.notifications?.map((descriptor) => descriptor.id);
    for (const notification of invocation?.toolExecutionNotifications ?? []) {
      expect(described).toContain(notification.descriptor?.id);
    }
  });

  test('keeps the 25,000 most severe results, and says how many it left out', async () => {
    const findings = Array.from(
      { length: 25_002 },
      (_, index): Finding => ({
        ...FINDING,
        severity: index === 25_001 ? 'error' : 'warning',
        fingerprint: String(index),
      }),
    );
    const run = JSON.parse(await reportText('sarif', resultOf({ findings }))).runs[0];
    expect(run.results).toHaveLength(25_000);
    expect(run.results[0].partialFingerprints).toEqual({ 'ecsPreflight/v1': '25001' });
    expect(run.results[24_999].partialFingerprints).toEqual({ 'ecsPreflight/v1': '24998' });
    expect(run.invocations[0].toolExecutionNotifications).toEqual([
      {
        descriptor: { id: 'left-out' },
        level: 'warning',
        message: { text: '2 more results were left out of this file.' },
      },
    ]);
  });

  test('of every rule fixture is valid', { timeout: 120_000 }, async () => {
    for (const { rule, folder, expected } of ruleFixtures()) {
      const inputs = inputsOf(folder);
      const result = await judgeTexts(inputs, [rule], expected);
      const textOf = (name: string) => inputs.find(({ file }) => file === name)?.text;
      expectValid(JSON.parse(await reportText('sarif', result, { rules, textOf })));
    }
  });
});

test('names files from the root of the project, where code scanning looks for them', async () => {
  const given = resultOf({
    findings: [FINDING],
    inputErrors: [{ file: './broken.json', message: 'expected a value', line: 3, column: 7 }],
  });
  const projectPath = (file: string) => `deploy here/${file.replace('./', '')}`;
  const log = JSON.parse(await reportText('sarif', given, { projectPath })) as Log;
  expectValid(log);
  expect(log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    'deploy%20here/taskdef.json',
  );
  const [notification] = log.runs[0]?.invocations?.[0]?.toolExecutionNotifications ?? [];
  expect(notification?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    'deploy%20here/broken.json',
  );
});
