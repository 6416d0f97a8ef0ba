import { ApiError } from './api-error.ts';

export interface PageRules {
  /** What a request may ask for at most. */
  readonly max: number;
  /** What it gets where it does not say; `Infinity` where AWS then answers everything. */
  readonly fallback: number;
  /** What it must ask for at least: 5 for most of EC2, else 1. */
  readonly min?: number;
  /** The service's code for a size or token that it does not take. */
  readonly refusal: string;
}

/** A page of a list and the token for the next one; a token is opaque, and dies with the list it belongs to. */
export function pageOf<Item>(
  items: readonly Item[],
  size: unknown,
  token: unknown,
  { max, fallback, min = 1, refusal }: PageRules,
  /** No page is larger, whatever was asked: AWS may always answer less than a full page. */
  cap: number,
): { readonly page: readonly Item[]; readonly next: string | undefined } {
  if (size !== undefined && !(Number(size) >= min && Number(size) <= max)) {
    throw new ApiError(
      refusal,
      `Value (${String(size)}) for parameter maxResults is invalid. Expecting ${min} to ${max}.`,
    );
  }
  const from = token === undefined || token === '' ? 0 : offsetOf(token, refusal);
  const to = from + Math.min(size === undefined ? fallback : Number(size), cap);
  return { page: items.slice(from, to), next: to < items.length ? tokenOf(to) : undefined };
}

let issued = 0;

/** No two tokens are the same: a client may take one that comes twice for a circle. */
function tokenOf(offset: number): string {
  issued++;
  return Buffer.from(`page from ${offset}, token ${issued}`).toString('base64');
}

function offsetOf(token: unknown, refusal: string): number {
  const offset = /^page from (\d+), token \d+$/.exec(Buffer.from(String(token), 'base64').toString())?.[1];
  if (offset === undefined) throw new ApiError(refusal, 'Invalid token');
  return Number(offset);
}

/** Refuses a batch that is larger than the service takes. */
export function atMost(list: unknown, max: number, refusal: string, noun: string): readonly string[] {
  const names = (list ?? []) as readonly string[];
  if (names.length > max) throw new ApiError(refusal, `${noun} cannot have more than ${max} elements.`);
  return names;
}
