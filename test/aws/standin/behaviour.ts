/** How the stand-in misbehaves; everything may be changed while it runs. */
export interface Behaviour {
  /** Milliseconds between the arrival of a request and its answer. */
  readonly latency?: number;
  /** AWS's documented token buckets, times this factor: 1 as documented, 0.1 ten times as tight. Without it nothing is throttled. */
  readonly rates?: number;
  /** IAM actions that are denied; `*` stands for any text. */
  readonly deny?: readonly string[];
  /** Where it is given, every IAM action that it does not list is denied. */
  readonly allow?: readonly string[];
  readonly faults?: readonly Fault[];
  /** The most items of a page of any listing, whatever was asked for. */
  readonly pageCap?: number;
  /** What IAM's simulator says where the snapshot holds no answer. By default all is allowed. */
  readonly simulation?: 'allowed' | 'implicitDeny';
}

export interface Fault {
  /** `ecs:DescribeServices`, `ecs:*` or `*`, by the service's name in the signature. */
  readonly operation: string;
  readonly sort: FaultSort;
  /** Only where the request continues a listing: the first page is good, the second is not. */
  readonly laterPages?: boolean;
  /** How often; without it, always. */
  readonly times?: number;
}

export type FaultSort =
  /** The service's own internal error. */
  | 'server-error'
  /** 503 from a proxy, in HTML. */
  | 'unavailable'
  /** The connection is reset before an answer. */
  | 'reset'
  /** Half of the right answer, as if it were whole. */
  | 'truncated'
  /** 200 with a page of HTML. */
  | 'html'
  /** No answer, ever. */
  | 'timeout'
  /** As if nothing that is asked for existed. */
  | 'not-found'
  | 'denied'
  | 'throttled'
  /** The caller's token has expired. */
  | 'expired'
  /** STS names another account. */
  | 'wrong-account';

/** The account that a fault `wrong-account` names. */
export const WRONG_ACCOUNT = '999988887777';

/** Does `ecs:*` mean `ecs:DescribeServices`? */
export function means(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(name);
}
