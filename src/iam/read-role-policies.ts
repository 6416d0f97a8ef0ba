import { absent, type Fact, known, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import {
  attachedRolePolicies,
  role as iamRole,
  rolePolicies as inlinePolicies,
  policy as managedPolicy,
  type RoleShape,
} from '../fact/kinds/iam.ts';
import { managedPolicyAsOf } from '../knowledge/iam-managed-policies.ts';
import { type Policy, readPolicy, unreadable } from './document.ts';
import { nameOf } from './role-name.ts';

/** A role with its policies, read once for all questions about it. */
export interface RolePolicies {
  /** What GetRole says; undefined where it could not be read. */
  readonly shape?: RoleShape;
  /** Inline and managed. What could not be read is an unreadable policy. */
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
}

/** What `rolePolicies` derives. */
export async function readRolePolicies(role: string, facts: Facts): Promise<Fact<RolePolicies>> {
  const [shape, inline, attached] = await Promise.all([
    facts.ask(iamRole, { role }),
    inlineOf(role, facts),
    attachedOf(role, facts),
  ]);
  if (isAbsent(shape)) return absent();
  const boundary = await boundaryOf(role, shape, facts);
  const found = valueOr(shape, undefined);
  return known({
    identity: [...inline, ...attached],
    ...(found ? { shape: found } : {}),
    ...(boundary ? { boundary } : {}),
  });
}

function isAbsent(fact: Fact<unknown>): boolean {
  return fact.match({ known: () => false, absent: () => true, unknown: () => false });
}

async function inlineOf(role: string, facts: Facts): Promise<readonly Policy[]> {
  const all = await facts.ask(inlinePolicies, { role });
  return all.match<readonly Policy[]>({
    known: (list) => list.map((one) => readPolicy(`inline policy ${one.PolicyName}`, one.PolicyDocument)),
    absent: () => [],
    unknown: (why) => [unreadable(`the inline policies of role ${nameOf(role)}`, why)],
  });
}

async function attachedOf(role: string, facts: Facts): Promise<readonly Policy[]> {
  const all = await facts.ask(attachedRolePolicies, { role });
  return all.match<readonly Policy[] | Promise<readonly Policy[]>>({
    known: (list) => Promise.all(list.map(({ PolicyArn }) => managed(PolicyArn, facts))),
    absent: () => [],
    unknown: (why) => [unreadable(`the managed policies of role ${nameOf(role)}`, why)],
  });
}

/** GetRole names the boundary where there is one; a role that could not be read may have one. */
async function boundaryOf(role: string, shape: Fact<RoleShape>, facts: Facts): Promise<Policy | undefined> {
  return shape.match<Policy | undefined | Promise<Policy | undefined>>({
    known: ({ PermissionsBoundary }) =>
      PermissionsBoundary ? managed(PermissionsBoundary.PermissionsBoundaryArn, facts) : undefined,
    absent: () => undefined,
    unknown: (why) => unreadable(`a permissions boundary of role ${nameOf(role)}`, why),
  });
}

/** A managed policy; one of AWS's own that the account was not asked for is taken from dated data. */
async function managed(arn: string | undefined, facts: Facts): Promise<Policy> {
  if (arn === undefined) return unreadable('a managed policy without an ARN', []);
  const name = `managed policy ${arn}`;
  const found = await facts.ask(managedPolicy, { arn });
  return found.match<Policy>({
    known: ({ Document }) => readPolicy(name, Document),
    absent: () => unreadable(name, [{ reason: 'error', detail: `${name} is attached, and does not exist` }]),
    unknown: (why) => dated(arn, name) ?? unreadable(name, why),
  });
}

/** Those of AWS's own that were read from dated data: most roles have one of a few, which say the same for all of them. */
const published = new Map<string, Policy>();

function dated(arn: string, name: string): Policy | undefined {
  const found = published.get(arn) ?? readDated(arn, name);
  if (found) published.set(arn, found);
  return found;
}

function readDated(arn: string, name: string): Policy | undefined {
  const found = managedPolicyAsOf(arn);
  if (!found) return undefined;
  return { asOf: found.asOf, ...readPolicy(`${name} (as of ${found.asOf})`, found.Document) };
}
