/**
 * `npm start`: the built command on the demo, whose faults it must find. Exits 0 if it did, which is the
 * command's exit code 1, and 1 on any other.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build-if-stale.ts';

const INPUTS = ['fixtures/demo/task-definition.json', '--service', 'fixtures/demo/service.json'];
const FINDINGS = 1;

buildIfStale();
const { status, signal } = spawnSync(process.execPath, ['dist/bin.cjs', 'check', ...INPUTS], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
});
if (status !== FINDINGS) {
  console.error(`the demo should end with exit code ${FINDINGS} (findings), not ${status ?? signal}`);
  process.exitCode = 1;
}
