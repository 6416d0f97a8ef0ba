import { resolve } from 'node:path';
import { rules as builtIn } from '../../rules/index.ts';
import type { Arguments } from './arguments.ts';
import type { PluginName } from './config/configuration.ts';
import type { Naming } from './governance/configurations.ts';
import { expandInputs } from './inputs.ts';
import { UsageError } from './usage-error.ts';

/** All rules that there are: our own, and those of the plugins that the command line lets run. */
export async function catalogueOf(given: Arguments): Promise<Naming> {
  const { rulesDir, allowPlugins, useConfig } = given;
  if (rulesDir.length === 0 && !(allowPlugins && useConfig))
    return { catalogue: builtIn, allows: () => false };
  const named: PluginName[] = rulesDir.map((value) => ({ value: resolve(value), folder: resolve('.') }));
  if (allowPlugins) named.push(...(await configured(given)));
  const { loadPlugins, placeOfPlugin } = await import('./plugins.ts');
  const loaded = await loadPlugins(named, builtIn);
  if ('wrong' in loaded) throw new UsageError(loaded.wrong);
  const places = new Set(named.map(placeOfPlugin));
  return { catalogue: [...builtIn, ...loaded.rules], allows: (one) => places.has(placeOfPlugin(one)) };
}

/** Those that the configurations of the inputs name, of which nobody runs any before all are known. */
async function configured(given: Arguments): Promise<readonly PluginName[]> {
  const { inputs, service, command } = given;
  const named = command === 'check' ? await expandInputs([...inputs, ...service]) : [];
  const files = named.length === 0 ? [undefined] : named;
  const { readConfigurations } = await import('./governance/index.ts');
  const { all } = await readConfigurations(files, given, { catalogue: builtIn, allows: () => true });
  return all.flatMap(({ plugins }) => plugins);
}
