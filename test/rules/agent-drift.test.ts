import { describe, expect, test } from 'vitest';
import rule from '../../rules/agent-drift/rule.ts';
import type { Result } from '../../src/engine/result.ts';
import { inputsOf, judgeTexts, ruleFixtures } from '../fixtures.ts';

/** What the fixtures do not say: which commands mend it, and which problem is left to another. */
async function judged(name: string): Promise<Result> {
  const fixture = ruleFixtures().find((one) => one.rule.id === rule.id && one.name === name);
  if (!fixture) throw new Error(`no fixture ${name}`);
  return judgeTexts(inputsOf(fixture.folder), [rule], fixture.expected);
}

async function commandsOf(name: string, problem: string): Promise<readonly string[]> {
  const { findings } = await judged(name);
  const found = findings.find((finding) => finding.problem === problem);
  return (found?.fixes ?? []).flatMap((fix) => (fix.kind === 'command' ? [fix.command] : []));
}

const AL2023 = '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id';
const CURRENT = `aws ssm get-parameter --region eu-west-1 --name ${AL2023} --query Parameter.Value --output text`;

describe('commands', () => {
  test('an agent on Amazon Linux 2023 is updated in place, or its instance replaced', async () => {
    expect(await commandsOf('fail-agents-behind', 'agent-behind')).toEqual([
      'aws ecs update-container-agent --region eu-west-1 --cluster prod --container-instance arn:aws:ecs:eu-west-1:111122223333:container-instance/prod/00000000000000000000000000000001',
      CURRENT,
    ]);
  });

  test('on Amazon Linux 2 the agent is pinned: only another AMI brings a newer one', async () => {
    expect(await commandsOf('fail-agents-pinned-on-amazon-linux-2', 'agent-behind')).toEqual([CURRENT]);
  });

  test('an external instance has no AMI to replace', async () => {
    expect(
      await commandsOf('fail-external-instance-with-an-old-agent-is-only-behind', 'agent-behind'),
    ).toEqual([]);
  });

  test('an operating system past its end of life is not mended by a new agent', async () => {
    expect(await commandsOf('fail-amazon-linux-2', 'ami-end-of-life')).toEqual([CURRENT]);
  });

  test('a lost agent is looked at again before anything is done', async () => {
    expect(await commandsOf('fail-agent-not-connected', 'agent-disconnected')).toEqual([
      "aws ecs describe-container-instances --region eu-west-1 --cluster prod --container-instances arn:aws:ecs:eu-west-1:111122223333:container-instance/prod/00000000000000000000000000000001 --query 'containerInstances[].[ec2InstanceId,agentConnected]' --output text",
    ]);
  });
});

test('an attribute that the agents are too old for is reported once', async () => {
  const { verdicts } = await judged('fail-registered-feature-newer-than-all-agents');
  const [problems] = [...verdicts].map((entry) => entry.problems);
  expect(problems?.['agent-lacks-feature']).toBe('fail');
  expect(problems?.['attributes-missing']).toBe('not-applicable');
});
