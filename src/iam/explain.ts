import type { Why } from '../fact/fact.ts';
import type { Layer } from './decision.ts';
import type { Policy, Statement } from './document.ts';
import type { Verdict } from './evaluate.ts';
import type { Cited } from './layer.ts';
import { anyStanding, standingOf } from './principal.ts';
import type { Policies, Request } from './request.ts';
import { serviceOf } from './resource-control.ts';
import { applies } from './statement.ts';
import type { Doubt } from './tri.ts';

/** The evidence of a decision, one line each: which statement decided, or that none allows, and which came near. */
export function becauseOf(verdict: Verdict, request: Request, policies: Policies): readonly string[] {
  const { outcome, outcomes, layer } = verdict;
  if (outcome === 'explicitDeny') {
    return outcomes.flatMap(({ deniedBy }) => (deniedBy ? [cite(deniedBy, 'denies', request)] : []));
  }
  if (outcome === 'allowed') {
    const granting = outcomes.filter(
      (it) => it.allowedBy && ['identity', 'resource', 'key', 'trust'].includes(it.layer),
    );
    const lines = granting.flatMap(({ allowedBy }) =>
      allowedBy ? [cite(allowedBy, 'allows', request)] : [],
    );
    return layer === 'grant' ? [...lines, `a grant of the key allows ${request.action}`] : lines;
  }
  if (layer === undefined) return [];
  return [`${nothingAllows(layer, policies)} ${asked(request)}`, ...near(layer, request, policies)];
}

function asked({ action, target }: Request): string {
  return target.text === '*' ? action : `${action} on ${target.text}`;
}

function cite({ statement, policy }: Cited, verb: string, request: Request): string {
  const where = conditionsOf(statement);
  return `${statement.label} of ${policy.name} ${verb} ${asked(request)}${where === '' ? '' : `, where ${where}`}`;
}

/** `StringEquals aws:SourceVpce vpce-1 and …` */
function conditionsOf({ conditions }: Statement): string {
  return conditions
    .map(({ operator, key, values }) => `${operator} ${key} ${values.join(' or ')}`)
    .join(' and ');
}

const NOTHING: Readonly<Record<Layer, string>> = {
  identity: 'no policy of the role allows',
  boundary: 'the permissions boundary does not allow',
  session: 'the session policy does not allow',
  'service-control': 'at one level of the organization no service control policy allows',
  'resource-control': 'a resource control policy does not allow',
  resource: 'the policy of the resource does not allow the role',
  endpoint: 'the policy of the VPC endpoint does not allow',
  trust: 'the trust policy does not allow',
  key: 'neither the key policy nor a grant allows the role',
  grant: 'no grant allows',
};

function nothingAllows(layer: Layer, policies: Policies): string {
  if (layer === 'identity' && policies.identity.length === 0)
    return 'the role has no policy, so that nothing allows';
  const named = policies[layer === 'boundary' ? 'boundary' : 'resource']?.name;
  switch (layer) {
    case 'boundary':
      return named === undefined ? NOTHING[layer] : `the permissions boundary, ${named}, does not allow`;
    case 'resource':
      return named === undefined
        ? 'the resource has no policy of its own that would allow the role'
        : `${named} does not allow the role`;
    case 'trust':
      return named === undefined ? NOTHING[layer] : `${named} does not allow`;
    default:
      return NOTHING[layer];
  }
}

function policiesOf(layer: Layer, policies: Policies): readonly Policy[] {
  switch (layer) {
    case 'identity':
      return policies.identity;
    case 'boundary':
      return policies.boundary ? [policies.boundary] : [];
    case 'service-control':
      return (policies.serviceControl ?? []).flat();
    case 'resource':
    case 'key':
    case 'trust':
      return policies.resource ? [policies.resource] : [];
    case 'endpoint':
      return policies.endpoint ? [policies.endpoint.policy] : [];
    default:
      return [];
  }
}

const MOST_NEAR = 3;

/** The Allows that have the action, and what keeps each from applying. */
function near(layer: Layer, request: Request, policies: Policies): readonly string[] {
  const lines: string[] = [];
  for (const policy of policiesOf(layer, policies)) {
    for (const statement of policy.statements) {
      const line = missing(statement, policy, request, policies, layer);
      if (line !== undefined && lines.length < MOST_NEAR) lines.push(line);
    }
  }
  return lines;
}

function missing(
  statement: Statement,
  policy: Policy,
  request: Request,
  policies: Policies,
  layer: Layer,
): string | undefined {
  if (statement.effect === 'Deny') return undefined;
  const { action, resource, all } = applies(statement, policy, request, layer);
  if (action === false) return alike(statement, policy, request, layer);
  const allows = `${statement.label} of ${policy.name} allows it`;
  if (resource === false) {
    return statement.resources
      ? `${allows} on ${listed(statement.resources)}`
      : `${allows} on all but ${listed(statement.notResources ?? [])}`;
  }
  if (all === false) return `${allows} only where ${conditionsOf(statement)}`;
  const principals = statement.principals;
  if (
    !principals ||
    anyStanding(standingOf(statement, request.principal, policies.boundary !== undefined)) !== false
  )
    return undefined;
  return `${allows} to ${listed(principals.map(({ id }) => id))}`;
}

/** An Allow of other actions of the service on the very resource: `ssm:GetParameter`, where `ssm:GetParameters` is needed. */
function alike(statement: Statement, policy: Policy, request: Request, layer: Layer): string | undefined {
  if (layer !== 'identity' || request.target.text === '*') return undefined;
  const service = serviceOf(request.action);
  const others = (statement.actions ?? []).filter((action) => serviceOf(action) === service);
  if (others.length === 0 || statement.resources?.every((text) => /^\*+$/.test(text))) return undefined;
  const meant = { ...statement, actions: [request.action] };
  if (applies(meant, policy, request, layer).resource !== true) return undefined;
  return `${statement.label} of ${policy.name} allows ${listed(others)} on it, and not ${request.action}`;
}

const MOST_LISTED = 3;

function listed(texts: readonly string[]): string {
  const rest = texts.length - MOST_LISTED;
  return rest > 0 ? `${texts.slice(0, MOST_LISTED).join(', ')} and ${rest} more` : texts.join(', ');
}

/** Why it is not known: what could not be read, and what would have to hold. */
export function whyOpen(doubts: readonly Doubt[], request: Request): readonly Why[] {
  const why = doubts.flatMap((doubt) => doubt.why ?? unreadKey(doubt, request) ?? [open(doubt, request)]);
  const seen = new Set<string>();
  return why.filter(({ reason, detail }) => {
    const key = `${reason} ${detail}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Why the context key that a doubt is about could not be read; undefined where nothing would tell it. */
function unreadKey({ key }: Doubt, { context }: Request): readonly Why[] | undefined {
  const value = key === undefined ? undefined : context.of(key);
  return value?.state === 'unknown' ? value.why : undefined;
}

function open({ text }: Doubt, request: Request): Why {
  return { reason: 'undecidable', detail: `${asked(request)} depends on ${text}` };
}
