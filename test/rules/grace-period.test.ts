import { describe, expect, test } from 'vitest';
import gracePeriod from '../../rules/grace-period/rule.ts';
import type { Finding, UnknownEntry } from '../../src/engine/result.ts';
import { run } from '../../src/engine/run.ts';
import { absent, type Fact, known } from '../../src/fact/fact.ts';
import type { ResourceKind } from '../../src/fact/kind.ts';
import { type TargetGroupShape, targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { readTexts } from '../../src/read/read.ts';
import type { Ruleset } from '../../src/rule.ts';
import { judgeTexts } from '../fixtures.ts';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/checkout/6d0ecf831eec9f09';
const SECOND = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/admin/0123456789abcdef';

/** A check each 10 s: given up after 30 s, healthy again after 50 s. */
const GROUP: TargetGroupShape = {
  TargetGroupArn: ARN,
  HealthCheckIntervalSeconds: 10,
  HealthCheckTimeoutSeconds: 5,
  UnhealthyThresholdCount: 3,
  HealthyThresholdCount: 5,
};

/** A source that knows these target groups, and of no others. */
function knows(groups: Readonly<Record<string, TargetGroupShape>>): FactSource {
  return {
    async answer<Query, Value>(
      kind: ResourceKind<Query, Value>,
      query: Query,
    ): Promise<Fact<Value> | undefined> {
      if (kind.id !== targetGroup.id) return undefined;
      const group = groups[kind.key(query)];
      return (group ? known(group) : absent()) as Fact<Value>;
    },
    list: async () => undefined,
  };
}

interface Case {
  readonly grace?: number;
  /** `web`'s own start period. */
  readonly startPeriod?: number;
  readonly startup?: Readonly<Record<string, number>>;
  readonly groups?: Readonly<Record<string, TargetGroupShape>>;
  readonly arns?: readonly string[];
  readonly ruleset?: Ruleset;
  readonly problem: 'grace-missing' | 'grace-too-short';
}

interface Outcome {
  readonly verdict: string | undefined;
  readonly finding: Finding | undefined;
  readonly unknowns: readonly UnknownEntry[];
}

async function judge(one: Case): Promise<Outcome> {
  const service = {
    serviceName: 'checkout',
    taskDefinition: 'checkout',
    desiredCount: 2,
    launchType: 'FARGATE',
    ...(one.grace === undefined ? {} : { healthCheckGracePeriodSeconds: one.grace }),
    loadBalancers: (one.arns ?? [ARN]).map((targetGroupArn) => ({
      targetGroupArn,
      containerName: 'web',
      containerPort: 8080,
    })),
  };
  const task = {
    family: 'checkout',
    containerDefinitions: [
      {
        name: 'web',
        image: 'public.ecr.aws/nginx/nginx:1.27',
        healthCheck: {
          command: ['CMD-SHELL', 'true'],
          ...(one.startPeriod === undefined ? {} : { startPeriod: one.startPeriod }),
        },
      },
    ],
  };
  const { deployments, errors } = await readTexts(
    [
      { file: 'service.json', text: JSON.stringify(service) },
      { file: 'task-definition.json', text: JSON.stringify(task) },
    ],
    {},
  );
  const startup = one.startup ? { startupSeconds: new Map(Object.entries(one.startup)) } : {};
  const result = await run({
    deployments,
    inputErrors: errors,
    rules: [gracePeriod],
    facts: factStore(one.groups ? [knows(one.groups)] : []),
    ruleset: one.ruleset ?? 'recommended',
    options: new Map([[gracePeriod.id, startup]]),
  });
  expect(result.crashes).toEqual([]);
  const [entry] = [...result.verdicts];
  return {
    verdict: entry?.problems[one.problem],
    finding: result.findings.find(({ problem }) => problem === one.problem),
    unknowns: result.unknowns.filter(({ problems }) => problems.includes(one.problem)),
  };
}

describe('a service behind a target group without a grace period', () => {
  const missing = (one: Omit<Case, 'problem'>) => judge({ ...one, problem: 'grace-missing' });

  test('fails as an error where the start takes longer than interval × unhealthy threshold', async () => {
    const { finding } = await missing({ startup: { web: 31 }, groups: { [ARN]: GROUP } });
    expect(finding?.severity).toBe('error');
    expect(finding?.message).toContain('container "web" takes 31 s to start');
    expect(finding?.message).toContain('target group checkout gives it up after 30 s');
    // 31 s + 50 s of recovery, rounded up to ten seconds, is more than 1.5 × 31 s.
    expect(finding?.fixes).toMatchObject([{ kind: 'edit', safe: false, edits: [{ value: 90 }] }]);
  });

  test('passes where the start takes just as long', async () => {
    expect((await missing({ startup: { web: 30 }, groups: { [ARN]: GROUP } })).verdict).toBe('pass');
  });

  test('fails as a warning where only the start period of the container is longer', async () => {
    const { finding } = await missing({ startPeriod: 31, groups: { [ARN]: GROUP } });
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).toContain('startPeriod 31 s');
  });

  test.each([
    ['recommended', 'info'],
    ['production', 'warning'],
  ] as const)('under the ruleset %s an unknown start is worth %s', async (ruleset, severity) => {
    const { finding } = await missing({ startPeriod: 30, groups: { [ARN]: GROUP }, ruleset });
    expect(finding?.severity).toBe(severity);
    expect(finding?.message).toContain('longer to start than 30 s');
    expect(finding?.evidence?.join()).toContain('--startup-seconds');
  });

  test('is unknown where the start is known and the target group is not', async () => {
    const { verdict, unknowns } = await missing({ startup: { web: 31 } });
    expect(verdict).toBe('unknown');
    expect(unknowns.map(({ reason, unlockedBy }) => [reason, unlockedBy])).toEqual([['offline', '--live']]);
  });

  test('one checker that gives up too early is enough, whatever the other does', async () => {
    const strict = { ...GROUP, UnhealthyThresholdCount: 2 };
    const arns = [ARN, SECOND];
    const { finding } = await missing({
      arns,
      startup: { '*': 25 },
      groups: { [ARN]: GROUP, [SECOND]: strict },
    });
    expect(finding?.message).toContain('target group admin gives it up after 20 s');
  });

  test('a start time of another container does not count', async () => {
    const { finding } = await missing({ startup: { worker: 300 }, groups: { [ARN]: GROUP } });
    expect(finding?.severity).toBe('info');
  });
});

describe('a service behind a target group with a grace period', () => {
  const short = (one: Omit<Case, 'problem'>) =>
    judge({ ...one, problem: 'grace-too-short', groups: one.groups ?? { [ARN]: GROUP } });

  test.each([
    // start 40 s > 30 s: 40 + 50 = 90 s are needed, and 60 s would be 1.5 times
    [89, 40, 'error'],
    // start 120 s: 170 s are needed, 180 s are 1.5 times
    [169, 120, 'error'],
    [170, 120, 'warning'],
    [179, 120, 'warning'],
    // start 20 s ≤ 30 s: the target is never given up, 30 s are 1.5 times
    [29, 20, 'info'],
  ])('of %d s and a start of %d s fails as %s', async (grace, start, severity) => {
    const { finding } = await short({ grace, startup: { web: start } });
    expect(finding?.severity).toBe(severity);
    expect(finding?.message).toContain(`healthCheckGracePeriodSeconds is ${grace}`);
    expect(finding?.message).toContain(`takes ${start} s to start`);
  });

  test.each([
    [90, 40],
    [180, 120],
    [30, 20],
  ])('of %d s and a start of %d s passes', async (grace, start) => {
    expect((await short({ grace, startup: { web: start } })).verdict).toBe('pass');
  });

  test('is unknown without a start time, and says which options tell it', async () => {
    const { verdict, unknowns } = await short({ grace: 60 });
    expect(verdict).toBe('unknown');
    expect(unknowns.map(({ unlockedBy }) => unlockedBy)).toContain('--startup-seconds');
  });
});

describe('a container health check', () => {
  const told = async (healthCheck: object) => {
    const container = { name: 'web', image: 'public.ecr.aws/nginx/nginx:1.27', healthCheck };
    const { findings } = await judgeTexts(
      [
        {
          file: 'taskdef.json',
          text: JSON.stringify({ family: 'checkout', containerDefinitions: [container] }),
        },
      ],
      [gracePeriod],
    );
    return findings.filter(({ problem }) => problem === 'health-check-command').map(({ why }) => why);
  };

  test('each fault has a reason of its own', async () => {
    const reasons = [
      ...(await told({ command: ['curl', '-f', 'http://localhost/'] })),
      ...(await told({ command: ['CMD', 'curl', '-f', 'http://localhost/', '||', 'exit 1'] })),
      ...(await told({ command: ['CMD', 'true'], timeout: 30 })),
    ];
    expect(reasons).toEqual([
      expect.stringContaining('first word'),
      expect.stringContaining('operator'),
      expect.stringContaining('timeout'),
    ]);
  });

  // The range of the API: interval 5 to 300 s, timeout 2 to 60 s.
  test.each([
    [{ interval: 0, timeout: 0 }, 0],
    [{ interval: 2, timeout: 2 }, 0],
    [{ interval: 5, timeout: 5 }, 1],
    [{ interval: 2 }, 1],
  ])('%j is told %i times', async (times, count) => {
    expect(await told({ command: ['CMD', 'true'], ...times })).toHaveLength(count);
  });
});
