import { describe, expect, test } from 'vitest';
import { namesAwsResource } from '../../src/knowledge/named-resources.ts';

describe('variables that show calls to AWS', () => {
  test.each([
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
    ['QUEUE', 'https://sqs.us-east-2.amazonaws.com/123456789012/MyQueue'],
    ['QUEUE', 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders.fifo'],
    ['QUEUE', 'https://eu-west-1.queue.amazonaws.com/123456789012/orders'],
    ['TARGET', 'arn:aws:sns:eu-west-1:123456789012:audit'],
    ['TARGET', 'arn:aws-cn:dynamodb:cn-north-1:123456789012:table/orders'],
    ['SOURCE', 's3://acme-archive/2026/'],
    ['S3_BUCKET', 'acme-archive'],
    ['AWS_STORAGE_BUCKET_NAME', 'acme-archive'],
    ['UPLOADS_S3_BUCKET_NAME', 'acme-uploads'],
    ['DYNAMODB_TABLE', 'orders'],
    ['DYNAMODB_ORDERS_TABLE_NAME', 'Orders-1'],
    ['KINESIS_STREAM_NAME', 'clicks'],
  ])('%s=%s', (name, value) => {
    expect(namesAwsResource(name, value)).toBe(true);
  });

  test.each([
    ['QUEUE', 'https://queue.example.com/123456789012/orders'],
    ['CERTIFICATE', 'arn:aws:acm:eu-west-1:123456789012:certificate/0f3c'],
    ['CLUSTER', 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod'],
    ['POOL', 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a1B2'],
    ['BUCKET_NAME', 'media'],
    ['GCS_BUCKET', 'media'],
    ['S3_BUCKET', ''],
    ['S3_BUCKET', 'none'],
    ['S3_BUCKET', 'Not A Bucket'],
    ['TABLE_NAME', 'orders'],
    ['DYNAMODB_ENABLED', 'true'],
    ['ASSETS', 'https://assets.example.com/s3/logo.png'],
  ])('not %s=%s', (name, value) => {
    expect(namesAwsResource(name, value)).toBe(false);
  });
});
