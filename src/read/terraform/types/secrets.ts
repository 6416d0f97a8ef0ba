import { Unresolved } from '../../../model/placeholder.ts';
import type { ReadAttribute } from '../spec.ts';
import type { Translations } from '../translation.ts';

/**
 * Secrets, parameters and keys; their values are never read.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret and its neighbours; as of
 * 2026-11.
 */
export const SECRETS: Translations = {
  aws_secretsmanager_secret: [
    {
      type: 'AWS::SecretsManager::Secret',
      identity: { arn: 'Ref', id: 'Ref' },
      properties: {
        Name: 'name',
        KmsKeyId: 'kms_key_id',
        ReplicaRegions: { from: ['replica'], each: { Region: 'region', KmsKeyId: 'kms_key_id' } },
      },
      gathered: {
        SecretString: {
          one: true,
          from: [{ type: 'aws_secretsmanager_secret_version', by: 'secret_id', value: someValue }],
        },
      },
    },
    {
      type: 'AWS::SecretsManager::ResourcePolicy',
      when: (read) => read('policy') !== undefined,
      properties: { SecretId: 'arn', ResourcePolicy: { from: ['policy'], json: true } },
    },
  ],
  aws_secretsmanager_secret_version: [
    {
      type: 'AWS::SecretsManager::SecretVersion',
      identity: { arn: { name: 'Arn', attribute: 'secret_id' } },
      properties: { SecretId: 'secret_id' },
    },
  ],
  aws_secretsmanager_secret_policy: [
    {
      type: 'AWS::SecretsManager::ResourcePolicy',
      properties: { SecretId: 'secret_arn', ResourcePolicy: { from: ['policy'], json: true } },
    },
  ],
  aws_ssm_parameter: [
    {
      type: 'AWS::SSM::Parameter',
      identity: { name: 'Ref', id: 'Ref', arn: 'Arn' },
      properties: { Name: 'name', Type: 'type', Tier: 'tier', KeyId: 'key_id' },
    },
  ],
  aws_ssm_document: [
    {
      type: 'AWS::SSM::Document',
      identity: { name: 'Ref', id: 'Ref' },
      properties: {
        Name: 'name',
        DocumentType: 'document_type',
        DocumentFormat: 'document_format',
        Content: 'content',
      },
    },
  ],
  aws_kms_key: [
    {
      type: 'AWS::KMS::Key',
      identity: { key_id: 'Ref', id: 'Ref', arn: 'Arn' },
      properties: {
        Enabled: 'is_enabled',
        KeySpec: 'customer_master_key_spec',
        KeyUsage: 'key_usage',
        MultiRegion: 'multi_region',
        EnableKeyRotation: 'enable_key_rotation',
      },
      gathered: {
        KeyPolicy: {
          own: { from: ['policy'], json: true },
          one: true,
          from: [{ type: 'aws_kms_key_policy', by: 'key_id', value: (read) => read('policy') }],
        },
      },
    },
  ],
  // Its material comes from elsewhere, and the key is of no use before.
  aws_kms_external_key: [
    {
      type: 'AWS::KMS::Key',
      identity: { id: 'Ref', arn: 'Arn' },
      properties: {
        KeyPolicy: { from: ['policy'], json: true },
        Enabled: 'enabled',
        Origin: { from: ['id'], as: () => 'EXTERNAL' },
      },
    },
  ],
  aws_kms_grant: [
    {
      type: 'AWS::KMS::Grant',
      properties: {
        KeyId: 'key_id',
        GranteePrincipal: 'grantee_principal',
        Operations: 'operations',
        Constraints: {
          from: ['constraints', 0],
          members: {
            EncryptionContextEquals: 'encryption_context_equals',
            EncryptionContextSubset: 'encryption_context_subset',
          },
        },
      },
    },
  ],
  aws_kms_alias: [
    {
      type: 'AWS::KMS::Alias',
      identity: { name: 'Ref', id: 'Ref', arn: 'Arn' },
      properties: { AliasName: 'name', TargetKeyId: 'target_key_id' },
    },
  ],
};

const VALUES = ['secret_string', 'secret_binary', 'secret_string_wo', 'secret_string_wo_version'];

/** That a version has a value, and nothing of the value. */
function someValue(read: ReadAttribute): unknown {
  if (VALUES.every((name) => read(name) === undefined)) return undefined;
  return new Unresolved({ reason: 'redacted', detail: 'the value of a secret is not read' });
}
