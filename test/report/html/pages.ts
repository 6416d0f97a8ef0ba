import type { Portrait } from '../../../src/engine/portrait.ts';
import type { Finding, Result } from '../../../src/engine/result.ts';
import { simulateRollout } from '../../../src/rollout/rollout.ts';
import { FINDING, resultOf, UNKNOWN } from '../results.ts';

/** A rolling update of four tasks, and calls that arrive, do not, and may. */
export const PORTRAIT: Portrait = {
  rollout: {
    is: 'drawn',
    strategy: 'ROLLING',
    desired: 4,
    running: 3,
    floor: 2,
    ceiling: 6,
    lowest: 2,
    peak: 6,
    percents: { minimum: 50, maximum: 150 },
    steps: stepsOf(4, 50, 150),
  },
  addresses: {
    least: 2,
    most: 3,
    from: 'now',
    subnets: [{ id: 'subnet-0a', zone: 'eu-west-1a', free: 12 }, { id: 'subnet-0b' }],
  },
  paths: [
    {
      to: 'secretsmanager',
      from: 'subnet-0a',
      verdict: 'reachable',
      hops: ['subnet-0a', 'rtb-1', '0.0.0.0/0', 'nat-3 in subnet-9', 'rtb-2', 'igw-1'],
      assumptions: ['VPC Block Public Access, which could not be read, is off'],
    },
    {
      to: 'secretsmanager',
      from: 'subnet-0b',
      verdict: 'unreachable',
      code: 'NO_ROUTE_TO_DESTINATION',
      hops: ['subnet-0b', 'rtb-7 has no route to secretsmanager'],
    },
    {
      to: 'logs',
      from: 'subnet-0b',
      verdict: 'unreachable',
      code: 'NO_ROUTE_TO_DESTINATION',
      hops: ['subnet-0b', 'rtb-7 has no route to logs'],
    },
    {
      to: 'logs',
      region: 'us-east-1',
      from: 'subnet-0c',
      verdict: 'unknown',
      hops: ['subnet-0c', 'rtb-9', '0.0.0.0/0'],
      why: ['what lies behind tgw-1'],
    },
  ],
};

export function stepsOf(desired: number, minimum: number, maximum: number) {
  const rollout = simulateRollout({
    strategy: 'ROLLING',
    schedulingStrategy: 'REPLICA',
    desired,
    minimumHealthyPercent: minimum,
    maximumPercent: maximum,
  });
  return rollout.outcome === 'completes' ? rollout.steps : [];
}

/** A cluster of services as an audit sees them: every fifth fails, every third has a warning, all have what a page shows. */
export function clusterOf(count: number): Result {
  const ids = Array.from({ length: count }, (_, index) => `service-${index}`);
  const findings: Finding[] = ids.flatMap((id, index) => [
    ...(index % 5 === 0 ? [failing(id)] : []),
    ...(index % 5 === 0 ? [unreachable(id)] : []),
    ...(index % 3 === 0 ? [tight(id)] : []),
    { ...common(id), deployments: [id] },
  ]);
  return {
    ...resultOf({
      deployments: ids.map((id) => ({ id, service: id, family: id })),
      findings,
      unknowns: ids.map((id) => ({
        ...UNKNOWN,
        deployment: id,
        reason: 'access-denied' as const,
        detail: `role/${id} may not be read`,
        unlockedBy: 'iam:GetRole',
      })),
      verdicts: ids.map((id, index) => ({
        rule: 'fargate-size',
        deployment: id,
        verdict: index % 5 === 0 ? ('fail' as const) : ('unknown' as const),
        problems: {
          'memory-invalid-for-cpu': index % 5 === 0 ? ('fail' as const) : ('pass' as const),
          'size-missing': 'unknown' as const,
        },
      })),
    }),
    portraits: new Map(ids.map((id) => [id, PORTRAIT])),
  };
}

function failing(id: string): Finding {
  return {
    ...FINDING,
    deployment: id,
    deployments: [id],
    phase: 'pull-secrets',
    message: `container "web": secret DATABASE_PASSWORD: execution role ${id}-execution may not secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:111122223333:secret:${id}/db-Ab12Cd: its policies do not allow it`,
    location: {
      arn: `arn:aws:ecs:eu-west-1:111122223333:service/prod/${id}`,
      pointer: '/containerDefinitions/0/secrets/0/valueFrom',
    },
    evidence: [
      `container "web": secret DATABASE_PASSWORD refers to arn:aws:secretsmanager:eu-west-1:111122223333:secret:${id}/db-Ab12Cd`,
      `no policy of the role allows secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:111122223333:secret:${id}/db-Ab12Cd`,
      `statement Database of inline policy read-secrets allows it on arn:aws:secretsmanager:eu-west-1:111122223333:secret:${id}/db`,
    ],
    fixes: [
      {
        kind: 'policy',
        description: `add to the policies of execution role ${id}-execution`,
        statement: {
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${id}/db-Ab12Cd`,
        },
      },
    ],
  };
}

function unreachable(id: string): Finding {
  return {
    ...failing(id),
    problem: 'size-missing',
    message: `no path leads from subnet-0b to secretsmanager in eu-west-1, required by ${id}`,
    fixes: [
      {
        kind: 'command',
        description: 'give rtb-7 a route',
        command: `aws ec2 create-route --region eu-west-1 --route-table-id rtb-7 --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-3 # ${id}`,
      },
    ],
  };
}

function tight(id: string): Finding {
  return {
    ...failing(id),
    severity: 'warning',
    phase: 'rollout',
    message: `few addresses are left for ${id}`,
  };
}

/** The same words for every service. */
function common(id: string): Finding {
  return {
    ...FINDING,
    problem: 'size-missing',
    severity: 'info',
    phase: 'operate',
    deployment: id,
    message: 'enableExecuteCommand is false',
    why: 'nobody can enter a container',
    evidence: [],
    location: {
      arn: `arn:aws:ecs:eu-west-1:111122223333:service/prod/${id}`,
      pointer: '/enableExecuteCommand',
    },
    fixes: [
      {
        kind: 'command',
        description: 'turn ECS Exec on',
        command: `aws ecs update-service --cluster prod --service ${id} --enable-execute-command`,
      },
    ],
  };
}
