import { type Fact, unknownFor, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, fetchedValues } from '../../src/model/fetched-value.ts';
import { type RolePrincipal, rolePrincipal } from '../../src/model/principal.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

/** Where nobody may be asked, that is the one reason for everything. */
export const OFFLINE: Why = {
  reason: 'offline',
  detail: 'what the account has of the secrets, their keys and the execution role was not looked up',
  unlockedBy: '--live',
};

const NOTHING = 'the task definition names no secret that can be looked up';

function fetchesNothing(deployment: Deployment): boolean {
  const { list, why } = fetchedValues(deployment);
  return list.length === 0 && why.length === 0;
}

/** A verdict that takes no look at the account; undefined where it takes one. */
type Settled = (value: FetchedValue) => Verdict | undefined;

/** Judges each secret and parameter that is fetched, by what the account has of it. */
export function judgeValues(
  deployment: Deployment,
  facts: Facts,
  judge: (value: FetchedValue) => Promise<Verdicts>,
  settled: Settled = () => undefined,
): Verdicts | Promise<Verdicts> {
  const { list, why } = fetchedValues(deployment);
  if (list.length === 0) return why.length > 0 ? cannotTell(why) : notApplicable(NOTHING);
  const rest = why.length > 0 ? [cannotTell(why)] : [];
  if (facts.offline) return [...list.map((value) => settled(value) ?? cannotTell([OFFLINE])), ...rest];
  return Promise.all(list.map((value) => settled(value) ?? judge(value))).then(
    (verdicts): readonly Verdict[] => [...verdicts.flat(), ...rest],
  );
}

/** The same, as the execution role, which fetches them on every launch type. */
export function judgeValuesAs(
  deployment: Deployment,
  facts: Facts,
  judge: (value: FetchedValue, role: RolePrincipal) => Promise<Verdicts>,
  settled: (value: FetchedValue, role: RolePrincipal) => Verdict | undefined = () => undefined,
): Verdicts | Promise<Verdicts> {
  // Without anything to fetch nobody's rights matter, whether the role is known or not.
  if (fetchesNothing(deployment)) return notApplicable(NOTHING);
  return whereRole(deployment, facts, (role) =>
    judgeValues(
      deployment,
      facts,
      (value) => judge(value, role),
      (value) => settled(value, role),
    ),
  );
}

/** Judges where the execution role is known; without one nothing is fetched, which `execution-role-missing` tells. */
export function whereRole(
  deployment: Deployment,
  facts: Facts,
  judge: (role: RolePrincipal) => Verdicts | Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  return executionRole(deployment, facts).match<Verdicts | Promise<Verdicts>>({
    known: judge,
    absent: () => notApplicable('no execution role is named'),
    unknown: cannotTell,
  });
}

/** Where nobody may be asked, that is the reason for everything, not the account that a bare role name leaves open. */
function executionRole(deployment: Deployment, { offline }: Facts): Fact<RolePrincipal> {
  const role = rolePrincipal(deployment, 'executionRoleArn');
  return role.match<Fact<RolePrincipal>>({
    known: () => role,
    absent: () => role,
    unknown: (why) => (offline ? unknownFor([OFFLINE, ...why]) : role),
  });
}
