/** Where and when the estate is. */
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const CLUSTER = 'prod';
/** The moment at which everything is seen. */
export const NOW = '2026-11-20T12:00:00.000Z';

/** An ARN of the estate's account in its region. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** An ARN of IAM, which knows no regions. */
export function iamArn(resource: string): string {
  return `arn:aws:iam::${ACCOUNT}:${resource}`;
}
