import type { Facts } from '../../src/fact/kind.ts';
import { sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Reference } from '../../src/model/secret-references.ts';
import { type DeadEnd, judgePaths, taskPaths } from '../../src/network/task-paths.ts';
import { cannotTell, type Failure, fail, notApplicable, pass, type Verdict } from '../../src/rule.ts';
import { type ArnReference, judgeHome } from './elsewhere.ts';

/** Is an ARN in the deployment's region? Elsewhere it resolves, where the network of the tasks leads there; often it is a slip. */
export function judgeRegion(
  deployment: Deployment,
  facts: Facts,
  reference: Reference,
): Verdict | Promise<Verdict> {
  return judgeHome<Promise<Verdict>>(reference, deployment.region, 'region', (arn, here) =>
    sameText(arn.region, here).match<Verdict | Promise<Verdict>>({
      known: (same) => {
        if (same) return pass();
        if (facts.offline) return fail(failure(reference, arn, here, []));
        return deadEndsTo(deployment, facts, arn).then((ends) => fail(failure(reference, arn, here, ends)));
      },
      absent: () => notApplicable('the region of the deployment is not known'),
      unknown: cannotTell,
    }),
  );
}

/** The interfaces that certainly do not get there; what is not known makes nothing worse. */
async function deadEndsTo(
  deployment: Deployment,
  facts: Facts,
  { kind, region }: ArnReference,
): Promise<readonly DeadEnd[]> {
  const store = kind === 'ssm-arn' ? 'ssm' : 'secretsmanager';
  return judgePaths(await taskPaths(deployment, facts, store, 'agent', region)).deadEnds;
}

function failure(
  { view, label }: Reference,
  { arn, region }: ArnReference,
  here: string,
  deadEnds: readonly DeadEnd[],
): Failure {
  const message = `${label}: ${arn} is in ${region}, expected ${here} where the task runs`;
  const evidence = [`the deployment is in ${here}`, `the reference names ${region}`];
  if (deadEnds.length === 0) return { at: view, message, evidence };
  const from = deadEnds.map((end) => end.from).join(', ');
  return {
    at: view,
    severity: 'error',
    message: `${message}; ${from} ${deadEnds.length === 1 ? 'does' : 'do'} not reach ${region}`,
    evidence: [...evidence, ...deadEnds.map((end) => `${end.from}: ${end.path.hops.join(' → ')}`)],
  };
}
