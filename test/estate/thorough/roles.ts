import * as iam from '../../../src/fact/kinds/iam.ts';
import { controlPolicies, organization } from '../../../src/fact/kinds/organizations.ts';
import type { Book } from '../book.ts';
import { ACCOUNT, arn, iamArn } from '../place.ts';
import { BUCKET, EXEC_GROUP, KEY, ORGANIZATION, PARAMETER, PROFILE, roleArn, SECRET } from './names.ts';

/** Of the customer: what AWS's own policies hold is known without being asked for. */
const SESSIONS = iamArn('policy/sessions');
const AWS_MANAGED = 'arn:aws:iam::aws:policy/service-role';
const EXECUTION = `${AWS_MANAGED}/AmazonECSTaskExecutionRolePolicy`;
const INSTANCE = `${AWS_MANAGED}/AmazonEC2ContainerServiceforEC2Role`;
const NOTHING = { Version: '2012-10-17', Statement: [] };
const allow = (Action: readonly string[], Resource: string | readonly string[]) =>
  ({ Effect: 'Allow', Action, Resource }) as const;
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

const PULL = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
];
const WRITE_LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-required-logging-permissions */
const EXEC = document(
  allow(
    ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
      (it) => `ssmmessages:${it}`,
    ),
    '*',
  ),
  allow(['logs:DescribeLogGroups'], '*'),
  allow(['logs:DescribeLogStreams', ...WRITE_LOGS], arn('logs', `log-group:${EXEC_GROUP}:*`)),
  allow(['s3:PutObject'], `arn:aws:s3:::${BUCKET}/*`),
  allow(['s3:GetEncryptionConfiguration'], `arn:aws:s3:::${BUCKET}`),
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], KEY),
);

/** The roles of tasks and instances, and an organization that denies nothing. */
export function addThoroughRoles(book: Book): void {
  const policies = {
    [SESSIONS]: EXEC,
    [EXECUTION]: document(allow([...PULL, ...WRITE_LOGS], '*')),
    [INSTANCE]: document(
      allow(['ecs:Poll', 'ecs:Submit*', 'ecs:RegisterContainerInstance', ...PULL, ...WRITE_LOGS], '*'),
    ),
  };
  for (const [it, Document] of Object.entries(policies))
    book.add(iam.policy, { arn: it }, { Arn: it, VersionId: 'v1', Document });

  const add = (name: string, inline: object, attached?: string, principal = 'ecs-tasks.amazonaws.com') => {
    const trust = { Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' };
    const identity = {
      Arn: roleArn(name),
      RoleName: name,
      RoleId: `AROA${name.replace(/\W/g, '').toUpperCase().padEnd(17, '0').slice(0, 17)}`,
      Path: '/',
      CreateDate: '2025-03-01T09:00:00.000Z',
    };
    book.add(iam.role, { role: name }, { ...identity, AssumeRolePolicyDocument: document(trust) });
    book.collect(iam.rolePolicies, { role: name }, [
      { RoleName: name, PolicyName: 'access', PolicyDocument: inline },
    ]);
    book.collect(
      iam.attachedRolePolicies,
      { role: name },
      attached === undefined
        ? []
        : [{ PolicyArn: attached, PolicyName: attached.slice(attached.lastIndexOf('/') + 1) }],
    );
    return identity;
  };
  const secrets = document(
    allow(['secretsmanager:GetSecretValue'], SECRET),
    allow(['ssm:GetParameters'], arn('ssm', `parameter${PARAMETER}`)),
    allow(['kms:Decrypt'], KEY),
  );
  add('execution-web', secrets, EXECUTION);
  // What it may beyond its need is a finding, which says what it takes for granted.
  add('execution-broad', document(allow(['ssm:GetParameters'], '*')), EXECUTION);
  add('execution-mute', document(allow(PULL, '*')));
  add('task-web', NOTHING, SESSIONS);
  const instanceRole = add('container-instance', NOTHING, INSTANCE, 'ec2.amazonaws.com');
  book.add(
    iam.instanceProfile,
    { profile: PROFILE },
    {
      ...instanceRole,
      Arn: PROFILE,
      InstanceProfileName: 'container-instance',
      InstanceProfileId: 'AIPACONTAINERINSTANCE',
      Roles: [instanceRole],
    },
  );

  book.add(organization, { account: ACCOUNT }, { Id: ORGANIZATION, MasterAccountId: '999900001111' });
  for (const [type, Id] of [
    ['SERVICE_CONTROL_POLICY', 'p-FullAWSAccess'],
    ['RESOURCE_CONTROL_POLICY', 'p-RCPFullAWSAccess'],
  ] as const) {
    const everyone = type === 'RESOURCE_CONTROL_POLICY' ? { Principal: '*' } : {};
    const all = { Id, Name: Id.slice(2), Content: document({ ...everyone, ...allow(['*'], '*') }) };
    const levels = ['r-prod', ACCOUNT].map((TargetId) => ({ TargetId, policies: [all] }));
    book.add(controlPolicies, { account: ACCOUNT, type }, { levels });
  }
}

/** The caller is a user whose own policies say nothing here: IAM's simulator answers. */
export const CALLER = {
  Account: ACCOUNT,
  Arn: `arn:aws:iam::${ACCOUNT}:user/auditor`,
  UserId: 'AIDAAUDITOREXAMPLE00',
};
