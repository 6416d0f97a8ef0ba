import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import type { InputError } from '../../model/input-error.ts';
import type { Source } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import { Checker } from './checker.ts';
import type { Configuration, Content, Plugin, PluginName } from './configuration.ts';
import { extendedFile, within } from './extends.ts';
import { isFile } from './is-file.ts';
import { repositoryOf } from './nearby.ts';
import { NOTHING, type ReadContent, readContent } from './read-content.ts';
import { readFile } from './read-file.ts';
import type { Names } from './read-rules.ts';

export interface ReadOptions {
  readonly catalogue: Names['catalogue'];
  /** May a plugin that a configuration names be loaded? Those that may are in the catalogue. */
  readonly allows: (plugin: PluginName) => boolean;
  /** Patterns of files count from here too. */
  readonly base?: string;
}

/** How a path is told: as it is typed from the working directory, where that is below. */
export function shownPath(file: string): string {
  const way = relative('.', file);
  return way === '' || way.startsWith('..') || isAbsolute(way) ? file : way.replaceAll('\\', '/');
}

/** Reads a configuration with all that it extends, and checks all of it. One with an error says nothing. */
export async function readConfiguration(file: string, options: ReadOptions): Promise<Configuration> {
  const folder = dirname(file);
  const reading = new Reading(options, repositoryOf(folder));
  const contents = await reading.read(file, []);
  const { errors, plugins, files } = reading;
  const shown = shownPath(file);
  const bases = options.base === undefined ? [folder] : [folder, options.base];
  const all = errors.length > 0 ? errors : turnedOffThoughMandatory(contents);
  const about = { file: shown, files, bases, text: reading.text, errors: all, plugins };
  return all.length > 0 ? withoutContent(about, all) : { ...about, ...merged(contents) };
}

/** A configuration that is wrong somewhere says nothing at all: half of it might hide what the other half would not. */
export function withoutContent(
  { file, files, bases, text, plugins }: Omit<Configuration, keyof Content>,
  errors: readonly InputError[],
): Configuration {
  return { file, files, bases, text, plugins, errors, layers: [], mandatory: [], suppressions: [] };
}

/** Reads files that extend each other, the extended ones first. */
class Reading {
  readonly errors: InputError[] = [];
  readonly plugins: Plugin[] = [];
  readonly files: string[] = [];
  /** Of the file itself. Lines of what it extends are not shown. */
  text: string | undefined;
  readonly #options: ReadOptions;
  readonly #repository: string | undefined;
  /** Where symbolic links lead: by them one file has endlessly many names. */
  readonly #read = new Set<string>();

  constructor(options: ReadOptions, repository: string | undefined) {
    this.#options = options;
    this.#repository = repository;
  }

  /** One that was found, and not named, may have been put there by anybody; lines of what it leads to would be shown. */
  #leadsOut(file: string): boolean {
    if (this.#options.base !== undefined || this.#repository === undefined || !isFile(file)) return false;
    return !within(realpathSync(this.#repository), realpathSync(file));
  }

  async read(file: string, above: readonly Link[]): Promise<readonly ReadContent[]> {
    const shown = shownPath(file);
    if (above.length === 0 && this.#leadsOut(file)) {
      this.errors.push({ file: shown, message: LEADS_OUT });
      return [];
    }
    const parsed = await readFile(file, shown);
    if (above.length === 0) this.text = parsed.text;
    if ('errors' in parsed) {
      this.errors.push(...parsed.errors);
      return [];
    }
    const own = realpathSync(file);
    this.#read.add(own);
    const chain = [...above, { file, real: own }];
    const { document, value, path } = parsed;
    const checker = new Checker(document?.source ?? emptySource(shown));
    const folder = dirname(file);
    const { catalogue, allows } = this.#options;
    const open = pluginsOf(value).some((name) => !allows({ value: name, folder }));
    const content = document ? readContent(checker, { value, path }, { catalogue, open }) : NOTHING;
    const extended: ReadContent[] = [];
    for (const { value: name, place } of content.extends) {
      const found = extendedFile(name, folder, this.#repository);
      const refuse = (message: string) => checker.refuseAt(place, message);
      if ('wrong' in found) refuse(found.wrong);
      else if (chain.some(({ real }) => real === found.real))
        refuse(`${shownPath(found.file)} extends itself: ${circle(chain, found)}`);
      else if (!this.#read.has(found.real)) extended.push(...(await this.read(found.file, chain)));
    }
    for (const plugin of content.plugins) {
      if (allows({ ...plugin, folder })) this.plugins.push({ ...plugin, folder });
      else checker.refuseAt(plugin.place, CODE);
    }
    this.errors.push(...checker.errors.sort(byPlace));
    this.files.push(shown);
    return [...extended, content];
  }
}

const LEADS_OUT =
  'this symbolic link leads out of the repository: a configuration from elsewhere is named with --config';

function byPlace(a: InputError, b: InputError): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

const CODE =
  'this configuration names a plugin, whose code runs only where the command line allows it: with --allow-plugins, or with --rules-dir and its path';

/** The plugins that a configuration names, as far as can be told before it is checked. */
function pluginsOf(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return [value['plugins']].flat().filter((one) => typeof one === 'string');
}

/** A file in a chain of those that extend each other. */
interface Link {
  readonly file: string;
  readonly real: string;
}

function circle(chain: readonly Link[], again: Link): string {
  const first = chain.findIndex(({ real }) => real === again.real);
  return [...chain.slice(first), again].map(({ file }) => shownPath(file)).join(' → ');
}

function emptySource(file: string): Source {
  return { file, text: '', syntax: 'yaml', span: () => undefined };
}

function merged(contents: readonly ReadContent[]): Content {
  const failOn = contents.findLast((one) => one.failOn)?.failOn;
  const strict = contents.findLast((one) => one.strict)?.strict;
  return {
    ...(failOn ? { failOn } : {}),
    ...(strict ? { strict } : {}),
    layers: contents.flatMap(({ layers }) => layers),
    mandatory: contents.flatMap(({ mandatory }) => mandatory),
    suppressions: contents.flatMap(({ suppressions }) => suppressions),
  };
}

/** Nothing turns off what is mandatory, wherever that is said. */
function turnedOffThoughMandatory(contents: readonly ReadContent[]): readonly InputError[] {
  const mandatory = contents.flatMap((one) => one.mandatory);
  return contents
    .flatMap(({ layers }) => layers)
    .flatMap(({ rules }) => rules)
    .flatMap(({ name, level, place }) => {
      if (level?.value !== 'off') return [];
      const mandate = mandatory.find(({ value }) => overlap(value, name));
      if (!mandate) return [];
      const { file = '', line, column } = place;
      const there = mandate.place.line === undefined ? '' : ` (${mandate.place.file}:${mandate.place.line})`;
      return [
        {
          file,
          message: `${mandate.value} is mandatory${there}: nothing may turn it off`,
          ...(line === undefined || column === undefined ? {} : { line, column }),
        },
      ];
    });
}

/** Is one of two names of rules or problems part of what the other means? */
export function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
