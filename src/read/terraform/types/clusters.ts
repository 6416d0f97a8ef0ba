import type { Members } from '../spec.ts';
import type { Translations } from '../translation.ts';

const STRATEGY: Members = { CapacityProvider: 'capacity_provider', Base: 'base', Weight: 'weight' };

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster and its neighbours; as of 2026-11. */
export const CLUSTERS: Translations = {
  aws_ecs_cluster: [
    {
      type: 'AWS::ECS::Cluster',
      identity: { name: 'Ref', id: 'Arn', arn: 'Arn' },
      properties: {
        ClusterName: 'name',
        ClusterSettings: { from: ['setting'], each: { Name: 'name', Value: 'value' } },
        // Of older providers, which had them on the cluster itself.
        CapacityProviders: 'capacity_providers',
        DefaultCapacityProviderStrategy: { from: ['default_capacity_provider_strategy'], each: STRATEGY },
        Configuration: {
          from: ['configuration', 0],
          members: {
            ExecuteCommandConfiguration: {
              from: ['execute_command_configuration', 0],
              members: {
                KmsKeyId: 'kms_key_id',
                Logging: 'logging',
                LogConfiguration: {
                  from: ['log_configuration', 0],
                  members: {
                    CloudWatchEncryptionEnabled: 'cloud_watch_encryption_enabled',
                    CloudWatchLogGroupName: 'cloud_watch_log_group_name',
                    S3BucketName: 's3_bucket_name',
                    S3EncryptionEnabled: 's3_bucket_encryption_enabled',
                    S3KeyPrefix: 's3_key_prefix',
                  },
                },
              },
            },
            ManagedStorageConfiguration: {
              from: ['managed_storage_configuration', 0],
              members: {
                FargateEphemeralStorageKmsKeyId: 'fargate_ephemeral_storage_kms_key_id',
                KmsKeyId: 'kms_key_id',
              },
            },
          },
        },
        ServiceConnectDefaults: {
          from: ['service_connect_defaults', 0],
          members: { Namespace: 'namespace' },
        },
      },
    },
  ],
  aws_ecs_cluster_capacity_providers: [
    {
      type: 'AWS::ECS::ClusterCapacityProviderAssociations',
      properties: {
        Cluster: 'cluster_name',
        // An empty list is an answer: the cluster has none.
        CapacityProviders: { from: ['capacity_providers'] },
        DefaultCapacityProviderStrategy: { from: ['default_capacity_provider_strategy'], each: STRATEGY },
      },
    },
  ],
  aws_ecs_capacity_provider: [
    {
      type: 'AWS::ECS::CapacityProvider',
      identity: { name: 'Ref', arn: 'Arn', id: 'Arn' },
      properties: {
        Name: 'name',
        ClusterName: 'cluster',
        AutoScalingGroupProvider: {
          from: ['auto_scaling_group_provider', 0],
          members: {
            AutoScalingGroupArn: 'auto_scaling_group_arn',
            ManagedDraining: 'managed_draining',
            ManagedTerminationProtection: 'managed_termination_protection',
            ManagedScaling: {
              from: ['managed_scaling', 0],
              members: {
                InstanceWarmupPeriod: 'instance_warmup_period',
                MaximumScalingStepSize: 'maximum_scaling_step_size',
                MinimumScalingStepSize: 'minimum_scaling_step_size',
                Status: 'status',
                TargetCapacity: 'target_capacity',
              },
            },
          },
        },
        ManagedInstancesProvider: {
          from: ['managed_instances_provider', 0],
          members: {
            InfrastructureRoleArn: 'infrastructure_role_arn',
            PropagateTags: 'propagate_tags',
            InstanceLaunchTemplate: {
              from: ['instance_launch_template', 0],
              members: {
                Ec2InstanceProfileArn: 'ec2_instance_profile_arn',
                NetworkConfiguration: {
                  from: ['network_configuration', 0],
                  members: { Subnets: 'subnets', SecurityGroups: 'security_groups' },
                },
              },
            },
          },
        },
      },
    },
  ],
};
