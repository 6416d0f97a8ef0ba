import { relative } from 'node:path';
import type { Finding } from '../../engine/result.ts';
import type { FilePattern, Where } from '../config/configuration.ts';
import { globOf } from '../config/glob.ts';
import { isMatch } from '../config/wildcard.ts';
import { resourceNames, type Subject } from './subject.ts';

/** What a part of a configuration is for, as questions. */
export interface Matcher {
  /** Is anything of this deployment selected? */
  readonly deployment: (subject: Subject) => boolean;
  /** Is this finding of a selected deployment selected? Undefined where all of them are. */
  readonly finding: ((finding: Finding, file: string | undefined) => boolean) | undefined;
}

const EVERYTHING: Matcher = { deployment: () => true, finding: undefined };

/** `bases` are the folders that patterns of files count from. */
export function matcherOf(where: Where | undefined, bases: readonly string[]): Matcher {
  if (!where) return EVERYTHING;
  const { files, families, services, containers, resources } = where;
  const file = files && fileMatcher(files, bases);
  const family = families && nameMatcher(families);
  const service = services && nameMatcher(services);
  const container = containers && nameMatcher(containers);
  const resource = resources && nameMatcher(resources);
  const deployment = (subject: Subject) =>
    (!file || subject.files.some((one) => file.deployment(one))) &&
    (!family || (subject.family !== undefined && family(subject.family))) &&
    (!service || (subject.service !== undefined && service(subject.service))) &&
    (!container || subject.containers.some(container)) &&
    (!resource || subject.resources.some(resource));
  const pointed = files?.some(({ pointer }) => pointer !== undefined) ?? false;
  if (!container && !resource && !pointed) return { deployment, finding: undefined };
  const finding = (one: Finding, path: string | undefined) =>
    (!container || (one.container !== undefined && container(one.container))) &&
    (!resource || resourceNames(one.location.resource, one.location.pointer).some(resource)) &&
    (!pointed || (file !== undefined && path !== undefined && file.finding(path, pointerOf(one))));
  return { deployment, finding };
}

/** A name, in which `*` stands for any text and `?` for one letter; brackets are letters, as they are in addresses. */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const matchers = patterns.map((pattern) => [...pattern]);
  return (name) => {
    const letters = [...name];
    return matchers.some((one) =>
      isMatch(
        one,
        letters,
        (part) => part === '*',
        (part, letter) => part === '?' || part === letter,
      ),
    );
  };
}

interface FileMatcher {
  readonly deployment: (file: string) => boolean;
  readonly finding: (file: string, pointer: string) => boolean;
}

function fileMatcher(patterns: readonly FilePattern[], bases: readonly string[]): FileMatcher {
  const made = patterns.map(({ pattern, pointer }) => ({
    matches: globMatcher(pattern.replace(/^!/, ''), bases),
    leavesOut: pattern.startsWith('!'),
    pointer,
  }));
  const taking = made.filter(({ leavesOut }) => !leavesOut);
  const leaving = made.filter(({ leavesOut }) => leavesOut);
  const taken = (file: string, holds: (pointer: string | undefined) => boolean) =>
    (taking.length === 0 || taking.some(({ matches, pointer }) => matches(file) && holds(pointer))) &&
    !leaving.some(({ matches }) => matches(file));
  return {
    deployment: (file) => taken(file, () => true),
    finding: (file, at) =>
      taken(file, (pointer) => pointer === undefined || at === pointer || at.startsWith(`${pointer}/`)),
  };
}

/** A pattern without a slash is for the file of that name in any folder. */
function globMatcher(pattern: string, bases: readonly string[]): (file: string) => boolean {
  // One that is no pattern was refused where it was read.
  const matches = globOf(pattern) ?? (() => false);
  const anywhere = !pattern.includes('/');
  const beyond = pattern.startsWith('**/');
  return (file) =>
    bases.some((base) => {
      const way = relative(base, file).replaceAll('\\', '/');
      if (anywhere) return matches(way.slice(way.lastIndexOf('/') + 1));
      // What is above the folder, or beside it, is met by what is for all folders alone.
      if (way.startsWith('../')) return beyond && matches(file.replaceAll('\\', '/').replace(/^\//, ''));
      return matches(way);
    });
}

function pointerOf({ location: { pointer, inner = '' } }: Finding): string {
  return pointer + inner;
}
