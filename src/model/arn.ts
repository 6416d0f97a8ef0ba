/** The six parts of an Amazon Resource Name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account, colons and slashes included. */
  readonly resource: string;
}

const BEGINNING = 'arn:';

/** Splits an ARN; undefined where the text is not one (fewer than six parts, or an empty partition, service or resource). */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith(BEGINNING)) return undefined;
  // By index: every rule parses ARNs, and to split a text takes several times as long.
  const service = text.indexOf(':', BEGINNING.length) + 1;
  const region = service && text.indexOf(':', service) + 1;
  const account = region && text.indexOf(':', region) + 1;
  const resource = account && text.indexOf(':', account) + 1;
  if (resource === 0 || resource === text.length) return undefined;
  if (service === BEGINNING.length + 1 || region === service + 1) return undefined;
  return {
    partition: text.slice(BEGINNING.length, service - 1),
    service: text.slice(service, region - 1),
    region: text.slice(region, account - 1),
    account: text.slice(account, resource - 1),
    resource: text.slice(resource),
  };
}
