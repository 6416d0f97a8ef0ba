import { describe, expect, test } from 'vitest';
import rule from '../../rules/rejected-by-ecs/rule.ts';
import type { Finding } from '../../src/engine/result.ts';
import { inputsOf, judgeTexts, ruleFixtures } from '../fixtures.ts';

/** What the fixtures' tables do not say: evidence, commands and reasons of the problems that the account decides. */
async function findingOf(name: string): Promise<Finding> {
  const fixture = ruleFixtures().find((one) => one.rule.id === rule.id && one.name === name);
  if (!fixture) throw new Error(`no fixture ${name}`);
  const { findings } = await judgeTexts(inputsOf(fixture.folder), [rule], fixture.expected);
  const [found] = findings.filter(({ problem }) => fixture.expected.problems.includes(problem));
  if (!found) throw new Error(`${name} has no finding`);
  return found;
}

function commandsOf({ fixes = [] }: Finding): readonly string[] {
  return fixes.flatMap((fix) => (fix.kind === 'command' ? [fix.command] : []));
}

const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/0123456789abcdef';

describe('fixes are complete', () => {
  test('the health check is made to follow the traffic', async () => {
    expect(commandsOf(await findingOf('fail-fixed-health-check-port'))).toEqual([
      `aws elbv2 modify-target-group --region eu-west-1 --target-group-arn ${GROUP} --health-check-port traffic-port`,
    ]);
  });

  test('the security groups of the right VPC are listed', async () => {
    expect(commandsOf(await findingOf('fail-security-group-of-another-vpc'))).toEqual([
      "aws ec2 describe-security-groups --region eu-west-1 --filters Name=vpc-id,Values=vpc-1 --query 'SecurityGroups[].[GroupId,GroupName]' --output text",
    ]);
  });

  test('the service-linked role is created, or the right to have it created is given for it alone', async () => {
    const finding = await findingOf('fail-no-service-linked-role');
    expect(commandsOf(finding)).toEqual([
      'aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
    ]);
    expect(finding.fixes?.flatMap((fix) => (fix.kind === 'policy' ? [fix.statement] : []))).toEqual([
      {
        Effect: 'Allow',
        Action: 'iam:CreateServiceLinkedRole',
        Resource: 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
        Condition: { StringEquals: { 'iam:AWSServiceName': 'ecs.amazonaws.com' } },
      },
    ]);
  });

  test('a protocol is set back to what the running revision has', async () => {
    const { fixes = [] } = await findingOf('fail-app-protocol-changed');
    expect(fixes.flatMap((fix) => (fix.kind === 'edit' ? fix.edits : []))).toMatchObject([
      { pointer: '/containerDefinitions/0/portMappings/0/appProtocol', op: 'set', value: 'http2' },
    ]);
  });
});

describe('what runs already is not called refused', () => {
  test('a running service without a listener', async () => {
    const { severity, why } = await findingOf('fail-running-service-taken-off-its-listener');
    expect(severity).toBe('warning');
    expect(why).toMatch(/^no request reaches the tasks/);
  });
});

describe('evidence', () => {
  test('names the VPC of each subnet and of the security group', async () => {
    const { evidence } = await findingOf('fail-security-group-of-another-vpc');
    expect(evidence).toEqual([
      'subnet subnet-0a is in vpc-1',
      'subnet subnet-0b is in vpc-1',
      'security group sg-0b is of vpc-2',
    ]);
  });
});
