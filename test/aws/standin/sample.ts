import type { Snapshot } from '../../../src/fact/snapshot.ts';

const ACCOUNT = '111122223333';
const ECS = `arn:aws:ecs:eu-west-1:${ACCOUNT}`;
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-AbCdEf`;
export const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const TARGET_GROUP = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:targetgroup/api/0123456789abcdef`;
export const POLICY = `arn:aws:iam::${ACCOUNT}:policy/read`;
export const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};
const KEY_POLICY = { Version: '2012-10-17', Statement: [] };

/** A small account with a thing of every kind, written by hand: what the stand-in's tests expect can be read off here. */
export const sample: Snapshot = {
  version: 1,
  account: ACCOUNT,
  region: 'eu-west-1',
  at: '2026-11-20T12:00:00Z',
  resources: {
    'ecs.cluster': {
      prod: {
        clusterArn: `${ECS}:cluster/prod`,
        clusterName: 'prod',
        status: 'ACTIVE',
        settings: [{ name: 'containerInsights', value: 'enabled' }],
      },
    },
    'ecs.service': Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [
        `prod/api-${at}`,
        {
          serviceArn: `${ECS}:service/prod/api-${at}`,
          serviceName: `api-${at}`,
          clusterArn: `${ECS}:cluster/prod`,
          status: 'ACTIVE',
          desiredCount: 2,
          taskDefinition: `${ECS}:task-definition/api:7`,
          createdAt: '2026-01-02T03:04:05.678Z',
          tags: [{ key: 'team', value: 'search' }],
        },
      ]),
    ),
    'ecs.task-definition': {
      'api:6': {
        taskDefinitionArn: `${ECS}:task-definition/api:6`,
        family: 'api',
        revision: 6,
        status: 'ACTIVE',
      },
      'api:7': {
        taskDefinitionArn: `${ECS}:task-definition/api:7`,
        family: 'api',
        revision: 7,
        status: 'ACTIVE',
      },
    },
    'ecs.task': {
      [`${ECS}:task/prod/aaa`]: {
        taskArn: `${ECS}:task/prod/aaa`,
        clusterArn: `${ECS}:cluster/prod`,
        desiredStatus: 'RUNNING',
        group: 'service:api-1',
      },
      [`${ECS}:task/prod/bbb`]: {
        taskArn: `${ECS}:task/prod/bbb`,
        clusterArn: `${ECS}:cluster/prod`,
        desiredStatus: 'STOPPED',
        group: 'service:api-1',
        stoppedReason: 'Essential container in task exited',
      },
    },
    'ecs.container-instance': {
      [`${ECS}:container-instance/prod/ccc`]: {
        containerInstanceArn: `${ECS}:container-instance/prod/ccc`,
        ec2InstanceId: 'i-0a',
        status: 'ACTIVE',
      },
    },
    'ecs.capacity-provider': Object.fromEntries(
      Array.from({ length: 11 }, (_, at) => [`cp-${at}`, { name: `cp-${at}`, status: 'ACTIVE' }]),
    ),
    'ecs.account-setting': { awsvpcTrunking: { name: 'awsvpcTrunking', value: 'enabled' } },
    'ec2.subnet': {
      'subnet-0a': {
        SubnetId: 'subnet-0a',
        VpcId: 'vpc-1',
        CidrBlock: '10.0.0.0/24',
        AvailableIpAddressCount: 17,
        MapPublicIpOnLaunch: false,
        Tags: [{ Key: 'Name', Value: 'a & b' }],
      },
      'subnet-0b': {
        SubnetId: 'subnet-0b',
        VpcId: 'vpc-1',
        CidrBlock: '10.0.1.0/24',
        AvailableIpAddressCount: 250,
      },
    },
    'ec2.vpc': { 'vpc-1': { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' } },
    'ec2.vpc-dns': { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: false } },
    'ec2.route-table': {
      'rtb-7': {
        RouteTableId: 'rtb-7',
        VpcId: 'vpc-1',
        Associations: [{ Main: true, RouteTableAssociationId: 'rtbassoc-1', SubnetId: 'subnet-0a' }],
        Routes: [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-3', State: 'active' }],
      },
    },
    'ec2.security-group': {
      'sg-1': {
        GroupId: 'sg-1',
        GroupName: 'web',
        VpcId: 'vpc-1',
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
        ],
        IpPermissionsEgress: [
          { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], UserIdGroupPairs: [] },
        ],
      },
    },
    'ec2.prefix-list': {
      'pl-1': {
        PrefixListId: 'pl-1',
        PrefixListName: 'com.amazonaws.eu-west-1.s3',
        Entries: Array.from({ length: 101 }, (_, at) => ({ Cidr: `52.218.${at}.0/24` })),
      },
    },
    'ec2.instance': {
      'i-0a': { InstanceId: 'i-0a', InstanceType: 'm6i.large', LaunchTime: '2026-02-03T04:05:06.000Z' },
    },
    'ec2.instance-type': { 'm6i.large': { InstanceType: 'm6i.large', VCpuInfo: { DefaultVCpus: 2 } } },
    'iam.role': {
      app: {
        RoleName: 'app',
        RoleId: 'AROA1',
        Arn: `arn:aws:iam::${ACCOUNT}:role/service/app`,
        Path: '/service/',
        CreateDate: '2026-03-04T05:06:07.000Z',
        AssumeRolePolicyDocument: TRUST,
      },
    },
    'iam.role-policy': {
      'app/logs': {
        RoleName: 'app',
        PolicyName: 'logs',
        PolicyDocument: { Version: '2012-10-17', Statement: [] },
      },
    },
    'iam.attached-policy': { [POLICY]: { PolicyName: 'read', PolicyArn: POLICY } },
    'iam.policy': {
      [POLICY]: { Arn: POLICY, VersionId: 'v3', Document: { Version: '2012-10-17', Statement: [] } },
    },
    'iam.simulation': {
      [`arn:aws:iam::${ACCOUNT}:role/app s3:GetObject *`]: {
        EvalActionName: 's3:GetObject',
        EvalResourceName: '*',
        EvalDecision: 'explicitDeny',
      },
    },
    'secretsmanager.secret': {
      [SECRET]: {
        ARN: SECRET,
        Name: 'db',
        KmsKeyId: KEY,
        LastChangedDate: '2026-04-05T06:07:08.900Z',
        VersionIdsToStages: { v1: ['AWSCURRENT'] },
      },
    },
    'ssm.parameter': {
      ...Object.fromEntries(
        Array.from({ length: 11 }, (_, at) => [
          `/app/p${at}`,
          { Name: `/app/p${at}`, Type: 'SecureString', Version: 1 },
        ]),
      ),
      'eu-central-1/far': {
        Name: 'far',
        ARN: `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/far`,
        Type: 'String',
      },
    },
    'kms.key': { [KEY]: { Arn: KEY, KeyId: KEY.split('/')[1], KeyManager: 'CUSTOMER', KeyState: 'Enabled' } },
    'kms.key-policy': { [KEY]: { Policy: KEY_POLICY } },
    'kms.grant': { g1: { GrantId: 'g1', KeyId: KEY, Operations: ['Decrypt'] } },
    'logs.log-group': {
      '/ecs/api': {
        logGroupName: '/ecs/api',
        arn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/ecs/api:*`,
        retentionInDays: 14,
      },
      '/ecs/api-2': {
        logGroupName: '/ecs/api-2',
        arn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/ecs/api-2:*`,
      },
    },
    'logs.log-stream': {
      s1: { logStreamName: 's1', lastEventTimestamp: 1000 },
      s2: { logStreamName: 's2', lastEventTimestamp: 2000 },
    },
    'ecr.repository-policy': { [`${ACCOUNT}/eu-west-1/api`]: { policyText: '{"Statement":[]}' } },
    'elbv2.target-group': {
      [TARGET_GROUP]: {
        TargetGroupArn: TARGET_GROUP,
        TargetGroupName: 'api',
        TargetType: 'ip',
        Port: 80,
        Matcher: { HttpCode: '200-299' },
      },
    },
    'elbv2.target': {
      '10.0.0.5:80': { Target: { Id: '10.0.0.5', Port: 80 }, TargetHealth: { State: 'healthy' } },
    },
    'autoscaling.group': { asg: { AutoScalingGroupName: 'asg', MinSize: 1, MaxSize: 5, DesiredCapacity: 2 } },
    'applicationautoscaling.scalable-target': {
      'service/prod/api-1': {
        ServiceNamespace: 'ecs',
        ResourceId: 'service/prod/api-1',
        ScalableDimension: 'ecs:service:DesiredCount',
        MinCapacity: 2,
        MaxCapacity: 9,
        CreationTime: '2026-05-06T07:08:09.000Z',
      },
    },
    'organizations.organization': {
      [ACCOUNT]: { Id: 'o-a1b2c3d4e5', MasterAccountId: '999988887777' },
    },
    'organizations.control-policies': {
      [`${ACCOUNT}/SERVICE_CONTROL_POLICY`]: {
        levels: [
          {
            TargetId: 'r-abcd',
            policies: [{ Id: 'p-FullAWSAccess', Name: 'FullAWSAccess', Content: KEY_POLICY }],
          },
          { TargetId: ACCOUNT, policies: [{ Id: 'p-guard', Name: 'guard', Content: KEY_POLICY }] },
        ],
      },
    },
    'route53.hosted-zone': {
      Z1: { HostedZoneId: 'Z1', Name: 'internal.example.', Owner: { OwningAccount: ACCOUNT } },
    },
    's3.bucket': {
      'session-logs': {
        Name: 'session-logs',
        encryption: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
            BucketKeyEnabled: true,
          },
        ],
      },
    },
    'ssm.session-preferences': {
      'SSM-SessionManagerRunShell': { schemaVersion: '1.0', inputs: { idleSessionTimeout: '20' } },
    },
  },
  collections: [
    { kind: 'iam.attached-role-policies', scope: 'app', members: [POLICY], complete: true },
    { kind: 'kms.grants', scope: KEY, members: ['g1'], complete: true },
    { kind: 'logs.recent-streams', scope: '/ecs/api', members: ['s1', 's2'], complete: true },
    { kind: 'elbv2.target-health', scope: TARGET_GROUP, members: ['10.0.0.5:80'], complete: true },
    { kind: 'route53.private-hosted-zones', scope: 'vpc-1', members: ['Z1'], complete: true },
  ],
  missing: [
    { kind: 'ecr.repository-policy', key: `${ACCOUNT}/eu-west-1/bare`, state: 'absent' },
    { kind: 'iam.role', key: 'hidden', state: 'denied', action: 'iam:GetRole' },
  ],
};
