import { holdsOpaqueValue, isOpaque } from '../fact/opaque.ts';
import { parseArn } from '../model/arn.ts';
import type { PrincipalEntry, Statement } from './document.ts';
import { doubtBetween, same } from './open-text.ts';
import { and, type Doubt, doubtful, not, some, type Tri } from './tri.ts';

/** Who makes a request. */
export type Principal =
  | {
      readonly type: 'role';
      /** With the path: `arn:aws:iam::111122223333:role/service-role/app`. */
      readonly arn: string;
      readonly account: string;
      /** `AROA…`, where it is known. */
      readonly id?: string;
      /** The ARN of the session; `unknown` where the request is made in a session whose name nobody knows yet. */
      readonly session?: string;
    }
  | { readonly type: 'user'; readonly arn: string; readonly account: string; readonly id?: string }
  | { readonly type: 'root'; readonly arn: string; readonly account: string }
  | { readonly type: 'service'; readonly name: string };

/**
 * In which ways a statement is about a principal. It matters for an Allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export interface Standing {
  /** It names the session, the user or the service: boundary and session policies do not limit what it allows. */
  readonly direct: Tri;
  /** It names the role: they do. */
  readonly limited: Tri;
  /** It is about everybody: a boundary does not; whether a session policy does is not documented, unless `aws:PrincipalArn` says who. */
  readonly everyone: Tri;
  /** It names the account, which may then allow by policies of its own. */
  readonly account: Tri;
}

export const WAYS = ['direct', 'limited', 'everyone', 'account'] as const;

const NOBODY: Standing = { direct: false, limited: false, everyone: false, account: false };

/** Is the statement about the principal? `bounded`: the principal has a permissions boundary. */
export function standingOf(statement: Statement, principal: Principal, bounded: boolean): Standing {
  if (statement.notPrincipals) {
    const limited = notAmong(statement.notPrincipals, statement.effect, principal, bounded);
    return { ...NOBODY, limited };
  }
  if (!statement.principals) {
    return {
      ...NOBODY,
      limited: doubtful({ text: `whom ${statement.label} is about: it has no Principal` }),
    };
  }
  const found = statement.principals.map((entry) => standingIn(entry, statement.effect, principal));
  return {
    direct: some(found, ({ direct }) => direct),
    limited: some(found, ({ limited }) => limited),
    everyone: some(found, ({ everyone }) => everyone),
    account: some(found, ({ account }) => account),
  };
}

export function anyStanding(standing: Standing): Tri {
  return some(WAYS, (way) => standing[way]);
}

function standingIn(
  { type, id, open }: PrincipalEntry,
  effect: Statement['effect'],
  principal: Principal,
): Standing {
  if (open) return standingOfAnybody(type, principal, open);
  if (type === '*' || (type === 'AWS' && id === '*')) {
    // `*` is "all principals", of which services of AWS are some; `{"AWS": "*"}` is described by users and sessions alone.
    const everyone =
      type === '*' ||
      principal.type !== 'service' ||
      effect === 'Deny' ||
      unsure(`Principal AWS * means ${principal.name}`);
    return { ...NOBODY, everyone };
  }
  if (type === 'Service') {
    if (principal.type !== 'service') return NOBODY;
    return { ...NOBODY, direct: isService(id, principal.name) };
  }
  if (type === 'CanonicalUser') {
    return principal.type === 'service'
      ? NOBODY
      : { ...NOBODY, account: unsure(`the canonical user ${id} is this account`) };
  }
  if (type === 'Federated') return NOBODY;
  if (type !== 'AWS') return { ...NOBODY, limited: unsure(`${type} ${id} means the principal`) };
  return principal.type === 'service' ? NOBODY : standingOfArn(id, principal);
}

/** It may be the principal, in the way in which that type of entry can be. */
function standingOfAnybody(type: string, principal: Principal, open: Doubt): Standing {
  const service = principal.type === 'service';
  const may = type === '?' || (type === 'Service' ? service : type === 'AWS' && !service);
  return may ? { ...NOBODY, direct: doubtful(open) } : NOBODY;
}

/** What the service is called where its name ends as the partition's other names do is not documented. */
function isService(id: string, name: string): Tri {
  if (id === '*') return unsure('the Service * means every service');
  if (id.startsWith(`${name}.`)) return unsure(`the Service ${id} is ${name}`);
  return same(id, name, `the Service ${id} is ${name}`);
}

function standingOfArn(id: string, principal: Exclude<Principal, { readonly type: 'service' }>): Standing {
  if (/^\d{12}$/.test(id)) return { ...NOBODY, account: isAccount(id, principal) };
  if (isOpaque(id) && (holdsOpaqueValue(id) || !parseArn(id))) {
    // An account, or who knows whom.
    const may = doubtful(doubtBetween(`whether ${id} is the principal`, id, principal.arn));
    return holdsOpaqueValue(id)
      ? { ...NOBODY, direct: may }
      : { ...NOBODY, account: isAccount(id, principal) };
  }
  const arn = parseArn(id);
  if (!arn) return { ...NOBODY, limited: principal.type !== 'root' && sameId(id, principal.id) };
  if (arn.resource === 'root') {
    return { ...NOBODY, account: and([arn.service === 'iam', isAccount(arn.account, principal)]) };
  }
  const isIt = same(id, principal.arn, `${id} is the principal`);
  if (principal.type === 'user' || principal.type === 'root') return { ...NOBODY, direct: isIt };
  return { ...NOBODY, limited: isIt, direct: sameSession(id, principal) };
}

function isAccount(id: string, { account }: { readonly account: string }): Tri {
  return same(id, account, `account ${id} is that of the principal, ${account}`);
}

/** AWS replaces an ARN by an id once the role is deleted: an id names a role that is gone, or, rarely, one that exists. */
function sameId(id: string, own: string | undefined): Tri {
  if (!/^A[A-Z0-9]{15,}$/.test(id)) return false;
  return own === undefined ? unsure(`${id} is the id of the principal`) : id === own;
}

function sameSession(id: string, { arn, session }: Extract<Principal, { readonly type: 'role' }>): Tri {
  if (session !== 'unknown') return id === session;
  const role = arn.slice(arn.lastIndexOf('/') + 1);
  const entry = parseArn(id);
  const [type, name = '', ownName] = entry?.resource.split('/') ?? [];
  const mayBe =
    entry?.service === 'sts' &&
    type === 'assumed-role' &&
    ownName !== undefined &&
    same(entry.account, parseArn(arn)?.account ?? '') !== false &&
    same(name, role) !== false;
  return mayBe && unsure(`the session is ${id}`);
}

/**
 * Deny with NotPrincipal spares only whom it names in every form that AWS looks at, and never a principal with a boundary.
 * Allow with NotPrincipal is not supported: what it does is not documented.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function notAmong(
  entries: readonly PrincipalEntry[],
  effect: Statement['effect'],
  principal: Principal,
  bounded: boolean,
): Tri {
  const found = entries.map((entry) => standingIn(entry, 'Deny', principal));
  const named = some(found, anyStanding);
  if (some(found, ({ everyone }) => everyone) === true) return false;
  if (effect === 'Allow')
    return named === true ? false : unsure('Allow with NotPrincipal is about the principal');
  if (bounded || principal.type === 'service') return bounded || not(named);
  if (named === false) return true;
  const everyForm =
    some(found, ({ account }) => account) === true &&
    some(found, ({ direct }) => direct) === true &&
    (principal.type !== 'role' || some(found, ({ limited }) => limited) === true);
  return everyForm ? false : unsure('Deny with NotPrincipal spares the session of a role that it names');
}

function unsure(claim: string): Tri {
  return doubtful({ text: `whether ${claim}` });
}
