import type { Outcome as Answer, Layer } from './decision.ts';
import { anyGranted } from './grants.ts';
import { type Outcome, ofPrincipal, ofResource, type ResourceOutcome } from './layer.ts';
import { same } from './open-text.ts';
import type { Policies, Request } from './request.ts';
import { hasResourceControl } from './resource-control.ts';
import { and, type Doubt, doubtful, doubtsOf, either, or, type Tri } from './tri.ts';

/** What the policies come to, with what each sort of them had to say. */
export interface Verdict {
  readonly outcome: Answer | 'unknown';
  /** The sort that denies or allows. */
  readonly layer?: Layer;
  /** Of an unknown: what would have to be known. */
  readonly doubts: readonly Doubt[];
  readonly outcomes: readonly Outcome[];
}

/** One of the things that must hold for an Allow. */
interface Factor {
  readonly layer: Layer;
  readonly holds: Tri;
}

/**
 * Evaluates all policies that take part: any Deny wins; else the access must be granted, and nothing may limit it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: Request, policies: Policies): Verdict {
  const identity = ofPrincipal('identity', policies.identity, request);
  const boundary = policies.boundary && ofPrincipal('boundary', [policies.boundary], request);
  const session = policies.session && ofPrincipal('session', [policies.session], request);
  const controls = controlLevels(request, policies);
  const resourceControls = resourceControlLevels(request, policies);
  const resource = ofResource(resourceLayer(request, policies), policies.resource, request, policies);
  const endpoint = policies.endpoint && ofEndpoint(request, policies, policies.endpoint);
  const isService = request.principal.type === 'service';
  const outcomes: Outcome[] = [
    ...(isService ? [] : [identity, ...(boundary ? [boundary] : []), ...(session ? [session] : [])]),
    resource,
    ...controls,
    ...resourceControls,
    ...(endpoint ? [endpoint] : []),
  ];
  const deny = or(outcomes.map((outcome) => outcome.deny));
  if (deny === true) {
    const denying = outcomes.find((outcome) => outcome.deny === true);
    return { outcome: 'explicitDeny', ...(denying && { layer: denying.layer }), doubts: [], outcomes };
  }
  const limits: readonly Factor[] = [
    ...controls.map(({ layer, allow }) => ({ layer, holds: allow })),
    ...(endpoint ? [{ layer: 'endpoint' as const, holds: endpoint.allow }] : []),
  ];
  const source = access(request, policies, {
    identity,
    resource,
    boundary: boundary?.allow,
    session: session?.allow,
  });
  const lacking = [source, ...limits].find(({ holds }) => holds === false);
  if (lacking) return { outcome: 'implicitDeny', layer: lacking.layer, doubts: [], outcomes };
  const allow = and([source.holds, ...limits.map(({ holds }) => holds)]);
  if (allow === true && deny === false)
    return { outcome: 'allowed', layer: source.layer, doubts: [], outcomes };
  return { outcome: 'unknown', doubts: [...doubtsOf(allow), ...doubtsOf(deny)], outcomes };
}

function resourceLayer({ action, target }: Request, { resource }: Policies): Layer {
  if (isKms(action) && (resource || mayBeKey(target.text))) return 'key';
  return action.toLowerCase().startsWith('sts:assumerole') && target.text.includes(':role/')
    ? 'trust'
    : 'resource';
}

function isKms(action: string): boolean {
  return action.toLowerCase().startsWith('kms:');
}

/** What lists keys, makes one, or is done to an alias has no key policy that would have to trust the account. */
function mayBeKey(resource: string): boolean {
  return resource !== '*' && !/^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(resource);
}

function controlLevels(
  request: Request,
  { serviceControl = [], spared = false }: Policies,
): readonly Outcome[] {
  if (spared || request.principal.type === 'service' || isServiceLinked(request)) return [];
  return serviceControl.map((level) => ofPrincipal('service-control', level, request));
}

function isServiceLinked({ principal }: Request): boolean {
  return principal.type === 'role' && principal.arn.includes(':role/aws-service-role/');
}

/**
 * Resource control policies deny only, and neither to service-linked roles nor what is done to resources of the management account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
function resourceControlLevels(
  request: Request,
  { resourceControl = [], spared = false }: Policies,
): readonly Outcome[] {
  const { action, principal, resourceAccount } = request;
  const ofManagement = spared && principal.type !== 'service' && principal.account === resourceAccount;
  if (ofManagement || isServiceLinked(request) || !hasResourceControl(action)) return [];
  return resourceControl.map((level) => ({
    ...ofPrincipal('resource-control', level, request),
    allow: true,
  }));
}

/**
 * In the policy of a gateway endpoint an account means its root user alone, and the principal must be `*`: what one does that
 * names a role is not documented. https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
function ofEndpoint(
  request: Request,
  policies: Policies,
  endpoint: NonNullable<Policies['endpoint']>,
): Outcome {
  const outcome = ofResource('endpoint', endpoint.policy, request, policies);
  if (!endpoint.gateway || request.principal.type === 'root') return outcome;
  const doubt = doubtful({ text: 'what a role as Principal means in the policy of a gateway endpoint' });
  const named = or([outcome.direct, outcome.limited]);
  return { ...outcome, allow: or([outcome.everyone, and([named, doubt])]) };
}

interface Sources {
  readonly identity: Outcome;
  readonly resource: ResourceOutcome;
  readonly boundary: Tri | undefined;
  readonly session: Tri | undefined;
}

/** Is access granted, boundary and session policy being considered? */
function access(request: Request, policies: Policies, sources: Sources): Factor {
  const { principal } = request;
  if (principal.type === 'service') return { layer: sources.resource.layer, holds: sources.resource.allow };
  const own = ownedBy(principal.account, request);
  if (own === true) return accessWithin(request, policies, sources);
  const across = accessAcross(request, policies, sources);
  if (own === false) return across;
  const within = accessWithin(request, policies, sources);
  const [doubt = { text: `which account owns ${request.target.text}` }] = own.doubts;
  return { layer: within.layer, holds: either(within.holds, across.holds, () => doubt) };
}

/** Does the account own what is asked for? */
function ownedBy(account: string, { resourceAccount, target }: Request): Tri {
  const what = `which account owns ${target.text}`;
  return resourceAccount === undefined
    ? doubtful({ text: what })
    : same(resourceAccount, account, `account ${resourceAccount} is that of the role, ${account}`);
}

function accessWithin(request: Request, policies: Policies, sources: Sources): Factor {
  const { resource, boundary = true, session = true } = sources;
  const own = ownPolicies(request, sources);
  const limits = and([boundary, session]);
  const grant = grantFor(request, policies, limits);
  const trusted = resource.layer === 'resource';
  const byOwn = trusted ? own : and([resource.account, own]);
  const unlimited = or([resource.direct, toEveryone(resource.everyone, session)]);
  const byPolicy = or([unlimited, and([or([byOwn, resource.limited]), limits])]);
  const holds = or([byPolicy, grant]);
  if (holds === true && byPolicy !== true) return { holds, layer: 'grant' };
  const granted = or([byOwn, resource.limited, unlimited, grant]);
  if (granted === false && !trusted && resource.account === false) return { holds, layer: resource.layer };
  return { holds, layer: named(holds, { own: byOwn, granted, boundary, elsewhere: resource.layer }) };
}

/**
 * What is allowed to everybody is allowed to "any root user, IAM user, assumed-role session, or federated user", and for those of
 * the account "no other permissions are required": a boundary limits it as little as what is allowed to the session by name.
 * Whether a session policy does is not documented. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function toEveryone(everyone: Tri, session: Tri): Tri {
  if (session === true || everyone === false) return everyone;
  return doubtful({ text: 'whether what a policy allows to everybody is limited by a session policy' });
}

/**
 * The principal's own account must allow it, and the resource's account too. A grant is enough by itself: AWS has keys of other
 * accounts used by service-linked roles whose own policies do not have them.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
function accessAcross(request: Request, policies: Policies, sources: Sources): Factor {
  const { resource, boundary = true, session = true } = sources;
  const own = ownPolicies(request, sources);
  const limits = and([boundary, session]);
  const byBoth = and([own, resource.allow, limits]);
  const grant = grantFor(request, policies, limits);
  const holds = or([byBoth, grant]);
  if (holds === true && byBoth !== true) return { holds, layer: 'grant' };
  if (own === false) return { holds, layer: 'identity' };
  if (resource.allow === false) return { holds, layer: resource.layer };
  return {
    holds,
    layer: named(holds, { own, granted: and([own, resource.allow]), boundary, elsewhere: resource.layer }),
  };
}

/** The root user may do everything in its account. */
function ownPolicies({ principal }: Request, { identity }: Sources): Tri {
  return principal.type === 'root' || identity.allow;
}

/** Whether a boundary limits what a grant gives is not documented. */
function grantFor(request: Request, { grants = [] }: Policies, limits: Tri): Tri {
  if (!isKms(request.action)) return false;
  if (!isList(grants)) return doubtful(...grants.doubts);
  const granted = anyGranted(grants, request.principal, request.action, request.context);
  if (granted === false || limits === true) return granted;
  return doubtful({ text: 'whether boundary and session policies limit what a grant allows' });
}

function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

interface Parts {
  readonly own: Tri;
  readonly granted: Tri;
  readonly boundary: Tri;
  readonly elsewhere: Layer;
}

/** The sort of policy to name: where access is granted that which grants it, else that which keeps it from being granted. */
function named(holds: Tri, { own, granted, boundary, elsewhere }: Parts): Layer {
  if (holds === true) return own === true ? 'identity' : elsewhere;
  if (granted === false) return 'identity';
  return boundary === false ? 'boundary' : 'session';
}
