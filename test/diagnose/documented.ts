/**
 * What AWS documents that ECS, its agents and its API say when something failed, with values in place of placeholders, and the
 * message that each is. Sources: the pages of the Developer Guide on stopped tasks, service events and API failures, AWS's
 * knowledge center, and the names of errors in the container agent's source.
 */
export const REASONS: readonly (readonly [message: string, text: string])[] = [
  // task_cannot_pull_image.html
  [
    'pull-denied',
    "CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::111122223333:assumed-role/execution/0123 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:111122223333:repository/api because no identity-based policy allows the ecr:BatchGetImage action",
  ],
  [
    'pull-denied',
    "The task can't pull the image. Check that the role has the permissions to pull images from the registry.",
  ],
  [
    'pull-unreachable',
    "CannotPullContainerError: The task cannot pull 'api:2026-11-20' from the Amazon ECR repository '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api'. There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
  ],
  [
    'pull-unreachable',
    'The task can’t pull the image. Check your network configuration. Error response from daemon: Get "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  [
    'pull-manifest',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:latest: unexpected status from HEAD request',
  ],
  [
    'pull-image-missing',
    'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:v42: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:v42: not found',
  ],
  [
    'pull-image-missing',
    'CannotPullContainerError: API error (404): repository 111122223333.dkr.ecr.us-east-1.amazonaws.com/team/api not found',
  ],
  [
    'pull-image-missing',
    'CannotPullContainerError: Error response from daemon: manifest for 111122223333.dkr.ecr.us-east-1.amazonaws.com/api:v9 not found: manifest unknown: Requested image not found',
  ],
  [
    'pull-image-missing',
    "CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error response from daemon: pull access denied for apii, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'pull-platform',
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
  ],
  [
    'pull-platform',
    'CannotPullContainerError: no matching manifest for linux/arm64/v8 in the manifest list entries',
  ],
  [
    'pull-timeout',
    'CannotPullContainerError: API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection"',
  ],
  [
    'pull-timeout',
    'CannotPullContainerError: Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection',
  ],
  [
    'pull-timeout',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:v42: failed to do request: Head "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/api/manifests/v42": dial tcp 10.0.3.17:443: i/o timeout',
  ],
  [
    'pull-no-space',
    'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
  ],
  ['pull-rate-limit', 'ERROR: toomanyrequests: Too Many Requests.'],
  [
    'pull-rate-limit',
    'CannotPullContainerError: Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  ],
  [
    'pull-rate-limit',
    'You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limits.',
  ],
  [
    'pull-layers',
    'CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/api/blobs/sha256:0123: 403 Forbidden',
  ],
  [
    'pull-access-denied',
    "CannotPullContainerError: Error response from daemon: pull access denied for acme/api, repository does not exist or may require 'docker login'",
  ],
  ['pull-access-denied', 'pull access denied'],
  [
    'pull-panic',
    'CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address or nil pointer dereference [signal SIGSEGV: segmentation violation]',
  ],
  [
    'pull-panic',
    'pull command failed: panic: runtime error: invalid memory address or nil pointer dereference',
  ],
  [
    'pull-configuration',
    'CannotPullContainerError: error pulling image configuration: Get https://production.cloudflare.docker.com/registry-v2/docker/registry/v2/blobs/sha256/01/data: EOF',
  ],
  ['pull-configuration', 'error pulling image conf'],
  [
    'pull-context-canceled',
    'CannotPullContainerError: containerd: pull command failed: time="2026-11-20T10:00:00Z" level=info msg="apply failure, attempting cleanup" error="context canceled"',
  ],
  ['pull-context-canceled', 'Context canceled'],
  [
    'pull-invalid-reference',
    'CannotPullContainerError: invalid reference format: repository name must be lowercase',
  ],
  ['pull-api-error', 'CannotPullContainerError: API error'],
  // resource-initialization-error.html, resource-not-found-error.html, secrets-envvar-*.html
  [
    'registry-auth-unreachable',
    'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 52.46.1.2:443: i/o timeout',
  ],
  [
    'registry-auth-unreachable',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post https://api.ecr.us-east-1.amazonaws.com/: dial tcp: i/o timeout',
  ],
  [
    'registry-auth-denied',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/execution/0123 is not authorized to perform: ecr:GetAuthorizationToken on resource: *',
  ],
  [
    'secrets-unreachable',
    'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. RequestCanceled: request context canceled caused by: context deadline exceeded',
  ],
  [
    'secrets-unreachable',
    'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0',
  ],
  [
    'secrets-unreachable',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded',
  ],
  [
    'secrets-unreachable',
    'The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager.',
  ],
  [
    'secret-missing',
    "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' from AWS Secrets Manager. Check whether the secret exists in the specified Region. ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  ],
  [
    'secret-missing',
    "The task can't pull the secret from Secrets Manager. The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' from Secrets Manager. Check whether the secret exists in the specified Region.",
  ],
  [
    'secret-missing',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): 1 error occurred: * Invalid ssm parameters: /api/token: invalid parameters: /api/token',
  ],
  [
    'secret-denied',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf from secrets manager: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/execution/0123 is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf because no identity-based policy allows the secretsmanager:GetSecretValue action',
  ],
  [
    'secret-denied',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/execution/0123 is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:111122223333:parameter/api/token',
  ],
  [
    'key-denied',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf from secrets manager: AccessDeniedException: Access to KMS is not allowed',
  ],
  [
    'key-denied',
    'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/execution/0123 is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d because no identity-based policy allows the kms:Decrypt action',
  ],
  [
    'secret-malformed',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: unexpected ARN format with parameters when trying to retrieve ASM secret',
  ],
  [
    'secret-json-key',
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character 'p' in literal true (expecting 'r')",
  ],
  [
    'secret-json-key',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key password',
  ],
  ['secrets-or-registry', 'ResourceInitializationError: unable to pull secrets or registry auth'],
  [
    'logs-unreachable',
    'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
  ],
  [
    'log-group-missing',
    'The task cannot find the Amazon CloudWatch log group defined in the task definition.',
  ],
  [
    'log-group-missing',
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
  ],
  [
    'log-denied',
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/execution/0123 is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/api:log-stream:api/api/0123',
  ],
  ['logger-args', 'ResourceInitializationError: failed to validate logger args: exit status 1'],
  [
    'logging-driver',
    'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: awslogs region must be set',
  ],
  [
    'logging-driver',
    'ResourceInitializationError: failed to initialize logging driver: awslogs-group is required',
  ],
  [
    'log-router-down',
    'CannotStartContainerError: failed to initialize logging driver: dial unix /var/run/fluent.sock: connect: no such file or directory',
  ],
  [
    'efs-name',
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com" - check that your file system ID is correct.: unsuccessful EFS utils command execution; code: 1',
  ],
  [
    'efs-name',
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Name or service not known',
  ],
  [
    'efs-timeout',
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection timed out : unsuccessful EFS utils command execution; code: 32',
  ],
  [
    'efs-denied',
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: access denied by server while mounting 127.0.0.1:/' : unsuccessful EFS utils command execution; code: 32",
  ],
  [
    'efs-directory',
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: mounting fs-0123456789abcdef0.efs.us-east-1.amazonaws.com:/data failed, reason given by server: No such file or directory : unsuccessful EFS utils command execution; code: 32',
  ],
  [
    'efs-mount',
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: mount system call failed : unsuccessful EFS utils command execution; code: 32',
  ],
  [
    'env-files',
    'ResourceInitializationError: failed to download env files: file download command: non-empty error stream: RequestCanceled: request context canceled caused by: context deadline exceeded',
  ],
  [
    'env-files',
    'ResourceInitializationError: failed to download env files: service call has been retried 1 time(s): operation error S3: HeadObject, https response error StatusCode: 403, api error Forbidden: Forbidden: AccessDenied',
  ],
  [
    'eni-configure',
    'ResourceInitializationError: failed to configure ENI: failed to setup regular eni: netplugin failed with no error message',
  ],
  ['initialization', 'ResourceInitializationError'],
  ['initialization-not-found', 'ResourceNotFoundException'],
  // failed-to-start-error.html, internal-error.html, api_failures_messages.html
  [
    'eni-create',
    "TaskFailedToStart: Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0123456789abcdef0': InsufficientFreeAddressesInSubnet",
  ],
  ['internal-error', 'TaskFailedToStart: InternalError: the network interface was not attached'],
  ['internal-error', 'Timeout waiting for network interface provisioning to complete.'],
  ['internal-error', 'InternalError'],
  [
    'strategy-mismatch',
    'TaskFailedToStart: The selected task definition is not compatible with the selected compute strategy',
  ],
  ['eni-device-index', 'TaskFailedToStart: Unable to attach network interface to unused device index'],
  ['placement-cpu', 'TaskFailedToStart: RESOURCE:CPU'],
  ['placement-memory', 'RESOURCE:MEMORY'],
  ['placement-eni', 'TaskFailedToStart: RESOURCE:ENI'],
  ['placement-ports', 'RESOURCE:PORTS'],
  ['placement-gpu', 'RESOURCE:GPU'],
  ['placement-agent', 'TaskFailedToStart: AGENT'],
  ['placement-agent', 'AGENT'],
  ['placement-location', 'LOCATION'],
  ['placement-location', 'TaskFailedToStart: LOCATION'],
  ['placement-attribute', 'ATTRIBUTE'],
  [
    'placement-attribute',
    '(service api) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef is missing an attribute required by your task.',
  ],
  ['placement-attribute', 'TaskFailedToStart: missing required attribute'],
  ['placement-constraint', 'TaskFailedToStart: MemberOf placement constraint unsatisfied.'],
  ['placement-provider-empty', 'TaskFailedToStart: NO ACTIVE INSTANCES'],
  ['placement-provider-empty', 'TaskFailedToStart: EMPTY CAPACITY PROVIDER'],
  [
    'placement-no-instances',
    'An error occurred (InvalidParameterException) when calling the RunTask operation: No Container Instances were found in your cluster.',
  ],
  ['api-missing', 'MISSING'],
  [
    'api-missing',
    '{ "tasks": [], "failures": [ { "arn": "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123", "reason": "MISSING" } ] }',
  ],
  ['api-inactive', 'INACTIVE'],
  ['protection-refused', 'DEPLOYMENT_BLOCKED'],
  [
    'protection-refused',
    '{"failures": [{"arn": "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123", "reason": "TASK_NOT_VALID"}], "protectedTasks": []}',
  ],
  // out-of-memory.html, cannot-start-container.html and the other pages of the container runtime
  ['out-of-memory', 'OutOfMemoryError: Container killed due to memory usage'],
  ['exit-137', 'exit code 137'],
  [
    'start-not-found',
    'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "server": executable file not found in $PATH: unknown',
  ],
  [
    'start-not-found',
    'CannotStartContainerError: Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "/app/start.sh": stat /app/start.sh: no such file or directory: unknown',
  ],
  [
    'start-permission',
    'CannotStartContainerError: Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "/app/start.sh": permission denied: unknown',
  ],
  [
    'start-memory',
    'CannotStartContainerError: the container cannot be started because it has exceeded the memory that is specified',
  ],
  ['start-status', 'CannotStartContainerError: failed to get container status: rpc error: code = Unknown'],
  ['exec-format', 'exec /usr/local/bin/docker-entrypoint.sh: exec format error'],
  ['exec-format', 'standard_init_linux.go:228: exec user process caused: exec format error'],
  [
    'runtime-timeout',
    'ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m: context deadline exceeded',
  ],
  ['runtime-timeout', 'DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s'],
  [
    'stop-failed',
    'CannotStopContainerError: failed sending SIGTERM to container: rpc error: code = Unknown desc = ttrpc: closed',
  ],
  [
    'inspect-failed',
    'CannotInspectContainerError: Could not transition to inspecting; timed out after waiting 30s',
  ],
  [
    'create-no-space',
    'CannotCreateContainerError: API error (500): devmapper: Thin Pool has 4350 free data blocks which is less than minimum required 4454 free data blocks. Create more free space in thin pool or use dm.min_free_space option to change behavior',
  ],
  [
    'create-no-space',
    'CannotCreateContainerError: Error response from daemon: mkdir /var/lib/docker/overlay2/0123: no space left on device',
  ],
  ['volume-failed', 'CannotCreateVolumeError: the volume driver rexray/ebs was not found'],
  ['create-failed', 'CannotCreateContainerError: Error response from daemon: invalid volume specification'],
  ['start-failed', 'CannotStartContainerError'],
  ['runtime-error', 'ContainerRuntimeError: failed to create container: task already exists'],
  // The agent's names of errors
  ['pull-auth-error', 'CannotPullECRContainerError'],
  ['pull-auth-error', 'CannotPullContainerAuthError'],
  ['pull-manifest-error', 'CannotPullImageManifestError'],
  ['container-config', 'HostConfigError: unable to convert task to docker host config'],
  ['container-config', 'DockerClientConfigError'],
  ['volume-failed', 'InvalidVolumeError'],
  ['container-networking', 'ContainerNetworkingError: failed to set up the network namespace'],
  ['dependency-failed', 'TaskDependencyError: the dependency cannot be resolved'],
  ['pull-not-begun', 'TaskStoppedBeforePullBeginError: task stopped before image pull could begin for task'],
  ['container-vanished', 'ContainerVanishedError'],
  ['agent-state', 'ImpossibleStateTransitionError'],
  ['agent-state', 'DockerStateError: Could not start container'],
  ['agent-state', 'CannotGetDockerClientVersionError'],
  ['create-failed', 'CannotCreateContainerError'],
  // Stopped reasons and stop codes
  ['essential-exited', 'Essential container in task exited'],
  [
    'failed-elb-checks',
    'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef)',
  ],
  ['failed-elb-checks', 'Task failed ELB health checks in (elb classic-api)'],
  ['failed-container-checks', 'Task failed container health checks'],
  ['host-terminated', 'Host EC2 (instance i-0123456789abcdef0) terminated.'],
  ['host-terminated', 'Task stopped: Host EC2 (i-0123456789abcdef0) terminated'],
  ['host-terminated', 'Task stopped: Container instance drained'],
  ['maintenance', 'ECS is performing maintenance on the underlying infrastructure hosting the task'],
  ['maintenance', 'Task stopped: infrastructure maintenance'],
  ['spot-interruption', 'Your Spot Task was interrupted.'],
  ['spot-interruption', 'SpotInterruptionError'],
  ['scaling-activity', 'Scaling activity initiated by (deployment ecs-svc/1234567890123456789)'],
  [
    'role-not-assumed',
    "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
  ],
  [
    'service-linked-role',
    'An error occurred (InvalidParameterException) when calling the CreateService operation: Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
  ],
  ['failed-to-start', 'TaskFailedToStart'],
  ['essential-exited', 'EssentialContainerExited'],
  ['failed-to-start', 'Task failed to start'],
  ['stopped-by-user', 'UserInitiated'],
  [
    'stopped-by-user',
    '{"taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123", "stopCode": "UserInitiated"}',
  ],
  ['scheduler-stopped', 'ServiceSchedulerInitiated'],
  ['spot-interruption', 'SpotInterruption'],
  ['spot-interruption', 'TerminationNotice'],
];

/** Service events: service-event-messages-list.html and the pages beside it. */
export const EVENTS: readonly (readonly [message: string, text: string])[] = [
  [
    'placement-failed',
    '(service api) was unable to place a task because no container instance met all of its requirements.',
  ],
  [
    'placement-cpu',
    'service api was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef has insufficient CPU units available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  ],
  [
    'placement-memory',
    '(service api) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0123456789abcdef0123456789abcdef) has insufficient memory available.',
  ],
  [
    'placement-ports',
    '(service api) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef is already using a port required by your task.',
  ],
  [
    'placement-eni',
    '(service api) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef encountered error "RESOURCE:ENI".',
  ],
  [
    'placement-agent',
    '(service api) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef encountered error "AGENT".',
  ],
  [
    'placement-agent',
    '(service api) Timed out waiting for Amazon ECS Agent to start. Please check logs at /var/log/ecs/ecs-agent.log".',
  ],
  [
    'unhealthy',
    '(service api) (instance i-0123456789abcdef0) is unhealthy in (elb classic-api) due to (reason Instance has failed at least the UnhealthyThreshold number of health checks consecutively.)',
  ],
  [
    'unhealthy',
    '(service api) (task 0123456789abcdef0123456789abcdef) (instance i-0123456789abcdef0) is unhealthy in (elb classic-api) due to (reason Instance has failed at least the UnhealthyThreshold number of health checks consecutively.)',
  ],
  [
    'unhealthy',
    '(service api) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef) due to (reason Health checks failed)',
  ],
  [
    'unhealthy-codes',
    '(service api) (task 0123456789abcdef0123456789abcdef) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef) due to (reason Health checks failed with these codes: [404])',
  ],
  [
    'unhealthy-timeout',
    '(service api) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef) due to (reason Request timed out)',
  ],
  [
    'unhealthy-zone',
    '(service api) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef) due to (reason Target is in an Availability Zone that is not enabled for the load balancer)',
  ],
  [
    'back-off',
    '(service api) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  ],
  ['operations-throttled', '(service api) operations are being throttled. Will try again later.'],
  [
    'percents-block',
    '(service api) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
  ],
  [
    'quota-reached',
    "(service api) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently",
  ],
  [
    'quota-reached',
    '(service api) was unable to place a task. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently',
  ],
  [
    'configuration-above-limit',
    '(service api) was unable to place a task. Reason: The requested CPU configuration is above your limit.',
  ],
  [
    'configuration-above-limit',
    '(service api) was unable to place a task. Reason: The requested MEMORY configuration is above your limit.',
  ],
  ['zone-unsupported', '(service api) was unable to place a task. Reason: Internal error.'],
  [
    'no-capacity',
    '(service api) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  ],
  [
    'tasks-protected',
    '(service api) was unable to reach steady state because task set (ecs-svc/1234567890123456789) was unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks.',
  ],
  [
    'placement-provider-empty',
    '(service api) was unable to reach steady state. Reason: No Container Instances were found in your capacity provider.',
  ],
  ['deployment-failed', '(service api) deployment failed: tasks failed to start.'],
  ['circuit-breaker', 'ECS deployment circuit breaker: tasks failed to start.'],
  [
    'circuit-breaker',
    '(service api) (deployment ecs-svc/123) deployment failed: tasks failed to start. rolling back to deployment ecs-svc/122',
  ],
  ['could-not-launch', '(service api) could not launch 3 tasks for deployment ecs-svc/1234567890123456789.'],
  [
    'provisioning-limit',
    '(service api) was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.',
  ],
  [
    'provisioning-limit',
    'An error occurred (ClientException) when calling the RunTask operation: Tasks provisioning capacity limit exceeded.',
  ],
  [
    'target-group-gone',
    '(service api) task set (ecs-svc/123) (task 0123456789abcdef0123456789abcdef) is not healthy in target-group (arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef) due to TARGET GROUP IS NOT FOUND.',
  ],
  [
    'target-gone',
    '(service api) task set (ecs-svc/123) (task 0123456789abcdef0123456789abcdef) is not healthy in target-group (arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef) due to TARGET IS NOT FOUND.',
  ],
  [
    'permissions-changed',
    'IAM permissions policies have been misconfigured or changed, and ECS can no longer maintain your service',
  ],
  [
    'trust-changed',
    'IAM trust relationship has been misconfigured or changed, and ECS can no longer maintain your service',
  ],
  [
    'rebalancing',
    '(service api) is not AZ balanced with 3 tasks in us-east-1a, 1 tasks in us-east-1b, and 2 tasks in us-east-1c. AZ Rebalancing in progress.',
  ],
  [
    'rebalancing',
    '(service api) has started 1 tasks in us-east-1b to AZ Rebalance: (task 0123456789abcdef0123456789abcdef).',
  ],
  [
    'rebalancing',
    '(service api) has stopped 1 running tasks in us-east-1a due to AZ rebalancing: (task 0123456789abcdef0123456789abcdef).',
  ],
  [
    'rebalancing-blocked',
    '(service api) is unable to place a task in us-east-1b because no container instance met all of its requirements.',
  ],
  [
    'back-off',
    '{"detail-type": "ECS Service Action", "detail": {"eventType": "WARN", "eventName": "SERVICE_TASK_START_IMPAIRED"}}',
  ],
  [
    'discovery-unhealthy',
    '{"detail-type": "ECS Service Action", "detail": {"eventType": "WARN", "eventName": "SERVICE_DISCOVERY_INSTANCE_UNHEALTHY"}}',
  ],
  [
    'deployment-failed',
    '{"detail-type": "ECS Deployment State Change", "detail": {"eventType": "ERROR", "eventName": "SERVICE_DEPLOYMENT_FAILED"}}',
  ],
  [
    'placement-failure-event',
    '{"detail-type": "ECS Service Action", "detail": {"eventType": "ERROR", "eventName": "SERVICE_TASK_PLACEMENT_FAILURE"}}',
  ],
];

/** What the API refuses. Where rule 13 knows the text, the message is its problem. */
export const REFUSALS: readonly (readonly [message: string, text: string])[] = [
  [
    'fargate-size/above-fargate-limit',
    'An error occurred (ClientException) when calling the RegisterTaskDefinition operation: No Fargate configuration exists for given values.',
  ],
  [
    'secret-reachability/duplicate-name',
    "ClientException: The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'TOKEN'.",
  ],
  [
    'rejected-by-ecs/task-definition-size',
    "An error occurred (ClientException) when calling the RegisterTaskDefinition operation: Actual length: '71000'. Max allowed length is '65536' bytes.",
  ],
  [
    'role-not-valid',
    'An error occurred (ClientException) when calling the RegisterTaskDefinition operation: Role is not valid',
  ],
  [
    'execution-role-needed',
    'ClientException: Fargate requires task definition to have execution role ARN to support ECR images.',
  ],
  [
    'rejected-by-ecs/efs-access-point-root-directory',
    'ClientException: When using an EFS access point, the root directory must either be set to "/" or be omitted.',
  ],
  [
    'too-many-containers',
    'An error occurred (ClientException) when calling the RegisterTaskDefinition operation: Too many containers',
  ],
  [
    'tmpfs-size',
    'An error occurred (ClientException) when calling the RegisterTaskDefinition operation: invalid tmpfs size',
  ],
  [
    'rejected-by-ecs/target-group-unattached',
    'InvalidParameterException: The target group with targetGroupArn arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef does not have an associated load balancer.',
  ],
  [
    'rejected-by-ecs/target-group-type',
    'InvalidParameterException: The provided target group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.',
  ],
  [
    'target-type',
    'InvalidParameterException: The provided target group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef has target type ip, which is incompatible with the bridge network mode specified in the task definition.',
  ],
  [
    'dynamic-port-health-check',
    'InvalidParameterException: The task definition has a dynamic host port, but the target group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api/0123456789abcdef has a health check port specified.',
  ],
  [
    'volume-not-configured',
    'InvalidParameterException: Volume configuration provided but no matching configuredAtLaunch volume found in the task definition',
  ],
  [
    'strategy-mix',
    'InvalidParameterException: A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again.',
  ],
  [
    'force-new-deployment',
    'InvalidParameterException: When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.',
  ],
  [
    'public-ip-unsupported',
    'InvalidParameterException: Assign public IP is not supported for this launch type.',
  ],
  [
    'platform-version/not-fargate',
    'InvalidParameterException: The platform version must be null when specifying an EC2 launch type.',
  ],
  [
    'long-arns',
    'InvalidParameterException: The new ARN and resource ID format must be enabled to propagate tags. Opt in to the new format and try again.',
  ],
  [
    'rejected-by-ecs/load-balancer-port-unknown',
    'InvalidParameterException: The container api did not have a container port 8081 defined.',
  ],
  // security_iam_troubleshoot.html
  [
    'pass-role-denied',
    'User: arn:aws:sts::111122223333:assumed-role/deployer/ci is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/execution because no identity-based policy allows the iam:PassRole action',
  ],
  // ecs-exec.html, API_ExecuteCommand.html
  [
    'exec-not-enabled',
    "An error occurred (InvalidParameterException) when calling the ExecuteCommand operation: The execute command failed because execute command was not enabled when the task was run or the execute command agent isn't running. Wait and try again or run a new task with execute command enabled and try again.",
  ],
  [
    'exec-not-connected',
    'An error occurred (TargetNotConnectedException) when calling the ExecuteCommand operation: The execute command failed due to an internal error. Try again later.',
  ],
];
