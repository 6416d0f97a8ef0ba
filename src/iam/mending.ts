import { parseArn } from '../model/arn.ts';
import type { Decision, Layer } from './decision.ts';

/** A request that was denied because nothing allows it, as far as a statement needs it. */
interface Refused {
  readonly role: {
    /** `execution role checkout` */
    readonly title: string;
    readonly arn: string;
  };
  readonly action: string | readonly string[];
  /** The least that the statement has to name. */
  readonly resource: string;
  /** `the resource policy of secret arn:…`, `the key policy of arn:…` */
  readonly resourcePolicy: string;
  /** The VPC endpoint on the way, by its id. */
  readonly endpoint?: string | undefined;
  /** What a statement that names the resource may demand besides, so that it allows no more than is needed. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A statement that mends it, and where it belongs. */
interface Mending {
  readonly kind: 'policy';
  readonly description: string;
  readonly statement: Readonly<Record<string, unknown>>;
}

/**
 * The least statements that allow what nothing allows, each for the policy that lacks it. A resource of another account needs one
 * on either side. There is none for what a policy denies outright, and none for the organization's policies.
 */
export function mendings({ outcome, layer = 'identity' }: Decision, refused: Refused): readonly Mending[] {
  if (outcome !== 'implicitDeny') return [];
  const { role, action, resource, condition } = refused;
  const statement = {
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    ...(condition ? { Condition: condition } : {}),
  };
  const own: Mending = { kind: 'policy', description: `add to the policies of ${role.title}`, statement };
  const onResource: Mending = {
    kind: 'policy',
    description: `add to ${refused.resourcePolicy}`,
    statement: {
      Effect: 'Allow',
      Principal: { AWS: role.arn },
      Action: action,
      // A statement of a repository's policy is about the repository, and ECR takes no Resource in it.
      ...(parseArn(resource)?.service === 'ecr' ? {} : { Resource: '*' }),
      ...(condition ? { Condition: condition } : {}),
    },
  };
  // The ARN of a bucket says no account, and `*` is no ARN.
  const owner = parseArn(resource)?.account || undefined;
  const elsewhere = owner !== undefined && owner !== parseArn(role.arn)?.account;
  const mending: Partial<Record<Layer, readonly Mending[]>> = {
    identity: elsewhere ? [own, onResource] : [own],
    boundary: [{ ...own, description: `add to the permissions boundary of ${role.title}` }],
    resource: [onResource],
    key: elsewhere ? [onResource, own] : [onResource],
    grant: [onResource],
    endpoint: [
      {
        kind: 'policy',
        description: `add to the policy of VPC endpoint ${refused.endpoint ?? 'on the way'}`,
        statement: { Effect: 'Allow', Principal: '*', Action: action, Resource: resource },
      },
    ],
  };
  return mending[layer] ?? [];
}
