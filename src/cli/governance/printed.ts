import { visible } from '../../report/escape.ts';
import type { Arguments } from '../arguments.ts';
import { type Configuration, NO_CONFIGURATION } from '../config/configuration.ts';
import { printed as membersOf } from '../config/print.ts';
import { asJson, asYaml } from '../config/spell.ts';
import { ruleOptions } from '../flags.ts';
import { UsageError } from '../usage-error.ts';
import { type Naming, readConfigurations } from './configurations.ts';
import { refuseSkipped } from './from-configurations.ts';

/** The configuration that holds for these files, as a configuration that says all of it by itself. */
export async function printed(
  given: Arguments,
  naming: Naming,
  files: readonly string[],
  json: boolean,
): Promise<string> {
  const asked = files.length === 0 ? [undefined] : files;
  const { of } = await readConfigurations(asked, given, naming);
  const [first, second] = new Set(asked.map(of));
  const one = (configuration: Configuration | undefined) => asked.find((file) => of(file) === configuration);
  const only = new Set(asked.map(of)).size < 2;
  if (!only)
    throw new UsageError(
      `--print-config: ${one(first)} has the configuration ${nameOf(first)}, ${one(second)} ${nameOf(second)}: name inputs of one`,
    );
  if (first) refuseErrors(first);
  refuseSkipped(given.skip, first ? [first] : []);
  const options = ruleOptions(naming.catalogue, given.option, given.startupSeconds);
  const members = membersOf(first ?? NO_CONFIGURATION, { ...given.said, options });
  if (json) return `${asJson(members)}\n`;
  return `# ${visible(origin(first))}\n${asYaml(members)}\n`;
}

function nameOf(configuration: Configuration | undefined): string {
  return configuration?.file ?? 'of nobody';
}

function origin(configuration: Configuration | undefined): string {
  if (!configuration) return 'no configuration was found: these are the defaults';
  const { file, files } = configuration;
  const extended = files.filter((one) => one !== file);
  return `from ${file}${extended.length > 0 ? `, which extends ${extended.join(', ')}` : ''}`;
}

function refuseErrors({ errors }: Configuration): void {
  const [first, ...others] = errors;
  if (!first) return;
  const { file, line, column, message } = first;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  throw new UsageError(`${place}: ${message}${others.length > 0 ? ` (and ${others.length} more)` : ''}`);
}
