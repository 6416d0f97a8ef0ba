import { describe, expect, test } from 'vitest';
import { causesOf, diagnosed } from './diagnosing.ts';
import { Scenario } from './scenario.ts';

/** One message, and what was done to the account: each time another cause comes first, and the others are ruled out. */
const UNABLE = 'ResourceInitializationError: unable to pull secrets or registry auth';

interface Instance {
  attributes?: { name?: string }[];
}

interface Statement {
  Action?: string | string[];
}

const statementsOf = (policy: { PolicyDocument?: unknown }) =>
  (policy.PolicyDocument as { Statement: Statement[] }).Statement;

const withoutEndpoints = (scenario: Scenario) => {
  scenario.change<{ Routes: { NatGatewayId?: string }[] }>(
    'ec2.route-table',
    () => true,
    (table) => {
      table.Routes = table.Routes.filter(({ NatGatewayId }) => NatGatewayId === undefined);
    },
  );
  return scenario.remove(
    'ec2.vpc-endpoint',
    ({ VpcEndpointType }: { VpcEndpointType?: string }) => VpcEndpointType === 'Interface',
  );
};

const closedEndpoints = (scenario: Scenario) =>
  scenario.change<{ GroupName?: string; IpPermissions: unknown[] }>(
    'ec2.security-group',
    ({ GroupName }) => GroupName === 'endpoints',
    (group) => {
      group.IpPermissions = [];
    },
  );

const roleOf = (scenario: Scenario) => scenario.taskDefinition.executionRoleArn?.split('/').at(-1);

const without = (scenario: Scenario, action: string) =>
  scenario.change<{ RoleName?: string; PolicyDocument?: unknown }>(
    'iam.role-policy',
    ({ RoleName }) => RoleName === roleOf(scenario),
    (policy) => {
      const document = policy.PolicyDocument as { Statement: Statement[] };
      document.Statement = statementsOf(policy).filter(({ Action }) => Action !== action);
    },
  );

const secretOf = (scenario: Scenario) =>
  scenario.taskDefinition.containerDefinitions?.[0]?.secrets?.[0]?.valueFrom?.replace(/:password::$/, '') ??
  '';

describe('unable to pull secrets or registry auth', () => {
  const failing = () => new Scenario().stopped({ reason: UNABLE });
  const ranking = async (scenario: Scenario) => causesOf(await diagnosed(scenario), 'secrets-or-registry');

  test('nothing is wrong now: all causes are ruled out, and none is guessed', async () => {
    const diagnosis = await diagnosed(failing());
    expect(new Set(causesOf(diagnosis, 'secrets-or-registry').map(([, standing]) => standing))).toEqual(
      new Set(['ruled-out']),
    );
    expect(diagnosis.mostProbable).toBeUndefined();
  });

  test('no route to the endpoint', async () => {
    const causes = await ranking(withoutEndpoints(failing()));
    expect(causes[0]).toEqual(['no-route', 'proven']);
    // A call that ends for want of a route was not followed to any group.
    expect(causes).toContainEqual(['security-group-closed', 'open']);
    expect(causes).toContainEqual(['secret-denied', 'ruled-out']);
  });

  test("the endpoint's security group is closed", async () => {
    const causes = await ranking(closedEndpoints(failing()));
    expect(causes[0]).toEqual(['security-group-closed', 'proven']);
    expect(causes).toContainEqual(['secret-gone', 'ruled-out']);
  });

  test('the execution role lacks the permission', async () => {
    const scenario = failing();
    const causes = await ranking(without(scenario, 'secretsmanager:GetSecretValue'));
    expect(causes[0]).toEqual(['secret-denied', 'proven']);
    expect(causes).toContainEqual(['no-route', 'ruled-out']);
    expect(causes).toContainEqual(['secret-gone', 'ruled-out']);
  });

  test('the secret does not exist', async () => {
    const scenario = failing();
    const arn = secretOf(scenario);
    const causes = await ranking(scenario.remove('secretsmanager.secret', (_: never, key) => key === arn));
    expect(causes[0]).toEqual(['secret-gone', 'proven']);
    expect(causes).toContainEqual(['security-group-closed', 'ruled-out']);
  });

  test('the role may not use the key', async () => {
    const scenario = failing();
    const causes = await ranking(without(scenario, 'kms:Decrypt'));
    expect(causes[0]).toEqual(['key-denied', 'proven']);
    expect(causes).toContainEqual(['secret-denied', 'ruled-out']);
  });

  test('the key is disabled', async () => {
    const scenario = failing();
    scenario.change<{ KeyState?: string; KeyManager?: string }>(
      'kms.key',
      ({ KeyManager }) => KeyManager === 'CUSTOMER',
      (key) => {
        key.KeyState = 'Disabled';
      },
    );
    const causes = await ranking(scenario);
    expect(causes[0]).toEqual(['key-unusable', 'proven']);
  });

  test('ECS cannot assume the execution role', async () => {
    const scenario = failing();
    scenario.change<{ RoleName?: string; AssumeRolePolicyDocument?: unknown }>(
      'iam.role',
      ({ RoleName }) => RoleName === roleOf(scenario),
      (role) => {
        role.AssumeRolePolicyDocument = {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        };
      },
    );
    expect((await ranking(scenario))[0]).toEqual(['role-cannot-be-assumed', 'proven']);
  });
});

describe('the image cannot be pulled', () => {
  const TIMEOUT =
    'CannotPullContainerError: API error (500): Get https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection';
  const MANIFEST =
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app-0:v1: unexpected status';

  test('a timeout: no route', async () => {
    const diagnosis = await diagnosed(withoutEndpoints(new Scenario().stopped({ reason: TIMEOUT })));
    expect(causesOf(diagnosis, 'pull-timeout')[0]).toEqual(['no-route', 'proven']);
  });

  test('the same timeout: a closed security group', async () => {
    const diagnosis = await diagnosed(closedEndpoints(new Scenario().stopped({ reason: TIMEOUT })));
    expect(causesOf(diagnosis, 'pull-timeout')[0]).toEqual(['security-group-closed', 'proven']);
  });

  test('an unresolved manifest: the role, the network or, where both are in order, the tag', async () => {
    const denied = new Scenario().stopped({ reason: MANIFEST });
    const role = roleOf(denied);
    const attached = denied.snapshot.collections.find(
      ({ kind, scope }) => kind === 'iam.attached-role-policies' && scope === role,
    );
    denied.collection('iam.attached-role-policies', attached?.scope ?? '', []);
    expect(causesOf(await diagnosed(denied), 'pull-manifest')[0]).toEqual(['role-cannot-pull', 'proven']);
    const closed = closedEndpoints(new Scenario().stopped({ reason: MANIFEST }));
    expect(causesOf(await diagnosed(closed), 'pull-manifest')[0]).toEqual([
      'security-group-closed',
      'proven',
    ]);
    const fine = await diagnosed(new Scenario().stopped({ reason: MANIFEST }));
    expect(causesOf(fine, 'pull-manifest').slice(0, 2)).toEqual([
      ['image-gone', 'open'],
      ['role-cannot-pull', 'ruled-out'],
    ]);
    expect(fine.mostProbable?.cause.cause).toBe('image-gone');
  });

  test('not found, denied and another platform are told apart by what is said', async () => {
    const said = async (reason: string) =>
      (await diagnosed(new Scenario().stopped({ reason }))).mostProbable?.cause.cause;
    expect(
      await said(
        'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app-0:v1: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app-0:v1: not found',
      ),
    ).toBe('image-gone');
    expect(
      await said(
        "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
      ),
    ).toBe('platform-mismatch');
  });

  test('Docker Hub limits those who do not say who they are', async () => {
    const scenario = new Scenario().stopped({
      reason: 'CannotPullContainerError: toomanyrequests: You have reached your pull rate limit.',
    });
    const container = scenario.taskDefinition.containerDefinitions?.[0];
    if (container) container.image = 'nginx:1.27';
    expect(causesOf(await diagnosed(scenario), 'pull-rate-limit')).toEqual([['docker-hub-limit', 'proven']]);
  });

  test('layers that hang: the way to Amazon S3', async () => {
    const scenario = new Scenario().stopped({
      reason:
        'CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: failed to do request',
    });
    scenario.change<{ Routes: { NatGatewayId?: string; DestinationPrefixListId?: string }[] }>(
      'ec2.route-table',
      () => true,
      (table) => {
        table.Routes = table.Routes.filter(
          ({ NatGatewayId, DestinationPrefixListId }) =>
            NatGatewayId === undefined && DestinationPrefixListId === undefined,
        );
      },
    );
    expect(causesOf(await diagnosed(scenario), 'pull-layers')[0]).toEqual(['layers-blocked', 'proven']);
  });
});

describe('is unhealthy in target-group', () => {
  const unhealthy = () => {
    const scenario = new Scenario();
    const group = scenario.serviceShape.loadBalancers?.[0]?.targetGroupArn ?? '';
    return scenario.event(
      `(service service-0) (port 8080) is unhealthy in (target-group ${group}) due to (reason Health checks failed)`,
    );
  };

  test('from a grace period that is over before the application is ready', async () => {
    const scenario = unhealthy();
    scenario.serviceShape.healthCheckGracePeriodSeconds = 0;
    const causes = causesOf(await diagnosed(scenario, 300), 'unhealthy');
    expect(causes[0]).toEqual(['grace-too-short', 'proven']);
    expect(causes).toContainEqual(['balancer-blocked', 'ruled-out']);
  });

  test('from a health check of another port', async () => {
    const scenario = unhealthy();
    scenario.change<{ TargetGroupName?: string; HealthCheckPort?: string }>(
      'elbv2.target-group',
      ({ TargetGroupName }) => TargetGroupName === 'service-0',
      (group) => {
        group.HealthCheckPort = '9000';
      },
    );
    // The port that is checked is not admitted either: both are told, what is certain first.
    scenario.change<{ GroupName?: string; IpPermissions: { FromPort?: number; ToPort?: number }[] }>(
      'ec2.security-group',
      ({ GroupName }) => GroupName === 'tasks',
      (group) => {
        for (const rule of group.IpPermissions) Object.assign(rule, { FromPort: 0, ToPort: 65_535 });
      },
    );
    const causes = causesOf(await diagnosed(scenario, 5), 'unhealthy');
    expect(causes[0]).toEqual(['health-port', 'suspected']);
    expect(causes).toContainEqual(['grace-too-short', 'ruled-out']);
    expect(causes).toContainEqual(['balancer-blocked', 'ruled-out']);
  });

  test('from a security group that does not admit the load balancer', async () => {
    const scenario = unhealthy();
    scenario.change<{ GroupName?: string; IpPermissions: unknown[] }>(
      'ec2.security-group',
      ({ GroupName }) => GroupName === 'tasks',
      (group) => {
        group.IpPermissions = [];
      },
    );
    const causes = causesOf(await diagnosed(scenario, 5), 'unhealthy');
    expect(causes[0]).toEqual(['balancer-blocked', 'proven']);
    expect(causes).toContainEqual(['health-port', 'ruled-out']);
  });

  test('from an answer that does not count as healthy', async () => {
    const scenario = unhealthy();
    scenario.change<{ TargetHealth?: unknown }>(
      'elbv2.target',
      () => true,
      (target) => {
        target.TargetHealth = {
          State: 'unhealthy',
          Reason: 'Target.ResponseCodeMismatch',
          Description: 'Health checks failed with these codes: [404]',
        };
      },
    );
    const causes = causesOf(await diagnosed(scenario, 5), 'unhealthy');
    expect(causes[0]).toEqual(['health-answer', 'proven']);
    expect(causes).toContainEqual(['zone-not-enabled', 'ruled-out']);
  });

  test('whose target group is gone', async () => {
    const scenario = new Scenario();
    const group = scenario.serviceShape.loadBalancers?.[0]?.targetGroupArn ?? '';
    scenario.event(
      `(service service-0) task set (ecs-svc/1) is not healthy in target-group (${group}) due to TARGET GROUP IS NOT FOUND.`,
    );
    scenario.remove('elbv2.target-group', (_: never, key) => key === group);
    expect(causesOf(await diagnosed(scenario), 'target-group-gone')[0]).toEqual([
      'target-group-gone',
      'proven',
    ]);
  });
});

describe('logs', () => {
  const NO_LOGGER = 'ResourceInitializationError: failed to validate logger args: exit status 1';

  test('a log group that nobody made', async () => {
    const scenario = new Scenario().stopped({ reason: NO_LOGGER });
    const options = scenario.taskDefinition.containerDefinitions?.[0]?.logConfiguration?.options;
    scenario.remove('logs.log-group', (_: never, key) => key === options?.['awslogs-group']);
    const causes = causesOf(await diagnosed(scenario), 'logger-args');
    expect(causes[0]).toEqual(['log-group-gone', 'proven']);
    expect(causes).toContainEqual(['no-route', 'ruled-out']);
  });

  test('the same message: no way to CloudWatch Logs', async () => {
    const scenario = closedEndpoints(new Scenario().stopped({ reason: NO_LOGGER }));
    const container = scenario.taskDefinition.containerDefinitions?.[0];
    if (container?.logConfiguration?.options) container.logConfiguration.options['mode'] = 'blocking';
    expect(causesOf(await diagnosed(scenario), 'logger-args')[0]).toEqual([
      'security-group-closed',
      'proven',
    ]);
  });

  test('the same message: a role that may not write', async () => {
    const scenario = new Scenario().stopped({ reason: NO_LOGGER });
    const container = scenario.taskDefinition.containerDefinitions?.[0];
    if (container?.logConfiguration?.options) container.logConfiguration.options['mode'] = 'blocking';
    scenario.collection('iam.attached-role-policies', roleOf(scenario) ?? '', []);
    expect(causesOf(await diagnosed(scenario), 'logger-args')[0]).toEqual(['log-denied', 'proven']);
  });
});

describe('what stopped', () => {
  test('memory, as the container says it, and not the exit code beside it', async () => {
    const scenario = new Scenario().stopped({
      reason: 'Essential container in task exited',
      code: 'EssentialContainerExited',
      container: { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    });
    const diagnosis = await diagnosed(scenario);
    expect(diagnosis.recognised.map(({ message }) => message)).toEqual(['out-of-memory', 'essential-exited']);
    expect(diagnosis.mostProbable?.cause.cause).toBe('out-of-memory');
    expect(diagnosis.recognised[0]?.entities['container']).toEqual(['app']);
  });

  test('137 without a word of memory may be a stop that took too long', async () => {
    const scenario = new Scenario().stopped({
      reason: 'Scaling activity initiated by (deployment ecs-svc/1)',
      code: 'ServiceSchedulerInitiated',
      container: { exitCode: 137 },
    });
    const [first] = (await diagnosed(scenario)).recognised;
    expect(first?.message).toBe('exit-137');
    expect(first?.note).toContain('does not prove that memory ran out');
    expect(first?.causes.map(({ cause }) => cause)).toEqual(['out-of-memory', 'stop-timeout']);
  });

  test('a symptom gives way to why, and the same message is counted', async () => {
    const scenario = new Scenario();
    for (let at = 0; at < 4; at++)
      scenario.stopped({ reason: UNABLE, at: `2026-11-20T11:5${at}:00.000Z`, id: `${at}`.padStart(32, 'a') });
    scenario.event('(service service-0) is unable to consistently start tasks successfully.');
    scenario.event('(service service-0) has reached a steady state.');
    const { recognised } = await diagnosed(withoutEndpoints(scenario));
    expect(recognised.map(({ message, count }) => [message, count])).toEqual([
      ['secrets-or-registry', 4],
      ['back-off', 1],
    ]);
    expect([recognised[0]?.firstAt, recognised[0]?.lastAt]).toEqual([
      '2026-11-20T11:50:00.000Z',
      '2026-11-20T11:53:00.000Z',
    ]);
  });
});

describe('the circuit breaker', () => {
  test('says only that tasks failed: what is wrong is found by what could stop them', async () => {
    const scenario = new Scenario().event('(service service-0) deployment failed: tasks failed to start.');
    scenario.serviceShape.deployments = [
      {
        status: 'PRIMARY',
        rolloutState: 'FAILED',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
    ];
    const arn = secretOf(scenario);
    scenario.remove('secretsmanager.secret', (_: never, key) => key === arn);
    const { recognised, mostProbable } = await diagnosed(scenario);
    expect(recognised.map(({ message, nature }) => [message, nature])).toEqual([
      ['deployment-failed', 'symptom'],
      ['circuit-breaker', 'symptom'],
    ]);
    expect(mostProbable?.cause.standing).toBe('proven');
    expect(mostProbable?.cause.findings.map(({ problem }) => problem)).toEqual(['secret-missing']);
  });
});

describe('no place for a task', () => {
  /** The Auto Scaling group has as many instances as it may. */
  const atMost = (scenario: Scenario, instances: number) =>
    scenario.change<{ MaxSize?: number }>(
      'autoscaling.group',
      () => true,
      (group) => {
        group.MaxSize = instances;
      },
    );

  test('memory: the instances are reserved, and there may be no more of them', async () => {
    const scenario = new Scenario('service-4');
    scenario.event(
      '(service service-4) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef has insufficient memory available.',
    );
    const container = scenario.taskDefinition.containerDefinitions?.[0];
    if (container) container.memoryReservation = 2_048;
    if (container) container.memory = 2_048;
    scenario.change<{ remainingResources?: { name?: string; integerValue?: number }[] }>(
      'ecs.container-instance',
      () => true,
      ({ remainingResources = [] }) => {
        for (const resource of remainingResources)
          if (resource.name === 'MEMORY') resource.integerValue = 1_000;
      },
    );
    atMost(scenario, 2);
    const diagnosis = await diagnosed(scenario);
    const causes = causesOf(diagnosis, 'placement-memory');
    expect(causes[0]).toEqual(['no-room', 'proven']);
    expect(causes).toContainEqual(['no-instances', 'ruled-out']);
    expect(diagnosis.mostProbable?.cause.says).toContain('the memory free that the task needs');
  });

  test('CPU: what is free of it on each instance is too little', async () => {
    const scenario = new Scenario('service-4');
    scenario.event(
      '(service service-4) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef has insufficient CPU units available.',
    );
    const container = scenario.taskDefinition.containerDefinitions?.[0];
    if (container) container.cpu = 2_048;
    scenario.change<{ remainingResources?: { name?: string; integerValue?: number }[] }>(
      'ecs.container-instance',
      () => true,
      ({ remainingResources = [] }) => {
        for (const resource of remainingResources) if (resource.name === 'CPU') resource.integerValue = 500;
      },
    );
    atMost(scenario, 2);
    const diagnosis = await diagnosed(scenario);
    expect(causesOf(diagnosis, 'placement-cpu')[0]).toEqual(['no-room', 'proven']);
    expect(diagnosis.mostProbable?.cause.says).toContain('the CPU free that the task needs');
  });

  test('an attribute that no instance registered', async () => {
    const scenario = new Scenario('service-4');
    scenario.event(
      '(service service-4) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef is missing an attribute required by your task.',
    );
    scenario.taskDefinition.requiresAttributes = [
      { name: 'com.amazonaws.ecs.capability.logging-driver.gelf' },
    ];
    const causes = causesOf(await diagnosed(scenario), 'placement-attribute');
    expect(causes[0]).toEqual(['attribute-missing', 'proven']);
  });

  test('the same message: a cluster without an instance', async () => {
    const scenario = new Scenario('service-4');
    scenario.event(
      '(service service-4) was unable to place a task because no container instance met all of its requirements.',
    );
    scenario.remove('ecs.container-instance', () => true);
    atMost(scenario, 0);
    expect(causesOf(await diagnosed(scenario), 'placement-failed')[0]).toEqual(['no-instances', 'proven']);
  });

  test('a fixed port: old tasks hold it', async () => {
    const scenario = new Scenario('service-4');
    scenario.event(
      '(service service-4) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef is already using a port required by your task.',
    );
    const container = scenario.taskDefinition.containerDefinitions?.[0];
    for (const mapping of container?.portMappings ?? []) mapping.hostPort = 8080;
    atMost(scenario, 2);
    const [first] = causesOf(await diagnosed(scenario), 'placement-ports');
    expect(first).toEqual(['ports-taken', 'proven']);
  });

  test('an agent that is disconnected', async () => {
    const scenario = new Scenario('service-4');
    scenario.event(
      '(service service-4) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef encountered error "AGENT".',
    );
    scenario.change<{ agentConnected?: boolean }>(
      'ecs.container-instance',
      () => true,
      (instance) => {
        instance.agentConnected = false;
      },
    );
    expect(causesOf(await diagnosed(scenario), 'placement-agent')[0]).toEqual([
      'agent-disconnected',
      'proven',
    ]);
  });

  test('a subnet without a free address', async () => {
    const scenario = new Scenario().stopped({
      reason:
        "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0123456789abcdef0': InsufficientFreeAddressesInSubnet",
    });
    scenario.change<{ AvailableIpAddressCount?: number }>(
      'ec2.subnet',
      () => true,
      (subnet) => {
        subnet.AvailableIpAddressCount = 0;
      },
    );
    const causes = causesOf(await diagnosed(scenario), 'eni-create');
    expect(causes[0]).toEqual(['subnet-full', 'proven']);
  });

  test('instances without a trunk, whose network interfaces run out', async () => {
    const scenario = new Scenario('service-4');
    scenario.event(
      '(service service-4) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef encountered error "RESOURCE:ENI".',
    );
    scenario.taskDefinition.networkMode = 'awsvpc';
    scenario.serviceShape.networkConfiguration = structuredClone(
      new Scenario().serviceShape.networkConfiguration,
    );
    scenario.serviceShape.launchType = 'EC2';
    delete scenario.serviceShape.capacityProviderStrategy;
    // Each has four interfaces, and was launched before trunking was turned on: room for six tasks.
    scenario.serviceShape.desiredCount = 9;
    for (const instance of scenario.all<Instance>('ecs.container-instance'))
      instance.attributes = instance.attributes?.filter(({ name }) => name !== 'ecs.awsvpc-trunk-id') ?? [];
    atMost(scenario, 2);
    const { recognised, mostProbable } = await diagnosed(scenario);
    expect(recognised.map(({ message }) => message)).toEqual(['placement-eni']);
    expect([mostProbable?.cause.cause, mostProbable?.cause.standing]).toEqual(['eni-limit', 'proven']);
    // Of CPU and memory there is enough: the second cause must not say otherwise.
    const second = recognised[0]?.causes.find(({ cause }) => cause === 'no-room');
    expect(second?.says).toContain('the network interface free that the task needs');
  });

  test('percents that leave no task to start or stop', async () => {
    const scenario = new Scenario();
    scenario.serviceShape.deploymentConfiguration = {
      ...scenario.serviceShape.deploymentConfiguration,
      maximumPercent: 100,
      minimumHealthyPercent: 100,
    };
    scenario.event(
      '(service service-0) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    );
    expect(causesOf(await diagnosed(scenario), 'percents-block')[0]).toEqual(['percents', 'proven']);
  });
});

describe('what cannot be known', () => {
  test('is open, with what would unlock it, and never ruled out', async () => {
    const scenario = new Scenario();
    const group = scenario.serviceShape.loadBalancers?.[0]?.targetGroupArn ?? '';
    scenario.event(
      `(service service-0) (port 8080) is unhealthy in (target-group ${group}) due to (reason Request timed out)`,
    );
    scenario.deny('elbv2.target-group', group, 'elasticloadbalancing:DescribeTargetGroups');
    const { recognised } = await diagnosed(scenario, 5);
    const blocked = recognised[0]?.causes.find(({ cause }) => cause === 'balancer-blocked');
    expect(blocked?.standing).toBe('open');
    expect(blocked?.checks[0]).toMatchObject({
      verdict: 'unknown',
      unlockedBy: 'elasticloadbalancing:DescribeTargetGroups',
    });
  });

  test('is told where the stopped tasks may not be listed', async () => {
    const scenario = new Scenario().event(
      '(service service-0) is unable to consistently start tasks successfully.',
    );
    scenario.forget('ecs.stopped-tasks');
    const { recognised, unread } = await diagnosed(scenario);
    expect(recognised.map(({ message }) => message)).toEqual(['back-off']);
    expect(unread[0]).toMatch(/^the stopped tasks could not be read: /);
  });

  test('is told where AWS gives a reason that nobody documents', async () => {
    const scenario = new Scenario()
      .stopped({ reason: 'The moon was full', id: 'a'.repeat(32) })
      .stopped({ reason: 'The moon was full', id: 'b'.repeat(32) })
      .stopped({ reason: UNABLE, id: 'c'.repeat(32) });
    const { recognised, unrecognised } = await diagnosed(scenario);
    expect(recognised.map(({ message }) => message)).toEqual(['secrets-or-registry']);
    expect(unrecognised).toEqual([{ text: 'The moon was full', count: 2 }]);
  });

  test('leaves the load balancer open where its security group is not known', async () => {
    const scenario = new Scenario();
    const group = scenario.serviceShape.loadBalancers?.[0]?.targetGroupArn ?? '';
    scenario.event(
      `(service service-0) (port 8080) is unhealthy in (target-group ${group}) due to (reason Request timed out)`,
    );
    scenario.change<{ GroupName?: string; IpPermissions: unknown[] }>(
      'ec2.security-group',
      ({ GroupName }) => GroupName === 'tasks',
      (tasks) => {
        tasks.IpPermissions = [
          {
            IpProtocol: 'tcp',
            FromPort: 8080,
            ToPort: 8080,
            UserIdGroupPairs: [{ GroupId: 'sg-0aaaaaaaaaaaaaaaa' }],
          },
        ];
      },
    );
    expect(causesOf(await diagnosed(scenario, 5), 'unhealthy-timeout')).toContainEqual([
      'balancer-blocked',
      'open',
    ]);
  });
});
