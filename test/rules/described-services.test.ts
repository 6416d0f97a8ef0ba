import { describe, expect, test } from 'vitest';
import clusterCapacity from '../../rules/cluster-capacity/rule.ts';
import deploymentPercents from '../../rules/deployment-percents/rule.ts';
import execReadiness from '../../rules/exec-readiness/rule.ts';
import gracePeriod from '../../rules/grace-period/rule.ts';
import platformVersion from '../../rules/platform-version/rule.ts';
import { judgeTexts } from '../fixtures.ts';

const ARN = 'arn:aws:ecs:eu-west-1:123456789012';
const SERVICE = {
  serviceArn: `${ARN}:service/prod/checkout`,
  serviceName: 'checkout',
  clusterArn: `${ARN}:cluster/prod`,
  taskDefinition: `${ARN}:task-definition/checkout:41`,
  desiredCount: 4,
  launchType: 'FARGATE',
  platformFamily: 'Linux',
  loadBalancers: [
    {
      targetGroupArn:
        'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/checkout/6d0ecf831eec9f09',
      containerName: 'web',
      containerPort: 8080,
    },
  ],
  deploymentConfiguration: {
    maximumPercent: 100,
    minimumHealthyPercent: 0,
    deploymentCircuitBreaker: { enable: false, rollback: false },
  },
};
const RULES = [clusterCapacity, deploymentPercents, execReadiness, gracePeriod, platformVersion];
const UPDATE = 'aws ecs update-service --region eu-west-1 --cluster prod --service checkout';

async function fixesOf(service: object, problem: string) {
  const text = JSON.stringify({ services: [service], failures: [] });
  const { findings } = await judgeTexts([{ file: 'described.json', text }], RULES);
  const found = findings.find((finding) => finding.problem === problem);
  expect(found).toBeDefined();
  return found?.fixes ?? [];
}

// https://docs.aws.amazon.com/cli/latest/reference/ecs/update-service.html
describe('what a describe call returned is changed by a command and not by an edit', () => {
  test.each([
    [
      'zero-capacity',
      `--deployment-configuration '{"maximumPercent":200,"minimumHealthyPercent":100,"deploymentCircuitBreaker":{"enable":false,"rollback":false}}'`,
    ],
    [
      'no-circuit-breaker',
      `--deployment-configuration '{"maximumPercent":100,"minimumHealthyPercent":0,"deploymentCircuitBreaker":{"enable":true,"rollback":true}}'`,
    ],
    ['grace-missing', '--health-check-grace-period-seconds 60'],
    ['unpinned', '--platform-version 1.4.0'],
    ['exec-disabled', '--enable-execute-command --force-new-deployment'],
  ])('%s', async (problem, args) => {
    const fixes = await fixesOf(SERVICE, problem);
    expect(fixes).toEqual([expect.objectContaining({ kind: 'command', command: `${UPDATE} ${args}` })]);
  });

  test('a service on Spot alone gets a base on demand', async () => {
    const { launchType: _, ...service } = SERVICE;
    const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }];
    expect(await fixesOf({ ...service, capacityProviderStrategy }, 'spot-only')).toEqual([
      expect.objectContaining({
        command: `${UPDATE} --capacity-provider-strategy capacityProvider=FARGATE,base=1,weight=1 capacityProvider=FARGATE_SPOT,weight=4 --force-new-deployment`,
      }),
    ]);
  });

  test('a word that a shell would read is quoted', async () => {
    const service = { ...SERVICE, serviceName: "it's checkout" };
    const [fix] = await fixesOf(service, 'unpinned');
    expect(fix).toMatchObject({
      command: expect.stringContaining(`--service 'it'\\''s checkout' --platform`),
    });
  });

  test('without the service name there is no command, and still no edit', async () => {
    const { serviceName: _, ...service } = SERVICE;
    expect(await fixesOf(service, 'unpinned')).toEqual([]);
  });

  test('a Windows service is pinned to the version of Windows', async () => {
    const [fix, ...others] = await fixesOf(
      { ...SERVICE, platformFamily: 'Windows Server 2022 Core' },
      'unpinned',
    );
    expect([fix, others]).toEqual([
      expect.objectContaining({ command: `${UPDATE} --platform-version 1.0.0` }),
      [],
    ]);
  });
});

test('where the operating system is not known, the current version of each is offered', async () => {
  const service = { serviceName: 'checkout', taskDefinition: 'checkout', launchType: 'FARGATE' };
  const { findings } = await judgeTexts(
    [{ file: 'service.json', text: JSON.stringify(service) }],
    [platformVersion],
  );
  const [finding] = findings;
  expect(finding?.fixes).toMatchObject([
    { kind: 'edit', safe: false, description: expect.stringContaining('Linux'), edits: [{ value: '1.4.0' }] },
    {
      kind: 'edit',
      safe: false,
      description: expect.stringContaining('Windows'),
      edits: [{ value: '1.0.0' }],
    },
  ]);
  expect(finding?.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
});
