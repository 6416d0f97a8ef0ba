import { arn, iamArn } from '../place.ts';

/** What the parts of the thorough estate call each other. */
const key = (digit: string) => arn('kms', `key/${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`);

/** Encrypts sessions, log groups, the bucket and the parameter; the account's policies decide who may use it. */
export const KEY = key('1');
/** Encrypts the secret; its policy lets nobody but the administrators use it, and a grant the execution role. */
export const GRANTED_KEY = key('2');
export const SECRET = arn('secretsmanager', 'secret:web/db-AbCdEf');
export const PARAMETER = '/web/setting';
export const BUCKET = 'prod-exec-sessions';
export const EXEC_GROUP = '/ecs/exec';
/** A group that nobody made. */
export const GONE_GROUP = '/ecs/gone';
export const FAR_REGION = 'eu-central-1';
export const PARTNER = '444455556666';
/** The organization of the account; its partner trusts all of it. */
export const ORGANIZATION = 'o-prod123456';
/** A repository of the partner. */
export const SHARED_IMAGE = 'shared/web';
/** Newer than the data on network interfaces: EC2 has to be asked. */
export const NEW_TYPE = 'm99i.2xlarge';

export const roleArn = (name: string) => iamArn(`role/${name}`);
export const PROFILE = iamArn('instance-profile/container-instance');
/** The security group of the VPC without endpoints. */
export const EDGE_GROUP = 'sg-0edge';
