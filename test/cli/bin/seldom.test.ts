import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

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
