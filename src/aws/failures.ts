/**
 * Errors of AWS become facts here, once: what is not there is absent; what may not be seen, was throttled or failed is
 * unknown, with a sentence, and for a denial with the IAM action that would unlock it. Nothing here ends a run.
 */
import { absent, type Fact, unknown, type Why } from '../fact/fact.ts';
import {
  connectionTrouble,
  credentialTrouble,
  errorCode,
  errorText,
  isDenied,
  isThrottle,
  rawCode,
  statusOf,
} from './error-code.ts';
import { operationOf } from './operations.ts';
import type { GivenUpError } from './silence.ts';

/** What was asked: the operation, and the thing for a sentence (`role api`). */
export interface Asked {
  readonly service: string;
  readonly operation: string;
  readonly subject: string;
}

/** How each service says that something does not exist. */
const NOT_FOUND: Readonly<Record<string, readonly string[]>> = {
  ecs: ['ClusterNotFound', 'ServiceNotFound'],
  iam: ['NoSuchEntity'],
  ec2: ['InvalidVpcID.NotFound', 'InvalidPrefixListID.NotFound', 'InvalidPrefixListId.NotFound'],
  logs: ['ResourceNotFound'],
  elasticloadbalancing: ['TargetGroupNotFound'],
  ssm: ['InvalidDocument'],
  secretsmanager: ['ResourceNotFound'],
  kms: ['NotFound'],
  ecr: ['RepositoryPolicyNotFound', 'RepositoryNotFound'],
  organizations: ['AWSOrganizationsNotInUse'],
  s3: ['NoSuchBucket'],
};

/** An answer that lacks what AWS documents: never read as "there is none". */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}

/** The fact that an error makes of the thing that was asked for. */
export function failed(error: unknown, asked: Asked): Fact<never> {
  return isNotFound(error, asked) ? absent() : unknown(whyOf(error, asked));
}

/** Does AWS say that the thing does not exist? */
export function isNotFound(error: unknown, { service, operation }: Omit<Asked, 'subject'>): boolean {
  const code = errorCode(error);
  if (NOT_FOUND[service]?.includes(code)) return true;
  // ECS has no code of its own for it: "Unable to describe task definition."
  return (
    operation === 'DescribeTaskDefinition' &&
    code === 'Client' &&
    /unable to describe task definition/i.test(errorText(error))
  );
}

/** By its name: an error may come from another bundle's copy of its class. */
export function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}

function isGivenUp(error: unknown): error is GivenUpError {
  return isNamed(error, 'GivenUpError') && 'last' in error;
}

/** Why the thing is unknown. */
export function whyOf(error: unknown, { service, operation, subject }: Asked): Why {
  if (isNamed(error, 'NotAllowedError')) throw error;
  if (isGivenUp(error)) return whyOf(error.last, { service, operation, subject });
  if (isDenied(error)) return denial(error, service, operation, subject);
  if (isThrottle(error)) {
    const detail = `${subject} could not be read: AWS kept throttling ${service}:${operation}`;
    return { reason: 'throttled', detail };
  }
  return { reason: 'error', detail: `${subject} could not be read: ${trouble(error, service)}` };
}

function denial(error: unknown, service: string, operation: string, subject: string): Why {
  const actions = operationOf(service, operation)?.actions ?? [];
  const text = errorText(error);
  const named = /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(text)?.[1];
  const action = actions.find((each) => each === named) ?? actions[0];
  const because = /\b(?:because no|with an explicit deny)\b[^.\n]{0,160}/i.exec(text)?.[0];
  const detail = `${subject} may not be read: AWS denies ${action ?? `${service}:${operation}`}`;
  return {
    reason: 'access-denied',
    detail: because === undefined ? detail : `${detail} (${because})`,
    ...(action === undefined ? {} : { unlockedBy: action }),
  };
}

/** Services as people call them. */
const NAMES: Readonly<Record<string, string>> = {
  'application-autoscaling': 'Application Auto Scaling',
  autoscaling: 'EC2 Auto Scaling',
  ec2: 'EC2',
  ecr: 'ECR',
  ecs: 'ECS',
  elasticloadbalancing: 'Elastic Load Balancing',
  iam: 'IAM',
  kms: 'KMS',
  logs: 'CloudWatch Logs',
  organizations: 'Organizations',
  route53: 'Route 53',
  s3: 'S3',
  secretsmanager: 'Secrets Manager',
  ssm: 'Systems Manager',
  sts: 'STS',
};

/** What the SDK calls an error whose body it could not read. */
const NO_CODE = new Set(['SyntaxError', 'Unknown', 'UnknownError']);

function trouble(error: unknown, service: string): string {
  const code = rawCode(error);
  const status = statusOf(error);
  const name = NAMES[service] ?? service;
  switch (credentialTrouble(error)) {
    case 'expired':
      return 'the credentials expired';
    case 'refused':
      return `AWS does not accept the credentials (${code})`;
    case 'none':
      return `there are no credentials: ${sentence(errorText(error))}`;
    case undefined:
  }
  const connection = connectionTrouble(error);
  if (connection !== undefined) return `the connection to ${name} failed (${connection})`;
  if (code === 'TimeoutError') return `${name} did not answer in time`;
  if (isNamed(error, 'MalformedAnswerError') || status === undefined || status < 300) {
    return `the answer of ${name} could not be understood (${sentence(errorText(error))})`;
  }
  if (status >= 500) return `${name} failed (HTTP ${status}${NO_CODE.has(code) ? '' : ` ${code}`})`;
  return `${code}: ${sentence(errorText(error))}`;
}

const LONGEST_TEXT = 300;

/** What the SDK adds to the words of a parser. */
const HINT = /\s*Deserialization error: to see the raw response.*$/s;

/** The service's own words on one line, without a stop at the end. */
export function sentence(text: string): string {
  const line = text.replace(HINT, '').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length <= LONGEST_TEXT ? line : `${line.slice(0, LONGEST_TEXT)}…`;
}
