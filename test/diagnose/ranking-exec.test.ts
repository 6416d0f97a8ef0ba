/** ECS Exec and containers: one message, and what was done to the account. */
import { describe, expect, test } from 'vitest';
import { causesOf, diagnosed } from './diagnosing.ts';
import { Scenario } from './scenario.ts';

const NOT_ENABLED =
  "An error occurred (InvalidParameterException) when calling the ExecuteCommand operation: The execute command failed because execute command was not enabled when the task was run or the execute command agent isn't running. Wait and try again or run a new task with execute command enabled and try again.";
const NOT_CONNECTED =
  'An error occurred (TargetNotConnectedException) when calling the ExecuteCommand operation: The execute command failed due to an internal error. Try again later.';

interface Task {
  enableExecuteCommand?: boolean;
  containers?: { managedAgents?: { name: string; lastStatus: string; reason?: string }[] }[];
}

/** A service whose running tasks have ECS Exec and its agent, or have not. */
function withExec(enabled: boolean): Scenario {
  const scenario = new Scenario();
  scenario.serviceShape.enableExecuteCommand = enabled;
  return scenario.change<Task>(
    'ecs.task',
    () => true,
    (task) => {
      task.enableExecuteCommand = enabled;
      for (const container of task.containers ?? [])
        container.managedAgents = enabled ? [{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }] : [];
    },
  );
}

describe('ECS Exec does not let in', () => {
  const notEnabled = async (scenario: Scenario) =>
    causesOf(await diagnosed(scenario, undefined, NOT_ENABLED), 'exec-not-enabled');
  const notConnected = async (scenario: Scenario) =>
    causesOf(await diagnosed(scenario, undefined, NOT_CONNECTED), 'exec-not-connected');

  const agentStopped = () =>
    withExec(true).change<Task>(
      'ecs.task',
      () => true,
      ({ containers = [] }) => {
        for (const { managedAgents = [] } of containers)
          for (const agent of managedAgents) agent.lastStatus = 'STOPPED';
      },
    );

  test('it was not enabled', async () => {
    const causes = await notEnabled(withExec(false));
    expect(causes[0]).toEqual(['exec-not-given', 'suspected']);
  });

  test('the same message: its agent stopped', async () => {
    const causes = await notEnabled(agentStopped());
    expect(causes[0]).toEqual(['exec-agent', 'proven']);
    expect(causes).toContainEqual(['exec-not-given', 'ruled-out']);
  });

  test('the target is not connected: its agent stopped', async () => {
    const causes = await notConnected(agentStopped());
    expect(causes[0]).toEqual(['exec-agent', 'proven']);
  });

  test('the same message: the task role may not open the channels', async () => {
    const scenario = withExec(true);
    const role = scenario.taskDefinition.taskRoleArn?.split('/').at(-1);
    scenario.change<{ RoleName?: string; PolicyDocument?: unknown }>(
      'iam.role-policy',
      ({ RoleName }) => RoleName === role,
      (policy) => {
        policy.PolicyDocument = { Version: '2012-10-17', Statement: [] };
      },
    );
    const causes = await notConnected(scenario);
    expect(causes[0]).toEqual(['exec-role', 'proven']);
  });

  test('the same message: the endpoint of Session Manager lets nobody in', async () => {
    const scenario = withExec(true).change<{ GroupName?: string; IpPermissions: unknown[] }>(
      'ec2.security-group',
      ({ GroupName }) => GroupName === 'endpoints',
      (group) => {
        group.IpPermissions = [];
      },
    );
    const causes = await notConnected(scenario);
    expect(causes[0]).toEqual(['exec-network', 'proven']);
    expect(causes).toContainEqual(['exec-role', 'ruled-out']);
  });
});

test('a secret whose reference is malformed', async () => {
  const scenario = new Scenario().stopped({
    reason:
      'ResourceInitializationError: unable to pull secrets or registry auth: unexpected ARN format with parameters when trying to retrieve ASM secret',
  });
  const [secret] = scenario.taskDefinition.containerDefinitions?.[0]?.secrets ?? [];
  if (secret) secret.valueFrom = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf:password';
  expect(causesOf(await diagnosed(scenario), 'secret-malformed')[0]).toEqual(['secret-malformed', 'proven']);
});

test('a health check of a container that can never pass', async () => {
  const scenario = new Scenario().stopped({
    reason: 'Task failed container health checks',
    code: 'ServiceSchedulerInitiated',
  });
  const container = scenario.taskDefinition.containerDefinitions?.[0];
  if (container) container.healthCheck = { command: ['curl', '-f', 'http://localhost/'] };
  const [first] = causesOf(await diagnosed(scenario), 'failed-container-checks');
  expect(first).toEqual(['container-check-wrong', 'suspected']);
});
