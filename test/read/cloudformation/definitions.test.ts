import { describe, expect, it, test } from 'vitest';
import { known } from '../../../src/fact/fact.ts';
import type { View } from '../../../src/model/view.ts';
import { onlyDeployment, readTemplate } from './reading.ts';
import { readable } from './values.ts';

const resource = (type: string, properties: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({ Resources: { It: { Type: type, Properties: properties, ...more } } });

const taskOf = async (properties: unknown) =>
  readable((await onlyDeployment(resource('AWS::ECS::TaskDefinition', properties))).taskDefinition.view.raw);
const serviceOf = async (properties: unknown) =>
  readable((await onlyDeployment(resource('AWS::ECS::Service', properties))).service?.view.raw);

describe('a task definition in the API’s spelling', () => {
  test.each<readonly [string, unknown, unknown]>([
    ['members', { NetworkMode: 'awsvpc' }, { networkMode: 'awsvpc' }],
    ['numbers for texts', { Cpu: 256, Memory: 512 }, { cpu: '256', memory: '512' }],
    [
      'texts for numbers and truths',
      { ContainerDefinitions: [{ Memory: '128', Essential: 'false', Privileged: 'True' }] },
      { containerDefinitions: [{ memory: 128, essential: false, privileged: true }] },
    ],
    [
      'truths and numbers as values of variables',
      {
        ContainerDefinitions: [
          {
            Environment: [
              { Name: 'DEBUG', Value: true },
              { Name: 'N', Value: 1 },
            ],
          },
        ],
      },
      {
        containerDefinitions: [
          {
            environment: [
              { name: 'DEBUG', value: 'true' },
              { name: 'N', value: '1' },
            ],
          },
        ],
      },
    ],
    [
      'keys that are the user’s own',
      {
        ContainerDefinitions: [
          { DockerLabels: { Team: 'A' }, LogConfiguration: { Options: { 'awslogs-group': 'x', Mode: 'y' } } },
        ],
      },
      {
        containerDefinitions: [
          { dockerLabels: { Team: 'A' }, logConfiguration: { options: { 'awslogs-group': 'x', Mode: 'y' } } },
        ],
      },
    ],
    [
      'keys of a Docker volume',
      { Volumes: [{ DockerVolumeConfiguration: { DriverOpts: { Type: 'nfs' }, Labels: { A: 'b' } } }] },
      { volumes: [{ dockerVolumeConfiguration: { driverOpts: { Type: 'nfs' }, labels: { A: 'b' } } }] },
    ],
    [
      'EFS, whose file system is spelled in its own way',
      {
        Volumes: [
          {
            EFSVolumeConfiguration: {
              FilesystemId: 'fs-1',
              AuthorizationConfig: { IAM: 'ENABLED', AccessPointId: 'fsap-1' },
            },
          },
        ],
      },
      {
        volumes: [
          {
            efsVolumeConfiguration: {
              fileSystemId: 'fs-1',
              authorizationConfig: { iam: 'ENABLED', accessPointId: 'fsap-1' },
            },
          },
        ],
      },
    ],
    [
      'FSx',
      { Volumes: [{ FSxWindowsFileServerVolumeConfiguration: { FileSystemId: 'fs-1' } }] },
      { volumes: [{ fsxWindowsFileServerVolumeConfiguration: { fileSystemId: 'fs-1' } }] },
    ],
    [
      'S3 Files',
      { Volumes: [{ S3FilesVolumeConfiguration: { FileSystemArn: 'arn:x' } }] },
      { volumes: [{ s3filesVolumeConfiguration: { fileSystemArn: 'arn:x' } }] },
    ],
    [
      'the properties of a proxy',
      { ProxyConfiguration: { ProxyConfigurationProperties: [{ Name: 'AppPorts', Value: 80 }] } },
      { proxyConfiguration: { properties: [{ name: 'AppPorts', value: '80' }] } },
    ],
    [
      'storage and tags',
      { EphemeralStorage: { SizeInGiB: '30' }, Tags: [{ Key: 'a', Value: 'b' }] },
      { ephemeralStorage: { sizeInGiB: 30 }, tags: [{ key: 'a', value: 'b' }] },
    ],
    ['a member that the API does not have, as it is', { Colour: 'blue' }, { Colour: 'blue' }],
    [
      'a number that is open',
      { ContainerDefinitions: [{ Memory: { Ref: 'AWS::StackName' } }] },
      { containerDefinitions: [{ memory: '?' }] },
    ],
    ['one of a closed list that is open', { NetworkMode: { Ref: 'AWS::StackName' } }, { networkMode: '?' }],
  ])('%s', async (_, properties, expected) => {
    expect(await taskOf(properties)).toEqual({ family: '${It}', ...(expected as object) });
  });

  it('keeps the family that is given', async () => {
    expect(await taskOf({ Family: 'web' })).toEqual({ family: 'web' });
  });

  it('is open where a macro makes it', async () => {
    expect(await taskOf({ 'Fn::Transform': { Name: 'Make' } })).toBe('?');
  });
});

describe('a service in the API’s spelling', () => {
  test.each<readonly [string, unknown, unknown]>([
    [
      'placement',
      { PlacementStrategies: [{ Type: 'spread', Field: 'host' }] },
      { placementStrategy: [{ type: 'spread', field: 'host' }] },
    ],
    ['managed tags', { EnableECSManagedTags: 'true' }, { enableECSManagedTags: true }],
    [
      'counts',
      { DesiredCount: '2', DeploymentConfiguration: { MaximumPercent: '150' } },
      { desiredCount: 2, deploymentConfiguration: { maximumPercent: 150 } },
    ],
    [
      'networks',
      { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'ENABLED' } } },
      { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' } } },
    ],
    [
      'managed volumes',
      { VolumeConfigurations: [{ Name: 'd', ManagedEBSVolume: { SizeInGiB: '10', FilesystemType: 'xfs' } }] },
      { volumeConfigurations: [{ name: 'd', managedEBSVolume: { sizeInGiB: 10, filesystemType: 'xfs' } }] },
    ],
    [
      'Service Connect',
      {
        ServiceConnectConfiguration: {
          Services: [{ Tls: { IssuerCertificateAuthority: { AwsPcaAuthorityArn: 'arn:x' } } }],
        },
      },
      {
        serviceConnectConfiguration: {
          services: [{ tls: { issuerCertificateAuthority: { awsPcaAuthorityArn: 'arn:x' } } }],
        },
      },
    ],
    ['a role', { Role: 'ecsServiceRole' }, { role: 'ecsServiceRole' }],
    ['what CloudFormation alone has', { ForceNewDeployment: { EnableForceNewDeployment: true } }, {}],
  ])('%s', async (_, properties, expected) => {
    expect(await serviceOf(properties)).toEqual({ serviceName: '${It}', ...(expected as object) });
  });
});

describe('a value of the API in the template’s spelling', () => {
  const spelled = async (path: (task: View) => View, value: unknown) => {
    const text = resource('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Name: 'web' }] });
    const view = path((await onlyDeployment(text)).taskDefinition.view as View);
    return view.source.spell?.(view.path, value);
  };
  const member = (name: string) => (task: View) => (task as View<Record<string, unknown>>).get(name) as View;

  test.each<readonly [string, string, unknown, unknown]>([
    ['a scalar', 'cpu', '256', '256'],
    ['a structure', 'runtimePlatform', { cpuArchitecture: 'ARM64' }, { CpuArchitecture: 'ARM64' }],
    [
      'a list of structures with a map',
      'volumes',
      [
        { efsVolumeConfiguration: { fileSystemId: 'fs-1' } },
        { dockerVolumeConfiguration: { labels: { team: 'a' } } },
      ],
      [
        { EFSVolumeConfiguration: { FilesystemId: 'fs-1' } },
        { DockerVolumeConfiguration: { Labels: { team: 'a' } } },
      ],
    ],
    ['nothing where a member can be left out', 'cpu', undefined, undefined],
  ])('%s', async (_, name, value, expected) => {
    expect(await spelled(member(name), value)).toEqual(expected);
  });

  it('is AWS::NoValue where a branch cannot be left out', async () => {
    const text = `Conditions: {Is: !Equals [a, a]}
Resources: {Task: {Type: AWS::ECS::TaskDefinition, Properties: {Cpu: !If [Is, 1, 2]}}}`;
    const { view } = (await onlyDeployment(text)).taskDefinition;
    expect(view.source.spell?.(['cpu'], undefined)).toEqual({ Ref: 'AWS::NoValue' });
  });
});

describe('deployments', () => {
  const TASK = 'Task: {Type: AWS::ECS::TaskDefinition, Properties: {Family: web, Memory: 512}}';
  const withService = (reference: string, more = '') =>
    `Resources:\n  ${TASK}\n  Api: {Type: AWS::ECS::Service, Properties: {TaskDefinition: ${reference}${more}}}\n`;

  test.each([
    ['by Ref', '!Ref Task'],
    ['by its ARN', '!GetAtt Task.TaskDefinitionArn'],
    ['by its family', 'web'],
    ['by family and revision', '"web:3"'],
    ['by a literal ARN', 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3'],
  ])('a service finds its task definition %s', async (_, reference) => {
    const { service, taskDefinition } = await onlyDeployment(withService(reference));
    expect(service).toBeDefined();
    expect(taskDefinition.view.get('memory').raw).toBe('512');
  });

  it('leaves open a task definition that another stack has', async () => {
    const { deployments } = await readTemplate(withService('other'));
    expect(deployments.map(({ id }) => id)).toEqual(['Api', 'web']);
    const [api] = deployments;
    expect(
      api?.taskDefinition.view.get('memory').text.match({
        known: () => [],
        absent: () => [],
        unknown: (why) => why,
      }),
    ).toEqual([
      { reason: 'offline', detail: 'the task definition other is not in the template', unlockedBy: '--live' },
    ]);
  });

  it('leaves open a task definition that a parameter names', async () => {
    const { deployments } = await readTemplate(
      `Parameters: {Which: {Type: String}}\n${withService('!Ref Which')}`,
    );
    const why = deployments[0]?.taskDefinition.view
      .get('memory')
      .text.match({ known: () => [], absent: () => [], unknown: (found) => found });
    expect(why?.[0]?.unlockedBy).toBe('--parameters Which=…');
  });

  it('calls a service by its name, else by its logical id', async () => {
    const { id } = await onlyDeployment(withService('!Ref Task'));
    expect(id).toBe('Api');
    const named = await onlyDeployment(withService('!Ref Task', ', ServiceName: front'));
    expect(named.id).toBe('front');
  });

  it('knows account, region and cluster as far as anybody says', async () => {
    const said = { region: 'eu-west-1', account: '123456789012' };
    const { region, account, cluster } = await onlyDeployment(
      withService('!Ref Task', ', Cluster: prod'),
      said,
    );
    expect([region, account, cluster]).toEqual([known('eu-west-1'), known('123456789012'), known('prod')]);
    // Whoever runs a task definition alone says where, as with one that stands in a file of its own.
    const alone = await onlyDeployment(`Resources: {${TASK}}`);
    const ways = alone.cluster.match({
      known: () => [],
      absent: () => [],
      unknown: (why) => why.map(({ unlockedBy }) => unlockedBy),
    });
    expect(ways).toEqual(['--cluster']);
  });

  it.each([
    ['a subnet', 'Type: AWS::EC2::Subnet, Properties: {AvailabilityZone: eu-west-1a}', 'eu-west-1'],
    [
      'an endpoint',
      'Type: AWS::EC2::VPCEndpoint, Properties: {ServiceName: com.amazonaws.eu-west-1.ecr.api}',
      'eu-west-1',
    ],
    [
      'a subnet that may not be there',
      'Type: AWS::EC2::Subnet, Condition: Is, Properties: {AvailabilityZone: eu-west-1a}',
      '${AWS::Region}',
    ],
    [
      'an endpoint in another region',
      'Type: AWS::EC2::VPCEndpoint, Properties: {ServiceName: com.amazonaws.eu-west-1.s3, ServiceRegion: eu-west-1}',
      '${AWS::Region}',
    ],
  ])('learns the region of %s', async (_, other, expected) => {
    const text = `Conditions: {Is: !Equals [a, a]}\nResources: {${TASK}, Other: {${other}}}`;
    const { region } = await onlyDeployment(text);
    expect(readable(region.match<unknown>({ known: (is) => is, absent: () => '', unknown: () => '' }))).toBe(
      expected,
    );
  });

  it('names the construct that the CDK made a resource for', async () => {
    const text = resource(
      'AWS::ECS::TaskDefinition',
      {},
      { Metadata: { 'aws:cdk:path': 'App/Task/Resource' } },
    );
    const { taskDefinition } = await onlyDeployment(text);
    expect(taskDefinition.view.place.resource).toBe('App/Task/Resource');
  });
});
