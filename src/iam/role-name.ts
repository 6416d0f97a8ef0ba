/** The name of a role that is given by name or ARN. */
export function nameOf(role: string): string {
  return role.slice(role.lastIndexOf('/') + 1);
}
