import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import type { PluginName } from '../config/configuration.ts';

const SUFFIXES = ['.js', '.mjs', '.cjs'];
const RULE_FILES = SUFFIXES.map((suffix) => `rule${suffix}`);

/** Where a plugin is: the path of its file or folder, or the package by its name and who asks for it. */
export function placeOf({ value, folder }: PluginName): string {
  if (!isPath(value)) return packageHome(value, folder) ?? `${value} from ${folder}`;
  const path = resolve(folder, value);
  return existsSync(path) ? realpathSync(path) : path;
}

function isPath(value: string): boolean {
  return /^\.{1,2}(?:[\\/]|$)/.test(value) || isAbsolute(value);
}

/** The modules of a plugin, each of which exports rules by default. */
export function modulesOf(
  name: PluginName,
): { readonly files: readonly string[] } | { readonly wrong: string } {
  const { value, folder } = name;
  if (isPath(value)) return inPath(resolve(folder, value));
  const main = mainOf(value, folder);
  if (main !== undefined) return { files: [main] };
  const beside = existsSync(resolve(folder, value)) ? `, did you mean "./${value}"?` : '';
  return { wrong: `there is no package ${value} in the node_modules of ${folder}${beside}` };
}

function inPath(path: string): { readonly files: readonly string[] } | { readonly wrong: string } {
  const is = statSync(path, { throwIfNoEntry: false });
  if (!is) return { wrong: `there is no plugin ${path}` };
  if (is.isFile()) {
    if (SUFFIXES.includes(extname(path))) return { files: [path] };
    return { wrong: `the plugin ${path} is no JavaScript (.js, .mjs, .cjs)${compiled(path)}` };
  }
  const own = ruleFile(path);
  if (own !== undefined) return { files: [own] };
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const files = entries
    .map(({ name }) => join(path, name))
    .flatMap((entry) => {
      if (statSync(entry, { throwIfNoEntry: false })?.isDirectory()) return ruleFile(entry) ?? [];
      return SUFFIXES.includes(extname(entry)) ? [entry] : [];
    })
    .sort();
  if (files.length > 0) return { files };
  const typed = entries.find(({ name }) => extname(name) === '.ts' && !name.endsWith('.d.ts'));
  return {
    wrong: `the folder ${path} holds no rule: expected .js, .mjs or .cjs files, or folders with a rule.js${typed ? compiled(typed.name) : ''}`,
  };
}

function compiled(name: string): string {
  return /\.[cm]?ts$/.test(name) ? '; TypeScript is compiled first' : '';
}

function ruleFile(folder: string): string | undefined {
  return RULE_FILES.map((name) => join(folder, name)).find((file) => existsSync(file));
}

function packageHome(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const home = join(at, 'node_modules', name);
    if (existsSync(join(home, 'package.json'))) return realpathSync(home);
    if (dirname(at) === at) return undefined;
  }
}

/** The module that a package is imported by, also where it has one for `import` alone. */
function mainOf(name: string, folder: string): string | undefined {
  const home = packageHome(name, folder);
  if (home === undefined) return undefined;
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    readonly exports?: unknown;
  };
  const target = importTarget(manifest.exports);
  if (target !== undefined) return join(home, target);
  try {
    return createRequire(join(home, 'package.json')).resolve(home);
  } catch {
    return undefined;
  }
}

/** `exports` of a package, as far as it says what `import` of its name leads to. */
function importTarget(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (Array.isArray(exports)) return exports.map(importTarget).find((one) => one !== undefined);
  if (typeof exports !== 'object' || exports === null) return undefined;
  for (const [condition, target] of Object.entries(exports)) {
    if (!['.', 'import', 'node', 'default'].includes(condition)) continue;
    const found = importTarget(target);
    if (found !== undefined) return found;
  }
  return undefined;
}
