/**
 * What yargs uses of Node's `assert`, put in its place by the build: loading the real one costs each start some milliseconds,
 * most of them for setting up colours of messages that nobody sees.
 */
export function strictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected))
    throw new Error(message ?? `${String(actual)} is not ${String(expected)}`);
}

export function notStrictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected))
    throw new Error(message ?? `${String(actual)} is not to be ${String(expected)}`);
}
