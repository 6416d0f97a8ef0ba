import { type Members, of, structure } from '../spec.ts';
import type { Translations } from '../translation.ts';

/** The rules of a bucket's default encryption. */
const ENCRYPTION: Members = {
  ServerSideEncryptionConfiguration: {
    from: ['rule'],
    each: {
      ServerSideEncryptionByDefault: {
        from: ['apply_server_side_encryption_by_default', 0],
        members: { SSEAlgorithm: 'sse_algorithm', KMSMasterKeyID: 'kms_master_key_id' },
      },
    },
  },
};

/** Registries, buckets, zones, file systems and service discovery; https://registry.terraform.io/providers/hashicorp/aws/latest/docs, as of 2026-11. */
export const STORAGE: Translations = {
  aws_ecr_repository: [
    {
      type: 'AWS::ECR::Repository',
      identity: { name: 'Ref', id: 'Ref', arn: 'Arn', repository_url: 'RepositoryUri' },
      properties: {
        RepositoryName: 'name',
        ImageTagMutability: 'image_tag_mutability',
        EncryptionConfiguration: {
          from: ['encryption_configuration', 0],
          members: { EncryptionType: 'encryption_type', KmsKey: 'kms_key' },
        },
      },
      gathered: {
        RepositoryPolicyText: {
          one: true,
          from: [{ type: 'aws_ecr_repository_policy', by: 'repository', value: (read) => read('policy') }],
        },
      },
    },
  ],
  aws_s3_bucket: [
    {
      type: 'AWS::S3::Bucket',
      identity: { bucket: 'Ref', id: 'Ref', arn: 'Arn' },
      properties: { BucketName: 'bucket' },
      gathered: {
        BucketEncryption: {
          one: true,
          // Earlier the bucket said it itself; where it does not, the provider only tells what the other resource makes of it.
          own: {
            at: 'server_side_encryption_configuration',
            whole: (read) => {
              const said = read('server_side_encryption_configuration');
              const [block] = Array.isArray(said) ? said : [];
              return block === undefined ? undefined : structure(ENCRYPTION, of(block));
            },
          },
          from: [
            {
              type: 'aws_s3_bucket_server_side_encryption_configuration',
              by: 'bucket',
              value: (read) => structure(ENCRYPTION, read),
            },
          ],
        },
      },
    },
  ],
  aws_route53_zone: [
    {
      type: 'AWS::Route53::HostedZone',
      identity: { zone_id: 'Id', id: 'Id' },
      properties: {
        Name: 'name',
        VPCs: { from: ['vpc'], each: { VPCId: 'vpc_id', VPCRegion: 'vpc_region' } },
      },
    },
  ],
  aws_efs_file_system: [
    {
      type: 'AWS::EFS::FileSystem',
      identity: { id: 'FileSystemId', arn: 'Arn' },
      properties: { Encrypted: 'encrypted', KmsKeyId: 'kms_key_id', PerformanceMode: 'performance_mode' },
    },
  ],
  aws_efs_mount_target: [
    {
      type: 'AWS::EFS::MountTarget',
      properties: {
        FileSystemId: 'file_system_id',
        SubnetId: 'subnet_id',
        SecurityGroups: 'security_groups',
        IpAddress: 'ip_address',
      },
    },
  ],
  aws_efs_access_point: [
    {
      type: 'AWS::EFS::AccessPoint',
      identity: { id: 'AccessPointId', arn: 'Arn' },
      properties: { FileSystemId: 'file_system_id' },
    },
  ],
  aws_service_discovery_service: [
    {
      type: 'AWS::ServiceDiscovery::Service',
      identity: { id: 'Id', arn: 'Arn', name: 'Name' },
      properties: {
        Name: 'name',
        NamespaceId: 'namespace_id',
        DnsConfig: {
          from: ['dns_config', 0],
          members: {
            NamespaceId: 'namespace_id',
            RoutingPolicy: 'routing_policy',
            DnsRecords: { from: ['dns_records'], each: { Type: 'type', TTL: 'ttl' } },
          },
        },
      },
    },
  ],
  aws_service_discovery_http_namespace: [
    {
      type: 'AWS::ServiceDiscovery::HttpNamespace',
      identity: { id: 'Id', arn: 'Arn' },
      properties: { Name: 'name' },
    },
  ],
  aws_service_discovery_private_dns_namespace: [
    {
      type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
      identity: { id: 'Id', arn: 'Arn' },
      properties: { Name: 'name', Vpc: 'vpc' },
    },
  ],
  aws_service_discovery_public_dns_namespace: [
    {
      type: 'AWS::ServiceDiscovery::PublicDnsNamespace',
      identity: { id: 'Id', arn: 'Arn' },
      properties: { Name: 'name' },
    },
  ],
};
