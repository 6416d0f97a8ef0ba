import type { Crash } from '../engine/result.ts';
import { visible } from './escape.ts';
import { shortArns } from './short-arn.ts';

/** A deployment's name for a heading or a list: what tells it apart within the run. */
export function shortName(id: string): string {
  return visible(shortArns(id));
}

/** The first names, and how many more there are. */
export function someNames(ids: readonly string[], most: number): string {
  const names = ids.slice(0, most).map(shortName).join(', ');
  return ids.length > most ? `${names} and ${ids.length - most} more` : names;
}

/** Whose bug the checks are that crashed: `ecs-preflight`, or the plugins that they are of. */
export function whoseBug(crashes: readonly Pick<Crash, 'plugin'>[]): string {
  const owners = crashes.map(({ plugin }) =>
    plugin === undefined ? 'ecs-preflight' : `the plugin ${visible(plugin)}`,
  );
  return [...new Set(owners)].join(' and ');
}

/** `1 service`, `2 services`; `several` where it is not the name with an s. */
export function counted(number: number, name: string, several = `${name}s`): string {
  return `${number} ${number === 1 ? name : several}`;
}
