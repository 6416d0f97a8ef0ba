import { describe, expect, test } from 'vitest';
import { shown } from '../../../src/fact/opaque.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { arnOf, attributeOf, refOf } from '../../../src/read/declared/identity.ts';
import { constant, type Planned, plan, refers } from './plans.ts';
import { estateOf, propertiesOf } from './reading.ts';
import { network } from './web.ts';

/** What a type of CloudFormation is declared with, one after the other, as a person reads it. */
function declared(
  type: string,
  resources: readonly Planned[],
  document: Record<string, unknown> = {},
): unknown[] {
  return estateOf(plan(resources, { document }))
    .of(type)
    .map((it) => readable(propertiesOf(it)));
}

function readable(value: unknown): unknown {
  if (typeof value === 'string') return shown(value);
  if (value instanceof Unresolved) return `open: ${value.why.detail}`;
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readable(one)]));
}

function role(name: string, unknown: Record<string, unknown> = { arn: true }): Planned {
  return {
    at: `aws_iam_role.${name}`,
    values: { name, path: '/' },
    unknown,
    expressions: { name: constant(name) },
  };
}

describe('identities', () => {
  test('of what is new are opaque where AWS chooses, and spelled out elsewhere', () => {
    const estate = estateOf(
      plan([role('exec'), { at: 'aws_vpc.main', unknown: { id: true }, expressions: {} }]),
    );
    const [exec] = estate.of('AWS::IAM::Role');
    const [vpc] = estate.of('AWS::EC2::VPC');
    expect(exec && refOf(exec, estate)).toBe('exec');
    expect(exec && arnOf(exec, estate)).toBe('arn:aws:iam::111122223333:role/exec');
    expect(vpc && shown(refOf(vpc, estate))).toBe('${aws_vpc.main}');
  });

  test('of what is there already are what the document says', () => {
    const group = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/0123456789abcdef';
    const estate = estateOf(
      plan([
        { at: 'aws_lb_target_group.app', values: { name: 'shop', arn: group, id: group } },
        {
          at: 'aws_vpc.main',
          values: { id: 'vpc-0123456789abcdef0', default_security_group_id: 'sg-0123456789abcdef0' },
        },
        {
          at: 'aws_cloudwatch_log_group.app',
          values: { name: '/shop', arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop' },
        },
      ]),
    );
    const [app] = estate.of('AWS::ElasticLoadBalancingV2::TargetGroup');
    const [vpc] = estate.of('AWS::EC2::VPC');
    const [logs] = estate.of('AWS::Logs::LogGroup');
    expect(app && refOf(app, estate)).toBe(group);
    expect(vpc && refOf(vpc, estate)).toBe('vpc-0123456789abcdef0');
    expect(vpc && attributeOf(vpc, 'DefaultSecurityGroup', estate)).toBe('sg-0123456789abcdef0');
    // CloudFormation's ARN of a log group ends with :*, which the provider leaves out.
    expect(logs && arnOf(logs, estate)).toBe('arn:aws:logs:eu-west-1:111122223333:log-group:/shop:*');
  });
});

describe('roles', () => {
  const attachment = (at: string, values: Record<string, unknown>, rest: Partial<Planned> = {}): Planned => ({
    at,
    values,
    expressions: {},
    ...rest,
  });

  test('have the policies that are attached to them by name', () => {
    const resources = [
      role('exec', { arn: true, managed_policy_arns: true, inline_policy: true }),
      role('task', { arn: true, managed_policy_arns: true, inline_policy: true }),
      attachment('aws_iam_role_policy_attachment.a', {
        role: 'exec',
        policy_arn: 'arn:aws:iam::aws:policy/A',
      }),
      attachment('aws_iam_policy_attachment.b', {
        roles: ['task', 'exec'],
        policy_arn: 'arn:aws:iam::aws:policy/B',
      }),
      attachment(
        'aws_iam_role_policy_attachment.c',
        {},
        {
          unknown: { role: true, policy_arn: true },
          expressions: { role: refers('aws_iam_role.exec.id'), policy_arn: refers('aws_iam_policy.own.arn') },
        },
      ),
      {
        at: 'aws_iam_policy.own',
        values: { name: 'own', path: '/', policy: '{"Statement":[]}' },
        unknown: { arn: true, id: true },
        expressions: {},
      },
    ];
    expect(declared('AWS::IAM::Role', resources)).toEqual([
      {
        RoleName: 'exec',
        Path: '/',
        ManagedPolicyArns: [
          'arn:aws:iam::aws:policy/A',
          'arn:aws:iam::111122223333:policy/own',
          'arn:aws:iam::aws:policy/B',
        ],
      },
      { RoleName: 'task', Path: '/', ManagedPolicyArns: ['arn:aws:iam::aws:policy/B'] },
    ]);
    expect(declared('AWS::IAM::ManagedPolicy', resources)).toEqual([
      { ManagedPolicyName: 'own', Path: '/', PolicyDocument: { Statement: [] } },
    ]);
  });

  test('may have one that is attached to nobody knows which role', () => {
    const resources = [
      role('exec'),
      attachment(
        'aws_iam_role_policy_attachment.a',
        { policy_arn: 'arn:aws:iam::aws:policy/A' },
        { unknown: { role: true }, expressions: { role: refers('local.role') } },
      ),
    ];
    expect(declared('AWS::IAM::Role', resources)).toEqual([
      {
        RoleName: 'exec',
        Path: '/',
        ManagedPolicyArns: [expect.stringMatching(/^open: aws_iam_role_policy_attachment\.a\.role /)],
      },
    ]);
  });

  test('have inline policies of their own, and others', () => {
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
    const resources: Planned[] = [
      {
        at: 'aws_iam_role.exec',
        values: { name: 'exec', inline_policy: [{ name: 'own', policy: JSON.stringify(policy) }] },
      },
      {
        at: 'aws_iam_role_policy.more',
        values: { name: 'more', policy: JSON.stringify(policy) },
        unknown: { role: true },
        expressions: { role: refers('aws_iam_role.exec.name') },
      },
    ];
    expect(declared('AWS::IAM::Role', resources)).toEqual([
      { RoleName: 'exec', Policies: [{ PolicyName: 'own', PolicyDocument: policy }] },
    ]);
    expect(declared('AWS::IAM::RolePolicy', resources)).toEqual([
      { RoleName: 'exec', PolicyName: 'more', PolicyDocument: policy },
    ]);
  });
});

describe('a policy document of a data source', () => {
  const reading = (data: Partial<Planned>): Planned[] => [
    {
      at: 'aws_iam_role_policy.read',
      values: { name: 'read', role: 'exec' },
      unknown: { policy: true },
      expressions: { policy: refers('data.aws_iam_policy_document.read.json') },
    },
    {
      at: 'aws_secretsmanager_secret.db',
      values: { name: 'db' },
      unknown: { arn: true },
      expressions: { name: constant('db') },
    },
    { at: 'data.aws_iam_policy_document.read', ...data },
  ];

  test('that was read is what it says', () => {
    const written = { Version: '2012-10-17', Statement: [] };
    const resources: Planned[] = reading({ values: { json: JSON.stringify(written) } });
    expect(declared('AWS::IAM::RolePolicy', resources)).toEqual([
      { RoleName: 'exec', PolicyName: 'read', PolicyDocument: written },
    ]);
  });

  test('that waits for the apply is put together from its statements', () => {
    const resources = reading({
      values: {
        version: '2012-10-17',
        source_policy_documents: null,
        statement: [
          {
            sid: 'Read',
            effect: 'Allow',
            actions: ['secretsmanager:GetSecretValue'],
            resources: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:old-??????', null],
            condition: [
              { test: 'StringEquals', variable: 'aws:PrincipalTag/team', values: ['&{aws:username}'] },
            ],
            principals: [],
          },
          {
            effect: null,
            actions: ['kms:Decrypt'],
            resources: ['*'],
            principals: [{ type: '*', identifiers: ['*'] }],
          },
        ],
      },
      unknown: { json: true, id: true, statement: [{ resources: [false, true] }, {}] },
      expressions: {
        statement: [
          {
            actions: constant(['secretsmanager:GetSecretValue']),
            resources: refers('var.old', 'aws_secretsmanager_secret.db.arn'),
          },
          { actions: constant(['kms:Decrypt']), resources: constant(['*']) },
        ],
      },
    });
    const document = {
      variables: { old: { value: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:old-??????' } },
    };
    const [policy] = declared('AWS::IAM::RolePolicy', resources, document) as [{ PolicyDocument: unknown }];
    // Something may stand behind the ARN: "${aws_secretsmanager_secret.db.arn}*" refers to nothing else.
    const db =
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-${aws_secretsmanager_secret.db.Suffix}${data.aws_iam_policy_document.read.statement}';
    expect(policy.PolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Sid: 'Read',
          Action: ['secretsmanager:GetSecretValue'],
          Resource: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:old-??????', db],
          Condition: { StringEquals: { 'aws:PrincipalTag/team': ['${aws:username}'] } },
        },
        { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: ['*'], Principal: '*' },
      ],
    });
  });

  test('into which another is merged is open', () => {
    const resources = reading({
      values: { statement: [] },
      unknown: { json: true, override_policy_documents: true },
      expressions: { override_policy_documents: refers('local.other') },
    });
    expect(declared('AWS::IAM::RolePolicy', resources)).toEqual([
      {
        RoleName: 'exec',
        PolicyName: 'read',
        PolicyDocument: expect.stringMatching(
          /^open: data\.aws_iam_policy_document\.read\.override_policy_documents /,
        ),
      },
    ]);
  });

  test('in a text that is made otherwise is open', () => {
    const [policy] = reading({});
    const resources = [
      { ...(policy as Planned), expressions: { policy: refers('aws_secretsmanager_secret.db.arn') } },
    ];
    expect(declared('AWS::IAM::RolePolicy', resources)).toEqual([
      {
        RoleName: 'exec',
        PolicyName: 'read',
        PolicyDocument: expect.stringMatching(/^open: aws_iam_role_policy\.read\.policy /),
      },
    ]);
  });
});

describe('secrets', () => {
  test('have a value where a version gives one, which is never read', () => {
    const resources: Planned[] = [
      {
        at: 'aws_secretsmanager_secret.db',
        values: { name: 'db' },
        unknown: { arn: true, id: true },
        expressions: {},
      },
      {
        at: 'aws_secretsmanager_secret.empty',
        values: { name: 'e' },
        unknown: { arn: true, id: true },
        expressions: {},
      },
      {
        at: 'aws_secretsmanager_secret_version.db',
        values: { secret_string: 'hunter2' },
        unknown: { secret_id: true },
        sensitive: { secret_string: true },
        expressions: { secret_id: refers('aws_secretsmanager_secret.db.id') },
      },
    ];
    const found = declared('AWS::SecretsManager::Secret', resources);
    expect(found).toEqual([
      { Name: 'db', SecretString: 'open: the value of a secret is not read' },
      { Name: 'e' },
    ]);
    const version = declared('AWS::SecretsManager::SecretVersion', resources);
    expect(JSON.stringify([found, version])).not.toContain('hunter2');
  });

  test('of the parameter store never show their value', () => {
    const resources: Planned[] = [
      {
        at: 'aws_ssm_parameter.db',
        values: { name: '/db', type: 'SecureString', value: 'hunter2', key_id: 'alias/db' },
      },
    ];
    expect(declared('AWS::SSM::Parameter', resources)).toEqual([
      { Name: '/db', Type: 'SecureString', KeyId: 'alias/db' },
    ]);
  });

  test('have the policy that stands in another resource', () => {
    const policy = { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] };
    const resources: Planned[] = [
      {
        at: 'aws_kms_key.db',
        values: { is_enabled: true },
        unknown: { key_id: true, arn: true, policy: true },
        expressions: {},
      },
      {
        at: 'aws_kms_key_policy.db',
        values: { policy: JSON.stringify(policy) },
        unknown: { key_id: true },
        expressions: { key_id: refers('aws_kms_key.db.id') },
      },
      { at: 'aws_ecr_repository.app', values: { name: 'app' }, expressions: {} },
      { at: 'aws_ecr_repository_policy.app', values: { repository: 'app', policy: JSON.stringify(policy) } },
    ];
    expect(declared('AWS::KMS::Key', resources)).toEqual([{ Enabled: true, KeyPolicy: policy }]);
    expect(declared('AWS::ECR::Repository', resources)).toEqual([
      { RepositoryName: 'app', RepositoryPolicyText: policy },
    ]);
  });
});

describe('how a bucket encrypts', () => {
  const rule = [
    {
      apply_server_side_encryption_by_default: [
        { sse_algorithm: 'aws:kms', kms_master_key_id: 'alias/logs' },
      ],
    },
  ];
  const encryption = {
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/logs' } },
    ],
  };

  test('stands in a resource of its own, or in the bucket', () => {
    const bucket = { at: 'aws_s3_bucket.logs', values: { bucket: 'logs' }, expressions: {} };
    const configuration = {
      at: 'aws_s3_bucket_server_side_encryption_configuration.logs',
      values: { bucket: 'logs', rule },
    };
    expect(declared('AWS::S3::Bucket', [bucket, configuration])).toEqual([
      { BucketName: 'logs', BucketEncryption: encryption },
    ]);
    expect(declared('AWS::S3::Bucket', [bucket])).toEqual([{ BucketName: 'logs' }]);
    const old = { ...bucket, values: { bucket: 'logs', server_side_encryption_configuration: [{ rule }] } };
    expect(declared('AWS::S3::Bucket', [old])).toEqual([
      { BucketName: 'logs', BucketEncryption: encryption },
    ]);
  });
});

test('a zone that names VPCs is private', () => {
  const vpc = { at: 'aws_vpc.main', values: { cidr_block: '10.0.0.0/16' }, expressions: {} };
  const zone = {
    at: 'aws_route53_zone.inner',
    values: { name: 'inner.example', vpc: [{ vpc_id: 'vpc-0a1b2c3d', vpc_region: 'eu-west-1' }] },
  };
  expect(declared('AWS::Route53::HostedZone', [vpc, zone])).toEqual([
    { Name: 'inner.example', VPCs: [{ VPCId: 'vpc-0a1b2c3d', VPCRegion: 'eu-west-1' }] },
  ]);
});

describe('the network', () => {
  test('joins subnets, tables, routes and gateways that do not exist yet', () => {
    const resources = network();
    expect(declared('AWS::EC2::SubnetRouteTableAssociation', resources)).toEqual([
      { SubnetId: '${aws_subnet.private[0]}', RouteTableId: '${aws_route_table.private}' },
      { SubnetId: '${aws_subnet.private[1]}', RouteTableId: '${aws_route_table.private}' },
      { SubnetId: '${aws_subnet.public}', RouteTableId: '${aws_route_table.public}' },
    ]);
    expect(declared('AWS::EC2::Route', resources)).toEqual([
      {
        RouteTableId: '${aws_route_table.public}',
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: '${aws_internet_gateway.main}',
      },
      {
        RouteTableId: '${aws_route_table.private}',
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: '${aws_nat_gateway.main}',
      },
    ]);
    expect(declared('AWS::EC2::VPCGatewayAttachment', resources)).toEqual([
      { VpcId: '${aws_vpc.main}', InternetGatewayId: '${aws_internet_gateway.main}' },
    ]);
  });

  test('takes the main table of a VPC for that of the VPC', () => {
    const resources: Planned[] = [
      { at: 'aws_vpc.main', unknown: { id: true, default_route_table_id: true }, expressions: {} },
      {
        at: 'aws_default_route_table.main',
        values: { route: [{ cidr_block: '0.0.0.0/0', gateway_id: 'igw-0123456789abcdef0' }] },
        unknown: { id: true, default_route_table_id: true },
        expressions: { default_route_table_id: refers('aws_vpc.main.default_route_table_id') },
      },
      {
        at: 'aws_main_route_table_association.main',
        unknown: { route_table_id: true },
        expressions: { route_table_id: refers('aws_default_route_table.main.id') },
      },
    ];
    expect(declared('AWS::EC2::Route', resources)).toEqual([
      {
        RouteTableId: '${aws_vpc.main.MainRouteTable}',
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: 'igw-0123456789abcdef0',
      },
    ]);
    expect(declared('AWS::EC2::SubnetRouteTableAssociation', resources)).toEqual([
      { RouteTableId: '${aws_vpc.main.MainRouteTable}' },
    ]);
  });

  test('has a rule of a security group for each peer', () => {
    const resources: Planned[] = [
      {
        at: 'aws_security_group.app',
        values: {
          name: 'app',
          ingress: [
            {
              protocol: 'tcp',
              from_port: 80,
              to_port: 80,
              cidr_blocks: ['10.0.0.0/8', '192.168.0.0/16'],
              ipv6_cidr_blocks: ['fd00::/8'],
              security_groups: [],
              self: true,
            },
          ],
        },
        unknown: { id: true, egress: true },
        expressions: {},
      },
      {
        at: 'aws_security_group_rule.out',
        values: {
          type: 'egress',
          protocol: '-1',
          from_port: 0,
          to_port: 0,
          cidr_blocks: ['0.0.0.0/0'],
          self: false,
        },
        unknown: { security_group_id: true, source_security_group_id: true },
        expressions: { security_group_id: refers('aws_security_group.app.id') },
      },
      {
        at: 'aws_vpc_security_group_ingress_rule.in',
        values: { ip_protocol: 'tcp', from_port: 443, to_port: 443 },
        unknown: { security_group_id: true, referenced_security_group_id: true },
        expressions: {
          security_group_id: refers('aws_security_group.app.id'),
          referenced_security_group_id: refers('aws_security_group.app.id'),
        },
      },
    ];
    const http = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 };
    expect(declared('AWS::EC2::SecurityGroup', resources)).toEqual([
      {
        GroupName: 'app',
        SecurityGroupIngress: [
          { ...http, CidrIp: '10.0.0.0/8' },
          { ...http, CidrIp: '192.168.0.0/16' },
          { ...http, CidrIpv6: 'fd00::/8' },
          { ...http, SourceSecurityGroupId: '${aws_security_group.app}' },
        ],
        // Terraform takes AWS's rule away that lets everything out.
        SecurityGroupEgress: [],
      },
    ]);
    expect(declared('AWS::EC2::SecurityGroupEgress', resources)).toEqual([
      {
        GroupId: '${aws_security_group.app}',
        IpProtocol: '-1',
        FromPort: 0,
        ToPort: 0,
        CidrIp: '0.0.0.0/0',
      },
    ]);
    expect(declared('AWS::EC2::SecurityGroupIngress', resources)).toEqual([
      {
        GroupId: '${aws_security_group.app}',
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        SourceSecurityGroupId: '${aws_security_group.app}',
      },
    ]);
  });

  test('has what separate resources add to an endpoint', () => {
    const resources: Planned[] = [
      {
        at: 'aws_vpc_endpoint.s3',
        values: { service_name: 'com.amazonaws.eu-west-1.s3', vpc_endpoint_type: 'Gateway' },
        unknown: {
          id: true,
          route_table_ids: true,
          subnet_ids: true,
          policy: true,
          private_dns_enabled: true,
        },
        expressions: {},
      },
      { at: 'aws_route_table.private', unknown: { id: true }, expressions: {} },
      {
        at: 'aws_vpc_endpoint_route_table_association.s3',
        unknown: { vpc_endpoint_id: true, route_table_id: true },
        expressions: {
          vpc_endpoint_id: refers('aws_vpc_endpoint.s3.id'),
          route_table_id: refers('aws_route_table.private.id'),
        },
      },
    ];
    expect(declared('AWS::EC2::VPCEndpoint', resources)).toEqual([
      {
        ServiceName: 'com.amazonaws.eu-west-1.s3',
        VpcEndpointType: 'Gateway',
        RouteTableIds: ['${aws_route_table.private}'],
      },
    ]);
  });

  test('of another region is not of this one', () => {
    const resources: Planned[] = [
      { at: 'aws_cloudwatch_log_group.here', values: { name: '/shop' }, expressions: {} },
      {
        at: 'aws_cloudwatch_log_group.there',
        values: { name: '/far', region: 'us-east-1' },
        expressions: {},
      },
    ];
    expect(declared('AWS::Logs::LogGroup', resources)).toEqual([{ LogGroupName: '/shop' }]);
  });
});

describe('network ACLs', () => {
  const all = {
    rule_no: 100,
    action: 'allow',
    protocol: '-1',
    from_port: 0,
    to_port: 0,
    cidr_block: '0.0.0.0/0',
  };

  test('have an entry for each block, and their subnets', () => {
    const resources: Planned[] = [
      {
        at: 'aws_network_acl.app',
        values: { ingress: [all], egress: [{ ...all, protocol: 'tcp', from_port: 443, to_port: 443 }] },
        unknown: { id: true, subnet_ids: true },
        expressions: { subnet_ids: refers('aws_subnet.a.id') },
      },
      { at: 'aws_subnet.a', unknown: { id: true }, expressions: {} },
    ];
    const entry = {
      NetworkAclId: '${aws_network_acl.app}',
      RuleNumber: 100,
      RuleAction: 'allow',
      CidrBlock: '0.0.0.0/0',
    };
    expect(declared('AWS::EC2::NetworkAclEntry', resources)).toEqual([
      { ...entry, Egress: true, Protocol: 6, PortRange: { From: 443, To: 443 } },
      { ...entry, Egress: false, Protocol: -1, PortRange: { From: 0, To: 0 } },
    ]);
    expect(declared('AWS::EC2::SubnetNetworkAclAssociation', resources)).toEqual([
      { SubnetId: '${aws_subnet.a}', NetworkAclId: '${aws_network_acl.app}' },
    ]);
  });

  test.each([
    ['with the rules of AWS changes nothing', [all], []],
    ['with others is open', [{ ...all, cidr_block: '10.0.0.0/8' }], [false]],
    ['without any is open', [], [false]],
  ])('the default one %s', (_, ingress, open) => {
    const resources: Planned[] = [
      {
        at: 'aws_default_network_acl.main',
        values: { default_network_acl_id: 'acl-1', ingress, egress: [all] },
      },
    ];
    expect(declared('AWS::EC2::NetworkAclEntry', resources)).toEqual(
      open.map((egress) => ({
        NetworkAclId: 'acl-1',
        Egress: egress,
        RuleNumber: expect.stringMatching(/^open: /),
        Protocol: expect.stringMatching(/^open: /),
      })),
    );
  });
});

test('a grant on a key is one of CreateGrant', () => {
  const resources: Planned[] = [
    { at: 'aws_kms_key.db', unknown: { key_id: true, arn: true }, expressions: {} },
    role('exec'),
    {
      at: 'aws_kms_grant.exec',
      values: { operations: ['Decrypt'], constraints: [] },
      unknown: { key_id: true, grantee_principal: true },
      expressions: {
        key_id: refers('aws_kms_key.db.key_id'),
        grantee_principal: refers('aws_iam_role.exec.arn'),
      },
    },
  ];
  expect(declared('AWS::KMS::Grant', resources)).toEqual([
    {
      KeyId: '${aws_kms_key.db}',
      GranteePrincipal: 'arn:aws:iam::111122223333:role/exec',
      Operations: ['Decrypt'],
    },
  ]);
});
