import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { judgeTexts } from '../fixtures.ts';

/** A template in which nearly everything is a parameter that nobody gave: nothing can be said against it. */
const open = (name: string, Type = 'String') => [name, { Type }] as const;
const PARAMETERS = Object.fromEntries([
  open('Text'),
  open('Amount', 'Number'),
  open('Names', 'CommaDelimitedList'),
  open('Balancer'),
  open('Cluster'),
]);
const text = { Ref: 'Text' };
const amount = { Ref: 'Amount' };
const names = { Ref: 'Names' };
const partly = { 'Fn::Sub': '${Text}-suffix' };

const TASK = {
  Family: partly,
  Cpu: amount,
  Memory: amount,
  NetworkMode: text,
  PidMode: text,
  RequiresCompatibilities: names,
  ExecutionRoleArn: text,
  TaskRoleArn: partly,
  RuntimePlatform: { CpuArchitecture: text, OperatingSystemFamily: text },
  EphemeralStorage: { SizeInGiB: amount },
  Tags: [{ Key: text, Value: text }],
  PlacementConstraints: [{ Type: text, Expression: text }],
  ProxyConfiguration: {
    Type: text,
    ContainerName: text,
    ProxyConfigurationProperties: [{ Name: text, Value: text }],
  },
  Volumes: [
    {
      Name: text,
      EFSVolumeConfiguration: {
        FilesystemId: text,
        TransitEncryption: text,
        AuthorizationConfig: { AccessPointId: text, IAM: text },
      },
    },
  ],
  ContainerDefinitions: [
    {
      Name: text,
      Image: partly,
      Cpu: amount,
      Memory: amount,
      Essential: text,
      Command: names,
      EntryPoint: names,
      User: text,
      Links: names,
      Environment: [{ Name: text, Value: text }],
      Secrets: [{ Name: text, ValueFrom: text }],
      DependsOn: [{ ContainerName: text, Condition: text }],
      DockerLabels: { team: text },
      PortMappings: [
        { ContainerPort: amount, HostPort: amount, Protocol: text, AppProtocol: text, Name: text },
      ],
      MountPoints: [{ SourceVolume: text, ContainerPath: text, ReadOnly: text }],
      LinuxParameters: {
        Capabilities: { Add: [text], Drop: names },
        Tmpfs: [{ ContainerPath: text, Size: amount }],
      },
      LogConfiguration: { LogDriver: text, Options: { mode: text, 'max-buffer-size': partly } },
      HealthCheck: {
        Command: names,
        Interval: amount,
        Timeout: amount,
        Retries: amount,
        StartPeriod: amount,
      },
      ResourceRequirements: [{ Type: text, Value: text }],
      Ulimits: [{ Name: text, HardLimit: amount, SoftLimit: amount }],
      StopTimeout: amount,
      StartTimeout: amount,
    },
  ],
};

const SERVICE = {
  ServiceName: partly,
  Cluster: { Ref: 'Cluster' },
  TaskDefinition: { Ref: 'Task' },
  DesiredCount: amount,
  LaunchType: text,
  PlatformVersion: text,
  SchedulingStrategy: text,
  Role: text,
  EnableExecuteCommand: text,
  PropagateTags: text,
  HealthCheckGracePeriodSeconds: amount,
  AvailabilityZoneRebalancing: text,
  DeploymentController: { Type: text },
  DeploymentConfiguration: {
    MaximumPercent: amount,
    MinimumHealthyPercent: amount,
    Strategy: text,
    DeploymentCircuitBreaker: { Enable: text, Rollback: text },
  },
  NetworkConfiguration: {
    AwsvpcConfiguration: { Subnets: names, SecurityGroups: names, AssignPublicIp: text },
  },
  LoadBalancers: [{ ContainerName: text, ContainerPort: amount, TargetGroupArn: { Ref: 'Balancer' } }],
  ServiceRegistries: [{ RegistryArn: text, ContainerName: text, ContainerPort: amount }],
  PlacementStrategies: [{ Type: text, Field: text }],
  ServiceConnectConfiguration: {
    Enabled: text,
    Namespace: text,
    Services: [{ PortName: text, DiscoveryName: text, ClientAliases: [{ Port: amount, DnsName: text }] }],
  },
};

const OWN = [
  'agent-drift',
  'cluster-capacity',
  'deployment-percents',
  'fargate-size',
  'grace-period',
  'platform-version',
  'rejected-by-ecs',
  'session-longevity',
];

test('nothing is found where the template leaves everything open', async () => {
  const template = {
    Parameters: PARAMETERS,
    Resources: {
      Task: { Type: 'AWS::ECS::TaskDefinition', Properties: TASK },
      Service: { Type: 'AWS::ECS::Service', Properties: SERVICE },
    },
  };
  const file = { file: 'template.json', text: JSON.stringify(template) };
  const result = await judgeTexts(
    [file],
    rules.filter(({ id }) => OWN.includes(id)),
  );
  expect([result.inputErrors, result.crashes]).toEqual([[], []]);
  expect([...result.verdicts].length).toBe(OWN.length);
  expect(result.findings.map(({ problem, message }) => `${problem}: ${message}`)).toEqual([]);
  expect(JSON.stringify(result.unknowns)).not.toMatch(/[\ue200-\ue2ff]/);
});
