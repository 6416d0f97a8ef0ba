import {
  SNAPSHOT_VERSION,
  type Snapshot,
  type SnapshotMissing,
  snapshotSource,
} from '../../src/fact/snapshot.ts';
import { factStore } from '../../src/fact/store.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
export const SECRET = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/db-AbCdEf`;
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const TRUST = allow({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });

/** A policy that allows this, or whatever `Effect` says. */
export function allow(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements.map((it) => ({ Effect: 'Allow', ...it })) };
}

/** What is seen of an account with one role, `app`. */
export interface Seen {
  /** What GetRole says beside the usual; null where there is no such role, `denied` where it may not be read. */
  readonly role?: object | null | 'denied';
  /** Documents by name; null where they may not be listed. */
  readonly inline?: Readonly<Record<string, unknown>> | null;
  /** Documents by ARN; null where the policy may not be read. */
  readonly managed?: Readonly<Record<string, unknown>>;
  readonly boundary?: { readonly arn: string; readonly document?: unknown };
  readonly resources?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly grants?: Readonly<Record<string, readonly { readonly GrantId: string }[]>>;
  /** Control policies of service and of resource; none means that the account is in no organization. */
  readonly controls?:
    | { readonly service?: readonly unknown[]; readonly resource?: readonly unknown[] }
    | 'unread';
  readonly missing?: readonly SnapshotMissing[];
}

export function denied(kind: string, key: string, action: string): SnapshotMissing {
  return { kind, key, state: 'denied', action };
}

export function none(kind: string, key: string): SnapshotMissing {
  return { kind, key, state: 'absent' };
}

export function factsOf(seen: Seen) {
  return factStore([snapshotSource(snapshotOf(seen))]);
}

function snapshotOf(seen: Seen): Snapshot {
  const { role = {}, inline = {}, managed = {}, boundary, controls = {} } = seen;
  const missing = [...(seen.missing ?? [])];
  const documents = Object.entries({
    ...managed,
    ...(boundary ? { [boundary.arn]: boundary.document } : {}),
  });
  const policies: Record<string, unknown> = {};
  for (const [arn, Document] of documents) {
    if (Document) policies[arn] = { Arn: arn, VersionId: 'v1', Document };
    else missing.push(denied('iam.policy', arn, 'iam:GetPolicyVersion'));
  }
  if (role === null) missing.push(none('iam.role', 'app'));
  if (role === 'denied') missing.push(denied('iam.role', 'app', 'iam:GetRole'));
  if (inline === null) missing.push(denied('iam.role-policies', 'app', 'iam:ListRolePolicies'));
  const organizations: Record<string, unknown> = {};
  for (const [type, list] of controls === 'unread'
    ? []
    : ([
        ['SERVICE', controls.service],
        ['RESOURCE', controls.resource],
      ] as const)) {
    const key = `${ACCOUNT}/${type}_CONTROL_POLICY`;
    if (!list) missing.push(none('organizations.control-policies', key));
    else
      organizations[key] = {
        levels: [{ TargetId: 'r-1', policies: list.map((Content, at) => ({ Id: `p-${at}`, Content })) }],
      };
  }
  const inlines = Object.entries(inline ?? {});
  return {
    version: SNAPSHOT_VERSION,
    account: ACCOUNT,
    region: REGION,
    at: '2026-11-01T00:00:00Z',
    resources: {
      ...(role === null || role === 'denied'
        ? {}
        : {
            'iam.role': {
              app: {
                RoleName: 'app',
                RoleId: 'AROAEXAMPLEEXAMPLE123',
                Arn: ROLE,
                AssumeRolePolicyDocument: TRUST,
                ...(boundary ? { PermissionsBoundary: { PermissionsBoundaryArn: boundary.arn } } : {}),
                ...role,
              },
            },
          }),
      'iam.role-policy': Object.fromEntries(
        inlines.map(([PolicyName, PolicyDocument]) => [
          `app/${PolicyName}`,
          { RoleName: 'app', PolicyName, PolicyDocument },
        ]),
      ),
      'iam.attached-policy': Object.fromEntries(Object.keys(managed).map((arn) => [arn, { PolicyArn: arn }])),
      'iam.policy': policies,
      'organizations.control-policies': organizations,
      'kms.grant': Object.fromEntries(
        Object.values(seen.grants ?? {}).flatMap((list) => list.map((it) => [it.GrantId, it])),
      ),
      ...seen.resources,
    },
    collections: [
      ...(inline === null
        ? []
        : [
            {
              kind: 'iam.role-policies',
              scope: 'app',
              members: inlines.map(([name]) => `app/${name}`),
              complete: true,
            },
          ]),
      { kind: 'iam.attached-role-policies', scope: 'app', members: Object.keys(managed), complete: true },
      ...Object.entries(seen.grants ?? {}).map(([scope, list]) => ({
        kind: 'kms.grants',
        scope,
        members: list.map(({ GrantId }) => GrantId),
        complete: true,
      })),
    ],
    missing,
  };
}
