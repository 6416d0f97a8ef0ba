import { ABSENT, type Context, contextOf, single, UNKNOWN } from './context-value.ts';

/**
 * What names one cluster, by itself or in the ARN of what runs in it: "Using the aws:SourceArn condition key to specify a specific
 * cluster is not currently supported". Of all tasks of an account (`task/*`) nobody says so.
 */
const OF_A_CLUSTER = ['cluster/?*', 'service/?*/*', 'task/?*/*', 'container-instance/?*/*'];

/**
 * The context of ECS assuming a role for its tasks.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function contextOfTrust(account: string, region: string, partition: string): Context {
  return contextOf(
    [
      ['aws:SourceAccount', single(account)],
      [
        'aws:SourceArn',
        {
          state: 'pattern',
          text: `arn:${partition}:ecs:${region}:${account}:*`,
          // It is the ARN of a resource, and StringEquals takes a `*` for that character.
          plain: true,
          never: OF_A_CLUSTER.map((resource) => `arn:*:ecs:*:*:${resource}`),
        },
      ],
      ['aws:PrincipalIsAWSService', single('true')],
      ['aws:PrincipalServiceName', single('ecs-tasks.amazonaws.com')],
      ['sts:ExternalId', { state: 'absent', because: 'ECS hands over none' }],
      ['aws:MultiFactorAuthPresent', { state: 'one-of', values: ['false'], mayBeAbsent: true }],
      ['aws:MultiFactorAuthAge', ABSENT],
      ['aws:username', ABSENT],
      ['aws:Referer', ABSENT],
    ],
    () => UNKNOWN,
  );
}
