import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeLogGroupsCommand, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import {
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListAccountSettingsCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import {
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
} from '@aws-sdk/client-organizations';
import { ListHostedZonesByVPCCommand } from '@aws-sdk/client-route-53';
import { GetBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, GetDocumentCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rawKinds } from '../../src/fact/kinds/index.ts';
import { actionsOf, servedOperations } from './standin/access.ts';
import { WRONG_ACCOUNT } from './standin/behaviour.ts';
import { type Clients, clientsOf } from './standin/clients.ts';
import { CONTROL } from './standin/control.ts';
import { KEY, POLICY, sample, TARGET_GROUP, TRUST } from './standin/sample.ts';
import { type Standin, startStandin } from './standin/server.ts';

let standin: Standin;
let aws: Clients;

beforeAll(async () => {
  standin = await startStandin(sample);
  aws = clientsOf(standin.url);
});
afterAll(() => standin.close());
beforeEach(() => {
  standin.behave({});
  standin.reset();
});

test('serves what every raw kind needs', () => {
  const served = new Set(servedOperations.flatMap(actionsOf));
  const needed = rawKinds.flatMap(({ actions }) => actions);
  expect(needed.filter((action) => !served.has(action))).toEqual([]);
});

describe('JSON', () => {
  test('dates arrive as dates, and tags only when asked for', async () => {
    const ask = (include?: ['TAGS']) =>
      aws.ecs.send(new DescribeServicesCommand({ cluster: 'prod', services: ['api-1'], include }));
    const bare = (await ask()).services?.[0];
    expect(bare?.createdAt).toEqual(new Date('2026-01-02T03:04:05.678Z'));
    expect(bare?.tags).toBeUndefined();
    expect((await ask(['TAGS'])).services?.[0]?.tags).toEqual([{ key: 'team', value: 'search' }]);
  });

  test('a cluster shows its settings only when asked', async () => {
    const bare = await aws.ecs.send(new DescribeClustersCommand({ clusters: ['prod'] }));
    expect(bare.clusters?.[0]?.settings).toBeUndefined();
    const full = await aws.ecs.send(
      new DescribeClustersCommand({ clusters: ['prod'], include: ['SETTINGS'] }),
    );
    expect(full.clusters?.[0]?.settings).toEqual([{ name: 'containerInsights', value: 'enabled' }]);
  });

  test('unknown names are failures, by name or ARN', async () => {
    const answer = await aws.ecs.send(
      new DescribeServicesCommand({ cluster: 'prod', services: ['api-1', 'nobody'] }),
    );
    expect(answer.services?.map(({ serviceName }) => serviceName)).toEqual(['api-1']);
    expect(answer.failures).toEqual([
      { arn: 'arn:aws:ecs:eu-west-1:111122223333:service/nobody', reason: 'MISSING' },
    ]);
  });

  test('a task definition by family is the latest, by revision that one', async () => {
    const of = async (taskDefinition: string) =>
      (await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition?.revision;
    expect(await of('api')).toBe(7);
    expect(await of('api:6')).toBe(6);
    await expect(of('api:99')).rejects.toMatchObject({ name: 'ClientException' });
  });

  test('lists follow the desired status, and filters', async () => {
    const running = await aws.ecs.send(new ListTasksCommand({ cluster: 'prod' }));
    expect(running.taskArns).toEqual(['arn:aws:ecs:eu-west-1:111122223333:task/prod/aaa']);
    const stopped = await aws.ecs.send(new ListTasksCommand({ cluster: 'prod', desiredStatus: 'STOPPED' }));
    expect(stopped.taskArns).toEqual(['arn:aws:ecs:eu-west-1:111122223333:task/prod/bbb']);
    const tasks = await aws.ecs.send(new DescribeTasksCommand({ cluster: 'prod', tasks: stopped.taskArns }));
    expect(tasks.tasks?.[0]?.stoppedReason).toContain('Essential container');
    const others = await aws.ecs.send(new ListTasksCommand({ cluster: 'prod', serviceName: 'api-2' }));
    expect(others.taskArns).toEqual([]);
    const instances = await aws.ecs.send(new ListContainerInstancesCommand({ cluster: 'prod' }));
    expect(instances.containerInstanceArns).toHaveLength(1);
  });

  test('account settings are those in force', async () => {
    const answer = await aws.ecs.send(new ListAccountSettingsCommand({ effectiveSettings: true }));
    expect(answer.settings).toEqual([{ name: 'awsvpcTrunking', value: 'enabled' }]);
  });

  test('secrets by name, ARN and partial ARN; no policy is an answer without one', async () => {
    for (const SecretId of ['db', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db']) {
      const secret = await aws.secrets.send(new DescribeSecretCommand({ SecretId }));
      expect(secret.VersionIdsToStages).toEqual({ v1: ['AWSCURRENT'] });
      expect(secret.LastChangedDate).toEqual(new Date('2026-04-05T06:07:08.900Z'));
    }
    const policy = await aws.secrets.send(new GetResourcePolicyCommand({ SecretId: 'db' }));
    expect(policy.ResourcePolicy).toBeUndefined();
    await expect(aws.secrets.send(new DescribeSecretCommand({ SecretId: 'no' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('keys by ARN, id and nothing else that is not there', async () => {
    for (const KeyId of [KEY, KEY.split('/')[1]]) {
      const { KeyMetadata } = await aws.kms.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata?.Arn).toBe(KEY);
    }
    const { Policy = '' } = await aws.kms.send(new GetKeyPolicyCommand({ KeyId: KEY }));
    expect(JSON.parse(Policy)).toEqual({ Version: '2012-10-17', Statement: [] });
    const { Grants, Truncated } = await aws.kms.send(new ListGrantsCommand({ KeyId: KEY }));
    expect({ grants: Grants?.length, Truncated }).toEqual({ grants: 1, Truncated: false });
    await expect(aws.kms.send(new DescribeKeyCommand({ KeyId: 'alias/no' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  test('parameters by name; a region shows its own only', async () => {
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: ['/app/p3', 'far'] }];
    const here = await aws.ssm.send(new DescribeParametersCommand({ ParameterFilters }));
    expect(here.Parameters?.map(({ Name }) => Name)).toEqual(['/app/p3']);
    const there = clientsOf(standin.url, 'eu-central-1');
    const far = await there.ssm.send(new DescribeParametersCommand({ ParameterFilters }));
    expect(far.Parameters?.map(({ Name }) => Name)).toEqual(['far']);
    await expect(there.ecs.send(new ListServicesCommand({ cluster: 'prod' }))).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
    });
  });

  test('the session preferences are the content of a document', async () => {
    const Name = 'SSM-SessionManagerRunShell';
    const { Content = '' } = await aws.ssm.send(new GetDocumentCommand({ Name }));
    expect(JSON.parse(Content)).toMatchObject({ inputs: { idleSessionTimeout: '20' } });
    await expect(aws.ssm.send(new GetDocumentCommand({ Name: 'Other' }))).rejects.toMatchObject({
      name: 'InvalidDocument',
    });
  });

  test('log groups by prefix, and their streams newest first', async () => {
    const groups = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/api' }));
    expect(groups.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/ecs/api', '/ecs/api-2']);
    const streams = await aws.logs.send(
      new DescribeLogStreamsCommand({ logGroupName: '/ecs/api', orderBy: 'LastEventTime', descending: true }),
    );
    expect(streams.logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['s2', 's1']);
    await expect(aws.logs.send(new DescribeLogStreamsCommand({ logGroupName: 'no' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('a repository without policy is another error than no repository', async () => {
    const policyOf = (repositoryName: string) =>
      aws.ecr.send(new GetRepositoryPolicyCommand({ repositoryName }));
    expect((await policyOf('api')).policyText).toBe('{"Statement":[]}');
    await expect(policyOf('bare')).rejects.toMatchObject({ name: 'RepositoryPolicyNotFoundException' });
    await expect(policyOf('no')).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
  });

  test('scalable targets by resource id', async () => {
    const answer = await aws.scaling.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: 'ecs',
        ResourceIds: ['service/prod/api-1', 'service/prod/no'],
      }),
    );
    expect(answer.ScalableTargets?.map(({ MaxCapacity }) => MaxCapacity)).toEqual([9]);
    expect(answer.ScalableTargets?.[0]?.CreationTime).toEqual(new Date('2026-05-06T07:08:09.000Z'));
  });

  test('an organization from its account up', async () => {
    const parents = await aws.organizations.send(new ListParentsCommand({ ChildId: '111122223333' }));
    expect(parents.Parents).toEqual([{ Id: 'r-abcd', Type: 'ROOT' }]);
    const { Policies } = await aws.organizations.send(
      new ListPoliciesForTargetCommand({ TargetId: '111122223333', Filter: 'SERVICE_CONTROL_POLICY' }),
    );
    expect(Policies?.map(({ Id }) => Id)).toEqual(['p-guard']);
    const { Policy } = await aws.organizations.send(new DescribePolicyCommand({ PolicyId: 'p-guard' }));
    expect(JSON.parse(Policy?.Content ?? '')).toEqual({ Version: '2012-10-17', Statement: [] });
  });
});

describe('query XML', () => {
  test('IAM: documents percent-encoded, dates, names', async () => {
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: 'app' }));
    expect(Role?.CreateDate).toEqual(new Date('2026-03-04T05:06:07Z'));
    expect(Role?.AssumeRolePolicyDocument).toContain('%7B%22Version%22%3A');
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toEqual(TRUST);
    const inline = await aws.iam.send(new ListRolePoliciesCommand({ RoleName: 'app' }));
    expect(inline).toMatchObject({ PolicyNames: ['logs'], IsTruncated: false });
    const policy = await aws.iam.send(new GetRolePolicyCommand({ RoleName: 'app', PolicyName: 'logs' }));
    expect(decodeURIComponent(policy.PolicyDocument ?? '')).toBe('{"Version":"2012-10-17","Statement":[]}');
    const attached = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'app' }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'read', PolicyArn: POLICY }]);
    const managed = await aws.iam.send(new GetPolicyCommand({ PolicyArn: POLICY }));
    const VersionId = managed.Policy?.DefaultVersionId;
    expect(VersionId).toBe('v3');
    const version = await aws.iam.send(new GetPolicyVersionCommand({ PolicyArn: POLICY, VersionId }));
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? '')).toContain('"Statement":[]');
  });

  test('IAM: no such role; a role that the snapshot was denied is denied', async () => {
    await expect(aws.iam.send(new GetRoleCommand({ RoleName: 'no' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(aws.iam.send(new GetRoleCommand({ RoleName: 'hidden' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('IAM: the simulator says what is recorded, and else what it is told to say', async () => {
    const ask = async (action: string) => {
      const answer = await aws.iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: 'arn:aws:iam::111122223333:role/app',
          ActionNames: [action],
        }),
      );
      return answer.EvaluationResults?.[0]?.EvalDecision;
    };
    expect(await ask('s3:GetObject')).toBe('explicitDeny');
    expect(await ask('iam:PassRole')).toBe('allowed');
    standin.behave({ simulation: 'implicitDeny' });
    expect(await ask('iam:PassRole')).toBe('implicitDeny');
  });

  test('STS names the caller', async () => {
    const answer = await aws.sts.send(new GetCallerIdentityCommand({}));
    expect(answer).toMatchObject({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/standin' });
  });

  test('ELB: target groups and health; one unknown ARN fails the call', async () => {
    const groups = await aws.elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TARGET_GROUP] }));
    expect(groups.TargetGroups?.[0]).toMatchObject({ Port: 80, Matcher: { HttpCode: '200-299' } });
    const health = await aws.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: TARGET_GROUP }));
    expect(health.TargetHealthDescriptions).toEqual([
      { Target: { Id: '10.0.0.5', Port: 80 }, TargetHealth: { State: 'healthy' } },
    ]);
    const unknown = [TARGET_GROUP, TARGET_GROUP.replace('api', 'no')];
    await expect(
      aws.elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: unknown })),
    ).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
  });

  test('Auto Scaling: groups by name; unknown names are left out', async () => {
    const answer = await aws.autoscaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['asg', 'no'] }),
    );
    expect(answer.AutoScalingGroups?.map(({ MaxSize }) => MaxSize)).toEqual([5]);
  });
});

describe('EC2 XML', () => {
  test('shapes: numbers, booleans, text with special characters', async () => {
    const { Subnets } = await aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0a'] }));
    expect(Subnets).toEqual([
      {
        SubnetId: 'subnet-0a',
        VpcId: 'vpc-1',
        CidrBlock: '10.0.0.0/24',
        AvailableIpAddressCount: 17,
        MapPublicIpOnLaunch: false,
        Tags: [{ Key: 'Name', Value: 'a & b' }],
      },
    ]);
  });

  test('filters, by member, list, tag and wildcard', async () => {
    const subnets = async (Name: string, ...Values: string[]) =>
      (await aws.ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name, Values }] }))).Subnets?.map(
        ({ SubnetId }) => SubnetId,
      );
    expect(await subnets('vpc-id', 'vpc-1')).toEqual(['subnet-0a', 'subnet-0b']);
    expect(await subnets('vpc-id', 'vpc-2')).toEqual([]);
    expect(await subnets('tag:Name', 'a *')).toEqual(['subnet-0a']);
    await expect(subnets('vpcid', 'vpc-1')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const routes = await aws.ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: ['subnet-0a'] }] }),
    );
    expect(routes.RouteTables?.[0]?.Routes).toEqual([
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-3', State: 'active' },
    ]);
  });

  test('rules of security groups', async () => {
    const { SecurityGroups } = await aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }));
    expect(SecurityGroups?.[0]?.IpPermissions).toEqual([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
    ]);
    expect(SecurityGroups?.[0]?.IpPermissionsEgress?.[0]?.UserIdGroupPairs).toEqual([]);
  });

  test('instances in reservations, with dates; attributes one at a time', async () => {
    const { Reservations } = await aws.ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0a'] }));
    expect(Reservations?.[0]?.Instances?.[0]?.LaunchTime).toEqual(new Date('2026-02-03T04:05:06Z'));
    const dns = await aws.ec2.send(
      new DescribeVpcAttributeCommand({ VpcId: 'vpc-1', Attribute: 'enableDnsHostnames' }),
    );
    expect(dns).toMatchObject({ VpcId: 'vpc-1', EnableDnsHostnames: { Value: false } });
    expect(dns.EnableDnsSupport).toBeUndefined();
    const block = await aws.ec2.send(new DescribeVpcBlockPublicAccessOptionsCommand({}));
    expect(block.VpcBlockPublicAccessOptions?.InternetGatewayBlockMode).toBe('off');
  });

  test('one unknown id fails the call', async () => {
    await expect(
      aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0a', 'subnet-no'] })),
    ).rejects.toMatchObject({ name: 'InvalidSubnetID.NotFound' });
  });
});

describe('REST XML', () => {
  test('the zones of a VPC', async () => {
    const answer = await aws.route53.send(
      new ListHostedZonesByVPCCommand({ VPCId: 'vpc-1', VPCRegion: 'eu-west-1' }),
    );
    expect(answer.HostedZoneSummaries).toEqual([
      { HostedZoneId: 'Z1', Name: 'internal.example.', Owner: { OwningAccount: '111122223333' } },
    ]);
  });

  test('the encryption of a bucket; no such bucket', async () => {
    const answer = await aws.s3.send(new GetBucketEncryptionCommand({ Bucket: 'session-logs' }));
    expect(answer.ServerSideEncryptionConfiguration?.Rules).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
        BucketKeyEnabled: true,
      },
    ]);
    await expect(aws.s3.send(new GetBucketEncryptionCommand({ Bucket: 'no' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

describe('pages and batches', () => {
  test('ListServices pages by 10 unless it is asked for up to 100', async () => {
    const first = await aws.ecs.send(new ListServicesCommand({ cluster: 'prod' }));
    expect(first.serviceArns).toHaveLength(10);
    const second = await aws.ecs.send(
      new ListServicesCommand({ cluster: 'prod', nextToken: first.nextToken }),
    );
    expect(second.serviceArns).toHaveLength(2);
    expect(second.nextToken).toBeUndefined();
    const all = await aws.ecs.send(new ListServicesCommand({ cluster: 'prod', maxResults: 100 }));
    expect(new Set(all.serviceArns).size).toBe(12);
    expect([...(first.serviceArns ?? []), ...(second.serviceArns ?? [])]).toEqual(all.serviceArns);
  });

  test.each([
    [
      '11 services',
      'InvalidParameterException',
      () => new DescribeServicesCommand({ cluster: 'prod', services: Array(11).fill('api-1') }),
    ],
    [
      'a page of 101',
      'InvalidParameterException',
      () => new ListServicesCommand({ cluster: 'prod', maxResults: 101 }),
    ],
    [
      'a made-up token',
      'InvalidParameterException',
      () => new ListServicesCommand({ cluster: 'prod', nextToken: 'x' }),
    ],
  ])('ECS refuses %s', async (_, name, command) => {
    await expect(aws.ecs.send(command() as ListServicesCommand)).rejects.toMatchObject({ name });
  });

  test.each([
    [
      '101 instance types',
      () => new DescribeInstanceTypesCommand({ InstanceTypes: Array(101).fill('m6i.large') }),
    ],
    ['a page of 4', () => new DescribeSubnetsCommand({ MaxResults: 4 })],
    [
      '201 filter values',
      () => new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: Array(201).fill('v') }] }),
    ],
    ['ids with a page size', () => new DescribeSubnetsCommand({ SubnetIds: ['subnet-0a'], MaxResults: 5 })],
  ])('EC2 refuses %s', async (_, command) => {
    await expect(aws.ec2.send(command() as DescribeSubnetsCommand)).rejects.toMatchObject({
      name: expect.stringMatching(/^(?:InvalidParameter(?:Value|Combination)|FilterLimitExceeded)$/),
    });
  });

  test('capacity providers come by 10 even where they are named', async () => {
    const capacityProviders = Array.from({ length: 11 }, (_, at) => `cp-${at}`);
    const first = await aws.ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders }));
    expect(first.capacityProviders).toHaveLength(10);
    expect(first.nextToken).toBeDefined();
  });

  test('parameters come by 10, prefix list entries by 100', async () => {
    const parameters = await aws.ssm.send(new DescribeParametersCommand({}));
    expect(parameters.Parameters).toHaveLength(10);
    const entries = await aws.ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-1' }));
    expect(entries.Entries).toHaveLength(100);
    const rest = await aws.ec2.send(
      new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-1', NextToken: entries.NextToken }),
    );
    expect(rest.Entries).toEqual([{ Cidr: '52.218.100.0/24' }]);
  });
});

describe('on demand', () => {
  const listServices = () => aws.ecs.send(new ListServicesCommand({ cluster: 'prod' }));

  test('counts calls by service and operation', async () => {
    await listServices();
    await aws.sts.send(new GetCallerIdentityCommand({}));
    expect(standin.calls).toMatchObject([
      { service: 'ecs', operation: 'ListServices', region: 'eu-west-1', throttled: false, status: 200 },
      { service: 'sts', operation: 'GetCallerIdentity', status: 200 },
    ]);
  });

  test('throttles once the bucket is empty, and counts it', async () => {
    standin.behave({ rates: 1e-9 });
    await listServices();
    await expect(listServices()).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    });
    expect(standin.calls.map(({ throttled }) => throttled)).toEqual([false, true]);
  });

  test('operations share buckets as documented, regions do not', async () => {
    standin.behave({ rates: 1e-9 });
    await listServices();
    await expect(
      aws.ecs.send(new DescribeServicesCommand({ cluster: 'prod', services: ['api-1'] })),
    ).rejects.toMatchObject({ name: 'ThrottlingException' });
    await aws.ecs.send(new DescribeClustersCommand({ clusters: ['prod'] }));
    await expect(
      clientsOf(standin.url, 'eu-central-1').ecs.send(new ListServicesCommand({})),
    ).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
    });
  });

  test.each([
    ['ecs', 'ecs:ListServices', 'AccessDeniedException', () => listServices()],
    [
      'ec2',
      'ec2:DescribeSubnets',
      'UnauthorizedOperation',
      () => aws.ec2.send(new DescribeSubnetsCommand({})),
    ],
    ['iam', 'iam:Get*', 'AccessDenied', () => aws.iam.send(new GetRoleCommand({ RoleName: 'app' }))],
    [
      's3',
      's3:GetEncryptionConfiguration',
      'AccessDenied',
      () => aws.s3.send(new GetBucketEncryptionCommand({ Bucket: 'session-logs' })),
    ],
  ])('denies in the words of %s', async (_, action, name, call) => {
    standin.behave({ deny: [action] });
    await expect(call()).rejects.toMatchObject({
      name,
      message: expect.stringContaining('not authorized to perform'),
    });
    standin.behave({ allow: [action] });
    await expect(call()).resolves.toBeDefined();
    standin.behave({ allow: ['nothing:*'] });
    await expect(call()).rejects.toMatchObject({ name });
  });

  test('STS answers whoever asks', async () => {
    standin.behave({ allow: [] });
    await expect(aws.sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  });

  test.each([
    ['server-error', { name: 'ServerException', $metadata: { httpStatusCode: 500 } }],
    ['unavailable', { $metadata: { httpStatusCode: 503 } }],
    ['reset', { code: 'ECONNRESET' }],
    ['truncated', { name: 'SyntaxError' }],
    ['html', { name: 'SyntaxError' }],
    ['expired', { name: 'ExpiredTokenException' }],
    ['not-found', { name: 'ClusterNotFoundException' }],
    ['denied', { name: 'AccessDeniedException' }],
    ['throttled', { name: 'ThrottlingException' }],
  ] as const)('JSON: %s', async (sort, error) => {
    standin.behave({ faults: [{ operation: 'ecs:ListServices', sort }] });
    await expect(listServices()).rejects.toMatchObject(error);
    await expect(aws.ecs.send(new DescribeClustersCommand({ clusters: ['prod'] }))).resolves.toBeDefined();
  });

  test.each([
    ['server-error', { name: 'InternalError' }],
    ['truncated', {}],
    ['html', {}],
    ['expired', { name: 'RequestExpired' }],
    ['throttled', { name: 'RequestLimitExceeded' }],
  ] as const)('XML: %s', async (sort, error) => {
    standin.behave({ faults: [{ operation: 'ec2:*', sort }] });
    const answer = aws.ec2.send(new DescribeSubnetsCommand({}));
    // The SDK takes a page of HTML for an answer without any of its members.
    if (sort === 'html') await expect(answer).resolves.not.toHaveProperty('Subnets');
    else await expect(answer).rejects.toMatchObject(error);
  });

  test('a timeout never answers', async () => {
    standin.behave({ faults: [{ operation: 'ecs:*', sort: 'timeout' }] });
    const impatient = clientsOf(standin.url, 'eu-west-1', 50);
    await expect(impatient.ecs.send(new ListServicesCommand({ cluster: 'prod' }))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(standin.calls).toMatchObject([{ operation: 'ListServices', status: 0 }]);
  });

  test('the first page is good, the second is not', async () => {
    standin.behave({ faults: [{ operation: 'ecs:ListServices', sort: 'server-error', laterPages: true }] });
    const { nextToken } = await listServices();
    await expect(aws.ecs.send(new ListServicesCommand({ cluster: 'prod', nextToken }))).rejects.toMatchObject(
      { name: 'ServerException' },
    );
  });

  test('a fault that happens once', async () => {
    standin.behave({ faults: [{ operation: '*', sort: 'server-error', times: 1 }] });
    await expect(listServices()).rejects.toMatchObject({ name: 'ServerException' });
    await expect(listServices()).resolves.toBeDefined();
  });

  test('the wrong account', async () => {
    standin.behave({ faults: [{ operation: 'sts:GetCallerIdentity', sort: 'wrong-account' }] });
    const answer = await aws.sts.send(new GetCallerIdentityCommand({}));
    expect(answer).toMatchObject({
      Account: WRONG_ACCOUNT,
      Arn: `arn:aws:iam::${WRONG_ACCOUNT}:user/standin`,
    });
  });

  test('waits as long as it is told', async () => {
    standin.behave({ latency: 40 });
    const impatient = clientsOf(standin.url, 'eu-west-1', 10);
    await expect(impatient.ecs.send(new ListServicesCommand({ cluster: 'prod' }))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});

test('an unsigned request is refused, an unknown operation too', async () => {
  expect((await fetch(standin.url)).status).toBe(403);
  const { ListTaskDefinitionsCommand } = await import('@aws-sdk/client-ecs');
  await expect(aws.ecs.send(new ListTaskDefinitionsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});

test('a page is never larger than it is told to be, whatever is asked for', async () => {
  standin.behave({ pageCap: 5 });
  const first = await aws.ecs.send(new ListServicesCommand({ cluster: 'prod', maxResults: 100 }));
  expect(first.serviceArns).toHaveLength(5);
  const second = await aws.ecs.send(
    new ListServicesCommand({ cluster: 'prod', maxResults: 100, nextToken: first.nextToken }),
  );
  expect(second.serviceArns?.[0]).toBe('arn:aws:ecs:eu-west-1:111122223333:service/prod/api-5');
  expect(second.nextToken).not.toBe(first.nextToken);
});

test('is steered over HTTP where it runs in a process of its own', async () => {
  const control = (path: string, body?: object) =>
    fetch(`${standin.url}${CONTROL}${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {});
  await control('behaviour', { deny: ['ecs:*'] });
  await expect(aws.ecs.send(new ListServicesCommand({ cluster: 'prod' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  expect(await (await control('calls')).json()).toMatchObject([{ operation: 'ListServices', status: 400 }]);
  await control('reset', {});
  expect(standin.calls).toEqual([]);
});
