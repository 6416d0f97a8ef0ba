import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding } from '../../src/engine/result.ts';
import { judgeTexts } from '../fixtures.ts';

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:7';
const api = { name: 'api', image: 'public.ecr.aws/acme/api:31', memory: 512 };

async function finding(problem: string, definition: object): Promise<Finding | undefined> {
  const { findings } = await judgeTexts([{ file: 'taskdef.json', text: JSON.stringify(definition) }], rules);
  return findings.find((found) => found.problem === problem);
}

describe('sentences that are true of the file at hand', () => {
  const waiting = {
    family: 'checkout',
    networkMode: 'awsvpc',
    containerDefinitions: [
      { ...api, dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] },
      { ...api, name: 'migrate', essential: false },
    ],
  };

  test.each([
    ['EC2', 'give up after 120 seconds, where container "migrate" never needs longer'],
    [
      'FARGATE',
      'give up after 120 seconds (the most that Fargate allows), where container "migrate" never needs longer',
    ],
  ])('the end of a wait on %s', async (kind, description) => {
    const found = await finding('depends-on-dead-end', { ...waiting, requiresCompatibilities: [kind] });
    expect(found?.fixes).toEqual([expect.objectContaining({ description, safe: false })]);
  });

  test('a parameter goes to the region of the described task definition', async () => {
    const environment = [{ name: 'DB_PASSWORD', value: 'correct horse battery' }];
    const found = await finding('plaintext-secret', {
      taskDefinition: {
        taskDefinitionArn: ARN,
        family: 'checkout',
        containerDefinitions: [{ ...api, environment }],
      },
    });
    expect(found?.message).toContain('DB_PASSWORD holds a credential (by its name) in plain text');
    expect(found?.fixes).toEqual([
      expect.objectContaining({
        command:
          'aws ssm put-parameter --region eu-west-1 --name /checkout/DB_PASSWORD --type SecureString --value "$DB_PASSWORD"',
      }),
    ]);
  });

  test('what to do with a new execution role, where no edit can name it', async () => {
    const secrets = [{ name: 'DB_PASSWORD', valueFrom: 'db-password' }];
    const found = await finding('execution-role-missing', {
      family: 'checkout',
      containerDefinitions: [{ ...api, secrets }],
    });
    expect(found?.fixes?.map(({ description }) => description)).toContain(
      'create the execution role if the account has none, and give its ARN as executionRoleArn',
    );
  });
});

// Console and documentation refuse it, the API registers tcp: https://github.com/hashicorp/terraform-provider-aws/issues/3645
test('a protocol that the API takes for tcp is a warning', async () => {
  const found = await finding('protocol-enum', {
    family: 'checkout',
    networkMode: 'awsvpc',
    containerDefinitions: [{ ...api, portMappings: [{ containerPort: 8080, protocol: 'http' }] }],
  });
  expect(found).toMatchObject({ severity: 'warning', fixes: [{ safe: false, edits: [{ value: 'tcp' }] }] });
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
describe('the log group of an edit', () => {
  const fargate = {
    family: 'checkout',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  };

  test('is made first, where nothing logs to it', async () => {
    const { findings } = await judgeTexts(
      [{ file: 'taskdef.json', text: JSON.stringify({ ...fargate, containerDefinitions: [api] }) }],
      rules,
      { target: { region: 'eu-west-1' } },
    );
    const found = findings.find(({ problem }) => problem === 'no-logging');
    expect(found?.fixes?.[0]).toMatchObject({
      command: 'aws logs create-log-group --region eu-west-1 --log-group-name /ecs/checkout',
    });
    expect(found?.fixes?.[1]).toMatchObject({ kind: 'edit', safe: false });
  });

  test('is taken from another container as it is', async () => {
    const options = {
      'awslogs-group': '/shop/checkout',
      'awslogs-region': 'eu-west-1',
      'awslogs-stream-prefix': 'ecs',
      'awslogs-create-group': 'true',
    };
    const other = { ...api, name: 'proxy', logConfiguration: { logDriver: 'awslogs', options } };
    const found = await finding('no-logging', { ...fargate, containerDefinitions: [api, other] });
    expect(found?.fixes).toHaveLength(1);
    expect(found?.fixes?.[0]).toMatchObject({ edits: [{ value: { logDriver: 'awslogs', options } }] });
  });
});

describe('a container on Fargate without a log configuration', () => {
  const fargate = (image: string, members: object = {}) => ({
    family: 'checkout',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'api', image }],
    ...members,
  });
  const role = { executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole' };
  const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout:31';

  test('is told what an edit lacks', async () => {
    const found = await finding('no-logging', fargate(api.image));
    expect(found?.fixes).toBeUndefined();
    expect(found?.evidence?.join()).toMatch(/the region \(give --region\), an executionRoleArn/);
  });

  test('is offered the region that its image comes from', async () => {
    const found = await finding('no-logging', fargate(ecr, role));
    expect(found?.fixes).toMatchObject([
      { command: 'aws logs create-log-group --region eu-west-1 --log-group-name /ecs/checkout' },
      {
        safe: false,
        description: 'log to the group /ecs/checkout in eu-west-1, the region that the images come from',
      },
    ]);
  });

  test('is offered none where its images come from several', async () => {
    const containerDefinitions = [
      { name: 'api', image: ecr },
      { name: 'proxy', image: ecr.replace('eu-west-1', 'us-east-1') },
    ];
    const found = await finding('no-logging', fargate(ecr, { ...role, containerDefinitions }));
    expect(found?.fixes).toBeUndefined();
    expect(found?.evidence?.join()).toContain('the region (give --region)');
  });
});

describe('what messages call things', () => {
  test('a container whose name is empty', async () => {
    const found = await finding('container-image-missing', {
      family: 'checkout',
      containerDefinitions: [{ name: '', memory: 512 }],
    });
    expect(found?.message).toMatch(/^image of container 0 is absent/);
  });

  test('an object where a list is wanted, and a list where an object is', async () => {
    const logConfiguration = {
      logDriver: 'splunk',
      secretOptions: { name: 'splunk-token', valueFrom: 'splunk' },
    };
    const map = await finding('wrong-type', {
      family: 'checkout',
      containerDefinitions: [{ ...api, logConfiguration }],
    });
    expect(map?.message).toContain('is an object, expected a list');
    const list = await finding('wrong-type', {
      family: 'checkout',
      containerDefinitions: [{ ...api, logConfiguration: [logConfiguration] }],
    });
    expect(list?.message).toContain('is a list, expected an object');
  });

  test('members that belong together', async () => {
    const linuxParameters = { tmpfs: [{ containerPath: '/run' }] };
    const found = await finding('tmpfs-size-missing', {
      family: 'checkout',
      containerDefinitions: [{ ...api, linuxParameters }],
    });
    expect(found?.message).toContain('has no size, expected containerPath and size');
  });
});
