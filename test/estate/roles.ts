import * as iam from '../../src/fact/kinds/iam.ts';
import type { Book } from './book.ts';
import type { Dependencies } from './dependencies.ts';
import { arn, iamArn } from './place.ts';
import type { Random } from './random.ts';
import type { Size } from './size.ts';

export interface Roles {
  readonly executionRoles: readonly string[];
  readonly taskRoles: readonly string[];
  /** An execution role that may read no secret. */
  readonly poorRole: string;
  readonly instanceProfile: string;
}

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html */
const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const EXECUTION_DOCUMENT = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ],
      Resource: '*',
    },
  ],
};
const INSTANCE_POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role';
/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html */
const INSTANCE_DOCUMENT = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'ec2:DescribeTags',
        'ecs:CreateCluster',
        'ecs:DeregisterContainerInstance',
        'ecs:DiscoverPollEndpoint',
        'ecs:Poll',
        'ecs:RegisterContainerInstance',
        'ecs:StartTelemetrySession',
        'ecs:UpdateContainerInstancesState',
        'ecs:Submit*',
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: 'ecs:TagResource',
      Resource: '*',
      Condition: { StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterContainerInstance'] } },
    },
  ],
};

/** Execution roles that read secrets by an inline policy, task roles with a managed policy, and the role of the instances. */
export function addRoles(book: Book, size: Size, dependencies: Dependencies, choose: Random): Roles {
  const readAll = iamArn('policy/app-data');
  const managed = (policyArn: string, version: string, document: object) =>
    book.add(iam.policy, { arn: policyArn }, { Arn: policyArn, VersionId: version, Document: document });
  managed(EXECUTION_POLICY, 'v1', EXECUTION_DOCUMENT);
  managed(INSTANCE_POLICY, 'v7', INSTANCE_DOCUMENT);
  managed(readAll, 'v4', {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: ['arn:aws:s3:::app-data', 'arn:aws:s3:::app-data/*'],
      },
    ],
  });

  const addRole = (name: string, principal: string, attached: string, inline: object | undefined) => {
    const Arn = iamArn(`role/${name}`);
    book.add(
      iam.role,
      { role: name },
      {
        Arn,
        RoleName: name,
        RoleId: `AROA${choose.word(17).toUpperCase()}`,
        Path: '/',
        CreateDate: '2025-03-01T09:00:00.000Z',
        MaxSessionDuration: 3600,
        Description: '',
        RoleLastUsed: { LastUsedDate: '2026-11-20T08:00:00.000Z', Region: 'eu-west-1' },
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }],
        },
      },
    );
    book.collect(
      iam.rolePolicies,
      { role: name },
      inline ? [{ RoleName: name, PolicyName: 'access', PolicyDocument: inline }] : [],
    );
    book.collect(iam.attachedRolePolicies, { role: name }, [
      { PolicyArn: attached, PolicyName: attached.slice(attached.lastIndexOf('/') + 1) },
    ]);
    return Arn;
  };

  const tasks = 'ecs-tasks.amazonaws.com';
  const half = Math.max(2, Math.floor((size.roles - 2) / 2));
  // Each may read what the task definitions need that it serves, and no more.
  const executionRoles = Array.from({ length: half }, (_, at) => {
    const served = Array.from({ length: size.taskDefinitions + 5 }, (_, family) => family).filter(
      (family) => family % half === at,
    );
    const of = (list: readonly string[]) => [
      ...new Set(served.map((family) => list[family % list.length] ?? '')),
    ];
    return addRole(`execution-${at}`, tasks, EXECUTION_POLICY, {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: [...of(dependencies.secrets), dependencies.lockedSecret, dependencies.goneSecret],
        },
        {
          Effect: 'Allow',
          Action: 'ssm:GetParameters',
          Resource: of(dependencies.parameters).map((name) => arn('ssm', `parameter${name}`)),
        },
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: [dependencies.key, dependencies.disabledKey] },
      ],
    });
  });
  const poorRole = addRole('execution-poor', tasks, EXECUTION_POLICY, undefined);
  const exec = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ssmmessages:CreateControlChannel',
          'ssmmessages:CreateDataChannel',
          'ssmmessages:OpenControlChannel',
          'ssmmessages:OpenDataChannel',
        ],
        Resource: '*',
      },
    ],
  };
  const taskRoles = Array.from({ length: Math.max(1, size.roles - half - 2) }, (_, at) =>
    addRole(`task-${at}`, tasks, readAll, exec),
  );
  const instanceRole = addRole('container-instance', 'ec2.amazonaws.com', INSTANCE_POLICY, undefined);
  const instanceProfile = iamArn('instance-profile/container-instance');
  book.add(
    iam.instanceProfile,
    { profile: instanceProfile },
    {
      Arn: instanceProfile,
      InstanceProfileName: 'container-instance',
      InstanceProfileId: `AIPA${choose.word(17).toUpperCase()}`,
      Path: '/',
      CreateDate: '2025-03-01T09:00:00.000Z',
      Roles: [
        {
          Arn: instanceRole,
          RoleName: 'container-instance',
          RoleId: `AROA${choose.word(17).toUpperCase()}`,
          Path: '/',
          CreateDate: '2025-03-01T09:00:00.000Z',
        },
      ],
    },
  );
  return { executionRoles, taskRoles, poorRole, instanceProfile };
}
