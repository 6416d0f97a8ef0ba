import type { Members } from '../spec.ts';
import { tagList } from './task-definition.ts';

/**
 * `aws_ecs_service` as the input of CreateService.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service; as of 2026-11.
 */
export const SERVICE: Members = {
  cluster: 'cluster',
  serviceName: 'name',
  taskDefinition: 'task_definition',
  desiredCount: 'desired_count',
  launchType: 'launch_type',
  platformVersion: 'platform_version',
  schedulingStrategy: 'scheduling_strategy',
  // Of a service without a role of its own the provider reads the service-linked one.
  role: {
    from: ['iam_role'],
    as: (role) => (/aws-service-role|AWSServiceRoleFor/.test(String(role)) ? undefined : role),
  },
  enableECSManagedTags: 'enable_ecs_managed_tags',
  enableExecuteCommand: 'enable_execute_command',
  propagateTags: 'propagate_tags',
  healthCheckGracePeriodSeconds: { from: ['health_check_grace_period_seconds'], as: positive },
  availabilityZoneRebalancing: 'availability_zone_rebalancing',
  forceNewDeployment: 'force_new_deployment',
  tags: { from: ['tags'], as: tagList },
  deploymentController: { from: ['deployment_controller', 0], members: { type: 'type' } },
  deploymentConfiguration: {
    from: [],
    members: {
      maximumPercent: 'deployment_maximum_percent',
      minimumHealthyPercent: 'deployment_minimum_healthy_percent',
      deploymentCircuitBreaker: {
        from: ['deployment_circuit_breaker', 0],
        members: { enable: 'enable', rollback: 'rollback' },
      },
      alarms: {
        from: ['alarms', 0],
        members: { alarmNames: 'alarm_names', enable: 'enable', rollback: 'rollback' },
      },
      strategy: { from: ['deployment_configuration', 0, 'strategy'] },
      bakeTimeInMinutes: { from: ['deployment_configuration', 0, 'bake_time_in_minutes'], as: wholeOrNone },
      lifecycleHooks: {
        from: ['deployment_configuration', 0, 'lifecycle_hook'],
        each: {
          hookTargetArn: 'hook_target_arn',
          roleArn: 'role_arn',
          lifecycleStages: 'lifecycle_stages',
          hookDetails: { from: ['hook_details'], json: true },
        },
      },
      linearConfiguration: {
        from: ['deployment_configuration', 0, 'linear_configuration', 0],
        members: {
          stepPercent: { from: ['step_percent'], as: whole },
          stepBakeTimeInMinutes: { from: ['step_bake_time_in_minutes'], as: whole },
        },
      },
      canaryConfiguration: {
        from: ['deployment_configuration', 0, 'canary_configuration', 0],
        members: {
          canaryPercent: { from: ['canary_percent'], as: whole },
          canaryBakeTimeInMinutes: { from: ['canary_bake_time_in_minutes'], as: whole },
        },
      },
    },
  },
  networkConfiguration: {
    from: ['network_configuration', 0],
    members: {
      awsvpcConfiguration: {
        from: [],
        members: {
          subnets: 'subnets',
          securityGroups: 'security_groups',
          assignPublicIp: {
            from: ['assign_public_ip'],
            as: (assign) => (assign === true ? 'ENABLED' : 'DISABLED'),
          },
        },
      },
    },
  },
  loadBalancers: {
    from: ['load_balancer'],
    each: {
      targetGroupArn: 'target_group_arn',
      loadBalancerName: 'elb_name',
      containerName: 'container_name',
      containerPort: 'container_port',
      advancedConfiguration: {
        from: ['advanced_configuration', 0],
        members: {
          alternateTargetGroupArn: 'alternate_target_group_arn',
          productionListenerRule: 'production_listener_rule',
          testListenerRule: 'test_listener_rule',
          roleArn: 'role_arn',
        },
      },
    },
  },
  serviceRegistries: {
    from: ['service_registries'],
    each: {
      registryArn: 'registry_arn',
      port: { from: ['port'], as: positive },
      containerPort: { from: ['container_port'], as: positive },
      containerName: 'container_name',
    },
  },
  capacityProviderStrategy: {
    from: ['capacity_provider_strategy'],
    each: { capacityProvider: 'capacity_provider', base: 'base', weight: 'weight' },
  },
  placementStrategy: {
    from: ['ordered_placement_strategy'],
    each: { type: 'type', field: 'field' },
  },
  placementConstraints: {
    from: ['placement_constraints'],
    each: { type: 'type', expression: 'expression' },
  },
  serviceConnectConfiguration: {
    from: ['service_connect_configuration', 0],
    members: {
      enabled: 'enabled',
      namespace: 'namespace',
      logConfiguration: {
        from: ['log_configuration', 0],
        members: {
          logDriver: 'log_driver',
          options: 'options',
          secretOptions: { from: ['secret_option'], each: { name: 'name', valueFrom: 'value_from' } },
        },
      },
      accessLogConfiguration: {
        from: ['access_log_configuration', 0],
        members: { format: 'format', includeQueryParameters: 'include_query_parameters' },
      },
      services: {
        from: ['service'],
        each: {
          portName: 'port_name',
          discoveryName: 'discovery_name',
          ingressPortOverride: { from: ['ingress_port_override'], as: positive },
          clientAliases: {
            from: ['client_alias'],
            each: {
              port: 'port',
              dnsName: 'dns_name',
              testTrafficRules: {
                from: ['test_traffic_rules', 0],
                members: {
                  header: {
                    from: ['header', 0],
                    members: {
                      name: 'name',
                      value: { from: ['value', 0], members: { exact: 'exact' } },
                    },
                  },
                },
              },
            },
          },
          timeout: {
            from: ['timeout', 0],
            members: {
              idleTimeoutSeconds: 'idle_timeout_seconds',
              perRequestTimeoutSeconds: 'per_request_timeout_seconds',
            },
          },
          tls: {
            from: ['tls', 0],
            members: {
              issuerCertificateAuthority: {
                from: ['issuer_cert_authority', 0],
                members: { awsPcaAuthorityArn: 'aws_pca_authority_arn' },
              },
              kmsKey: 'kms_key',
              roleArn: 'role_arn',
            },
          },
        },
      },
    },
  },
  volumeConfigurations: {
    from: ['volume_configuration'],
    each: {
      name: 'name',
      managedEBSVolume: {
        from: ['managed_ebs_volume', 0],
        members: {
          encrypted: 'encrypted',
          filesystemType: 'file_system_type',
          iops: { from: ['iops'], as: positive },
          kmsKeyId: 'kms_key_id',
          roleArn: 'role_arn',
          sizeInGiB: { from: ['size_in_gb'], as: positive },
          snapshotId: 'snapshot_id',
          throughput: { from: ['throughput'], as: positive },
          volumeInitializationRate: { from: ['volume_initialization_rate'], as: positive },
          volumeType: 'volume_type',
          tagSpecifications: {
            from: ['tag_specifications'],
            each: {
              resourceType: 'resource_type',
              propagateTags: 'propagate_tags',
              tags: { from: ['tags'], as: tagList },
            },
          },
        },
      },
    },
  },
  vpcLatticeConfigurations: {
    from: ['vpc_lattice_configurations'],
    each: { roleArn: 'role_arn', targetGroupArn: 'target_group_arn', portName: 'port_name' },
  },
};

/** The provider leaves out a number that is 0. */
function positive(value: unknown): unknown {
  return value === 0 ? undefined : value;
}

/** The provider takes whole numbers as text here. */
function whole(value: unknown): unknown {
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

/** What the provider reads of a rolling deployment is 0. */
function wholeOrNone(value: unknown): unknown {
  return positive(whole(value));
}
