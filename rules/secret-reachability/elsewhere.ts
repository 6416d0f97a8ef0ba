import { type Fact, not } from '../../src/fact/fact.ts';
import { sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { SecretsManagerReference, SsmArnReference } from '../../src/model/secret-reference.ts';
import type { Reference } from '../../src/model/secret-references.ts';
import { cannotTell, failsIf, notApplicable, type Verdict } from '../../src/rule.ts';

export type ArnReference = SecretsManagerReference | SsmArnReference;

/** Judges a reference that is an ARN, where region or account of the deployment is known. */
export function judgeHome<Later = never>(
  { target }: Reference,
  home: Fact<string>,
  what: string,
  judge: (arn: ArnReference, here: string) => Verdict | Later,
): Verdict | Later {
  return target.match<Verdict | Later>({
    known: (reference) =>
      reference.kind === 'secrets-manager' || reference.kind === 'ssm-arn'
        ? home.match<Verdict | Later>({
            known: (here) => judge(reference, here),
            absent: () => notApplicable(`the ${what} of the deployment is not known`),
            unknown: cannotTell,
          })
        : notApplicable('the reference is not an ARN'),
    absent: () => notApplicable('nothing is referenced'),
    unknown: cannotTell,
  });
}

/** ECS refuses the parameter of another account, shared or not. */
export function judgeParameterAccount(deployment: Deployment, reference: Reference): Verdict {
  return judgeHome(reference, deployment.account, 'account', (arn, here) =>
    arn.kind === 'ssm-arn'
      ? failsIf(not(sameText(arn.account, here)), () => ({
          at: reference.view,
          message: `${reference.label}: parameter ${arn.arn} is in account ${arn.account}, expected ${here} where the task runs`,
          evidence: [`the deployment is in account ${here}`, `the parameter is in account ${arn.account}`],
        }))
      : notApplicable('the reference is a secret, not a parameter'),
  );
}

/** Registry credentials of another account. */
export function judgeCredentialsAccount(deployment: Deployment, reference: Reference): Verdict {
  if (reference.member !== 'credentialsParameter') return notApplicable('these are no registry credentials');
  return judgeHome(reference, deployment.account, 'account', (arn, here) =>
    failsIf(not(sameText(arn.account, here)), () => ({
      at: reference.view,
      message: `${reference.label}: secret ${arn.arn} is in account ${arn.account}, expected ${here} where the task runs`,
      evidence: [`the deployment is in account ${here}`, `the secret is in account ${arn.account}`],
    })),
  );
}
