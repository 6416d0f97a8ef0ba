import type { RepositoryQuery } from '../fact/kinds/ecr.ts';
import type { WayOut } from '../model/way-out.ts';

/** May this role do this action on this resource? */
export interface PermissionQuery {
  /** Name or ARN. */
  readonly role: string;
  /** The account of the deployment, which is the role's where `role` is a name: twelve digits. */
  readonly account: string;
  /** The region that is called. */
  readonly region: string;
  /** `secretsmanager:GetSecretValue` */
  readonly action: string;
  /**
   * The exact ARN; `*` for an action that takes no resource. Inside an ARN `*` stands for a part that nobody knows yet (the task
   * id of a log stream), `?` for one character of such a part: a decision is certain only where it is the same whatever
   * stands there.
   */
  readonly resource: string;
  /** Who calls: the ECS or Fargate agent with the execution role, or the containers with the task role. */
  readonly by: 'agent' | 'task';
  /** How the call leaves the VPC, where the network decided that. */
  readonly wayOut?: WayOut;
  /** Further context keys of this request, as single values (`kms:ViaService`). */
  readonly context?: Readonly<Record<string, string>>;
  /** The resource whose own policy takes part: a secret by its ARN, a KMS key by its ARN, a repository. */
  readonly on?:
    | { readonly secret: string }
    | { readonly key: string }
    | { readonly repository: RepositoryQuery };
}

/** Two queries with one key are one question. The policy of an endpoint goes with the endpoint's id. */
export function permissionKey(query: PermissionQuery): string {
  const { role, account, region, action, resource, by, wayOut, context, on } = query;
  const way = wayOut && [
    wayOut.via,
    wayOut.vpc,
    wayOut.endpoint?.id,
    wayOut.endpoint?.policy !== undefined,
    wayOut.addresses,
  ];
  const told = context ? Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  return JSON.stringify([role, account, region, action, resource, by, way, told, on]);
}
