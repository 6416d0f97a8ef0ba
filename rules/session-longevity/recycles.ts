/**
 * How often the connection of a session is closed and has to be resumed before the session should end: about every 60
 * minutes, as reported in public (https://github.com/aws/session-manager-plugin/issues/135); AWS documents no figure.
 */
export function recycles(hours: number): number {
  return Math.max(0, Math.ceil(hours) - 1);
}
