import { chain, type Fact, known, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type LatticeTargetGroupShape, latticeTargetGroup } from '../../src/fact/kinds/vpclattice.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { networkMode } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { setting } from './forms.ts';
import { networkModeIn, serviceName } from './service-facts.ts';

const WHERE = 'vpcLatticeConfigurations[].targetGroupArn';

/** Does a target group of VPC Lattice take targets of another type than the tasks are? */
export const latticeTargetType: Problem = {
  summary: 'its type is not ip with awsvpc, or not instance otherwise',
  appliesTo: 'vpcLatticeConfigurations, target group known',
  severity: 'warning',
  maySeverities: ['warning', 'error'],
  phase: 'register',
  decidable: ['D', 'L'],
  why: 'ECS registers a task by its own address in the awsvpc network mode, and by its instance otherwise; the type of a target group cannot be changed, so that another one is needed',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-vpc-lattice.html',
  needs: [latticeTargetGroup],
  check: (deployment, facts) => {
    const { service } = deployment;
    if (!service) return notApplicable('no service is deployed');
    const { views, why } = select(service.view, WHERE);
    if (views.length === 0)
      return why.length > 0 ? cannotTell(why) : notApplicable('no VPC Lattice target group');
    return Promise.all(views.map((at) => judge(deployment, at, facts))).then(
      (verdicts): Verdicts => (why.length > 0 ? [...verdicts, cannotTell(why)] : verdicts),
    );
  },
};

/** Where `latticeTargetType` looks. */
export const LATTICE_TARGETS = WHERE;

async function judge(deployment: Deployment, at: View, facts: Facts): Promise<Verdict> {
  return at.reference.match<Verdict | Promise<Verdict>>({
    known: async (arn) => {
      const told = facts.offline ? undefined : await facts.ask(latticeTargetGroup, { arn });
      const untold = cannotTell([
        {
          reason: 'offline',
          detail: `the type of VPC Lattice target group ${arn}, which only the template that declares it tells`,
        },
      ]);
      return (
        told?.match<Verdict>({
          known: (shape) => ofType(deployment, at, arn, shape) ?? untold,
          absent: () => notApplicable(`the target group ${arn} does not exist`),
          unknown: () => untold,
        }) ?? untold
      );
    },
    absent: () => notApplicable('the target group is not named, which lattice-required-fields reports'),
    unknown: cannotTell,
  });
}

/** Undefined where the answer leaves the type out. */
function ofType(
  deployment: Deployment,
  at: View,
  arn: string,
  shape: LatticeTargetGroupShape,
): Verdict | undefined {
  const { type } = shape;
  if (type === undefined) return undefined;
  return wanted(deployment).match<Verdict>({
    known: (expected) => {
      if (type === expected) return pass();
      const mode = valueOr(networkMode(deployment.taskDefinition), 'not given');
      const declared = declaredAt(shape, 'Type');
      return fail({
        at: declared ?? at,
        message: `${serviceName(deployment)}: VPC Lattice target group ${shape.name ?? arn} has the type ${type}, but its task definition's networkMode is ${mode}: expected ${expected}`,
        evidence: [`${arn} has the type ${type}`],
        fixes: declared
          ? [setting(declared, expected, false, `make it ${expected}: the deploy makes another target group`)]
          : [],
      });
    },
    absent: () => notApplicable('the task definition gives no network mode'),
    unknown: cannotTell,
  });
}

function wanted(deployment: Deployment): Fact<'IP' | 'INSTANCE'> {
  return chain(networkModeIn(deployment, 'awsvpc'), (byAddress) => known(byAddress ? 'IP' : 'INSTANCE'));
}
