import { basename, resolve } from 'node:path';
import type { InputError } from '../../model/input-error.ts';
import type { Rule } from '../../rule.ts';
import type { Configuration, PluginName } from '../config/configuration.ts';
import { type Nearby, Neighbourhood } from '../config/nearby.ts';
import { readConfiguration, shownPath, withoutContent } from '../config/read-configuration.ts';
import { homeOf } from './whereabouts.ts';

/** Which configuration the command line asks for. */
export interface ConfigurationChoice {
  /** `--config` */
  readonly config: string | undefined;
  /** Not `--no-config`. */
  readonly useConfig: boolean;
}

/** What rules a configuration may name, and which plugins. */
export interface Naming {
  readonly catalogue: readonly Rule[];
  readonly allows: (plugin: PluginName) => boolean;
}

/** The configurations of a run: which one is for what. */
export interface Configurations {
  readonly all: readonly Configuration[];
  /** Of a definition that stands in this file, or in none. */
  readonly of: (file: string | undefined) => Configuration | undefined;
}

/** Reads the configurations of these files; with `--config` that one alone. */
export async function readConfigurations(
  files: readonly (string | undefined)[],
  { config, useConfig }: ConfigurationChoice,
  naming: Naming,
): Promise<Configurations> {
  if (config !== undefined) {
    const only = await readConfiguration(resolve(config), { ...naming, base: resolve('.') });
    return { all: [only], of: () => only };
  }
  if (!useConfig) return { all: [], of: () => undefined };
  const neighbourhood = new Neighbourhood();
  const nearby = new Map<string, Nearby>();
  for (const folder of new Set(files.map(homeOf))) {
    const found = neighbourhood.nearest(folder);
    if (found) nearby.set(found.folder, found);
  }
  const read = new Map<string, Configuration>();
  for (const one of nearby.values()) read.set(one.folder, await readNearby(one, naming));
  return {
    all: [...read.values()],
    of: (file) => read.get(neighbourhood.nearest(homeOf(file))?.folder ?? ''),
  };
}

async function readNearby({ files: [file, ...others] }: Nearby, naming: Naming): Promise<Configuration> {
  const only = await readConfiguration(file, naming);
  if (others.length === 0) return only;
  const names = [file, ...others].map((one) => basename(one));
  const error: InputError = {
    file: shownPath(others[0] ?? file),
    message: `${names.join(' and ')} of one folder are both configurations: keep one of them`,
  };
  return withoutContent(only, [error, ...only.errors]);
}
