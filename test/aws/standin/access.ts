import { Denied } from './api-error.ts';
import { type Behaviour, means } from './behaviour.ts';
import table from './data/actions.json' with { type: 'json' };

const ACTIONS: Readonly<Record<string, readonly string[]>> = table.operations;

/** Every operation that the stand-in serves, as `service:Operation`. */
export const servedOperations: readonly string[] = Object.keys(ACTIONS);

/** The IAM actions that an operation takes. */
export function actionsOf(operation: string): readonly string[] {
  return ACTIONS[operation] ?? [];
}

/** Throws where the caller lacks an action that the operation takes. */
export function authorise(operation: string, { allow, deny = [] }: Behaviour): void {
  for (const action of actionsOf(operation)) {
    const allowed = allow === undefined || allow.some((pattern) => means(pattern, action));
    if (!allowed || deny.some((pattern) => means(pattern, action))) throw new Denied(action);
  }
}
