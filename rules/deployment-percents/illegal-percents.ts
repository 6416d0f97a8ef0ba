import { all, equals, holds, type Truth, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { impliedSchedulingStrategy, type Service } from '../../src/model/service.ts';
import { type Failure, failsIf, notApplicable, type Verdict, type Verdicts, where } from '../../src/rule.ts';
import { configurationFix } from './percent-edits.ts';

type Percent = 'minimumHealthyPercent' | 'maximumPercent';

/** Are the percentages outside what ECS takes, whatever the rollout? */
export function illegalPercents(deployment: Deployment): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed');
  const given = service.view.get('deploymentConfiguration').given;
  return where(given, 'no deploymentConfiguration is given', () => [
    minimumVerdict(deployment, service),
    maximumVerdict(deployment, service),
    daemonVerdict(deployment, service),
  ]);
}

function minimumVerdict(deployment: Deployment, service: Service): Verdict {
  const above = is(service, 'minimumHealthyPercent', (percent) => percent > 100);
  return failsIf(above, () => {
    const room = valueOr(
      is(service, 'maximumPercent', (percent) => percent <= 100),
      false,
    );
    const members = { minimumHealthyPercent: 100, ...(room ? { maximumPercent: 200 } : {}) };
    return failure(deployment, service, 'minimumHealthyPercent', 'at most 100', members);
  });
}

function maximumVerdict(deployment: Deployment, service: Service): Verdict {
  const below = is(service, 'maximumPercent', (percent) => percent < 100);
  const daemon = equals(impliedSchedulingStrategy(service), 'DAEMON');
  return failsIf(below, () =>
    failure(deployment, service, 'maximumPercent', 'at least 100', {
      maximumPercent: valueOr(daemon, false) ? 100 : 200,
    }),
  );
}

/** A container instance holds one task of a DAEMON service, so that the old one has to stop first. */
function daemonVerdict(deployment: Deployment, service: Service): Verdict {
  const above = is(service, 'maximumPercent', (percent) => percent > 100);
  return failsIf(all([above, equals(impliedSchedulingStrategy(service), 'DAEMON')]), () =>
    failure(deployment, service, 'maximumPercent', '100 for a DAEMON service', { maximumPercent: 100 }),
  );
}

function is(service: Service, member: Percent, wrong: (percent: number) => boolean): Truth {
  return holds(service.view.get('deploymentConfiguration').get(member).number, wrong);
}

function failure(
  deployment: Deployment,
  service: Service,
  member: Percent,
  wanted: string,
  members: Readonly<Record<string, number>>,
): Failure {
  const at = service.view.get('deploymentConfiguration').get(member);
  const values = Object.entries(members).map(([name, value]) => `${name} ${value}`);
  return {
    at,
    message: `${member} is ${valueOr(at.verbatim, '')}, and ECS takes ${wanted}`,
    fixes: configurationFix(deployment, service, members, `use ${values.join(' with ')}`),
  };
}
