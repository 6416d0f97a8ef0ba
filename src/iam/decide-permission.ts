import { absent, chain, type Fact, known, unknown, unknownFor, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { organization } from '../fact/kinds/organizations.ts';
import { isOpaque } from '../fact/opaque.ts';
import { parseArn } from '../model/arn.ts';
import { contextOfCall } from './context.ts';
import { whenAsked } from './context-value.ts';
import { ORGANIZATION_ASSUMPTION, UNCONTROLLED, UNREAD } from './control-policies.ts';
import { controls } from './controls.ts';
import { decisionOf } from './decided.ts';
import type { Decision } from './decision.ts';
import { type Policy, readPolicy, unreadable } from './document.ts';
import { ofOtherAccount } from './other-account.ts';
import type { PermissionQuery } from './permission-query.ts';
import { decide } from './precision.ts';
import type { RolePolicies } from './read-role-policies.ts';
import type { Policies, Request } from './request.ts';
import { hasResourceControl } from './resource-control.ts';
import { targetOf } from './resource-match.ts';
import { resourceSide } from './resource-side.ts';
import { rolePolicies } from './role-policies.ts';

/** What `permission` derives. */
export async function decidePermission(query: PermissionQuery, facts: Facts): Promise<Fact<Decision>> {
  const { role, account } = query;
  const elsewhere = ofOtherAccount(role, account, 'whose policies are not looked up');
  if (elsewhere) return unknown(elsewhere);
  const found = await facts.ask(rolePolicies, { role });
  return found.match<Fact<Decision> | Promise<Fact<Decision>>>({
    known: (policies) => decision(query, policies, facts),
    absent,
    unknown: (why) => unknownFor(why),
  });
}

async function decision(
  query: PermissionQuery,
  { shape, identity, boundary }: RolePolicies,
  facts: Facts,
): Promise<Fact<Decision>> {
  const arn = shape?.Arn ?? (parseArn(query.role) ? query.role : undefined);
  if (arn === undefined) return unknownFor(whyOf(boundary));
  const resourceAccount = ownerOf(query);
  const controlled = hasResourceControl(query.action);
  const [side, home, above, aboveResource] = await Promise.all([
    resourceSide(query, facts),
    facts.ask(organization, { account: query.account }),
    facts.ask(controls, { account: query.account, type: 'SERVICE_CONTROL_POLICY' }),
    controlled
      ? facts.ask(controls, { account: resourceAccount ?? query.account, type: 'RESOURCE_CONTROL_POLICY' })
      : known(UNCONTROLLED),
  ]);
  const serviceControl = valueOr(above, UNREAD);
  const resourceControl = valueOr(aboveResource, UNREAD);
  const request: Request = {
    principal: {
      type: 'role',
      arn,
      account: query.account,
      session: 'unknown',
      ...(shape?.RoleId === undefined ? {} : { id: shape.RoleId }),
    },
    action: query.action,
    target: targetOf(query.action, query.resource),
    context: whenAsked(() =>
      contextOfCall({
        by: query.by,
        action: query.action,
        region: query.region,
        role: { arn, account: query.account, ...idOf(shape), ...tagsOf(shape) },
        given: query.context ?? {},
        organization: chain(home, ({ Id }) => (Id === undefined ? NO_ID : known(Id))),
        ...(resourceAccount === undefined || query.resource === '*' ? {} : { resourceAccount }),
        ...(query.wayOut ? { wayOut: query.wayOut } : {}),
      }),
    ),
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
  };
  const endpoint = endpointOf(query);
  const policies: Policies = {
    identity,
    serviceControl: serviceControl.levels,
    resourceControl: resourceControl.levels,
    ...(boundary ? { boundary } : {}),
    ...side,
    ...(endpoint ? { endpoint } : {}),
  };
  const assumed = serviceControl.unread || resourceControl.unread ? [ORGANIZATION_ASSUMPTION] : [];
  return decisionOf(decide(request, policies), request, policies, assumed);
}

const NO_ID = unknown({ reason: 'error', detail: 'the organization was told without its id' });

function whyOf(boundary: Policy | undefined) {
  return boundary?.doubts.flatMap(({ why = [] }) => why) ?? [];
}

function idOf(shape: RolePolicies['shape']) {
  return shape?.RoleId === undefined ? {} : { id: shape.RoleId };
}

/** GetRole lists the tags of a role; one that lists none at all may have left them out. */
function tagsOf(shape: RolePolicies['shape']) {
  if (!shape?.Tags) return {};
  return { tags: Object.fromEntries(shape.Tags.map(({ Key = '', Value = '' }) => [Key, Value])) };
}

/** The account that owns the resource; undefined where the ARN does not say, as that of a bucket. */
function ownerOf({ resource, on, account }: PermissionQuery): string | undefined {
  if (on && 'repository' in on) return on.repository.account;
  if (resource === '*') return account;
  const owner = parseArn(resource)?.account;
  return owner !== undefined && (/^\d{12}$/.test(owner) || isOpaque(owner)) ? owner : undefined;
}

/** The agent does not call KMS itself: the endpoint on its way is that of the service which does. */
function endpointOf({ wayOut, action, by }: PermissionQuery): Policies['endpoint'] {
  const gateway = wayOut?.via === 'gateway-endpoint';
  if (!wayOut || (!gateway && wayOut.via !== 'interface-endpoint')) return undefined;
  if (by === 'agent' && action.toLowerCase().startsWith('kms:')) return undefined;
  const id = wayOut.endpoint?.id;
  const name = `the policy of VPC endpoint ${id ?? 'on the way'}`;
  const policy = wayOut.endpoint?.policy;
  const why = [{ reason: 'undecidable', detail: `${name} could not be read` } as const];
  return { policy: policy === undefined ? unreadable(name, why) : readPolicy(name, policy), gateway };
}
