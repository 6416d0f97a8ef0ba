import { quote } from '../../read/quote.ts';
import type { Checker, Part } from './checker.ts';
import type { FilePattern, Where } from './configuration.ts';
import { globOf } from './glob.ts';

/** The lists by which a part of a configuration says what it is for. */
export const SELECTORS = ['files', 'families', 'services', 'containers', 'resources'] as const;

const WHAT: Readonly<Record<(typeof SELECTORS)[number], string>> = {
  files: 'patterns of files',
  families: 'names of task definition families',
  services: 'names of services',
  containers: 'names of containers',
  resources: 'addresses of resources',
};

/** The lists of a structure whose other members are somebody else's. */
export function readWhere(checker: Checker, members: Readonly<Record<string, Part>>): Where {
  const where: Partial<Record<(typeof SELECTORS)[number], readonly (string | FilePattern)[]>> = {};
  for (const name of SELECTORS) {
    const part = members[name];
    if (!part) continue;
    where[name] = checker.parts(part, WHAT[name]).flatMap<string | FilePattern>((one) => {
      const text = checker.text(one, `one of the ${WHAT[name]}`);
      if (text === undefined) return [];
      return name === 'files' ? (filePattern(checker, one, text) ?? []) : text;
    });
  }
  return where as Where;
}

/** `deploy/*.json`, or `deploy/*.json#/containerDefinitions/0` for what stands under that pointer. */
function filePattern(checker: Checker, { path }: Part, text: string): FilePattern | undefined {
  const hash = text.indexOf('#');
  const pattern = (hash < 0 ? text : text.slice(0, hash)).replace(/^\.\//, '');
  const pointer = hash < 0 ? undefined : text.slice(hash + 1).replace(/\/$/, '');
  const bare = pattern.replace(/^!/, '');
  if (bare === '') return checker.refuse(path, `expected a pattern of files, found ${quote(text)}`);
  if (/^(?:\/|[A-Za-z]:[\\/]|\.\.\/)/.test(bare))
    return checker.refuse(
      path,
      `patterns of files count from the folder of this configuration, and match nothing outside of it: ${quote(text)}`,
    );
  if (!globOf(bare)) return checker.refuse(path, `this is no pattern of files: ${quote(text)}`);
  if (pointer === undefined) return { pattern };
  if (pattern.startsWith('!'))
    return checker.refuse(path, `a pattern that leaves files out takes no JSON pointer: ${quote(text)}`);
  if (!/^(?:\/(?:[^~/]|~[01])*)*$/.test(pointer))
    return checker.refuse(
      path,
      `expected a JSON pointer such as #/containerDefinitions/0 behind the pattern, found ${quote(`#${pointer}`)}`,
    );
  return { pattern, pointer };
}
