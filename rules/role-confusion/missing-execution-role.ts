import type { Deployment } from '../../src/model/deployment.ts';
import { createRoleCommand, roleArn, TASKS_TRUST } from '../../src/model/role.ts';
import { cannotTell, type Fix, fail, pass, type Verdicts } from '../../src/rule.ts';
import type { NeedPhase, RoleNeeds } from './role-need.ts';

/** The name under which AWS's console and pages create the execution role. */
const USUAL_NAME = 'ecsTaskExecutionRole';
/** In the order in which a deployment passes them: the finding stands where the first need breaks it. */
const PHASES: readonly NeedPhase[] = ['register', 'pull-image', 'start'];

const WHY: Readonly<Record<NeedPhase, string>> = {
  register:
    'RegisterTaskDefinition refuses such a task definition: ECS would have no role to fetch secrets, pull the image or write logs with',
  'pull-image':
    'the task stops before its containers start: ECS has no role to pull the image from Amazon ECR with',
  start:
    'the task stops before its containers start: ECS has no role to fetch what the task definition names or to write its logs',
};

/** One finding for all needs; what could not be decided counts only where nothing is known to need the role. */
export function judgeNeeds(deployment: Deployment, { needs, why }: RoleNeeds): Verdicts {
  const [first] = needs;
  if (!first) return why.length > 0 ? cannotTell(why) : pass();
  const phase = PHASES.find((candidate) => needs.some((need) => need.phase === candidate)) ?? first.phase;
  const more = needs.length > 1 ? ` and ${needs.length - 1} more` : '';
  return fail({
    at: deployment.taskDefinition.view.get('executionRoleArn'),
    phase,
    message: `no executionRoleArn is given, required by ${first.reason}${more}`,
    why: WHY[phase],
    evidence: needs.map(({ reason }) => `${reason} needs an execution role`),
    fixes: fixes(deployment),
  });
}

function fixes(deployment: Deployment): readonly Fix[] {
  if (deployment.declared) {
    return [
      {
        kind: 'policy',
        description:
          'declare a role that trusts ECS tasks by this statement, with the managed policy service-role/AmazonECSTaskExecutionRolePolicy, and name it as the execution role',
        statement: TASKS_TRUST,
      },
    ];
  }
  const at = deployment.taskDefinition.view.get('executionRoleArn');
  const none = { absent: () => [], unknown: () => [] };
  const named = roleArn(deployment, 'executionRoleArn', USUAL_NAME).match<readonly Fix[]>({
    known: (value) => [
      {
        kind: 'edit',
        description: "name the execution role that AWS's console creates",
        safe: false,
        edits: [{ at, op: 'set', value }],
      },
    ],
    ...none,
  });
  const naming = named.length > 0 ? '' : ', and give its ARN as executionRoleArn';
  return [
    ...named,
    {
      kind: 'command',
      description: `create the execution role if the account has none${naming}`,
      command: createRoleCommand(USUAL_NAME),
    },
    {
      kind: 'command',
      description:
        'let it pull from Amazon ECR and write to CloudWatch Logs; secrets and files take a policy of their own',
      command: `aws iam attach-role-policy --role-name ${USUAL_NAME} --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`,
    },
  ];
}
