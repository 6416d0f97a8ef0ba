import { describe, expect, test } from 'vitest';
import { shown } from '../../../src/fact/opaque.ts';
import type { View } from '../../../src/model/view.ts';
import { asText, constant, type Planned, plan, refers } from './plans.ts';
import { at, only, read, told } from './reading.ts';
import { CONTAINERS, network, roles, workload } from './web.ts';

function task(values: Record<string, unknown> = {}, rest: Partial<Planned> = {}): Planned {
  return {
    at: 'aws_ecs_task_definition.api',
    values: { family: 'api', container_definitions: JSON.stringify(CONTAINERS), ...values },
    expressions: {},
    ...rest,
  };
}

/** Where a text stands in a plan, told by hand: the line that holds it, and the column after the name. */
function placeOf(document: object, name: string): { readonly line: number; readonly column: number } {
  const lines = asText(document as Record<string, unknown>).split('\n');
  const line = lines.findIndex((one) => one.trimStart().startsWith(`"${name}": `));
  return { line: line + 1, column: (lines[line] ?? '').indexOf(`"${name}": `) + name.length + 5 };
}

function service(values: Record<string, unknown> = {}, rest: Partial<Planned> = {}): Planned {
  return {
    at: 'aws_ecs_service.api',
    values: { name: 'api', task_definition: 'api', desired_count: 1, ...values },
    expressions: {},
    ...rest,
  };
}

describe('a task definition', () => {
  test('has the names of the API', async () => {
    const { taskDefinition } = await only(
      plan([
        task({
          cpu: '512',
          memory: '1024',
          network_mode: 'awsvpc',
          requires_compatibilities: ['FARGATE'],
          execution_role_arn: 'arn:aws:iam::111122223333:role/exec',
          task_role_arn: '',
          pid_mode: null,
          placement_constraints: [],
          ephemeral_storage: [{ size_in_gib: 40 }],
          runtime_platform: [{ cpu_architecture: 'ARM64', operating_system_family: 'LINUX' }],
          proxy_configuration: [
            { type: 'APPMESH', container_name: 'envoy', properties: { AppPorts: '8080' } },
          ],
          volume: [
            {
              name: 'data',
              host_path: '',
              configure_at_launch: false,
              efs_volume_configuration: [
                {
                  file_system_id: 'fs-0123456789abcdef0',
                  root_directory: '/',
                  transit_encryption: 'ENABLED',
                  transit_encryption_port: 0,
                  authorization_config: [{ access_point_id: 'fsap-0123456789abcdef0', iam: 'ENABLED' }],
                },
              ],
              docker_volume_configuration: [],
            },
          ],
        }),
      ]),
    );
    expect(taskDefinition.view.raw).toEqual({
      family: 'api',
      cpu: '512',
      memory: '1024',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: 'arn:aws:iam::111122223333:role/exec',
      containerDefinitions: CONTAINERS,
      ephemeralStorage: { sizeInGiB: 40 },
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      proxyConfiguration: {
        type: 'APPMESH',
        containerName: 'envoy',
        properties: [{ name: 'AppPorts', value: '8080' }],
      },
      volumes: [
        {
          name: 'data',
          efsVolumeConfiguration: {
            fileSystemId: 'fs-0123456789abcdef0',
            rootDirectory: '/',
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: 'fsap-0123456789abcdef0', iam: 'ENABLED' },
          },
        },
      ],
    });
  });

  test('leads to its attributes, and inside the text of the containers', async () => {
    const document = plan([
      { at: 'module.app[0].aws_ecs_task_definition.api', values: task({ memory: '1024' }).values ?? {} },
    ]);
    const { taskDefinition } = await only(document);
    const base = '/planned_values/root_module/child_modules/0/resources/0/values';
    const view = taskDefinition.view as View;
    expect(at(view, ['memory']).place).toMatchObject({
      file: 'plan.json',
      pointer: `${base}/memory`,
      resource: 'module.app[0].aws_ecs_task_definition.api',
      ...placeOf(document, 'memory'),
    });
    const group = at(view, ['containerDefinitions', 0, 'logConfiguration', 'options', 'awslogs-group']);
    expect(group.place).toMatchObject({
      pointer: `${base}/container_definitions`,
      inner: '/0/logConfiguration/options/awslogs-group',
      ...placeOf(document, 'container_definitions'),
    });
    expect(at(view, ['runtimePlatform', 'cpuArchitecture']).pointer).toBe(
      `${base}/runtime_platform/0/cpu_architecture`,
    );
  });

  test('is open where its text names something new', async () => {
    const { taskDefinition } = await only(
      plan([
        task(
          { container_definitions: undefined },
          {
            unknown: { container_definitions: true, arn: true },
            expressions: { container_definitions: refers('aws_ecr_repository.app.repository_url') },
          },
        ),
      ]),
    );
    expect(told(taskDefinition.view.get('containerDefinitions').items)).toBe(
      'unknown: aws_ecs_task_definition.api.container_definitions is known only after the apply, because it names something that the apply makes: afterwards terraform show -json tells it',
    );
  });

  test('shows nothing of what is sensitive in it', async () => {
    const containers = [
      {
        name: 'app',
        image: 'shop:1',
        command: ['serve', '--password=hunter2'],
        environment: [{ name: 'PASSWORD', value: 'hunter2' }],
        logConfiguration: {
          logDriver: 'splunk',
          options: { 'awslogs-group': 'a', 'splunk-token': 'hunter2' },
        },
      },
    ];
    const { taskDefinition } = await only(
      plan([
        task(
          { container_definitions: JSON.stringify(containers) },
          { sensitive: { container_definitions: true } },
        ),
      ]),
    );
    expect(JSON.stringify(taskDefinition.view.raw)).not.toContain('hunter2');
    const container = at(taskDefinition.view as View, ['containerDefinitions', 0]);
    expect(told(at(container, ['image']).text)).toBe('shop:1');
    expect(told(at(container, ['environment', 0, 'name']).text)).toBe('PASSWORD');
    expect(told(at(container, ['environment', 0, 'value']).text)).toBe(
      'unknown: aws_ecs_task_definition.api.container_definitions is marked sensitive',
    );
    expect(told(at(container, ['logConfiguration', 'options', 'awslogs-group']).text)).toBe('a');
  });

  test('with a text that is no list of containers is told, and stops nothing', async () => {
    const document = plan([
      task({ container_definitions: '{"name": "app"}' }),
      { ...task(), at: 'aws_ecs_task_definition.other' },
    ]);
    const { deployments, errors } = await read(document);
    expect(deployments).toHaveLength(2);
    expect(errors).toEqual([
      {
        file: 'plan.json',
        message:
          'aws_ecs_task_definition.api: container_definitions is not a JSON list of container definitions',
        ...placeOf(document, 'container_definitions'),
      },
    ]);
  });
});

describe('a service', () => {
  test('has the names of the API', async () => {
    const { service: made } = await only(
      plan([
        service({
          cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
          launch_type: 'FARGATE',
          scheduling_strategy: 'REPLICA',
          deployment_maximum_percent: 200,
          deployment_minimum_healthy_percent: 50,
          deployment_circuit_breaker: [{ enable: true, rollback: false }],
          deployment_controller: [{ type: 'ECS' }],
          deployment_configuration: [{ strategy: 'ROLLING', bake_time_in_minutes: '0', lifecycle_hook: [] }],
          alarms: [],
          health_check_grace_period_seconds: 0,
          availability_zone_rebalancing: 'ENABLED',
          iam_role: 'AWSServiceRoleForECS',
          propagate_tags: 'NONE',
          network_configuration: [
            { assign_public_ip: true, subnets: ['subnet-0123456789abcdef0'], security_groups: [] },
          ],
          load_balancer: [
            {
              container_name: 'app',
              container_port: 8080,
              elb_name: '',
              target_group_arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/a/b',
              advanced_configuration: [],
            },
          ],
          service_registries: [
            { registry_arn: 'arn:aws:servicediscovery:x', port: 0, container_port: 0, container_name: '' },
          ],
          ordered_placement_strategy: [{ type: 'spread', field: 'instanceId' }],
          placement_constraints: [{ type: 'distinctInstance', expression: '' }],
          capacity_provider_strategy: [],
          volume_configuration: [
            {
              name: 'data',
              managed_ebs_volume: [
                {
                  role_arn: 'arn:aws:iam::111122223333:role/ebs',
                  encrypted: true,
                  file_system_type: 'xfs',
                  size_in_gb: 20,
                  iops: 0,
                },
              ],
            },
          ],
          tags: { team: 'shop' },
        }),
        task(),
      ]),
    );
    expect(made?.view.raw).toEqual({
      cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
      serviceName: 'api',
      taskDefinition: 'api',
      desiredCount: 1,
      launchType: 'FARGATE',
      schedulingStrategy: 'REPLICA',
      propagateTags: 'NONE',
      availabilityZoneRebalancing: 'ENABLED',
      tags: [{ key: 'team', value: 'shop' }],
      deploymentController: { type: 'ECS' },
      deploymentConfiguration: {
        maximumPercent: 200,
        minimumHealthyPercent: 50,
        deploymentCircuitBreaker: { enable: true, rollback: false },
        strategy: 'ROLLING',
      },
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ['subnet-0123456789abcdef0'], assignPublicIp: 'ENABLED' },
      },
      loadBalancers: [
        {
          targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/a/b',
          containerName: 'app',
          containerPort: 8080,
        },
      ],
      serviceRegistries: [{ registryArn: 'arn:aws:servicediscovery:x' }],
      placementStrategy: [{ type: 'spread', field: 'instanceId' }],
      placementConstraints: [{ type: 'distinctInstance' }],
      volumeConfigurations: [
        {
          name: 'data',
          managedEBSVolume: {
            encrypted: true,
            filesystemType: 'xfs',
            roleArn: 'arn:aws:iam::111122223333:role/ebs',
            sizeInGiB: 20,
          },
        },
      ],
    });
    const view = made?.view as View;
    const base = '/planned_values/root_module/resources/0/values';
    const leads = (...path: (string | number)[]) => at(view, path).pointer;
    expect(leads('deploymentConfiguration', 'minimumHealthyPercent')).toBe(
      `${base}/deployment_minimum_healthy_percent`,
    );
    expect(leads('networkConfiguration', 'awsvpcConfiguration', 'subnets', 0)).toBe(
      `${base}/network_configuration/0/subnets/0`,
    );
    expect(leads('loadBalancers', 0, 'containerPort')).toBe(`${base}/load_balancer/0/container_port`);
    expect(leads('healthCheckGracePeriodSeconds')).toBe(`${base}/health_check_grace_period_seconds`);
  });

  test('blue/green: numbers that the provider takes as text', async () => {
    const { service: made } = await only(
      plan([
        service({
          deployment_configuration: [
            {
              strategy: 'BLUE_GREEN',
              bake_time_in_minutes: '15',
              lifecycle_hook: [
                {
                  hook_target_arn: 'arn:aws:lambda:eu-west-1:111122223333:function:check',
                  role_arn: 'arn:aws:iam::111122223333:role/hook',
                  lifecycle_stages: ['POST_SCALE_UP'],
                  hook_details: '',
                },
              ],
            },
          ],
        }),
        task(),
      ]),
    );
    expect(made?.view.get('deploymentConfiguration').raw).toEqual({
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 15,
      lifecycleHooks: [
        {
          hookTargetArn: 'arn:aws:lambda:eu-west-1:111122223333:function:check',
          roleArn: 'arn:aws:iam::111122223333:role/hook',
          lifecycleStages: ['POST_SCALE_UP'],
        },
      ],
    });
  });

  test('without a desired count gets 0, unless it is a daemon or auto scaling owns it', async () => {
    const count = async (...resources: Planned[]) => {
      const { service: made } = await only(plan([task(), ...resources]));
      return told(made?.view.get('desiredCount').number ?? (undefined as never));
    };
    const without = { desired_count: null };
    const scaled = (id: string): Planned => ({
      at: 'aws_appautoscaling_target.api',
      values: { resource_id: id, service_namespace: 'ecs', min_capacity: 2, max_capacity: 4 },
    });
    expect(await count(service(without))).toBe(0);
    expect(await count(service({ ...without, scheduling_strategy: 'DAEMON' }))).toBe('absent');
    expect(await count(service(without), scaled('service/prod/api'))).toBe('absent');
    expect(await count(service(without), scaled('service/prod/web'))).toBe(0);
  });

  test.each([
    [100, 'absent'],
    [50, 50],
  ])(
    'that is a daemon gets no maximum, and no minimum that the provider fills in: %i',
    async (given, sent) => {
      const { service: made } = await only(
        plan([
          task(),
          service({
            scheduling_strategy: 'DAEMON',
            deployment_maximum_percent: 200,
            deployment_minimum_healthy_percent: given,
          }),
        ]),
      );
      const configuration = made?.view.get('deploymentConfiguration');
      const percent = (name: 'maximumPercent' | 'minimumHealthyPercent') =>
        configuration && told(configuration.get(name).number);
      expect([percent('maximumPercent'), percent('minimumHealthyPercent')]).toEqual(['absent', sent]);
    },
  );

  test('finds its task definition by what the deploy will call it', async () => {
    const { deployments } = await read(plan([...network(), ...roles(), ...workload()]));
    expect(deployments.map(({ id }) => id)).toEqual(['shop']);
    expect(deployments[0]?.taskDefinition.view.source.resource).toBe('aws_ecs_task_definition.app');
  });

  test.each([
    ['the family', 'api'],
    ['family and revision', 'api:7'],
    ['the ARN', 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:7'],
    ['the ARN without revision', 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api'],
  ])('finds its task definition by %s', async (_, name) => {
    const registered = {
      revision: 7,
      arn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:7',
      arn_without_revision: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api',
    };
    const { deployments } = await read(plan([task(registered), service({ task_definition: name })]));
    expect(deployments).toHaveLength(1);
    expect(told(deployments[0]?.taskDefinition.view.get('family').text ?? (undefined as never))).toBe('api');
  });

  test('takes the only new one of its module where a local value names it', async () => {
    const through = {
      unknown: { task_definition: true },
      expressions: { task_definition: refers('local.task_definition') },
    };
    const named = (module: string) => [
      { ...task({ family: module }), at: `module.${module}.aws_ecs_task_definition.this[0]` },
      {
        ...service({ name: module, task_definition: undefined }, through),
        at: `module.${module}.aws_ecs_service.this[0]`,
      },
    ];
    const { deployments } = await read(plan([...named('web'), ...named('api')]));
    const pairs = deployments.map(({ id, taskDefinition }) => [
      id,
      told(taskDefinition.view.get('family').text),
    ]);
    expect(pairs).toEqual([
      ['web', 'web'],
      ['api', 'api'],
    ]);
  });

  test('of another revision runs something that the plan does not hold', async () => {
    const registered = { revision: 8, arn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:8' };
    const { deployments } = await read(plan([task(registered), service({ task_definition: 'api:7' })]));
    expect(deployments).toHaveLength(2);
    const [first] = deployments;
    expect(first?.service).toBeDefined();
    expect(told(first?.taskDefinition.view.get('family').text ?? (undefined as never))).toBe(
      'unknown: the task definition api:7 is not one that the document declares',
    );
  });
});

describe('where it goes', () => {
  test('the constant region of the provider; the account is open', async () => {
    const deployment = await only(plan([task()], { region: 'eu-central-1' }));
    expect(told(deployment.region)).toBe('eu-central-1');
    expect(shown(String(told(deployment.account)))).toBe('${AWS::AccountId}');
  });

  test('what the user says comes first', async () => {
    const deployment = await only(plan([task()]), { region: 'us-east-1', account: '999988887777' });
    expect([told(deployment.region), told(deployment.account)]).toEqual(['us-east-1', '999988887777']);
  });

  test('a variable, and the account that ran the plan', async () => {
    const deployment = await only(
      plan([task(), { at: 'data.aws_caller_identity.current', values: { account_id: '111122223333' } }], {
        document: {
          variables: { region: { value: 'ap-south-1' } },
          configuration: {
            provider_config: { aws: { expressions: { region: { references: ['var.region'] } } } },
          },
        },
      }),
    );
    expect([told(deployment.region), told(deployment.account)]).toEqual(['ap-south-1', '111122223333']);
  });

  test('each provider has a region of its own', async () => {
    const other = {
      ...task(),
      at: 'aws_ecs_task_definition.other',
      provider: 'aws.virginia',
      values: { ...task().values, family: 'other' },
    };
    const document = plan([task(), other]);
    const configured = (document['configuration'] as Record<string, Record<string, unknown>>)[
      'provider_config'
    ];
    Object.assign(configured ?? {}, { 'aws.virginia': { expressions: { region: constant('us-east-1') } } });
    const { deployments } = await read(document);
    expect(deployments.map(({ id, region }) => [id, told(region)])).toEqual([
      ['api', 'eu-west-1'],
      ['other', 'us-east-1'],
    ]);
  });
});
