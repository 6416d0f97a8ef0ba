/** What a variable of the environment says of the AWS resources that an application calls. */
import { parseArn } from '../model/arn.ts';

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
