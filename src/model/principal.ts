import { absent, chain, type Fact, known, unknown, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { role } from '../fact/kinds/iam.ts';
import { sameText } from '../fact/opaque.ts';
import { parseArn } from './arn.ts';
import { type Deployment, rememberEach } from './deployment.ts';
import type { RoleMember } from './role.ts';

/** A role that the task definition names, as a principal of requests. */
export interface RolePrincipal {
  /** As the task definition has it: an ARN, or a bare name. */
  readonly reference: string;
  /** The name without path: unique in the account. */
  readonly name: string;
  /** Twelve digits, or an opaque name. */
  readonly account: string;
}

/**
 * The role of the member, absent where none is named. The account is that of the role's ARN, else the deployment's; a role of
 * another account is unknown, since whoever looks into the deployment's account sees nothing of it.
 */
export function rolePrincipal(deployment: Deployment, member: RoleMember): Fact<RolePrincipal> {
  return rememberEach(deployment, rolePrincipal, member, () => principalOf(deployment, member));
}

function principalOf(deployment: Deployment, member: RoleMember): Fact<RolePrincipal> {
  return chain(deployment.taskDefinition.view.get(member).reference, (reference) => {
    if (reference === '') return absent();
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    const arn = parseArn(reference);
    if (!arn) return chain(deployment.account, (account) => known({ reference, name, account }));
    const here = valueOr(deployment.account, arn.account);
    return chain(sameText(arn.account, here), (own) =>
      own
        ? known({ reference, name, account: arn.account })
        : unknown({
            reason: 'undecidable',
            detail: `role ${reference} is in account ${arn.account}, and the deployment in ${here}: what the other account has of it was not looked up`,
          }),
    );
  });
}

/** The role's ARN; of a bare name, which has no path, as the account tells it. */
export async function principalArn(
  { reference, name, account }: RolePrincipal,
  facts: Facts,
): Promise<string> {
  if (parseArn(reference)) return reference;
  const shape = await facts.ask(role, { role: reference });
  return valueOr(
    chain(shape, ({ Arn }) => (Arn === undefined ? absent() : known(Arn))),
    `arn:aws:iam::${account}:role/${name}`,
  );
}
