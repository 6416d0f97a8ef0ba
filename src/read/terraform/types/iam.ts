import type { Translations } from '../translation.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role and its neighbours; as of 2026-11. */
export const IAM: Translations = {
  aws_iam_role: [
    {
      type: 'AWS::IAM::Role',
      identity: { name: 'Ref', id: 'Ref', arn: 'Arn', unique_id: 'RoleId' },
      properties: {
        RoleName: 'name',
        Path: 'path',
        AssumeRolePolicyDocument: { from: ['assume_role_policy'], json: true },
        PermissionsBoundary: 'permissions_boundary',
        MaxSessionDuration: 'max_session_duration',
        Policies: {
          from: ['inline_policy'],
          each: { PolicyName: 'name', PolicyDocument: { from: ['policy'], json: true } },
        },
      },
      gathered: {
        ManagedPolicyArns: {
          own: 'managed_policy_arns',
          from: [
            { type: 'aws_iam_role_policy_attachment', by: 'role', value: (read) => read('policy_arn') },
            { type: 'aws_iam_policy_attachment', by: 'roles', value: (read) => read('policy_arn') },
            {
              type: 'aws_iam_role_policy_attachments_exclusive',
              by: 'role_name',
              value: (read) => read('policy_arns'),
            },
          ],
        },
      },
    },
  ],
  aws_iam_role_policy: [
    {
      type: 'AWS::IAM::RolePolicy',
      properties: {
        RoleName: 'role',
        PolicyName: 'name',
        PolicyDocument: { from: ['policy'], json: true },
      },
    },
  ],
  aws_iam_policy: [
    {
      type: 'AWS::IAM::ManagedPolicy',
      identity: { arn: 'Ref', id: 'Ref' },
      properties: {
        ManagedPolicyName: 'name',
        Path: 'path',
        PolicyDocument: { from: ['policy'], json: true },
      },
    },
  ],
  aws_iam_instance_profile: [
    {
      type: 'AWS::IAM::InstanceProfile',
      identity: { name: 'Ref', id: 'Ref', arn: 'Arn' },
      properties: {
        InstanceProfileName: 'name',
        Path: 'path',
        Roles: { from: ['role'], as: (role) => [role] },
      },
    },
  ],
};
