/**
 * `npm start`: the built command on the demo, a deployment whose files are right and whose account is not: once with the files
 * alone, once with what a snapshot recorded of the account. Nothing is asked of AWS. Exits 0 if both runs end as they should.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build-if-stale.ts';

const DEMO = 'fixtures/demo/account';
const FILES = ['check', `${DEMO}/task-definition.json`, '--service', `${DEMO}/service.json`];

/** What each run shows, and the exit code it ends with. */
const RUNS = [
  { shows: 'The files alone: nothing is wrong with them.', words: FILES, code: 0 },
  {
    shows: 'The same files against the account they deploy to, as a snapshot recorded it.',
    words: [...FILES, '--snapshot', `${DEMO}/snapshot.json`],
    code: 1,
  },
] as const;

buildIfStale();
for (const { shows, words, code } of RUNS) {
  console.log(`${shows}\n\n$ node dist/bin.cjs ${words.join(' ')}\n`);
  const { status, signal } = spawnSync(process.execPath, ['dist/bin.cjs', ...words], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  });
  console.log(`\nexit code ${status ?? signal}\n`);
  if (status === code) continue;
  console.error(`this run of the demo should end with exit code ${code}`);
  process.exitCode = 1;
}
