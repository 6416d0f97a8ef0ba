import { type Truth, truth, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { role as iamRole } from '../../src/fact/kinds/iam.ts';
import { isOpaque, sameText } from '../../src/fact/opaque.ts';
import { parseArn } from '../../src/model/arn.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { createRoleCommand } from '../../src/model/role.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { judgeRoles, type NamedRole } from './named-roles.ts';

/** Do both roles exist, under the path that their ARNs say? */
export function roleNotFound(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return judgeRoles(deployment, facts, async (role) =>
    (await facts.ask(iamRole, { role: role.reference })).match<Verdict>({
      known: ({ Arn }) => {
        if (Arn === undefined) return pass();
        return isThat(role, Arn).match<Verdict>({
          known: (is) => {
            if (is) return pass();
            return valueOr(sameText(parseArn(Arn)?.account ?? '', role.account), false)
              ? fail(underAnotherPath(role, Arn))
              : cannotTell([elsewhere(role, Arn)]);
          },
          absent: pass,
          unknown: cannotTell,
        });
      },
      absent: () => fail(missing(role)),
      unknown: cannotTell,
    }),
  );
}

/** The account is asked by name, which is unique whatever the path, and knows no case. A bare name says nothing of a path. */
function isThat({ reference }: NamedRole, arn: string): Truth {
  if (parseArn(reference) === undefined) return truth(true);
  if (isOpaque(reference) || isOpaque(arn)) return sameText(reference, arn);
  return truth(reference.toLowerCase() === arn.toLowerCase());
}

function elsewhere({ reference }: NamedRole, arn: string): Why {
  return {
    reason: 'undecidable',
    detail: `${reference} is of another account than ${arn}, which was looked up`,
  };
}

function missing(role: NamedRole): Failure {
  const { view, title, name, account, reference } = role;
  return {
    at: view,
    message: `${title} does not exist in account ${account} (${role.member} is ${reference})`,
    evidence: [`${role.member} is ${reference}`, `account ${account} has no role of the name ${name}`],
    fixes: create(role),
  };
}

function create({ member, name, reference }: NamedRole): readonly Fix[] {
  const path = /^role(\/.*\/|\/)[^/]*$/.exec(parseArn(reference)?.resource ?? '')?.[1] ?? '/';
  const word = shellWord(name);
  const made: Fix = {
    kind: 'command',
    description: 'create the role, for ECS tasks to assume',
    command: `${createRoleCommand(word)}${path === '/' ? '' : ` --path ${shellWord(path)}`}`,
  };
  if (member === 'taskRoleArn') return [made];
  return [
    made,
    {
      kind: 'command',
      description:
        'let it pull from Amazon ECR and write to CloudWatch Logs; secrets and files take a policy of their own',
      command: `aws iam attach-role-policy --role-name ${word} --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`,
    },
  ];
}

/** What only the account has is not edited. */
function underAnotherPath({ view, title, reference, member }: NamedRole, arn: string): Failure {
  return {
    at: view,
    message: `${title}: no role has the ARN ${reference}, expected ${arn}, the role of that name`,
    evidence: [`${member} is ${reference}`, `the role of that name is ${arn}: the path is part of its ARN`],
    fixes:
      view.source.arn === undefined && !isOpaque(arn)
        ? [
            {
              kind: 'edit',
              description: 'name the role that is there',
              safe: false,
              edits: [{ at: view, op: 'set', value: arn }],
            },
          ]
        : [],
  };
}
