import type { Fact } from '../../fact/fact.ts';
import { holdsOpaqueValue, opaqueName, opaqueValue } from '../../fact/opaque.ts';
import { declaredSuffix } from '../../model/declared-secret.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { View } from '../../model/view.ts';
import type { DeclaredResource, Estate } from './resource.ts';

/**
 * What names a declared resource once it is deployed: the value of `Ref`, and attributes by the names that `Fn::GetAtt` has for
 * them. What AWS chooses is opaque, the rest of each ARN is spelled out, so that policies and references meet.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html ("Return values")
 */
interface Identity {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

type Place = Pick<Estate, 'account' | 'region' | 'partition' | 'whereabouts'>;
type Naming = (it: DeclaredResource, place: Place) => Identity;

/** The value of `Ref`: the name, id or ARN of the resource, as its type has it. */
export function refOf(resource: DeclaredResource, place: Place): string {
  return resource.identity?.['Ref'] ?? identityOf(resource, place)?.ref ?? opaqueValue(resource.id);
}

/** An attribute by its CloudFormation name. Opaque where what it holds is not known before the deploy. */
export function attributeOf(resource: DeclaredResource, name: string, place: Place): string {
  return (
    resource.identity?.[name] ??
    identityOf(resource, place)?.attributes?.[name] ??
    opaqueValue(`${resource.id}.${name}`)
  );
}

/** The ARN of the resource, where its type has one that we can spell. */
export function arnOf(resource: DeclaredResource, place: Place): string | undefined {
  const identity = identityOf(resource, place);
  const ref = resource.identity?.['Ref'] ?? identity?.ref;
  const arn = resource.identity?.['Arn'] ?? identity?.attributes?.['Arn'];
  return ref?.startsWith('arn:') ? ref : arn;
}

/** The name of the resource as the property gives it, or an opaque one: CloudFormation makes up a name that nobody gave. */
export function nameOf(resource: DeclaredResource, property: string): string {
  const { raw } = resource.view.get(property) as View;
  if (typeof raw === 'string' && raw !== '') return raw;
  // A name that is given, and open, may be of any form: with slashes, or that of something else.
  return raw instanceof Unresolved
    ? opaqueValue(`${resource.id}.${property}`, raw.why.unlockedBy)
    : opaqueName(resource.id);
}

/** What a property says, as far as it is known. */
function said(resource: DeclaredResource, property: string, otherwise: string): string {
  return (resource.view.get(property) as View<string>).reference.match({
    known: (text) => text,
    absent: () => otherwise,
    unknown: () => opaqueValue(`${resource.id}.${property}`),
  });
}

/** What a property says that is always given; what is open in it stands there as an opaque value. */
function given(resource: DeclaredResource, property: string): string {
  const label = `${resource.id}.${property}`;
  return ((resource.view.get(property) as View).reference as Fact<string>).match({
    known: (text) => text,
    absent: () => opaqueValue(label),
    unknown: ([why]) => opaqueValue(label, why?.unlockedBy),
  });
}

/** Identities by the place deployed to, with which they go: each is asked for by every table that names the resource. */
const identities = new WeakMap<Place, Map<DeclaredResource, Identity | undefined>>();

function identityOf(resource: DeclaredResource, estate: Place): Identity | undefined {
  const place = estate.whereabouts ?? estate;
  let known = identities.get(place);
  if (!known) {
    known = new Map();
    identities.set(place, known);
  }
  if (known.has(resource)) return known.get(resource);
  const naming = Object.hasOwn(NAMINGS, resource.type) ? NAMINGS[resource.type] : undefined;
  const identity = naming?.(resource, place);
  known.set(resource, identity);
  return identity;
}

/** An id that EC2 makes up, also under the attributes that repeat it. */
function byId(...attributes: readonly string[]): Naming {
  return (it) => {
    const ref = opaqueName(it.id);
    return { ref, attributes: Object.fromEntries(attributes.map((name) => [name, ref])) };
  };
}

const regional = ({ partition, region, account }: Place, service: string, resource: string) =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

const global = ({ partition, account }: Place, resource: string) =>
  `arn:${partition}:iam::${account}:${resource}`;

/**
 * A name that IAM takes: one segment, of letters, digits and `+=,.@_-`. What its template leaves open of it may stay so: the name is
 * that of this resource and no other.
 */
function iamNameOf(resource: DeclaredResource, property: string): string {
  const name = nameOf(resource, property);
  return holdsOpaqueValue(name) ? opaqueName(resource.id) : name;
}

function named(
  property: string,
  arn: (name: string, it: DeclaredResource, place: Place) => string,
  spelled = nameOf,
): Naming {
  return (it, place) => {
    const ref = spelled(it, property);
    return { ref, attributes: { Arn: arn(ref, it, place), Name: ref } };
  };
}

/** The ARN is what `Ref` gives. */
function byArn(
  arn: (it: DeclaredResource, place: Place) => string,
  ...attributes: readonly string[]
): Naming {
  return (it, place) => {
    const ref = arn(it, place);
    return { ref, attributes: Object.fromEntries(['Arn', ...attributes].map((name) => [name, ref])) };
  };
}

/** A database of RDS, for whose password RDS may keep a secret: `rds!db-…`, `rds!cluster-…`. */
function withSecret(property: string, sort: string): Naming {
  return (it, place) => {
    const name = `rds!${sort}-${opaqueName(`${it.id}.MasterUserSecret`)}`;
    const arn = regional(
      place,
      'secretsmanager',
      `secret:${name}${declaredSuffix(`${it.id}.MasterUserSecret`)}`,
    );
    return { ref: nameOf(it, property), attributes: { 'MasterUserSecret.SecretArn': arn } };
  };
}

/** A namespace of Cloud Map, whichever way it is looked up. */
const namespace: Naming = (it, place) => {
  const ref = opaqueName(it.id);
  return { ref, attributes: { Id: ref, Arn: regional(place, 'servicediscovery', `namespace/${ref}`) } };
};

const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::IAM::Role': named(
    'RoleName',
    (name, it, place) => global(place, `role${said(it, 'Path', '/')}${name}`),
    iamNameOf,
  ),
  'AWS::IAM::ManagedPolicy': byArn(
    (it, place) => global(place, `policy${said(it, 'Path', '/')}${iamNameOf(it, 'ManagedPolicyName')}`),
    'PolicyArn',
  ),
  'AWS::IAM::InstanceProfile': named(
    'InstanceProfileName',
    (name, it, place) => global(place, `instance-profile${said(it, 'Path', '/')}${name}`),
    iamNameOf,
  ),
  'AWS::Logs::LogGroup': named('LogGroupName', (name, _, place) =>
    regional(place, 'logs', `log-group:${name}:*`),
  ),
  'AWS::SecretsManager::Secret': byArn(
    (it, place) => regional(place, 'secretsmanager', `secret:${nameOf(it, 'Name')}${declaredSuffix(it.id)}`),
    'Id',
  ),
  // What ties a secret to its database is named by the ARN of the secret.
  'AWS::SecretsManager::SecretTargetAttachment': byArn((it) => given(it, 'SecretId'), 'Id'),
  'AWS::RDS::DBCluster': withSecret('DBClusterIdentifier', 'cluster'),
  'AWS::RDS::DBInstance': withSecret('DBInstanceIdentifier', 'db'),
  'AWS::SSM::Parameter': named('Name', (name, _, place) =>
    regional(place, 'ssm', `parameter/${name.replace(/^\//, '')}`),
  ),
  'AWS::KMS::Key': (it, place) => {
    const ref = opaqueName(it.id);
    return { ref, attributes: { Arn: regional(place, 'kms', `key/${ref}`), KeyId: ref } };
  },
  'AWS::KMS::Alias': named('AliasName', (name, _, place) => regional(place, 'kms', name)),
  'AWS::EC2::VPC': (it) => ({
    ref: opaqueName(it.id),
    attributes: {
      VpcId: opaqueName(it.id),
      CidrBlock: given(it, 'CidrBlock'),
      DefaultSecurityGroup: opaqueName(`${it.id}.DefaultSecurityGroup`),
      DefaultNetworkAcl: opaqueName(`${it.id}.DefaultNetworkAcl`),
      // CloudFormation has no name for it, Terraform does.
      MainRouteTable: opaqueName(`${it.id}.MainRouteTable`),
    },
  }),
  'AWS::EC2::Subnet': (it) => ({
    ref: opaqueName(it.id),
    attributes: {
      SubnetId: opaqueName(it.id),
      CidrBlock: given(it, 'CidrBlock'),
      VpcId: given(it, 'VpcId'),
      AvailabilityZone: said(it, 'AvailabilityZone', opaqueName(`${it.id}.AvailabilityZone`)),
    },
  }),
  'AWS::EC2::SecurityGroup': (it) => ({
    ref: opaqueName(it.id),
    attributes: {
      GroupId: opaqueName(it.id),
      Id: opaqueName(it.id),
      VpcId: given(it, 'VpcId'),
    },
  }),
  'AWS::EC2::RouteTable': byId('RouteTableId'),
  'AWS::EC2::InternetGateway': byId('InternetGatewayId'),
  'AWS::EC2::EgressOnlyInternetGateway': byId('Id'),
  'AWS::EC2::NatGateway': byId('NatGatewayId'),
  'AWS::EC2::VPCEndpoint': byId('Id'),
  'AWS::EC2::NetworkAcl': byId('Id'),
  'AWS::EC2::NetworkInterface': byId('Id'),
  'AWS::EC2::Instance': byId('InstanceId'),
  'AWS::EC2::PrefixList': byId('PrefixListId'),
  'AWS::EC2::TransitGateway': byId('Id'),
  'AWS::EC2::VPCPeeringConnection': byId('Id'),
  'AWS::EC2::LaunchTemplate': byId('LaunchTemplateId'),
  'AWS::ElasticLoadBalancingV2::TargetGroup': (it, place) => {
    const full = `targetgroup/${nameOf(it, 'Name')}/${opaqueName(`${it.id}.Id`)}`;
    const ref = regional(place, 'elasticloadbalancing', full);
    const attributes = {
      Arn: ref,
      TargetGroupArn: ref,
      TargetGroupFullName: full,
      TargetGroupName: nameOf(it, 'Name'),
    };
    return { ref, attributes };
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (it, place) => {
    const sort = said(it, 'Type', 'application') === 'network' ? 'net' : 'app';
    const full = `${sort}/${nameOf(it, 'Name')}/${opaqueName(`${it.id}.Id`)}`;
    const ref = regional(place, 'elasticloadbalancing', `loadbalancer/${full}`);
    return { ref, attributes: { Arn: ref, LoadBalancerArn: ref, LoadBalancerFullName: full } };
  },
  'AWS::ElasticLoadBalancingV2::Listener': byArn(
    (it, place) => regional(place, 'elasticloadbalancing', `listener/${opaqueName(it.id)}`),
    'ListenerArn',
  ),
  'AWS::ElasticLoadBalancingV2::ListenerRule': byArn(
    (it, place) => regional(place, 'elasticloadbalancing', `listener-rule/${opaqueName(it.id)}`),
    'RuleArn',
  ),
  'AWS::ECS::Cluster': named('ClusterName', (name, _, place) => regional(place, 'ecs', `cluster/${name}`)),
  'AWS::ECS::CapacityProvider': named('Name', (name, _, place) =>
    regional(place, 'ecs', `capacity-provider/${name}`),
  ),
  'AWS::ECS::TaskDefinition': byArn(
    (it, place) =>
      regional(place, 'ecs', `task-definition/${nameOf(it, 'Family')}:${opaqueName(`${it.id}.Revision`)}`),
    'TaskDefinitionArn',
  ),
  'AWS::ECS::Service': (it, place) => {
    const name = nameOf(it, 'ServiceName');
    const cluster = said(it, 'Cluster', 'default');
    const ref = regional(place, 'ecs', `service/${cluster.slice(cluster.lastIndexOf('/') + 1)}/${name}`);
    return { ref, attributes: { Arn: ref, ServiceArn: ref, Name: name } };
  },
  'AWS::AutoScaling::AutoScalingGroup': named('AutoScalingGroupName', (name, it, place) =>
    regional(
      place,
      'autoscaling',
      `autoScalingGroup:${opaqueName(`${it.id}.Id`)}:autoScalingGroupName/${name}`,
    ),
  ),
  'AWS::AutoScaling::LaunchConfiguration': (it) => ({ ref: nameOf(it, 'LaunchConfigurationName') }),
  'AWS::ECR::Repository': (it, place) => {
    const ref = nameOf(it, 'RepositoryName');
    const suffix = place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    const attributes = {
      Arn: regional(place, 'ecr', `repository/${ref}`),
      RepositoryUri: `${place.account}.dkr.ecr.${place.region}.${suffix}/${ref}`,
    };
    return { ref, attributes };
  },
  'AWS::S3::Bucket': named('BucketName', (name, _, { partition }) => `arn:${partition}:s3:::${name}`),
  'AWS::EFS::FileSystem': (it, place) => {
    const ref = opaqueName(it.id);
    const attributes = { FileSystemId: ref, Arn: regional(place, 'elasticfilesystem', `file-system/${ref}`) };
    return { ref, attributes };
  },
  'AWS::EFS::AccessPoint': (it, place) => {
    const ref = opaqueName(it.id);
    const attributes = {
      AccessPointId: ref,
      Arn: regional(place, 'elasticfilesystem', `access-point/${ref}`),
    };
    return { ref, attributes };
  },
  'AWS::VpcLattice::TargetGroup': (it, place) => {
    const id = opaqueName(it.id);
    const ref = regional(place, 'vpc-lattice', `targetgroup/${id}`);
    return { ref, attributes: { Arn: ref, Id: id } };
  },
  'AWS::ServiceDiscovery::Service': (it, place) => {
    const ref = opaqueName(it.id);
    const arn = regional(place, 'servicediscovery', `service/${ref}`);
    return { ref, attributes: { Id: ref, Name: nameOf(it, 'Name'), Arn: arn } };
  },
  'AWS::ServiceDiscovery::HttpNamespace': namespace,
  'AWS::ServiceDiscovery::PrivateDnsNamespace': namespace,
  'AWS::ServiceDiscovery::PublicDnsNamespace': namespace,
};
