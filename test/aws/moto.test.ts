/**
 * A second opinion: an account that somebody else's emulator keeps, built by the SDK's write calls and audited by the command.
 * Runs where `python3 -m moto.server` does. No verdict on IAM or the network is taken from an emulator.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REGION = 'eu-west-1';
const CLUSTER = 'emulated';
/** moto's account. */
const ACCOUNT = '123456789012';
const GONE = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:gone-AbCdEf`;
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'emulated',
  AWS_REGION: REGION,
};

const hasMoto =
  spawnSync('python3', [
    '-c',
    'import importlib.util, sys; sys.exit(importlib.util.find_spec("moto") is None or importlib.util.find_spec("flask") is None)',
  ]).status === 0;

interface Report {
  readonly deployments: readonly { readonly service?: string; readonly family: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly problem: string;
    readonly deployment: string;
    readonly message: string;
  }[];
  readonly verdicts: readonly { readonly verdict: string }[];
  readonly inputErrors: readonly unknown[];
}

describe.skipIf(!hasMoto)('an account that moto keeps', () => {
  let moto: ChildProcess;
  let url: string;
  let report: Report;

  beforeAll(async () => {
    [moto, url] = await startMoto();
    await build(url);
    const { code, stdout, stderr } = await audit(url);
    if (code !== 0 && code !== 1) throw new Error(`exit code ${code}: ${stderr}`);
    report = JSON.parse(stdout) as Report;
  }, 120_000);
  afterAll(() => {
    moto?.kill();
  });

  test('is audited service by service', () => {
    expect(report.deployments.map(({ service }) => service).sort()).toEqual(['healthy', 'starving']);
    expect(report.inputErrors).toEqual([]);
    expect(report.verdicts.filter(({ verdict }) => verdict === 'crashed')).toEqual([]);
  });

  test('misses what is not there, by name', () => {
    const missing = report.findings.filter(({ problem }) => /-missing$/.test(problem));
    expect(missing.map(({ rule, problem }) => `${rule}/${problem}`).sort()).toEqual([
      'log-group/group-missing',
      'secret-reachability/secret-missing',
    ]);
    expect(missing.map(({ message }) => message).join('\n')).toContain(GONE);
    expect(missing.map(({ message }) => message).join('\n')).toContain('/ecs/gone');
  });
});

/** An account with two services: one has all that it needs, one refers to a secret and a log group that do not exist. */
async function build(endpoint: string): Promise<void> {
  const config = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'emulated' },
  };
  const ec2 = new EC2Client(config);
  const ecs = new ECSClient(config);
  const iam = new IAMClient(config);

  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.0.0.0/24' }));
  const group = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId: Vpc?.VpcId, GroupName: 'tasks', Description: 'tasks' }),
  );
  const { ARN: secret = '' } = await new SecretsManagerClient(config).send(
    new CreateSecretCommand({ Name: 'db', SecretString: 'emulated' }),
  );
  await new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName: '/ecs/healthy' }));
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'execution',
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'execution',
      PolicyName: 'access',
      PolicyDocument: document({
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      }),
    }),
  );

  await ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
  for (const [name, valueFrom, logGroup] of [
    ['healthy', secret, '/ecs/healthy'],
    ['starving', GONE, '/ecs/gone'],
  ] as const) {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: name,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        executionRoleArn: Role?.Arn,
        containerDefinitions: [
          {
            name: 'app',
            image: 'public.ecr.aws/docker/library/nginx:1.27.4',
            essential: true,
            secrets: [{ name: 'DB_PASSWORD', valueFrom }],
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': logGroup,
                'awslogs-region': REGION,
                'awslogs-stream-prefix': 'app',
              },
            },
          },
        ],
      }),
    );
    await ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName: name,
        taskDefinition: name,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: [Subnet?.SubnetId ?? ''], securityGroups: [group.GroupId ?? ''] },
        },
      }),
    );
  }
}

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** moto on a free port; it says which. */
function startMoto(): Promise<[ChildProcess, string]> {
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk;
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url !== undefined) resolve([child, url]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`moto did not start: ${said}`)));
  });
}

/** The command, from its source. */
function audit(endpoint: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const run = `import('${ROOT}src/cli/main.ts').then(({ main }) => main(process.argv.slice(1))).then((code) => { process.exitCode = code; })`;
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '-e',
      run,
      '--',
      'audit',
      '--cluster',
      CLUSTER,
      '--endpoint-url',
      endpoint,
      '-f',
      'json',
    ],
    {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        ...CREDENTIALS,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/nowhere/config',
        AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
      },
    },
  );
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}
