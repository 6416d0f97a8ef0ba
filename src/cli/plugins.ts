import { pathToFileURL } from 'node:url';
import type { Rule } from '../rule.ts';
import type { PluginName } from './config/configuration.ts';
import { modulesOf, placeOf } from './plugins/find.ts';
import { ruleTroubles } from './plugins/rule-troubles.ts';
import { verified } from './plugins/verified.ts';

/** A rule of a plugin. */
interface PluginRule extends Rule {
  readonly plugin: string;
}

/** The rules of plugins; or what is wrong with the first that cannot serve, in one sentence. */
export type LoadedPlugins = { readonly rules: readonly PluginRule[] } | { readonly wrong: string };

export { placeOf as placeOfPlugin };

/**
 * Runs the code of plugins and takes their rules, beside those that there are. The one place that does: who calls it has
 * made sure that the command line wants it. It needs Node's own `import()`, and so a bundle that Node itself loads.
 */
export async function loadPlugins(
  names: readonly PluginName[],
  catalogue: readonly Rule[],
): Promise<LoadedPlugins> {
  const rules: PluginRule[] = [];
  const files = new Set<string>();
  for (const name of names) {
    const found = modulesOf(name);
    if ('wrong' in found) return found;
    for (const file of found.files) files.add(file);
  }
  for (const file of files) {
    const exported = await exportsOf(file);
    if ('wrong' in exported) return exported;
    for (const candidate of exported.rules) {
      const [trouble, ...more] = ruleTroubles(candidate, [...catalogue, ...rules]);
      if (trouble !== undefined)
        return {
          wrong: `the plugin ${file}: ${trouble}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
        };
      const rule = verified(candidate as Rule, file);
      rules.push(rule);
    }
  }
  return { rules };
}

/** What a module exports by default: a rule, or a list of rules. */
async function exportsOf(
  file: string,
): Promise<{ readonly rules: readonly unknown[] } | { readonly wrong: string }> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    return { wrong: `the plugin ${file} cannot be loaded: ${reason(error)}` };
  }
  const exported = defaultOf(module);
  if (exported === undefined)
    return {
      wrong: `the plugin ${file} exports nothing by default: expected a rule, as defineRule makes it`,
    };
  return { rules: Array.isArray(exported) ? exported : [exported] };
}

/** Of CommonJS that a compiler made of `export default`, Node's default holds that default. */
function defaultOf(module: unknown): unknown {
  const { default: own } = module as { readonly default?: unknown };
  const compiled = typeof own === 'object' && own !== null && '__esModule' in own && 'default' in own;
  return compiled ? own.default : own;
}

function reason(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  return /Cannot find package 'ecs-preflight'/.test(message)
    ? 'the package ecs-preflight is not installed where it stands (npm install --save-dev ecs-preflight)'
    : message;
}
