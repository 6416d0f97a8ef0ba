import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/aws/account.ts';
import { Clients } from '../../src/aws/clients.ts';
import { Gate } from '../../src/aws/gate.ts';
import { askers, listers } from '../../src/aws/questions.ts';
import { liveSource } from '../../src/fact/scheduler.ts';
import { CREDENTIALS } from '../credentials.ts';
import { setEnvironment } from './client/open.ts';
import { questions } from './client/questions.ts';

/** Asks everything in a partition and notes where each service's requests go; nothing is sent. */
async function hosts(partition: string, region: string): Promise<Record<string, string>> {
  setEnvironment({ ...CREDENTIALS, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
  const found: Record<string, string> = {};
  const clients = new Clients({
    handler: {
      handle: async (request) => {
        const service = /\/([\w-]+)\/aws4_request/.exec(String(request.headers['authorization']))?.[1] ?? '';
        found[service] = request.hostname;
        throw new Error('nothing is sent');
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
      destroy() {},
    },
    gate: new Gate(100),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's' },
    pathStyle: false,
  });
  const arn = `arn:${partition}:iam::111122223333:user/dev`;
  const account: Account = { account: '111122223333', arn, userId: 'A', partition, region, clients };
  const source = liveSource(askers(account), listers(account));
  const here = (query: unknown) =>
    JSON.parse(
      JSON.stringify(query).replaceAll('arn:aws:', `arn:${partition}:`).replaceAll('eu-west-1', region),
    );
  await Promise.all(
    questions.map(({ kind, query }) =>
      kind.sort === 'resource' ? source.answer(kind, here(query)) : source.list(kind, here(query)),
    ),
  );
  return found;
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html, .../organizations, /iam-service, /r53 and the pages of each service. */
const REGIONAL = {
  autoscaling: 'autoscaling',
  'application-autoscaling': 'application-autoscaling',
  ec2: 'ec2',
  ecr: 'api.ecr',
  ecs: 'ecs',
  elasticloadbalancing: 'elasticloadbalancing',
  kms: 'kms',
  logs: 'logs',
  secretsmanager: 'secretsmanager',
  ssm: 'ssm',
};

describe('requests stay in their partition', () => {
  test.for([
    [
      'aws',
      'eu-west-1',
      'amazonaws.com',
      {
        iam: 'iam.amazonaws.com',
        organizations: 'organizations.us-east-1.amazonaws.com',
        route53: 'route53.amazonaws.com',
      },
    ],
    [
      'aws-cn',
      'cn-north-1',
      'amazonaws.com.cn',
      {
        iam: 'iam.cn-north-1.amazonaws.com.cn',
        organizations: 'organizations.cn-northwest-1.amazonaws.com.cn',
        route53: 'route53.amazonaws.com.cn',
      },
    ],
    [
      'aws-us-gov',
      'us-gov-west-1',
      'amazonaws.com',
      {
        iam: 'iam.us-gov.amazonaws.com',
        organizations: 'organizations.us-gov-west-1.amazonaws.com',
        route53: 'route53.us-gov.amazonaws.com',
      },
    ],
  ] as const)('%s', async ([partition, region, suffix, global]) => {
    const found = await hosts(partition, region);
    const regional = Object.entries(REGIONAL).map(([service, name]) => [
      service,
      `${name}.${region}.${suffix}`,
    ]);
    expect(found).toEqual({
      ...Object.fromEntries(regional),
      ...global,
      s3: `session-logs.s3.${region}.${suffix}`,
    });
  });
});
