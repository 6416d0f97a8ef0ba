import type { Members } from '../spec.ts';
import { number, type Translations } from '../translation.ts';

const SPECIFICATION: Members = {
  LaunchTemplateId: 'launch_template_id',
  LaunchTemplateName: 'launch_template_name',
  Version: 'version',
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group and its neighbours; as of 2026-11. */
export const SCALING: Translations = {
  aws_autoscaling_group: [
    {
      type: 'AWS::AutoScaling::AutoScalingGroup',
      identity: { name: 'Ref', id: 'Ref', arn: 'Arn' },
      properties: {
        AutoScalingGroupName: 'name',
        MinSize: { from: ['min_size'], as: String },
        MaxSize: { from: ['max_size'], as: String },
        DesiredCapacity: { from: ['desired_capacity'], as: String },
        VPCZoneIdentifier: 'vpc_zone_identifier',
        AvailabilityZones: 'availability_zones',
        LaunchConfigurationName: 'launch_configuration',
        LaunchTemplate: {
          from: ['launch_template', 0],
          members: { LaunchTemplateId: 'id', LaunchTemplateName: 'name', Version: 'version' },
        },
        MixedInstancesPolicy: {
          from: ['mixed_instances_policy', 0],
          members: {
            LaunchTemplate: {
              from: ['launch_template', 0],
              members: {
                LaunchTemplateSpecification: {
                  from: ['launch_template_specification', 0],
                  members: SPECIFICATION,
                },
                Overrides: {
                  from: ['override'],
                  each: { InstanceType: 'instance_type', WeightedCapacity: 'weighted_capacity' },
                },
              },
            },
          },
        },
        NewInstancesProtectedFromScaleIn: 'protect_from_scale_in',
      },
    },
  ],
  aws_launch_template: [
    {
      type: 'AWS::EC2::LaunchTemplate',
      identity: { id: 'Ref' },
      properties: {
        LaunchTemplateName: 'name',
        LaunchTemplateData: {
          from: [],
          members: {
            ImageId: 'image_id',
            InstanceType: 'instance_type',
            UserData: 'user_data',
            SecurityGroupIds: 'vpc_security_group_ids',
            IamInstanceProfile: {
              from: ['iam_instance_profile', 0],
              members: { Arn: 'arn', Name: 'name' },
            },
            MetadataOptions: {
              from: ['metadata_options', 0],
              members: {
                HttpEndpoint: 'http_endpoint',
                HttpTokens: 'http_tokens',
                HttpPutResponseHopLimit: 'http_put_response_hop_limit',
              },
            },
            NetworkInterfaces: {
              from: ['network_interfaces'],
              each: {
                AssociatePublicIpAddress: 'associate_public_ip_address',
                DeviceIndex: 'device_index',
                Groups: 'security_groups',
                SubnetId: 'subnet_id',
              },
            },
          },
        },
      },
    },
  ],
  aws_launch_configuration: [
    {
      type: 'AWS::AutoScaling::LaunchConfiguration',
      identity: { name: 'Ref', id: 'Ref' },
      properties: {
        LaunchConfigurationName: 'name',
        ImageId: 'image_id',
        InstanceType: 'instance_type',
        IamInstanceProfile: 'iam_instance_profile',
        SecurityGroups: 'security_groups',
        AssociatePublicIpAddress: 'associate_public_ip_address',
        UserData: 'user_data_base64',
      },
    },
  ],
  aws_appautoscaling_target: [
    {
      type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      properties: {
        ResourceId: 'resource_id',
        ServiceNamespace: 'service_namespace',
        ScalableDimension: 'scalable_dimension',
        MinCapacity: 'min_capacity',
        MaxCapacity: 'max_capacity',
      },
    },
  ],
  aws_appautoscaling_policy: [
    {
      type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      properties: {
        PolicyName: 'name',
        PolicyType: 'policy_type',
        ResourceId: 'resource_id',
        ServiceNamespace: 'service_namespace',
        ScalableDimension: 'scalable_dimension',
        TargetTrackingScalingPolicyConfiguration: {
          from: ['target_tracking_scaling_policy_configuration', 0],
          members: {
            TargetValue: 'target_value',
            ScaleInCooldown: { from: ['scale_in_cooldown'], as: number },
            ScaleOutCooldown: { from: ['scale_out_cooldown'], as: number },
            PredefinedMetricSpecification: {
              from: ['predefined_metric_specification', 0],
              members: { PredefinedMetricType: 'predefined_metric_type', ResourceLabel: 'resource_label' },
            },
          },
        },
      },
    },
  ],
};
