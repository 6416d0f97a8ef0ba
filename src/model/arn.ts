/** The six parts of an Amazon Resource Name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account, colons and slashes included. */
  readonly resource: string;
}

/** Splits an ARN; undefined where the text is not one (fewer than six parts, or an empty partition, service or resource). */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const parts = text.split(':');
  // By index: a pattern for parts and rest takes several times as long, and every rule parses ARNs.
  const partition = parts[1];
  const service = parts[2];
  const region = parts[3];
  const account = parts[4];
  const resource = parts.slice(5).join(':');
  if (!partition || !service || region === undefined || account === undefined || !resource) return undefined;
  return { partition, service, region, account, resource };
}
