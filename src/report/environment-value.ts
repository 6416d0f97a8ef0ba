/** In a template a choice may stand between the list and its element: `/Environment/Fn::If/1/0/Value`. */
const ENVIRONMENT_VALUE = /\/environment\/(?:[^/]+\/)*\d+\/value(?:\/Fn::[^/]+(?:\/\d+)?)*$/i;

/** Does the value of an environment variable, which may be a secret, stand at this pointer? */
export function isEnvironmentValue(pointer: string): boolean {
  return ENVIRONMENT_VALUE.test(pointer);
}

/** A value that a fix writes at a pointer, as it may be told: what code frames mask, no fix spells out. */
export function tellableValue(value: unknown, pointer: string): unknown {
  if (isEnvironmentValue(pointer)) return '***';
  if (Array.isArray(value)) return value.map((one, index) => tellableValue(one, `${pointer}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, tellableValue(member, `${pointer}/${name}`)]),
  );
}
