import { chain, type Fact, holds, known, unknown, unknownFor, type Why } from '../../src/fact/fact.ts';
import { awsKeyVariables } from '../../src/knowledge/credentials.ts';
import { parseArn } from '../../src/model/arn.ts';
import { environment } from '../../src/model/environment.ts';
import type { ContainerShape, TaskDefinitionShape } from '../../src/model/shapes.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';

/** A variable that shows which AWS resource the application uses: `container "mailer": QUEUE_URL is https://sqs.…`. */
interface AwsCall {
  readonly variable: string;
  readonly evidence: string;
}

/** What the environment shows of calls to AWS, and why some of it could not be read. */
export interface AwsCalls {
  readonly calls: readonly AwsCall[];
  readonly why: readonly Why[];
}

type Container = View<ContainerShape>;

/** Services whose ARN in an environment means calls that must be signed; a certificate's or a cluster's ARN does not. */
const CALLED_SERVICES = new Set([
  'dynamodb',
  'events',
  'firehose',
  'kinesis',
  'kms',
  'lambda',
  's3',
  'scheduler',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
]);

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html */
const QUEUE_URL =
  /^https:\/\/(?:sqs[.-][a-z0-9.-]+|[a-z0-9-]+\.queue|queue)\.amazonaws\.com(?:\.cn)?\/\d{12}\/[\w-]+(?:\.fifo)?$/;
const BUCKET_VARIABLE = /(?:^|_)(?:S3|AWS)_(?:[A-Z0-9]+_)*BUCKET(?:_NAME)?$/;
const NAMED_VARIABLE =
  /(?:^|_)(?:DYNAMO(?:DB)?_(?:[A-Z0-9]+_)*TABLE|SQS_(?:[A-Z0-9]+_)*QUEUE|KINESIS_(?:[A-Z0-9]+_)*STREAM)(?:_NAME)?$/;
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const RESOURCE_NAME = /^[A-Za-z0-9_.-]{3,255}$/;
/** Variables with which the application has credentials of its own, or talks to something that is not AWS. */
const OWN_ACCESS =
  /^(?:AWS_(?:ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|PROFILE|SHARED_CREDENTIALS_FILE|CONTAINER_CREDENTIALS_\w+)|\w*ENDPOINT(?:_URL)?\w*|\w*(?:MINIO|LOCALSTACK)\w*)$/;

/** The AWS resources that the containers' environments name, as far as the application would need a task role for them. */
export function awsCalls(view: View<TaskDefinitionShape>): AwsCalls {
  const calls: AwsCall[] = [];
  const why: Why[] = [];
  view.get('containerDefinitions').items.match<void>({
    known: (list) => {
      for (const container of list) {
        containerCalls(container).match<void>({
          known: (found) => {
            for (const call of found) calls.push(call);
          },
          absent: () => undefined,
          unknown: (reasons) => void why.push(...reasons),
        });
      }
    },
    absent: () => undefined,
    unknown: (reasons) => void why.push(...reasons),
  });
  return { calls, why };
}

function containerCalls(container: Container): Fact<readonly AwsCall[]> {
  return chain(environment(container), (variables) => {
    const calls: AwsCall[] = [];
    const why: Why[] = [];
    for (const variable of variables) {
      const name = textOf(variable.name);
      if (hasOwnAccess(name)) return known([]);
      variable.value.match<void>({
        known: (value) => {
          if (namesAwsResource(name, value))
            calls.push({ variable: name, evidence: `${containerName(container)}: ${name} is ${value}` });
        },
        absent: () => undefined,
        unknown: (reasons) => void why.push(...reasons),
      });
    }
    if (ownKeysInSecrets(container)) return known([]);
    if (calls.length > 0 && hasEnvironmentFile(container)) return unknown(FILE_UNREAD);
    return calls.length > 0 || why.length === 0 ? known(calls) : unknownFor(why);
  });
}

const FILE_UNREAD: Why = {
  reason: 'undecidable',
  detail: 'whether an environment file in Amazon S3 holds credentials of its own',
};

function textOf(fact: Fact<string>): string {
  return fact.match({ known: (text) => text, absent: () => '', unknown: () => '' });
}

function hasOwnAccess(name: string): boolean {
  return awsKeyVariables().includes(name) || OWN_ACCESS.test(name);
}

function ownKeysInSecrets(container: Container): boolean {
  return container.get('secrets').items.match({
    known: (secrets) => secrets.some((secret) => hasOwnAccess(textOf(secret.get('name').verbatim))),
    absent: () => false,
    unknown: () => true,
  });
}

function hasEnvironmentFile(container: Container): boolean {
  return holds(container.get('environmentFiles').size, (size) => size > 0).match({
    known: (is) => is,
    absent: () => false,
    unknown: () => true,
  });
}

/** Does a variable of that name and value name an AWS resource that the application uses by signed calls? */
export function namesAwsResource(name: string, value: string): boolean {
  if (QUEUE_URL.test(value)) return true;
  const arn = parseArn(value);
  if (arn) return CALLED_SERVICES.has(arn.service);
  if (/^s3:\/\/[a-z0-9][a-z0-9.-]{2,62}(?:\/|$)/.test(value)) return true;
  if (BUCKET_VARIABLE.test(name)) return BUCKET_NAME.test(value) && !isStandIn(value);
  return NAMED_VARIABLE.test(name) && RESOURCE_NAME.test(value) && !isStandIn(value);
}

function isStandIn(value: string): boolean {
  return /^(?:true|false|none|null|local|localhost|test|disabled|n\/a)$/i.test(value);
}
