import * as ec2 from '../../src/fact/kinds/ec2.ts';
import * as ecs from '../../src/fact/kinds/ecs.ts';
import * as scaling from '../../src/fact/kinds/scaling.ts';
import type { Book } from './book.ts';
import { uuid } from './dependencies.ts';
import { containerInstance, INSTANCE_TYPE, type Machine } from './machine.ts';
import type { Network } from './network.ts';
import { arn, CLUSTER, iamArn } from './place.ts';
import type { Random } from './random.ts';
import type { Roles } from './roles.ts';
import type { Size } from './size.ts';

export interface Capacity {
  readonly capacityProvider: string;
  readonly instances: readonly Machine[];
  /** Called once the tasks are placed: writes the container instances. */
  readonly close: () => void;
}

/** Container instances of one Auto Scaling group over all zones, with its capacity provider. */
export function addCapacity(
  book: Book,
  size: Size,
  network: Network,
  roles: Roles,
  choose: Random,
): Capacity {
  const image = `ami-0${choose.hex(16)}`;
  const template = `lt-0${choose.hex(16)}`;
  book.add(
    ec2.image,
    { id: image },
    {
      ImageId: image,
      Name: 'al2023-ami-ecs-hvm-2023.0.20261101-kernel-6.1-x86_64',
      Architecture: 'x86_64',
      CreationDate: '2026-11-02T00:00:00.000Z',
      DeprecationTime: '2028-11-02T00:00:00.000Z',
      ImageOwnerAlias: 'amazon',
      OwnerId: '591542846629',
      Public: true,
      RootDeviceName: '/dev/xvda',
      RootDeviceType: 'ebs',
      State: 'available',
      VirtualizationType: 'hvm',
    },
  );
  book.add(
    ec2.instanceType,
    { name: INSTANCE_TYPE },
    {
      InstanceType: INSTANCE_TYPE,
      CurrentGeneration: true,
      BareMetal: false,
      Hypervisor: 'nitro',
      VCpuInfo: { DefaultVCpus: 8, DefaultCores: 4, DefaultThreadsPerCore: 2 },
      MemoryInfo: { SizeInMiB: 32_768 },
      NetworkInfo: {
        MaximumNetworkInterfaces: 4,
        Ipv4AddressesPerInterface: 15,
        Ipv6AddressesPerInterface: 15,
        Ipv6Supported: true,
        NetworkPerformance: 'Up to 12.5 Gigabit',
      },
      ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
      SupportedUsageClasses: ['on-demand', 'spot'],
    },
  );

  const machines = Array.from({ length: size.containerInstances }, (_, at) => {
    const subnet = network.privateSubnets[at % network.privateSubnets.length];
    if (!subnet) throw new Error('the network has no private subnet');
    const instance = `i-0${choose.hex(16)}`;
    const { id, address } = subnet.attach({
      description: '',
      instance,
      securityGroup: network.securityGroup,
    });
    book.add(
      ec2.instance,
      { id: instance },
      {
        InstanceId: instance,
        InstanceType: INSTANCE_TYPE,
        ImageId: image,
        Architecture: 'x86_64',
        LaunchTime: '2026-11-10T06:00:00.000Z',
        State: { Code: 16, Name: 'running' },
        Placement: { AvailabilityZone: subnet.zone, Tenancy: 'default' },
        VpcId: network.vpc,
        SubnetId: subnet.id,
        PrivateIpAddress: address,
        IamInstanceProfile: { Arn: roles.instanceProfile, Id: 'AIPACONTAINERINSTANCE' },
        SecurityGroups: [{ GroupId: network.securityGroup, GroupName: 'tasks' }],
        NetworkInterfaces: [
          {
            NetworkInterfaceId: id,
            SubnetId: subnet.id,
            VpcId: network.vpc,
            PrivateIpAddress: address,
            Groups: [{ GroupId: network.securityGroup, GroupName: 'tasks' }],
            Attachment: {
              DeviceIndex: 0,
              NetworkCardIndex: 0,
              Status: 'attached',
              DeleteOnTermination: true,
            },
            InterfaceType: 'interface',
            Status: 'in-use',
          },
        ],
        MetadataOptions: {
          HttpTokens: 'required',
          HttpPutResponseHopLimit: 2,
          HttpEndpoint: 'enabled',
          State: 'applied',
        },
        Tags: [{ Key: 'Name', Value: `${CLUSTER}-container-instance` }],
      },
    );
    const machine: Machine = {
      arn: arn('ecs', `container-instance/${CLUSTER}/${choose.hex(32)}`),
      instance,
      zone: subnet.zone,
      tasks: 0,
      nextPort: 32_768,
    };
    return machine;
  });

  const group = `${CLUSTER}-container-instances`;
  const groupArn = arn('autoscaling', `autoScalingGroup:${uuid(choose)}:autoScalingGroupName/${group}`);
  book.add(
    scaling.autoScalingGroup,
    { name: groupArn },
    {
      AutoScalingGroupName: group,
      AutoScalingGroupARN: groupArn,
      MinSize: 1,
      MaxSize: size.containerInstances * 2,
      DesiredCapacity: size.containerInstances,
      DefaultCooldown: 300,
      HealthCheckType: 'EC2',
      HealthCheckGracePeriod: 0,
      CreatedTime: '2025-03-01T10:00:00.000Z',
      AvailabilityZones: network.privateSubnets.map(({ zone }) => zone),
      VPCZoneIdentifier: network.privateSubnets.map(({ id }) => id).join(),
      LaunchTemplate: { LaunchTemplateId: template, LaunchTemplateName: group, Version: '3' },
      NewInstancesProtectedFromScaleIn: true,
      ServiceLinkedRoleARN: iamArn(
        'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
      ),
      Instances: machines.map(({ instance, zone }) => ({
        InstanceId: instance,
        InstanceType: INSTANCE_TYPE,
        AvailabilityZone: zone,
        HealthStatus: 'Healthy',
        LifecycleState: 'InService' as const,
        ProtectedFromScaleIn: true,
      })),
      Tags: [],
    },
  );
  const capacityProvider = 'container-instances';
  book.add(
    ecs.capacityProvider,
    { name: capacityProvider },
    {
      capacityProviderArn: arn('ecs', `capacity-provider/${capacityProvider}`),
      name: capacityProvider,
      status: 'ACTIVE',
      type: 'EC2_AUTOSCALING',
      autoScalingGroupProvider: {
        autoScalingGroupArn: groupArn,
        managedScaling: {
          status: 'ENABLED',
          targetCapacity: 90,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 10,
          instanceWarmupPeriod: 300,
        },
        managedTerminationProtection: 'ENABLED',
        managedDraining: 'ENABLED',
      },
      tags: [],
    },
  );
  for (const name of ['FARGATE', 'FARGATE_SPOT']) {
    book.add(
      ecs.capacityProvider,
      { name },
      {
        capacityProviderArn: arn('ecs', `capacity-provider/${name}`),
        name,
        status: 'ACTIVE',
        type: name as 'FARGATE',
        tags: [],
      },
    );
  }
  const close = () =>
    book.collect(
      ecs.containerInstances,
      { cluster: CLUSTER },
      machines.map((machine) => containerInstance(machine, capacityProvider, image)),
    );
  return { capacityProvider, instances: machines, close };
}
