import { type Fact, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { runsOnlyOn } from '../../src/model/launch.ts';
import type { Service } from '../../src/model/service.ts';
import { providersOf, type UsedProvider } from '../../src/rollout/capacity-providers.ts';
import { notAsked } from '../../src/rollout/not-asked.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

export const NO_SERVICE = 'no service is deployed';
const NOT_ON_EC2 = 'the service does not run on EC2 instances';

/** Judges a fact that has to be known. */
export function matched<T>(
  fact: Fact<T>,
  judge: (value: T) => Verdicts | Promise<Verdicts>,
  because = NO_SERVICE,
): Verdicts | Promise<Verdicts> {
  return fact.match<Verdicts | Promise<Verdicts>>({
    known: judge,
    absent: () => notApplicable(because),
    unknown: cannotTell,
  });
}

/** Judges a service whose tasks run on EC2 container instances. */
export function whereOnEc2(
  deployment: Deployment,
  facts: Facts,
  judge: (service: Service) => Verdicts | Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  const { service } = deployment;
  if (!service) return notApplicable(NO_SERVICE);
  return matched(runsOnlyOn(deployment, 'EC2'), (is) => {
    if (!is) return notApplicable(NOT_ON_EC2);
    if (facts.offline) return cannotTell([notAsked('what the container instances have free')]);
    return judge(service);
  });
}

/** Judges each capacity provider that the service's strategy, or its cluster's default, names. */
export function whereProviders(
  deployment: Deployment,
  facts: Facts,
  which: 'named' | 'used',
  judge: (provider: UsedProvider) => Promise<Verdict>,
): Verdicts | Promise<Verdicts> {
  if (!deployment.service) return notApplicable(NO_SERVICE);
  return matched(providersOf(deployment, which), (providers) => {
    if (providers.length === 0) return notApplicable('no capacity provider is used');
    if (facts.offline) return cannotTell([notAsked('what the capacity providers are')]);
    return Promise.all(providers.map(judge));
  });
}

/** "1 task", "4 tasks". */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** The service's name for a message. */
export function named(service: Service): string {
  const name = valueOr(service.name, undefined);
  return name === undefined ? 'the service' : `service "${name}"`;
}
