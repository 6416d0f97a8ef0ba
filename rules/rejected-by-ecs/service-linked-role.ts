import { both, type Truth, truth, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { role } from '../../src/fact/kinds/iam.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { callerMay } from '../../src/iam/permission.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { partitionOf } from '../../src/model/partition.ts';
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
import { filled } from './service-facts.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html */
const ROLE = 'AWSServiceRoleForECS';
const SERVICE = 'ecs.amazonaws.com';
const ACTION = 'iam:CreateServiceLinkedRole';
const SERVICE_KEY = 'iam:AWSServiceName';

/** Is the role missing with which ECS works in the account, and may whoever deploys not have it made? */
export const serviceLinkedRoleMissing: Problem = {
  summary: `${ROLE} does not exist and the caller may not create it`,
  appliesTo: 'live',
  severity: 'warning',
  phase: 'register',
  scope: 'account',
  decidable: ['L'],
  why: 'ECS makes this role itself, with the rights of the first who creates a cluster or a service; without it ECS can attach no network interface and register no target, and refuses the request',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html',
  serviceError:
    'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
  needs: [role, callerMay],
  check: (deployment, facts) => {
    if (deployment.service?.form === 'describe') return notApplicable('ECS runs the service already');
    return ownRole(deployment).match<Verdicts | Promise<Verdicts>>({
      known: (is) => (is ? notApplicable('the service names a role of its own') : judge(deployment, facts)),
      absent: () => judge(deployment, facts),
      unknown: cannotTell,
    });
  },
};

/** Of services behind a load balancer that were made the old way, with a role that ECS is passed. */
function ownRole({ service }: Deployment): Truth {
  return service ? filled(service.view.get('role') as View) : truth(false);
}

async function judge(deployment: Deployment, facts: Facts): Promise<Verdict> {
  return (await facts.ask(role, { role: ROLE })).match<Verdict | Promise<Verdict>>({
    known: pass,
    absent: () => judgeMaking(deployment, facts),
    unknown: cannotTell,
  });
}

/** ECS makes it for whoever may have it made. */
async function judgeMaking(deployment: Deployment, facts: Facts): Promise<Verdict> {
  const { account, region } = deployment;
  const wanted = both(
    account,
    region,
    (id, place) => `arn:${partitionOf(place)}:iam::${id}:role/aws-service-role/${SERVICE}/${ROLE}`,
  );
  return wanted.match<Promise<Verdict>>({
    known: async (resource) => {
      const asked = await facts.ask(callerMay, {
        action: ACTION,
        resource,
        context: { [SERVICE_KEY]: SERVICE },
      });
      return asked.match<Verdict>({
        known: (decision) =>
          decision.outcome === 'allowed' ? pass() : refused(deployment, resource, decision),
        absent: () => cannotTell([{ reason: 'undecidable', detail: `whether the caller may do ${ACTION}` }]),
        unknown: cannotTell,
      });
    },
    absent: async () => cannotTell([{ reason: 'unresolved', detail: 'the account that is deployed to' }]),
    unknown: async (why) => cannotTell(why),
  });
}

function refused({ service, taskDefinition, account }: Deployment, arn: string, decision: Decision): Verdict {
  return fail({
    at: (service ?? taskDefinition).view as View,
    message: `${ROLE} does not exist in account ${valueOr(account, 'deployed to')}, and the caller may not create it (${ACTION}), expected the role or the right`,
    evidence: [`no role ${arn}`, ...decision.because, ...decision.assumptions],
    fixes: [
      {
        kind: 'command',
        description: 'let somebody who may do it create the role, once in an account',
        command: `aws iam create-service-linked-role --aws-service-name ${SERVICE}`,
      },
      {
        kind: 'policy',
        description: 'or let the caller have it created',
        statement: {
          Effect: 'Allow',
          Action: ACTION,
          Resource: arn,
          Condition: { StringEquals: { [SERVICE_KEY]: SERVICE } },
        },
      },
    ],
  });
}
