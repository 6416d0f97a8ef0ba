import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { command } from './command.ts';

/** Real templates of ten repositories, where they stand beside the checkout. */
const CORPUS = fileURLToPath(new URL('../../../shared/corpus/cloudformation/', import.meta.url));
const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

/** Where a team would have them, and what they are called there. */
const TEMPLATES: Readonly<Record<string, string>> = {
  'app-mesh/ecs-service.yaml':
    'aws__aws-app-mesh-examples__walkthroughs__howto-timeout-policy__infrastructure__ecs-service.yaml',
  'copilot/prod.yml': 'aws__copilot-cli__copilot__after__http-only-path-prod.stack.yml',
  'samples/public-service.yaml':
    'aws-cloudformation__aws-cloudformation-templates__ECS__FargateLaunchType__services__public-service.yaml',
  'patterns/service.yml':
    'aws-samples__container-patterns__pattern__dual-stack-ipv6-networking-ecs-fargate__files__service.yml',
  'refarch/product-service.yaml': 'aws-samples__ecs-refarch-cloudformation__services__product-service.yaml',
  'serverless/template.yaml': 'aws-samples__serverless-patterns__apigw-vpclink-alb-ecs__template.yaml',
  'guide/template.json':
    'awsdocs__amazon-ecs-developer-guide__doc_source__creating-resources-with-cloudformation.md#block5.json',
  'compose/simple.yaml':
    'docker__compose-cli__ecs__tests__testdata__simple__simple-cloudformation-conversion.golden',
  'nathanpeck/service-fargate.yml':
    'nathanpeck__ecs-cloudformation__service__service-fargate-private-subnet-public-lb.yml',
  'widdix/service-cluster-alb.yaml': 'widdix__aws-cf-templates__fargate__service-cluster-alb.yaml',
};
const MENDED = 'templates/patterns/service.yml';
const BASELINE = 'ecs-preflight-baseline.json';

/** The commands under a heading of the README, each with the output that stands below it. */
function commandsUnder(
  heading: string,
): readonly { readonly args: readonly string[]; readonly shown: string }[] {
  const [, section = ''] = README.split(`\n## ${heading}\n`);
  const blocks =
    section.split('\n## ', 1)[0]?.matchAll(/```\n\$ ecs-preflight ([^\n]*)\n([\s\S]*?)```/g) ?? [];
  return [...blocks].map(([, line = '', shown = '']) => ({
    args: line.split(' ').map((word) => word.replace(/^"(.*)"$/, '$1')),
    shown: shown.trimEnd(),
  }));
}

describe.skipIf(!existsSync(CORPUS))('adopting it on ten real templates, as the README says', () => {
  const [look, adopt, gate, ...more] = commandsUnder('Adopting it');
  const folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-adoption-'));
  const run = ({ args }: { readonly args: readonly string[] } = { args: [] }) =>
    command(args, { cwd: folder });
  const known = () =>
    (JSON.parse(readFileSync(join(folder, BASELINE), 'utf8')) as { readonly findings: readonly unknown[] })
      .findings;

  beforeAll(() => {
    for (const [name, source] of Object.entries(TEMPLATES)) {
      mkdirSync(dirname(join(folder, 'templates', name)), { recursive: true });
      copyFileSync(join(CORPUS, source), join(folder, 'templates', name));
    }
  });

  test('takes three commands', () => {
    expect(Object.keys(TEMPLATES)).toHaveLength(10);
    expect([look, adopt, gate].every((one) => one?.shown)).toBe(true);
    expect(more).toEqual([]);
  });

  test('1. a look: what is found is told, and breaks nothing', async () => {
    const { code, stdout, stderr } = await run(look);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().endsWith(look?.shown ?? '')).toBe(true);
  });

  test('2. all of it becomes the baseline', async () => {
    const { code, stdout, stderr } = await run(adopt);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().endsWith(adopt?.shown ?? '')).toBe(true);
    expect(known().length).toBeGreaterThan(50);
  });

  test('3. the gate is green', async () => {
    const { code, stdout, stderr } = await run(gate);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().endsWith(gate?.shown ?? '')).toBe(true);
  });

  test('it is red for what is new, and tells that alone', async () => {
    const file = join(folder, 'templates/guide/template.json');
    const before = readFileSync(file, 'utf8');
    // 256 CPU units, as it has, go with 512, 1024 or 2048 MiB.
    const after = before.replace('"memory": "512"', '"memory": "9000"');
    expect(after).not.toBe(before);
    writeFileSync(file, after);
    const { code, stdout } = await run(gate);
    writeFileSync(file, before);
    expect(code).toBe(1);
    expect([...stdout.matchAll(/^(?:error|warning|info)\[(\S+)\]/gm)].map(([, id]) => id)).toEqual([
      'fargate-size/memory-invalid-for-cpu',
    ]);
  });

  test('what moves stays known', async () => {
    const file = join(folder, MENDED);
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `# Owned by the platform team.\n\n\n${before}`);
    const { code } = await run(gate);
    writeFileSync(file, before);
    expect(code).toBe(0);
  });

  test('and what is mended is pruned', async () => {
    const file = join(folder, MENDED);
    const before = known().length;
    const text = readFileSync(file, 'utf8');
    const mended = text.replace(
      /^( *)Type: AWS::Logs::LogGroup$/m,
      '$&\n$1Properties:\n$1  RetentionInDays: 30',
    );
    expect(mended).not.toBe(text);
    writeFileSync(file, mended);
    expect((await run(gate)).stdout).toMatch(/\b1 mended/);
    await run(adopt);
    expect(known()).toHaveLength(before - 1);
  });
});
