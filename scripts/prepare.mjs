/**
 * What npm runs where the package is installed from its repository: builds it.
 *
 * JavaScript, because it also runs where nothing is installed yet: for `npm install -g git+…`, which is what pre-commit does, npm
 * prepares the checkout by an inner install that takes `global` from the outer one, and so installs no dependencies in it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs Node.js in the checkout; what fails ends the installation. */
function node(...args) {
  const env = { ...process.env, npm_config_global: 'false' };
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

const npm = process.env.npm_execpath;
if (!existsSync(`${root}/node_modules/tsx`) && npm) {
  node(npm, 'ci', '--no-global', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund');
}
node('--import', 'tsx', 'scripts/build.ts');
