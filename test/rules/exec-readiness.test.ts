import { describe, expect, test } from 'vitest';
import execReadiness from '../../rules/exec-readiness/rule.ts';
import { judgeTexts } from '../fixtures.ts';

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
describe('ECS Exec is off', () => {
  const findingOf = async (service: object) => {
    const { findings } = await judgeTexts(
      [{ file: 'service.json', text: JSON.stringify(service) }],
      [execReadiness],
    );
    return findings.find(({ problem }) => problem === 'exec-disabled');
  };

  test('the command names the cluster and the region of a described service', async () => {
    const arn = 'arn:aws:ecs:eu-west-1:123456789012';
    const finding = await findingOf({
      service: {
        serviceArn: `${arn}:service/prod/checkout`,
        serviceName: 'checkout',
        clusterArn: `${arn}:cluster/prod`,
        taskDefinition: `${arn}:task-definition/checkout:7`,
        enableExecuteCommand: false,
      },
    });
    expect(finding?.fixes).toEqual([
      expect.objectContaining({
        command:
          'aws ecs update-service --region eu-west-1 --cluster prod --service checkout --enable-execute-command --force-new-deployment',
      }),
    ]);
  });

  test('a cluster that is not resolved leaves no command', async () => {
    const finding = await findingOf({
      serviceName: 'checkout',
      cluster: '<CLUSTER>',
      taskDefinition: 'checkout',
    });
    expect(finding?.fixes ?? []).toEqual([]);
  });

  test('only on Fargate is it said to be the one way in', async () => {
    const service = { serviceName: 'checkout', taskDefinition: 'checkout', desiredCount: 2 };
    const fargate = await findingOf({ ...service, launchType: 'FARGATE' });
    const instances = await findingOf({ ...service, launchType: 'EC2' });
    expect(fargate?.why).toContain('Fargate');
    expect(instances?.why).not.toContain('Fargate');
  });
});
