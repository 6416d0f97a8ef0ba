/**
 * The limits of Session Manager's sessions, and the versions of its plugin that lose them. Sources and date in
 * session-manager.json (https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html).
 */
import data from './session-manager.json' with { type: 'json' };

/** Day of the data. */
export function sessionManagerAsOf(): string {
  return data.asOf;
}

/** The document that holds the preferences of an account in a region. */
export function preferencesDocument(): string {
  return data.document;
}

/** Minutes without input after which a session ends: where the preferences do not say, and the most they may say. */
export function idleMinutes(): { readonly default: number; readonly max: number } {
  return data.idleMinutes;
}

/** The most that the preferences may say of how long a session lasts, in minutes; without it there is no limit. */
export function longestDurationMinutes(): number {
  return data.durationMinutes.max;
}

/** Minutes without input after which a session of ECS Exec ends, whatever the preferences say. */
export function execIdleMinutes(): number {
  return data.execIdleMinutes;
}

/** Is the version of session-manager-plugin one of those that were reported to fail when they resume a session? */
export function failsToResume(version: string): boolean {
  const { from, to } = data.pluginFailingResume;
  return compare(version, from) >= 0 && compare(version, to) <= 0;
}

/** The versions between which plugins fail to resume, and one that was reported not to. */
export function pluginsFailingResume(): {
  readonly from: string;
  readonly to: string;
  readonly knownGood: string;
} {
  return data.pluginFailingResume;
}

/** By the numbers of `1.2.792.0`, first to last. */
function compare(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = (left[index] ?? 0) - (right[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
