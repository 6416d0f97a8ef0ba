/** What an execution role is for; sources and date in execution-role-work.json. */
import data from './execution-role-work.json' with { type: 'json' };

/** Patterns of actions that the ECS agent may need, or that reach for the same things more widely than it needs. */
export function courierActions(): readonly string[] {
  return data.actions;
}

/** Patterns of actions that read files from Amazon S3: environment files, FireLens configurations, credential specs. */
export function fileReadingActions(): readonly string[] {
  return data.readsOfFiles;
}

/**
 * Is the managed policy one of AWS's that is attached for the agent's sake? Some allow more than that; they are too wide and not
 * mistaken for an application's.
 */
export function madeForCourier(policyArn: string): boolean {
  const name = /^arn:[^:]+:iam::aws:policy\/(?:\S*\/)?([^/\s]+)/.exec(policyArn)?.[1];
  return name !== undefined && data.policiesMadeForIt.includes(name);
}

/** Day of the data. */
export function executionRoleWorkAsOf(): string {
  return data.asOf;
}
