import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { ParameterMetadata } from '@aws-sdk/client-ssm';
import type { ResourceKind } from '../kind.ts';
import type { Shape } from '../shape.ts';
import type { PolicyText } from './iam.ts';

/** A secret by its full or partial ARN, or by its name in the deployment's region; never its value. */
export interface SecretQuery {
  readonly id: string;
}

/**
 * What DescribeSecret says: ARN, key, versions with their stages, the date of deletion.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export const secret: ResourceKind<SecretQuery, Shape<DescribeSecretResponse>> = {
  sort: 'resource',
  id: 'secretsmanager.secret',
  noun: 'secret',
  actions: ['secretsmanager:DescribeSecret'],
  after: ['ecs.task-definition'],
  key: ({ id }) => id,
  aliases: ({ ARN }) => (ARN === undefined ? [] : [ARN]),
};

/** The resource policy of a secret; absent where it has none. */
export const secretPolicy: ResourceKind<SecretQuery, { readonly ResourcePolicy: PolicyText }> = {
  sort: 'resource',
  id: 'secretsmanager.resource-policy',
  noun: 'resource policy of secret',
  actions: ['secretsmanager:GetResourcePolicy'],
  after: ['secretsmanager.secret'],
  key: ({ id }) => id,
};

/** A parameter's name, and its region where that is not the deployment's. */
interface ParameterQuery {
  readonly name: string;
  readonly region?: string;
}

/**
 * What DescribeParameters says of a parameter: type, key, ARN; never its value.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
 */
export const parameter: ResourceKind<ParameterQuery, Shape<ParameterMetadata>> = {
  sort: 'resource',
  id: 'ssm.parameter',
  noun: 'parameter',
  actions: ['ssm:DescribeParameters'],
  after: ['ecs.task-definition'],
  key: ({ name, region }) => (region === undefined ? name : `${region}/${name}`),
};

/** The content of the document `SSM-SessionManagerRunShell`: how long sessions may last and idle, and where they are logged. */
export interface SessionPreferences {
  readonly schemaVersion?: string;
  readonly sessionType?: string;
  /** As the document spells them: minutes as text, `""` for not set. */
  readonly inputs?: {
    readonly idleSessionTimeout?: string;
    readonly maxSessionDuration?: string;
    readonly kmsKeyId?: string;
    readonly [other: string]: unknown;
  };
}

/** Session Manager's preferences in this account and region; absent where nobody ever set them. */
export const sessionPreferences: ResourceKind<Readonly<Record<string, never>>, SessionPreferences> = {
  sort: 'resource',
  id: 'ssm.session-preferences',
  noun: 'session preferences',
  actions: ['ssm:GetDocument'],
  key: () => 'SSM-SessionManagerRunShell',
};
