import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const DEMO = fileURLToPath(new URL('../../fixtures/demo/account', import.meta.url));
const MAIN = new URL('../../src/cli/main.ts', import.meta.url).href;

/** What the command says in the folder of the demo, run from source: generated texts must not depend on what was built. */
export function demoRun(args: readonly string[], stdin = ''): string {
  const program = `import { main } from ${JSON.stringify(MAIN)}; process.exitCode = await main(process.argv.slice(1));`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program, '--', ...args],
    { cwd: DEMO, input: stdin, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );
  if (status !== 0 && status !== 1) throw new Error(`ecs-preflight ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}
