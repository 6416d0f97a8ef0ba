import { expect, it } from 'vitest';
import { managedPolicyAsOf } from '../../src/knowledge/iam-managed-policies.ts';
import { underResourceControl, withoutResourcePolicy } from '../../src/knowledge/iam-services.ts';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html */
it('holds the managed execution policy, in every partition', () => {
  for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
    const arn = `arn:${partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`;
    expect(managedPolicyAsOf(arn)).toEqual({
      asOf: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      Document: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'ecr:GetAuthorizationToken',
              'ecr:BatchCheckLayerAvailability',
              'ecr:GetDownloadUrlForLayer',
              'ecr:BatchGetImage',
              'logs:CreateLogStream',
              'logs:PutLogEvents',
            ],
            Resource: '*',
          },
        ],
      },
    });
  }
});

it('holds no policy of a customer', () => {
  expect(
    managedPolicyAsOf('arn:aws:iam::111122223333:policy/AmazonECSTaskExecutionRolePolicy'),
  ).toBeUndefined();
});

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
it('knows the services that control and resource policies apply to', () => {
  expect(['s3', 'sts', 'kms', 'secretsmanager', 'ecr'].every(underResourceControl)).toBe(true);
  expect(underResourceControl('ssm')).toBe(false);
  expect(['ssm', 'logs', 'ssmmessages'].every(withoutResourcePolicy)).toBe(true);
  expect(['s3', 'kms', 'secretsmanager', 'ecr', 'sqs'].some(withoutResourcePolicy)).toBe(false);
});
