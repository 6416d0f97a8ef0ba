import type { Context } from './context-value.ts';
import type { Policy } from './document.ts';
import type { Grant } from './grants.ts';
import type { Principal } from './principal.ts';
import type { Target } from './resource-match.ts';

/** What is requested, by whom, under which circumstances. */
export interface Request {
  readonly principal: Principal;
  /** `secretsmanager:GetSecretValue` */
  readonly action: string;
  readonly target: Target;
  /** The account that owns the resource; undefined where nobody knows. */
  readonly resourceAccount?: string;
  readonly context: Context;
}

/** Policies attached at one level of an organization (root, unit, account). */
export type Level = readonly Policy[];

/** The policies that take part. What is left out does not exist; what exists and could not be read is an unreadable policy. */
export interface Policies {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly session?: Policy;
  /** Root first; every level must allow. */
  readonly serviceControl?: readonly Level[];
  /** Do service control policies spare the principal? Those of the management account and service-linked roles they do. */
  readonly spared?: boolean;
  /** Resource control policies only deny. */
  readonly resourceControl?: readonly Level[];
  /** The policy of the resource itself: of a secret, a key, a repository, or the trust policy of a role. */
  readonly resource?: Policy;
  readonly endpoint?: { readonly policy: Policy; readonly gateway: boolean };
  /** The grants of a key; a doubt where they could not be read. */
  readonly grants?: readonly Grant[] | Policy;
}
