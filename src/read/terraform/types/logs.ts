import type { Identity, Translations } from '../translation.ts';

/** CloudFormation's ARN of a log group ends with `:*`, Terraform's does not. */
const ARN: Identity = {
  name: 'Arn',
  to: (arn) => (arn.endsWith(':*') ? arn : `${arn}:*`),
  from: (arn) => arn.replace(/:\*$/, ''),
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group; as of 2026-11. */
export const LOGS: Translations = {
  aws_cloudwatch_log_group: [
    {
      type: 'AWS::Logs::LogGroup',
      identity: { name: 'Ref', id: 'Ref', arn: ARN },
      properties: {
        LogGroupName: 'name',
        RetentionInDays: { from: ['retention_in_days'], as: (days) => (days === 0 ? undefined : days) },
        KmsKeyId: 'kms_key_id',
        LogGroupClass: 'log_group_class',
      },
    },
  ],
};
