import type { AttachedPolicy, EvaluationResult, InstanceProfile, Role } from '@aws-sdk/client-iam';
import type { CollectionKind, ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';

/**
 * A policy document as found: a JSON object, JSON text, or the percent-encoded text that the IAM API returns.
 * `src/iam` reads all three.
 */
export type PolicyText = unknown;

/** The name in a role's ARN, whatever its path, or the name itself: names are unique in an account. */
function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

export type RoleShape = Omit<Shape<Role>, 'AssumeRolePolicyDocument'> & {
  readonly AssumeRolePolicyDocument?: PolicyText;
};

/** A role of the account by name or ARN, with its trust policy and the ARN of its permissions boundary. */
export const role: ResourceKind<{ readonly role: string }, RoleShape> = {
  sort: 'resource',
  id: 'iam.role',
  noun: 'role',
  actions: ['iam:GetRole'],
  after: ['ecs.task-definition', 'iam.instance-profile'],
  key: (query) => nameOf(query.role),
};

/** One inline policy of a role. */
export interface RolePolicy {
  readonly RoleName: string;
  readonly PolicyName: string;
  readonly PolicyDocument: PolicyText;
}

/** The inline policies of a role, with their documents. */
export const rolePolicies: CollectionKind<{ readonly role: string }, RolePolicy> = {
  sort: 'collection',
  id: 'iam.role-policies',
  noun: 'inline policies of role',
  actions: ['iam:ListRolePolicies', 'iam:GetRolePolicy'],
  after: ['iam.role'],
  key: (scope) => nameOf(scope.role),
  member: 'iam.role-policy',
  idOf: ({ RoleName, PolicyName }) => `${RoleName}/${PolicyName}`,
};

/** The managed policies that are attached to a role, by ARN. */
export const attachedRolePolicies: CollectionKind<{ readonly role: string }, Shape<AttachedPolicy>> = {
  sort: 'collection',
  id: 'iam.attached-role-policies',
  noun: 'managed policies attached to role',
  actions: ['iam:ListAttachedRolePolicies'],
  after: ['iam.role'],
  key: (scope) => nameOf(scope.role),
  member: 'iam.attached-policy',
  idOf: ({ PolicyArn = '' }) => PolicyArn,
};

/** A managed policy with the document of its default version. */
export interface ManagedPolicy {
  readonly Arn: string;
  readonly VersionId: string;
  readonly Document: PolicyText;
}

/** A managed policy (attached, or a permissions boundary) by ARN. */
export const policy: ResourceKind<{ readonly arn: string }, ManagedPolicy> = {
  sort: 'resource',
  id: 'iam.policy',
  noun: 'managed policy',
  actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
  after: ['iam.role', 'iam.attached-role-policies'],
  key: ({ arn }) => arn,
};

/** An instance profile with the role of its instances, by name or ARN. */
export const instanceProfile: ResourceKind<{ readonly profile: string }, Shape<InstanceProfile>> = {
  sort: 'resource',
  id: 'iam.instance-profile',
  noun: 'instance profile',
  actions: ['iam:GetInstanceProfile'],
  after: ['ec2.instance'],
  key: ({ profile }) => nameOf(profile),
};

/** What IAM's own simulator is asked: may this principal do this action on this resource? */
export interface Simulation {
  /** ARN of a user or role; for an assumed role, the ARN of the role. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Context keys with their values, all taken as strings. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * The answer of IAM's policy simulator: for what the caller may do, and as a second opinion on our own evaluation.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const simulation: ResourceKind<Simulation, Shape<EvaluationResult>> = {
  sort: 'resource',
  id: 'iam.simulation',
  noun: 'simulation',
  actions: ['iam:SimulatePrincipalPolicy'],
  after: ['sts.caller-identity', 'iam.role'],
  key: ({ principal, action, resource, context = {} }) =>
    [
      principal,
      action,
      resource,
      ...Object.entries(context)
        .map(([key, value]) => `${key}=${value}`)
        .sort(),
    ].join(' '),
};
