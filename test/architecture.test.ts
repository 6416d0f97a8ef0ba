import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../.dependency-cruiser.mjs';

/** An import that the architecture forbids, and the rule that must say so: one line per file of a planted tree. */
const FORBIDDEN: readonly (readonly [file: string, line: string, rule: string])[] = [
  ['src/fact/a.ts', "import '../model/clean.ts';", 'fact-imports-downwards'],
  ['src/model/a.ts', "import '../knowledge/clean.ts';", 'model-imports-downwards'],
  ['src/knowledge/a.ts', "import '../rollout/clean.ts';", 'knowledge-imports-downwards'],
  ['src/iam/a.ts', "import '../network/clean.ts';", 'iam-imports-downwards'],
  ['src/network/a.ts', "import '../rule.ts';", 'network-imports-downwards'],
  ['src/rollout/a.ts', "import '../iam/clean.ts';", 'rollout-imports-downwards'],
  ['src/rule.ts', "import './engine/clean.ts';", 'rule-imports-downwards'],
  ['src/read/a.ts', "import '../engine/clean.ts';", 'read-imports-downwards'],
  ['src/read/b.ts', "import type { X } from '../rule.ts';", 'read-imports-downwards'],
  ['src/aws/a.ts', "import '../engine/clean.ts';", 'aws-imports-downwards'],
  ['src/engine/a.ts', "import '../report/clean.ts';", 'engine-imports-downwards'],
  ['src/engine/b.ts', "import '../../rules/one/rule.ts';", 'engine-imports-downwards'],
  ['src/report/a.ts', "import '../read/clean.ts';", 'report-imports-downwards'],
  ['src/fix/a.ts', "import '../report/clean.ts';", 'fix-imports-downwards'],
  ['src/diagnose/a.ts', "import '../report/clean.ts';", 'diagnose-imports-downwards'],
  ['src/fact/cycle-back.ts', "import './cycle.ts';", 'no-cycles'],
  ['rules/two/engine.ts', "import '../../src/engine/clean.ts';", 'rules-import-downwards'],
  ['rules/two/read.ts', "import '../../src/read/clean.ts';", 'rules-import-downwards'],
  ['rules/two/other.ts', "import '../one/rule.ts';", 'rules-import-no-other-rule'],
  ['rules/two/list.ts', "import '../index.ts';", 'rules-import-no-other-rule'],
  ['rules/two/node.ts', "import 'node:path';", 'rules-import-no-node-module'],
  ['rules/two/sdk.ts', "import '@aws-sdk/client-ecs';", 'sdk-values-in-aws-only'],
  ['src/model/sdk.ts', "import { ECS } from '@aws-sdk/client-ecs';", 'sdk-values-in-aws-only'],
  ['src/cli/sdk.ts', "await import('@aws-sdk/client-ecs');", 'sdk-values-in-aws-only'],
  ['src/index.ts', "import './aws/clean.ts';", 'aws-loaded-by-cli-alone'],
  ['src/cli/aws.ts', "import '../aws/clean.ts';", 'aws-loaded-lazily'],
  ['src/index-cli.ts', "import './cli/clean.ts';", 'nothing-imports-cli'],
  ['src/report/files.ts', "import 'node:fs/promises';", 'files-at-the-edge'],
  ['src/read/processes.ts', "import 'node:child_process';", 'processes-in-cli-only'],
  ['src/engine/test.ts', "import '../../test/clean.ts';", 'shipped-imports-shipped'],
  ['src/engine/nowhere.ts', "import './nowhere-at-all.ts';", 'resolvable'],
];

/** The nearest that is allowed, of each kind. */
const ALLOWED: readonly (readonly [file: string, line: string])[] = [
  ['src/model/types.ts', "import type { Service } from '@aws-sdk/client-ecs';"],
  ['src/aws/sdk.ts', "import '@aws-sdk/client-ecs';"],
  ['src/cli/lazy.ts', "await import('../aws/clean.ts');"],
  ['src/cli/files.ts', "import 'node:child_process';"],
  ['src/read/files.ts', "import 'node:fs';"],
  ['src/report/low.ts', "import '../fact/clean.ts';"],
  ['rules/one/rule.ts', "import './part.ts';"],
  ['rules/one/package.ts', "import 'yaml';"],
  ['rules/one/part.ts', "import '../../src/rule.ts';"],
  ['rules/index.ts', "import './one/rule.ts';"],
  ['test/command.ts', "import '../src/cli/clean.ts';"],
];

const forbidden = config.forbidden ?? [];

const CLEAN_FOLDERS =
  'fact model knowledge iam network rollout read aws engine report fix diagnose cli'.split(' ');

describe('the dependency rules', () => {
  const tree = mkdtempSync(join(tmpdir(), 'planted-'));
  let violations: readonly string[] = [];

  beforeAll(async () => {
    for (const folder of CLEAN_FOLDERS) plant(`src/${folder}/clean.ts`, '');
    plant('test/clean.ts', '');
    plant('src/fact/cycle.ts', "import './cycle-back.ts';");
    for (const name of ['yaml', '@aws-sdk/client-ecs']) {
      plant(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      );
      plant(`node_modules/${name}/index.js`, 'exports.ECS = 1;');
    }
    plant('package.json', '{"dependencies":{"yaml":"*","@aws-sdk/client-ecs":"*"}}');
    for (const [file, line] of [...ALLOWED, ...FORBIDDEN]) plant(file, `${line}\nexport type X = 1;\n`);

    const { tsConfig: _, ...options } = config.options ?? {};
    const { output } = await cruise(['src', 'rules', 'test'], {
      ...options,
      baseDir: tree,
      validate: true,
      ruleSet: { forbidden },
    });
    violations = (output as ICruiseResult).summary.violations.map(
      ({ from, rule }) => `${from}: ${rule.name}`,
    );
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  function plant(file: string, text: string): void {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }

  test.each(FORBIDDEN)('%s may not %s', (file, _line, rule) => {
    expect(violations).toContain(`${file}: ${rule}`);
  });

  test.each(ALLOWED)('%s may %s', (file) => {
    expect(violations.filter((violation) => violation.startsWith(`${file}:`))).toEqual([]);
  });

  test('each has a planted import', () => {
    const planted = new Set(FORBIDDEN.map(([, , rule]) => rule));
    expect(forbidden.map(({ name }) => name ?? '').filter((name) => !planted.has(name))).toEqual([]);
  });
});
