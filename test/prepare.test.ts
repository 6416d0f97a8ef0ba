/** What npm runs where the package is installed from its repository, with stand-ins for npm and tsx. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Notes what it was called with, and installs a tsx that notes what it was to run. */
const NPM = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  writeFileSync('npm.json', JSON.stringify({ args: process.argv.slice(2), global: process.env.npm_config_global }));
  mkdirSync('node_modules/tsx', { recursive: true });
  writeFileSync('node_modules/tsx/package.json', '{ "main": "tsx.cjs" }');
  writeFileSync('node_modules/tsx/tsx.cjs', 'require("node:fs").writeFileSync("built", process.argv[1]); process.exit(0)');
`;

function checkout(): { readonly folder: string; readonly prepare: () => number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  mkdirSync(join(folder, 'scripts'));
  cpSync(
    fileURLToPath(new URL('../scripts/prepare.mjs', import.meta.url)),
    join(folder, 'scripts/prepare.mjs'),
  );
  writeFileSync(join(folder, 'npm.cjs'), NPM);
  const env = {
    PATH: process.env['PATH'],
    npm_execpath: join(folder, 'npm.cjs'),
    npm_config_global: 'true',
  };
  return {
    folder,
    prepare: () => spawnSync(process.execPath, ['scripts/prepare.mjs'], { cwd: folder, env }).status,
  };
}

test('installs what the build needs where nothing is installed, though the outer installation is global', () => {
  const { folder, prepare } = checkout();
  expect(prepare()).toBe(0);
  const { args, global } = JSON.parse(readFileSync(join(folder, 'npm.json'), 'utf8')) as {
    readonly args: readonly string[];
    readonly global: string;
  };
  expect(args).toEqual(expect.arrayContaining(['ci', '--no-global', '--include=dev', '--ignore-scripts']));
  expect(global).toBe('false');
  expect(readFileSync(join(folder, 'built'), 'utf8')).toContain('build.ts');
});

test('only builds where all is installed, and fails where the build does', () => {
  const { folder, prepare } = checkout();
  mkdirSync(join(folder, 'node_modules/tsx'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/tsx/package.json'), '{ "main": "tsx.cjs" }');
  writeFileSync(join(folder, 'node_modules/tsx/tsx.cjs'), 'process.exit(7)');
  expect(prepare()).toBe(7);
  expect(() => readFileSync(join(folder, 'npm.json'))).toThrow();
});
