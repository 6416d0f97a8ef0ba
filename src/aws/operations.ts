/** The allow-list: what may be called at all. `operations.json` is meant to be read; test/aws holds the code to it. */
import data from './operations.json' with { type: 'json' };

/** An operation of an AWS service that this program may call. */
export interface Operation {
  /** The prefix of the service's IAM actions: `elasticloadbalancing`. */
  readonly service: string;
  readonly operation: string;
  /** What AWS asks permission for; empty where it asks for none. */
  readonly actions: readonly string[];
  /** Things asked in one call. */
  readonly batch?: number;
  /** Things in one page of the answer. */
  readonly page?: number;
  /** How AWS says that something does not exist. */
  readonly notFound?: string;
  /** Why it can neither write nor return a secret. */
  readonly readOnly: string;
  readonly source: string;
}

/** What the credential chain may call besides, as it looks on the wire. */
export interface CredentialOperation {
  readonly service: string;
  readonly operation: string;
  readonly request: { readonly method: string; readonly path?: string; readonly action?: string };
  readonly why: string;
}

export const operations: readonly Operation[] = data.operations;

export const credentialOperations: readonly CredentialOperation[] = data.credentials;

const BY_NAME: ReadonlyMap<string, Operation> = new Map(
  operations.map((entry) => [`${entry.service}:${entry.operation}`, entry]),
);

/** The entry of an operation, undefined where it may not be called. */
export function operationOf(service: string, operation: string): Operation | undefined {
  return BY_NAME.get(`${service}:${operation}`);
}

/** A call that is not on the list: a mistake of ours, stopped before anything is sent. */
export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';

  constructor(call: string) {
    super(`${call} is not among the operations that this program may call`);
  }
}
