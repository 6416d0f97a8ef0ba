import type { Members, Spec } from '../spec.ts';

/** The provider sends no port where the number is 0. */
const PORT: Spec = { from: ['transit_encryption_port'], as: (port) => (port === 0 ? undefined : port) };

/**
 * `aws_ecs_task_definition` as the input of RegisterTaskDefinition. What is JSON text there has the API's names inside.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition; as of 2026-11.
 */
export const TASK_DEFINITION: Members = {
  family: 'family',
  taskRoleArn: 'task_role_arn',
  executionRoleArn: 'execution_role_arn',
  networkMode: 'network_mode',
  containerDefinitions: { from: ['container_definitions'], json: true },
  volumes: {
    from: ['volume'],
    each: {
      name: 'name',
      configuredAtLaunch: { from: ['configure_at_launch'], as: onlyTrue },
      host: { from: [], members: { sourcePath: 'host_path' } },
      dockerVolumeConfiguration: {
        from: ['docker_volume_configuration', 0],
        members: {
          scope: 'scope',
          autoprovision: { from: ['autoprovision'], as: onlyTrue },
          driver: 'driver',
          driverOpts: 'driver_opts',
          labels: 'labels',
        },
      },
      efsVolumeConfiguration: {
        from: ['efs_volume_configuration', 0],
        members: {
          fileSystemId: 'file_system_id',
          rootDirectory: 'root_directory',
          transitEncryption: 'transit_encryption',
          transitEncryptionPort: PORT,
          authorizationConfig: {
            from: ['authorization_config', 0],
            members: { accessPointId: 'access_point_id', iam: 'iam' },
          },
        },
      },
      s3filesVolumeConfiguration: {
        from: ['s3files_volume_configuration', 0],
        members: {
          fileSystemArn: 'file_system_arn',
          rootDirectory: 'root_directory',
          transitEncryptionPort: PORT,
          accessPointArn: 'access_point_arn',
        },
      },
      fsxWindowsFileServerVolumeConfiguration: {
        from: ['fsx_windows_file_server_volume_configuration', 0],
        members: {
          fileSystemId: 'file_system_id',
          rootDirectory: 'root_directory',
          authorizationConfig: {
            from: ['authorization_config', 0],
            members: { credentialsParameter: 'credentials_parameter', domain: 'domain' },
          },
        },
      },
    },
  },
  placementConstraints: {
    from: ['placement_constraints'],
    each: { type: 'type', expression: 'expression' },
  },
  requiresCompatibilities: 'requires_compatibilities',
  cpu: 'cpu',
  memory: 'memory',
  tags: { from: ['tags'], as: tagList },
  pidMode: 'pid_mode',
  ipcMode: 'ipc_mode',
  proxyConfiguration: {
    from: ['proxy_configuration', 0],
    members: {
      type: 'type',
      containerName: 'container_name',
      properties: { from: ['properties'], as: pairs },
    },
  },
  inferenceAccelerators: {
    from: ['inference_accelerator'],
    each: { deviceName: 'device_name', deviceType: 'device_type' },
  },
  ephemeralStorage: {
    from: ['ephemeral_storage', 0],
    members: { sizeInGiB: 'size_in_gib' },
  },
  runtimePlatform: {
    from: ['runtime_platform', 0],
    members: { cpuArchitecture: 'cpu_architecture', operatingSystemFamily: 'operating_system_family' },
  },
  enableFaultInjection: 'enable_fault_injection',
};

/** False is what stands where nothing is given. */
function onlyTrue(value: unknown): unknown {
  return value === false ? undefined : value;
}

/** A map as the API's list of names and values. */
function pairs(map: unknown): unknown {
  if (typeof map !== 'object' || map === null) return undefined;
  return Object.entries(map).map(([name, value]) => ({ name, value }));
}

/** A map of tags as the API lists them. */
export function tagList(map: unknown): unknown {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return undefined;
  const list = Object.entries(map).map(([key, value]) => ({ key, value }));
  return list.length > 0 ? list : undefined;
}
