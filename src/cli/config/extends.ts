import { existsSync, realpathSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { quote } from '../../read/quote.ts';
import { isFile } from './is-file.ts';
import { CONFIGURATION_NAMES } from './nearby.ts';

const SUFFIXES = ['.yml', '.yaml', '.json'];

/** A file that a configuration extends, with where symbolic links lead; or why it has none. */
type Extended = { readonly file: string; readonly real: string } | { readonly wrong: string };

/**
 * Finds what `extends` names: a path that begins with `./` or `../`, or a file of an installed package. Only YAML and JSON,
 * and nothing outside of the repository: what is read here may be told in the log of a build.
 */
export function extendedFile(name: string, from: string, repository: string | undefined): Extended {
  if (isAbsolute(name) || /^[A-Za-z]:[\\/]/.test(name))
    return {
      wrong: `expected a path that begins with ./ or ../, or a file of a package, found ${quote(name)}`,
    };
  if (/^[a-z]+:\/\//i.test(name))
    return { wrong: `only files are extended, and nothing is downloaded: found ${quote(name)}` };
  return /^\.{1,2}[\\/]/.test(name) ? besideIt(name, from, repository) : ofPackage(name, from, repository);
}

function besideIt(name: string, from: string, repository: string | undefined): Extended {
  const file = resolve(from, name);
  const suffix = notData(name);
  if (suffix) return suffix;
  if (!isFile(file)) return { wrong: `there is no file ${quote(name)} to extend` };
  const real = realpathSync(file);
  if (repository !== undefined && !within(realpathSync(repository), real))
    return { wrong: `${quote(name)} is outside of the repository: only what is in it is extended` };
  return { file, real };
}

function ofPackage(name: string, from: string, repository: string | undefined): Extended {
  const [scope = '', ...rest] = name.split(/[\\/]/);
  const steps = scope.startsWith('@') ? [`${scope}/${rest[0] ?? ''}`, ...rest.slice(1)] : [scope, ...rest];
  if (steps.some((step) => step === '..' || step === '.' || step === ''))
    return {
      wrong: `expected a path that begins with ./ or ../, or a file of a package, found ${quote(name)}`,
    };
  const [pack = '', ...path] = steps;
  if (path.length > 0) {
    const suffix = notData(name);
    if (suffix) return suffix;
  }
  for (let folder = from; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', pack);
    if (existsSync(home)) return inPackage(home, path, name, repository);
    if (dirname(folder) === folder) break;
  }
  const beside = isFile(resolve(from, name)) ? `, did you mean "./${name}"?` : '';
  return { wrong: `there is no package ${quote(pack)} in node_modules${beside}` };
}

function inPackage(
  home: string,
  path: readonly string[],
  name: string,
  repository: string | undefined,
): Extended {
  const named = path.length > 0 ? [join(...path)] : CONFIGURATION_NAMES;
  const file = named.map((one) => join(home, one)).find(isFile);
  if (file === undefined) {
    const what = path.length > 0 ? `file ${quote(name)}` : `configuration in the package ${quote(name)}`;
    return { wrong: `there is no ${what} to extend` };
  }
  const real = realpathSync(file);
  if (!within(realpathSync(home), real))
    return { wrong: `${quote(name)} leads out of its package: only what is in it is extended` };
  // Whoever can add a symbolic link could otherwise call any folder of the machine a package.
  const installed = /[\\/]node_modules[\\/]/.test(real);
  if (!installed && repository !== undefined && !within(realpathSync(repository), real))
    return { wrong: `${quote(name)} is outside of the repository: only what is in it is extended` };
  return { file, real };
}

function notData(name: string): Extended | undefined {
  if (SUFFIXES.includes(extname(name))) return undefined;
  return { wrong: `only YAML and JSON are extended (.yml, .yaml, .json), found ${quote(name)}` };
}

/** Does a file stand in a folder, or below it? */
export function within(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
