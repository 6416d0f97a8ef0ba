import type { Layer } from './decision.ts';
import type { Policy, Statement } from './document.ts';
import { anyStanding, type Standing, standingOf, WAYS } from './principal.ts';
import type { Policies, Request } from './request.ts';
import { applies } from './statement.ts';
import { and, doubtful, or, type Tri } from './tri.ts';

/** A statement that applied, for the evidence. */
export interface Cited {
  readonly statement: Statement;
  readonly policy: Policy;
}

/** What the policies of one sort come to: never one value, because an unknown Deny beside a certain Allow matters. */
export interface Outcome {
  readonly layer: Layer;
  readonly allow: Tri;
  readonly deny: Tri;
  readonly allowedBy?: Cited;
  readonly deniedBy?: Cited;
}

/** Those of a resource's policy, by what an Allow is worth. */
export interface ResourceOutcome extends Outcome {
  readonly direct: Tri;
  readonly limited: Tri;
  readonly everyone: Tri;
  readonly account: Tri;
}

/** What the policies of a principal (identity policies, a boundary, one level of control policies) come to. */
export function ofPrincipal(layer: Layer, policies: readonly Policy[], request: Request): Outcome {
  const allow: Tri[] = [];
  const deny: Tri[] = [];
  let allowedBy: Cited | undefined;
  let deniedBy: Cited | undefined;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const misplaced =
        (statement.principals ?? statement.notPrincipals) !== undefined && layer !== 'resource-control';
      const { all } = applies(statement, policy, request, layer);
      const held =
        misplaced && all !== false ? doubtful({ text: `what a Principal means in ${policy.name}` }) : all;
      if (statement.effect === 'Allow') {
        allow.push(held);
        if (held === true) allowedBy ??= { statement, policy };
      } else {
        deny.push(held);
        if (held === true) deniedBy ??= { statement, policy };
      }
    }
    if (policy.doubts.length > 0) {
      allow.push(doubtful(...policy.doubts));
      deny.push(doubtful(...policy.doubts));
    }
  }
  return {
    layer,
    allow: or(allow),
    deny: or(deny),
    ...(allowedBy && { allowedBy }),
    ...(deniedBy && { deniedBy }),
  };
}

/** What it comes to that there is no policy. */
const SILENT = { allow: false, deny: false, direct: false, limited: false, everyone: false, account: false };

/** What the policy of a resource or of an endpoint comes to. */
export function ofResource(
  layer: Layer,
  policy: Policy | undefined,
  request: Request,
  policies: Policies,
): ResourceOutcome {
  if (!policy) return { layer, ...SILENT };
  const ways: Record<keyof Standing, Tri[]> = { direct: [], limited: [], everyone: [], account: [] };
  const deny: Tri[] = [];
  let allowedBy: Cited | undefined;
  let deniedBy: Cited | undefined;
  for (const statement of policy.statements) {
    const standing = standingOf(statement, request.principal, policies.boundary !== undefined);
    if (anyStanding(standing) === false) continue;
    const { all } = applies(statement, policy, request, layer);
    if (all === false) continue;
    const cited = { statement, policy };
    if (statement.effect === 'Deny') {
      const held = and([anyStanding(standing), all]);
      deny.push(held);
      if (held === true) deniedBy ??= cited;
      continue;
    }
    for (const way of WAYS) {
      const held = and([standing[way], all]);
      ways[way === 'everyone' && layer !== 'endpoint' && isByPrincipalArn(statement) ? 'direct' : way].push(
        held,
      );
      if (held === true) allowedBy ??= cited;
    }
  }
  const doubts = policy.doubts.length > 0 ? [doubtful(...policy.doubts)] : [];
  const direct = or([...ways.direct, ...doubts]);
  const limited = or(ways.limited);
  const everyone = or(ways.everyone);
  const account = or(ways.account);
  return {
    layer,
    direct,
    limited,
    everyone,
    account,
    allow: or([direct, limited, everyone, account]),
    deny: or([...deny, ...doubts]),
    ...(allowedBy && { allowedBy }),
    ...(deniedBy && { deniedBy }),
  };
}

/**
 * "Identity-based policy types, such as permissions boundaries or session policies, do not limit permissions granted using the
 * aws:PrincipalArn condition key with a wildcard in the Principal element."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function isByPrincipalArn({ conditions }: Statement): boolean {
  return conditions.some(
    ({ key, operator }) =>
      key.toLowerCase() === 'aws:principalarn' &&
      /^(?:ForAnyValue:)?(?:Arn|String)(?:Equals|Like)$/i.test(operator),
  );
}
