import { type Fact, map, valueOr, type Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { type ClusterShape, cluster } from '../../src/fact/kinds/ecs.ts';
import { key } from '../../src/fact/kinds/kms.ts';
import { callerIdentity } from '../../src/fact/kinds/sts.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { type CallerQuery, callerMay } from '../../src/iam/permission.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import { cannotTell, fail, notApplicable, pass, type Settings, type Verdicts } from '../../src/rule.ts';

export const CALLER_NEEDS: readonly AnyKind[] = [cluster, key, callerIdentity, callerMay];

/** May whoever runs this program enter containers of the cluster? */
export async function judgeCaller(
  deployment: Deployment,
  service: Service,
  facts: Facts,
  { options }: Settings,
): Promise<Verdicts> {
  const found = await deployment.cluster.match({
    known: (name) => facts.ask(cluster, { name }),
    absent: async () => deployment.cluster as Fact<never>,
    unknown: async () => deployment.cluster as Fact<never>,
  });
  return found.match<Promise<Verdicts>>({
    known: (shape) => judgeIn(shape, service, facts, options['caller'] === true),
    absent: async () => notApplicable('there is no such cluster'),
    unknown: async (why) => cannotTell(why),
  });
}

async function judgeIn(
  shape: ClusterShape,
  service: Service,
  facts: Facts,
  asked: boolean,
): Promise<Verdicts> {
  const { clusterArn, clusterName = '' } = shape;
  if (clusterArn === undefined) return notApplicable('the cluster has no ARN');
  const tasks = `${clusterArn.replace(':cluster/', ':task/')}/*`;
  const context = { 'ecs:cluster': clusterArn };
  const queries: CallerQuery[] = [
    { action: 'ecs:ExecuteCommand', resource: clusterArn, context },
    { action: 'ecs:ExecuteCommand', resource: tasks, context },
  ];
  const why: Why[] = [];
  const keyId = shape.configuration?.executeCommandConfiguration?.kmsKeyId;
  if (keyId !== undefined) {
    const arn = map(await facts.ask(key, { key: keyId }), ({ Arn = keyId }) => Arn);
    arn.match<void>({
      known: (resource) => void queries.push({ action: 'kms:GenerateDataKey', resource }),
      absent: () => {},
      unknown: (reasons) => void why.push(...reasons),
    });
  }
  const denied: string[] = [];
  const evidence: string[] = [];
  const statements: { Effect: 'Allow'; Action: string; Resource: string }[] = [];
  const answers = await Promise.all(queries.map((query) => facts.ask(callerMay, query)));
  queries.forEach(({ action, resource }, index) => {
    answers[index]?.match<void>({
      known: ({ outcome, because }: Decision) => {
        if (outcome === 'allowed') return;
        denied.push(`${action} on ${resource}`);
        evidence.push(...because);
        if (outcome === 'implicitDeny')
          statements.push({ Effect: 'Allow', Action: action, Resource: resource });
      },
      absent: () => {},
      unknown: (reasons) => void why.push(...reasons),
    });
  });
  if (denied.length === 0) return why.length > 0 ? cannotTell(why) : pass();
  const caller =
    valueOr(
      map(await facts.ask(callerIdentity, {}), ({ Arn }) => Arn),
      undefined,
    ) ?? 'the caller';
  const bypass = valueOr(
    await facts.ask(callerMay, { action: 'ssm:StartSession', resource: tasks }),
    undefined,
  );
  return fail({
    at: service.view.get('enableExecuteCommand'),
    severity: asked ? 'warning' : 'info',
    message: `${caller} may not ${denied.join(' and ')}, required to enter a container of cluster ${clusterName}`,
    evidence: [
      ...new Set(evidence),
      ...(bypass?.outcome === 'allowed'
        ? [`ssm:StartSession on ${tasks} is allowed: such a session works past ECS Exec, and is not logged`]
        : []),
    ],
    fixes: statements.map((statement) => ({
      kind: 'policy',
      description: 'let whoever is to enter containers do so',
      statement,
    })),
  });
}
