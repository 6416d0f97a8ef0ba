import { describe, expect, test } from 'vitest';
import { rules } from '../../../rules/index.ts';
import type { Result } from '../../../src/engine/result.ts';
import { judgeTexts } from '../../fixtures.ts';
import { asText, type Planned, plan, refers } from './plans.ts';
import { network, roles, workload } from './web.ts';

/** Judges a plan by all rules. */
function judged(resources: readonly Planned[], document: Record<string, unknown> = {}): Promise<Result> {
  return judgeTexts([{ file: 'plan.json', text: asText(plan(resources, { document })) }], rules, {
    target: { account: '111122223333' },
  });
}

function problemsOf({ findings }: Result): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ problem }) => problem);
}

const ALL = [...network(), ...roles(), ...workload()];

/** The same resources without one. */
function without(at: string): readonly Planned[] {
  return ALL.filter((one) => one.at !== at);
}

describe('a service of which no id exists yet', () => {
  test('is complete: nothing fails', async () => {
    const result = await judged(ALL);
    expect(problemsOf(result)).toEqual([]);
    expect(result.inputErrors).toEqual([]);
  });

  test('without the route to its NAT gateway reaches neither registry nor logs', async () => {
    const result = await judged(without('aws_route.private'));
    expect(problemsOf(result)).toContain('logs-unreachable');
  });

  test('without the policy of its execution role may not write logs', async () => {
    const result = await judged(without('aws_iam_role_policy_attachment.exec'));
    expect(problemsOf(result)).toContain('write-denied');
  });

  test('that writes to a log group of another name has none', async () => {
    const other = ALL.map((one) =>
      one.at === 'aws_cloudwatch_log_group.app' ? { ...one, values: { name: '/ecs/other' } } : one,
    );
    const result = await judged(other);
    // The account may have the group: that is not known, and no finding.
    expect(problemsOf(result)).toEqual([]);
    expect(result.unknowns.some(({ problems }) => problems.includes('group-missing'))).toBe(true);
  });

  test('whose plan was made for a part of it says nothing of what is missing', async () => {
    const result = await judged(without('aws_route.private'), { complete: false });
    expect(problemsOf(result)).toEqual([]);
    expect(
      result.unknowns.some(
        ({ problems, detail }) => problems.includes('logs-unreachable') && /-target/.test(detail),
      ),
    ).toBe(true);
  });

  test('never crashes, whatever is left out', async () => {
    for (const { at } of ALL) {
      const { crashes, inputErrors } = await judged(without(at));
      expect([at, crashes, inputErrors]).toEqual([at, [], []]);
    }
  });
});

test('a wrong reference is found: the execution role of another service', async () => {
  const other: Planned = {
    at: 'aws_iam_role.exec_of_other',
    values: { name: 'other-exec', path: '/', assume_role_policy: roles()[0]?.values?.['assume_role_policy'] },
    unknown: { id: true, arn: true, inline_policy: true, managed_policy_arns: true },
    expressions: {},
  };
  const resources = ALL.map((one) =>
    one.at === 'aws_ecs_task_definition.app'
      ? { ...one, expressions: { execution_role_arn: refers('aws_iam_role.exec_of_other.arn') } }
      : one,
  );
  const { findings } = await judged([...resources, other]);
  const found = findings.find(({ problem }) => problem === 'write-denied');
  expect(found?.message).toContain('other-exec');
  expect(found?.location).toMatchObject({ resource: 'aws_ecs_task_definition.app' });
});

test('a plan for a part is told also where Terraform does not say so', async () => {
  const document = plan(ALL) as {
    planned_values: { root_module: { resources: { address: string }[] } };
    resource_changes: { address: string }[];
  };
  const kept = (list: { address: string }[]) => list.filter(({ address }) => address !== 'aws_route.private');
  const module = document.planned_values.root_module;
  module.resources = kept(module.resources);
  document.resource_changes = kept(document.resource_changes);
  const result = await judgeTexts([{ file: 'plan.json', text: asText(document) }], rules, {
    target: { account: '111122223333' },
  });
  expect(problemsOf(result)).toEqual([]);
  const open = result.unknowns.find(({ problems }) => problems.includes('logs-unreachable'));
  expect(open?.detail).toContain('the plan does not hold aws_route.private');
});
