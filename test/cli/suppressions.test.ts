import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { command, folderWith, type Outcome, SOUND, UNSIZED } from './command.ts';

interface Report {
  readonly findings: readonly {
    readonly rule: string;
    readonly problem: string;
    readonly evidence?: readonly string[];
    readonly location: { readonly file?: string; readonly line?: number };
    readonly suppressed: null | { readonly reason: string };
  }[];
  readonly unknowns: readonly unknown[];
  readonly inputErrors: readonly {
    readonly file: string;
    readonly line?: number;
    readonly message: string;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}
const reportOf = ({ stdout }: Outcome) => JSON.parse(stdout) as Report;

/** A task definition in YAML whose memory does not go with its cpu, below a comment. */
const yaml = (comment: string) => `family: orders
requiresCompatibilities: [FARGATE]
networkMode: awsvpc
cpu: "256"
${comment}
memory: "9000"
executionRoleArn: arn:aws:iam::123456789012:role/orders-execution
taskRoleArn: arn:aws:iam::123456789012:role/orders
containerDefinitions:
${SOUND.containerDefinitions.map((one) => `  - ${JSON.stringify(one)}`).join('\n')}
`;
const label = (key: string, value: string) => ({
  ...SOUND,
  containerDefinitions: [
    { ...SOUND.containerDefinitions[0], stopTimeout: 200, dockerLabels: { [key]: value } },
  ],
});

const files = folderWith({
  'reasoned.yaml': yaml('# ecs-preflight-ignore fargate-size -- sized by the release job'),
  'ended.yaml': yaml('# ecs-preflight-ignore fargate-size until 2020-02-29 -- sized by the release job'),
  'malformed.yaml': yaml('# ecs-preflight-ignore fargat-size -- sized by the release job'),
  'without-reason.yaml': yaml('# ecs-preflight-ignore fargate-size'),
  'prose.yaml': yaml('# ecs-preflight would rather have 512 here'),
  'unused.yaml':
    `# ecs-preflight-ignore-file fargate-size/memory-invalid-for-cpu -- it was so once\n${yaml('')}`.replace(
      '"9000"',
      '"512"',
    ),
  'live-only.yaml': `# ecs-preflight-ignore-file subnet-headroom -- a small subnet\n${yaml('')}`.replace(
    '"9000"',
    '"512"',
  ),
  'tagged.json': {
    ...UNSIZED,
    tags: [{ key: 'ecs-preflight:ignore:fargate-size', value: 'sized by the release job' }],
  },
  'labelled.json': label('ecs-preflight.ignore.rejected-by-ecs', 'lowered by the release job'),
  'mislabelled.json': label('ecs-preflight.ingore.rejected-by-ecs', 'lowered by the release job'),
});
const check = (...args: readonly string[]) => command(['check', ...args, '-f', 'json'], { cwd: files });

describe('a suppression beside a definition', () => {
  test.each([
    ['a comment', 'reasoned.yaml', 'sized by the release job'],
    ['a tag', 'tagged.json', 'sized by the release job'],
    ['a label', 'labelled.json', 'lowered by the release job'],
  ])('%s keeps the finding, with its reason, from failing the run', async (_, file, reason) => {
    const outcome = await check(file);
    const { findings, summary, inputErrors } = reportOf(outcome);
    expect(inputErrors).toEqual([]);
    expect(findings.map(({ suppressed }) => suppressed)).toEqual([{ reason }]);
    expect(summary).toMatchObject({ error: 0, suppressed: 1 });
    expect(outcome.code).toBe(0);
  });

  test('is not heeded under --no-inline-config, right or wrong', async () => {
    for (const file of ['reasoned.yaml', 'malformed.yaml', 'tagged.json', 'labelled.json']) {
      const outcome = await check(file, '--no-inline-config');
      expect([file, outcome.code]).toEqual([file, 1]);
      expect(reportOf(outcome).summary).toMatchObject({ error: 1, suppressed: 0 });
    }
  });

  test('fails again from the day after its last, and says so', async () => {
    const outcome = await check('ended.yaml');
    expect(outcome.code).toBe(1);
    expect(reportOf(outcome).findings).toMatchObject([
      {
        suppressed: null,
        evidence: ['it was suppressed until 2020-02-29 (ended.yaml:5): sized by the release job'],
      },
    ]);
  });

  test.each([
    ['malformed.yaml', 5, 'there is no rule or problem "fargat-size", did you mean "fargate-size"?'],
    ['without-reason.yaml', 5, 'this suppression gives no reason'],
    ['mislabelled.json', undefined, 'suppresses nothing: expected "ecs-preflight.ignore.RULE'],
  ])('%s is an error with its place, beside the finding', async (file, line, message) => {
    const outcome = await check(file, 'reasoned.yaml');
    const { inputErrors, findings } = reportOf(outcome);
    expect(outcome.code).toBe(2);
    expect(inputErrors).toMatchObject([
      { file, message: expect.stringContaining(message), ...(line === undefined ? {} : { line }) },
    ]);
    expect(findings.map(({ suppressed }) => suppressed !== null).sort()).toEqual([false, true]);
  });

  test('prose that mentions the tool is not one', async () => {
    const outcome = await check('prose.yaml');
    expect([outcome.code, reportOf(outcome).inputErrors]).toEqual([1, []]);
  });

  test('leaves the finding out of text and SARIF', async () => {
    const text = await command(['check', 'reasoned.yaml'], { cwd: files });
    expect(text.stdout).toMatch(/^no problems found in 1 deployment; 1 suppressed; /);
    const sarif = await command(['check', 'reasoned.yaml', '-f', 'sarif'], { cwd: files });
    expect(JSON.parse(sarif.stdout)).toMatchObject({ runs: [{ results: [] }] });
  });

  test('is refused where the configuration makes the rule mandatory', async () => {
    const folder = folderWith({
      'ecs-preflight.json': { mandatory: ['fargate-size'] },
      'task.yaml': yaml('# ecs-preflight-ignore fargate-size -- sized by the release job'),
    });
    const outcome = await command(['check', 'task.yaml', '-f', 'json'], { cwd: folder });
    expect(outcome.code).toBe(1);
    expect(reportOf(outcome).findings).toMatchObject([
      {
        suppressed: null,
        evidence: [expect.stringMatching(/^task\.yaml:5 suppresses it, but .* mandatory$/)],
      },
    ]);
  });
});

describe('a suppression that suppresses nothing', () => {
  test('is counted in the last line, and told where it is asked for', async () => {
    const quiet = await command(['check', 'unused.yaml'], { cwd: files });
    expect(quiet.code).toBe(0);
    expect(quiet.stdout).toContain(
      '1 suppression suppresses nothing (--report-unused-suppressions tells which)',
    );
    const outcome = await check('unused.yaml', '--report-unused-suppressions', '--fail-on', 'warning');
    expect(outcome.code).toBe(1);
    expect(reportOf(outcome).findings).toMatchObject([
      {
        rule: 'suppression',
        problem: 'unused',
        location: { file: 'unused.yaml', line: 1 },
        evidence: ['its reason: it was so once'],
      },
    ]);
  });

  test('is not called so where its rule was not selected, or needs the account', async () => {
    for (const args of [
      ['unused.yaml', '--skip', 'fargate-size'],
      ['unused.yaml', '--rule', 'log-group'],
      ['live-only.yaml'],
    ]) {
      const outcome = await check(...args, '--report-unused-suppressions');
      expect(reportOf(outcome).findings.filter(({ rule }) => rule === 'suppression')).toEqual([]);
    }
  });
});

describe('the page on suppressing', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/suppressing.md', import.meta.url)), 'utf8');
  const examples = [...page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(
    ([, name = '', text = '']) => [name, text] as const,
  );

  test('has an example of each form', () => {
    expect(examples.map(([name]) => name)).toEqual(['task.yaml', 'template.yaml', 'task.json']);
  });

  test.each(examples)('%s fails without what it suppresses, and passes with it', async (name, text) => {
    const folder = folderWith({ [name]: text });
    const args = ['check', name, '-f', 'json', '--fail-on', 'warning'];
    const bare = reportOf(await command([...args, '--no-inline-config'], { cwd: folder }));
    expect(bare.summary['error']).toBe(2);
    const outcome = await command([...args, '--report-unused-suppressions'], { cwd: folder });
    const { findings, inputErrors, summary } = reportOf(outcome);
    expect(inputErrors).toEqual([]);
    const rules = findings.filter(({ suppressed }) => suppressed).map(({ rule }) => rule);
    expect(rules.sort()).toEqual(['fargate-size', 'log-group', 'rejected-by-ecs']);
    expect([outcome.code, summary['error'], summary['warning']]).toEqual([0, 0, 0]);
  });

  test('its other fences hold no file', () => {
    expect(page.match(/^```\w+$/gm)).toEqual(['```ts', '```sh']);
  });
});

describe('audit', () => {
  interface Demo {
    readonly resources: {
      readonly 'ecs.task-definition': Readonly<
        Record<string, { readonly containerDefinitions: readonly Record<string, unknown>[] }>
      >;
    };
  }
  const file = new URL('../../fixtures/demo/account/snapshot.json', import.meta.url);

  /** The demo's account with a label on its only registered container. */
  async function audit(dockerLabels: Readonly<Record<string, string>>, ...args: readonly string[]) {
    const demo = JSON.parse(readFileSync(file, 'utf8')) as Demo;
    const [task] = Object.values(demo.resources['ecs.task-definition']);
    Object.assign(task?.containerDefinitions[0] ?? {}, { dockerLabels });
    const folder = folderWith({ 'snapshot.json': demo });
    return command(['audit', '--cluster', 'production', '--snapshot', 'snapshot.json', ...args], {
      cwd: folder,
    });
  }

  test('heeds the labels of registered task definitions, in its opening and its table too', async () => {
    const before = await audit({});
    expect(before.stdout).toMatch(/^would fail to restart now: 1 of 1 service/);
    const { stdout } = await audit({
      'ecs-preflight.ignore.secret-reachability': 'the route comes tonight',
      'ecs-preflight.ignore.log-group': 'the group comes tonight',
    });
    expect(stdout).toMatch(/^no service is known to fail a restart/);
    expect(stdout).not.toContain('secret-reachability/unreachable');
    expect(stdout).toContain('s suppressed');
    expect(stdout).toMatch(/; 3 suppressed; /);
  });

  test('does not where it is not to', async () => {
    const label = { 'ecs-preflight.ignore.secret-reachability': 'the route comes tonight' };
    const { stdout } = await audit(label, '--no-inline-config');
    expect(stdout).toMatch(/^would fail to restart now: 1 of 1 service/);
  });

  test('tells a label that cannot be obeyed by the ARN of its task definition', async () => {
    const outcome = await audit({ 'ecs-preflight.ignore.secret-reachability': '' }, '-f', 'json');
    expect(outcome.code).toBe(2);
    expect(reportOf(outcome).inputErrors).toMatchObject([
      {
        file: expect.stringMatching(/task-definition\/checkout:41$/),
        message: expect.stringContaining('no reason'),
      },
    ]);
  });
});
