import type { ResourceKind } from '../kind.ts';

/** The session-manager-plugin that is installed where the tool runs. */
export interface SessionManagerPlugin {
  /** `1.2.764.0` */
  readonly version: string;
}

/** What `session-manager-plugin --version` says here; no AWS call. */
export const sessionManagerPlugin: ResourceKind<Readonly<Record<string, never>>, SessionManagerPlugin> = {
  sort: 'resource',
  id: 'local.session-manager-plugin',
  noun: 'session-manager-plugin',
  actions: [],
  key: () => 'here',
};

/** The moment at which the account was asked. */
export interface Moment {
  /** ISO 8601 */
  readonly now: string;
}

/** What time it is where the facts are seen: a snapshot's own, so that replay judges as live did. */
export const clock: ResourceKind<Readonly<Record<string, never>>, Moment> = {
  sort: 'resource',
  id: 'local.clock',
  noun: 'clock',
  actions: [],
  key: () => 'now',
};
