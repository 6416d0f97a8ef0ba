/**
 * Which members of ECS's shapes a row of the table (or another rule) already speaks for, so that the walk over the shapes
 * does not say the same twice. Keys are `Structure.member` as the API names them.
 */

/** How deep a row that is about a member's own shape reaches: 0 the member itself, 1 its elements or entries. */
export const OWNED_SHAPES: Readonly<Record<string, readonly number[]>> = {
  'RegisterTaskDefinitionRequest.tags': [0, 1], // tags-shape
  'ContainerDefinition.environment': [0, 1], // environment-shape
  'ContainerDefinition.command': [0, 1], // command-shape
  'ContainerDefinition.entryPoint': [0, 1], // entry-point-shape
  'ContainerDefinition.portMappings': [1], // port-mapping-shape
  'ContainerDefinition.dockerLabels': [0, 1], // docker-label-shape
  // Task sizes as numbers: CloudFormation and most deploy tools convert them, so they are let pass.
  'RegisterTaskDefinitionRequest.cpu': [0],
  'RegisterTaskDefinitionRequest.memory': [0],
};

/** Required members whose absence has an id of its own. */
export const OWNED_REQUIRED: ReadonlySet<string> = new Set([
  'RegisterTaskDefinitionRequest.family', // family-missing
  'RegisterTaskDefinitionRequest.containerDefinitions', // container-definitions-missing
  'CreateServiceRequest.serviceName', // deploy tools give the name beside the file
  'HealthCheck.command', // health-check-command-missing
  'ContainerRestartPolicy.enabled', // restart-policy-enabled-missing
  'EFSVolumeConfiguration.fileSystemId', // efs-file-system-id-missing
  'FSxWindowsFileServerVolumeConfiguration.fileSystemId', // fsx-required-fields
  'FSxWindowsFileServerVolumeConfiguration.rootDirectory', // fsx-required-fields
  'FSxWindowsFileServerVolumeConfiguration.authorizationConfig', // fsx-required-fields
  'FSxWindowsFileServerAuthorizationConfig.credentialsParameter', // fsx-required-fields
  'FSxWindowsFileServerAuthorizationConfig.domain', // fsx-required-fields
  'FirelensConfiguration.type', // firelens-type-missing
  'Ulimit.name', // ulimit-limit-missing
  'Ulimit.name', // ulimit-limit-missing
  'Ulimit.softLimit', // ulimit-limit-missing
  'Ulimit.hardLimit', // ulimit-limit-missing
  'Tmpfs.containerPath', // tmpfs-size-missing
  'Tmpfs.size', // tmpfs-size-missing
  'AwsVpcConfiguration.subnets', // subnets-empty
  'CapacityProviderStrategyItem.capacityProvider', // capacity-provider-name-missing
  'DeploymentCircuitBreaker.enable', // circuit-breaker-required-fields
  'DeploymentCircuitBreaker.rollback', // circuit-breaker-required-fields
  'DeploymentAlarms.alarmNames', // alarms-required-fields
  'DeploymentAlarms.enable', // alarms-required-fields
  'DeploymentAlarms.rollback', // alarms-required-fields
  'ServiceConnectService.portName', // service-connect-port-name-missing
  'ServiceManagedEBSVolumeConfiguration.roleArn', // ebs-role-required
  'VpcLatticeConfiguration.roleArn', // lattice-required-fields
  'VpcLatticeConfiguration.targetGroupArn', // lattice-required-fields
  'VpcLatticeConfiguration.portName', // lattice-required-fields
]);

/** Structures of which only those in a list of this name have an id for what they lack. */
export const OWNED_ELEMENTS: Readonly<Record<string, string>> = {
  Secret: 'secrets', // secret-name-missing; those of `secretOptions` are nobody's
};

/** Closed lists whose breach has an id of its own; a scalar of another type in their place is that id's too. */
export const OWNED_ENUMS: ReadonlySet<string> = new Set([
  'RegisterTaskDefinitionRequest.networkMode',
  'RegisterTaskDefinitionRequest.requiresCompatibilities',
  'RegisterTaskDefinitionRequest.pidMode',
  'RegisterTaskDefinitionRequest.ipcMode',
  'PortMapping.protocol',
  'PortMapping.appProtocol',
  'ContainerDependency.condition',
  'TaskDefinitionPlacementConstraint.type',
  'RuntimePlatform.cpuArchitecture',
  'RuntimePlatform.operatingSystemFamily',
  'ResourceRequirement.type',
  'EnvironmentFile.type',
  'LogConfiguration.logDriver',
  'FirelensConfiguration.type',
  'EFSVolumeConfiguration.transitEncryption',
  'DockerVolumeConfiguration.scope',
  'CreateServiceRequest.launchType',
  'CreateServiceRequest.schedulingStrategy',
  'CreateServiceRequest.propagateTags',
  'CreateServiceRequest.availabilityZoneRebalancing',
  'UpdateServiceRequest.propagateTags',
  'UpdateServiceRequest.availabilityZoneRebalancing',
  'AwsVpcConfiguration.assignPublicIp',
  'PlacementStrategy.type',
  'PlacementConstraint.type',
  'DeploymentController.type',
  'DeploymentConfiguration.strategy',
  'DeploymentLifecycleHook.lifecycleStages',
  'ThresholdConfiguration.type',
  'ServiceManagedEBSVolumeConfiguration.filesystemType',
]);
