/** Makes templates as large as CloudFormation takes them: 500 resources, services with all that stands around them. */

type Resource = { readonly Type: string; readonly Properties?: object };

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

const ref = (id: string) => ({ Ref: id });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** The network that all services share: a public and a private subnet in each of two zones. */
function network(): Record<string, Resource> {
  const resources: Record<string, Resource> = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } },
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    Attachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') },
    },
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'tasks', VpcId: ref('Vpc') } },
    Cluster: { Type: 'AWS::ECS::Cluster' },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Subnets: [ref('Public0'), ref('Public1')], SecurityGroups: [ref('Group')] },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: ref('Balancer'),
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      },
    },
  };
  for (const zone of [0, 1]) {
    const place = { VpcId: ref('Vpc'), AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] } };
    const table = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } };
    const anywhere = { DestinationCidrBlock: '0.0.0.0/0' };
    Object.assign(resources, {
      [`Public${zone}`]: {
        Type: 'AWS::EC2::Subnet',
        Properties: { ...place, CidrBlock: `10.0.${zone}.0/24` },
      },
      [`Private${zone}`]: {
        Type: 'AWS::EC2::Subnet',
        Properties: { ...place, CidrBlock: `10.0.${16 + 16 * zone}.0/20` },
      },
      [`PublicTable${zone}`]: table,
      [`PrivateTable${zone}`]: table,
      [`PublicRoute${zone}`]: {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: ref(`PublicTable${zone}`), GatewayId: ref('Gateway'), ...anywhere },
      },
      [`PrivateRoute${zone}`]: {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: ref(`PrivateTable${zone}`),
          NatGatewayId: ref(`Nat${zone}`),
          ...anywhere,
        },
      },
      [`Address${zone}`]: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      [`Nat${zone}`]: {
        Type: 'AWS::EC2::NatGateway',
        Properties: {
          SubnetId: ref(`Public${zone}`),
          AllocationId: { 'Fn::GetAtt': [`Address${zone}`, 'AllocationId'] },
        },
      },
    });
    for (const sort of ['Public', 'Private'])
      resources[`${sort}Association${zone}`] = {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId: ref(`${sort}${zone}`), RouteTableId: ref(`${sort}Table${zone}`) },
      };
  }
  return resources;
}

function edges(number: number, id: (name: string) => string): Record<string, Resource> {
  const scaled = {
    ScalableDimension: 'ecs:service:DesiredCount',
    ServiceNamespace: 'ecs',
    ResourceId: {
      'Fn::Join': ['/', ['service', ref('Cluster'), { 'Fn::GetAtt': [id('Service'), 'Name'] }]],
    },
  };
  const alarm = (metric: string) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/ECS',
      MetricName: metric,
      Dimensions: [{ Name: 'ServiceName', Value: { 'Fn::GetAtt': [id('Service'), 'Name'] } }],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 90,
      EvaluationPeriods: 3,
      Period: 60,
      Statistic: 'Average',
    },
  });
  return {
    [id('Targets')]: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { TargetType: 'ip', Port: 80, Protocol: 'HTTP', VpcId: ref('Vpc'), HealthCheckPath: '/' },
    },
    [id('Rule')]: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: ref('Listener'),
        Priority: number + 1,
        Conditions: [{ Field: 'path-pattern', Values: [`/service-${number}/*`] }],
        Actions: [{ Type: 'forward', TargetGroupArn: ref(id('Targets')) }],
      },
    },
    [id('Group')]: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: `service ${number}`, VpcId: ref('Vpc') },
    },
    [id('FromBalancer')]: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: ref(id('Group')),
        SourceSecurityGroupId: ref('Group'),
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
      },
    },
    [id('Scaling')]: {
      Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      Properties: { ...scaled, MinCapacity: 2, MaxCapacity: 6 },
    },
    [id('OnCpu')]: {
      Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      Properties: {
        ...scaled,
        PolicyName: 'cpu',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 60,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        },
      },
    },
    [id('CpuAlarm')]: alarm('CPUUtilization'),
    [id('MemoryAlarm')]: alarm('MemoryUtilization'),
    [id('Jobs')]: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
    [id('Files')]: { Type: 'AWS::S3::Bucket' },
    [id('UseFiles')]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'files',
        Roles: [ref(id('TaskRole'))],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: arn(id('Files')) },
            {
              Effect: 'Allow',
              Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
              Resource: arn(id('Jobs')),
            },
          ],
        },
      },
    },
  };
}

/** A service with what usually stands around one: roles, logs, a secret, a way in, scaling, alarms. */
function service(number: number): Record<string, Resource> {
  const id = (name: string) => `${name}${number}`;
  return {
    ...edges(number, id),
    [id('Logs')]: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
    [id('Secret')]: { Type: 'AWS::SecretsManager::Secret' },
    [id('ExecutionRole')]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: TRUST,
        ManagedPolicyArns: [
          {
            'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
          },
        ],
      },
    },
    [id('ReadSecret')]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'secret',
        Roles: [ref(id('ExecutionRole'))],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ref(id('Secret')) },
          ],
        },
      },
    },
    [id('TaskRole')]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } },
    [id('Task')]: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Cpu: '512',
        Memory: '1024',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
        ExecutionRoleArn: arn(id('ExecutionRole')),
        TaskRoleArn: arn(id('TaskRole')),
        ContainerDefinitions: [
          {
            Name: 'web',
            Image: 'public.ecr.aws/nginx/nginx:1.29',
            Essential: true,
            PortMappings: [{ ContainerPort: 80 }],
            Environment: [{ Name: 'SERVICE', Value: `service-${number}` }],
            Secrets: [{ Name: 'TOKEN', ValueFrom: ref(id('Secret')) }],
            LogConfiguration: {
              LogDriver: 'awslogs',
              Options: {
                'awslogs-group': ref(id('Logs')),
                'awslogs-region': ref('AWS::Region'),
                'awslogs-stream-prefix': 'web',
              },
            },
          },
        ],
      },
    },
    [id('Service')]: {
      Type: 'AWS::ECS::Service',
      Properties: {
        Cluster: ref('Cluster'),
        TaskDefinition: ref(id('Task')),
        LaunchType: 'FARGATE',
        PlatformVersion: '1.4.0',
        DesiredCount: 2,
        DeploymentConfiguration: {
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        },
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            Subnets: [ref('Private0'), ref('Private1')],
            SecurityGroups: [ref(id('Group'))],
          },
        },
        LoadBalancers: [{ ContainerName: 'web', ContainerPort: 80, TargetGroupArn: ref(id('Targets')) }],
        HealthCheckGracePeriodSeconds: 60,
      },
    },
  };
}

/** A template of so many resources, or a few less. Its deployments are right. */
export function template(resources: number): object {
  const all = network();
  for (let number = 0; ; number++) {
    const more = service(number);
    if (Object.keys(all).length + Object.keys(more).length > resources) break;
    Object.assign(all, more);
  }
  return { AWSTemplateFormatVersion: '2010-09-09', Resources: all };
}
