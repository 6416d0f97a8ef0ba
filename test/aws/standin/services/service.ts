import type { Account } from '../account.ts';
import type { ProtocolName } from '../protocol/protocol.ts';

// biome-ignore lint/suspicious/noExplicitAny: an input of whatever operation; its shape comes from AWS's service model
export type Input = Readonly<Record<string, any>>;

export interface Circumstances {
  /** What IAM's simulator says where the snapshot holds no answer. */
  readonly simulation: 'allowed' | 'implicitDeny';
}

/** Answers one operation in the members of AWS's output, or throws an `ApiError`. */
export type Operation = (input: Input, account: Account, circumstances: Circumstances) => object;

/** An AWS service as the stand-in serves it. */
export interface Service {
  /** As the signature names it: `elasticloadbalancing`. */
  readonly name: string;
  readonly protocol: ProtocolName;
  /** The name space of XML answers. */
  readonly namespace?: string;
  /** The client package, whose service model is read. */
  readonly client: () => Promise<object>;
  readonly operations: Readonly<Record<string, Operation>>;
  /** For REST: the operation that a method and a path mean. */
  readonly route?: (
    method: string,
    url: URL,
    host: string,
  ) => { operation: string; input?: Input } | undefined;
  /** The service's own codes for what every service refuses. */
  readonly codes: Codes;
}

/** A code with its HTTP status. */
type Code = readonly [code: string, status: number];

export interface Codes {
  readonly denied: Code;
  readonly throttled: Code;
  readonly expired: Code;
  readonly unknownOperation: Code;
  readonly broken: Code;
}

export const JSON_CODES: Codes = {
  denied: ['AccessDeniedException', 400],
  throttled: ['ThrottlingException', 400],
  expired: ['ExpiredTokenException', 400],
  unknownOperation: ['UnknownOperationException', 400],
  broken: ['InternalFailure', 500],
};

export const QUERY_CODES: Codes = {
  denied: ['AccessDenied', 403],
  throttled: ['Throttling', 400],
  expired: ['ExpiredToken', 403],
  unknownOperation: ['InvalidAction', 400],
  broken: ['InternalFailure', 500],
};

/** The values, as an operation's output holds them. */
export function valuesOf(held: readonly { readonly value: object }[]): readonly object[] {
  return held.map(({ value }) => value);
}
