import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { setAsideSeldom } from '../../../scripts/build/seldom.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const TASK_DEFINITION = 'fixtures/demo/account/task-definition.json';

/** Which of the built bundles a run requires. */
const DRIVER = `
  const { basename } = require('node:path');
  require('./dist/cli.cjs').main(process.argv.slice(1)).then(() =>
    process.stderr.write(JSON.stringify(Object.keys(require.cache).map((file) => basename(file)))));
`;

function required(...args: readonly string[]): readonly string[] {
  const { stderr } = spawnSync(process.execPath, ['-e', DRIVER, ...args], { cwd: root, encoding: 'utf8' });
  return JSON.parse(stderr) as readonly string[];
}

it('what the check of a task definition does not call is not read by it', () => {
  expect(required('check', TASK_DEFINITION)).toEqual(['cli.cjs']);
  expect(required('rules')).toEqual(['cli.cjs', 'seldom.cjs']);
});

it('what is called while the bundle is loaded sees what there is by then, and later what there is then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-'));
  const bundle = join(folder, 'cli.cjs');
  writeFileSync(
    bundle,
    `"use strict";
var early = process.env.EARLY === "1" ? greeting() : "none";
var guests = [process.argv.length].map(() => "guest");
function greeting() { return "hello " + guests; }
async function main(args) { if (args[0] === "greet") console.log(early + ", " + greeting()); return 0; }
module.exports = { main };
`,
  );
  await setAsideSeldom(bundle, join(folder, 'training'), { minify: true });
  const greet = (EARLY: string) =>
    spawnSync(process.execPath, ['-e', 'require(process.argv[1]).main(["greet"])', bundle], {
      env: { EARLY },
      encoding: 'utf8',
    }).stdout.trim();
  expect(greet('0')).toBe('none, hello guest');
  expect(greet('1')).toBe('hello undefined, hello guest');
});
