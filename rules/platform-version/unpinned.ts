import { any, chain, not, valueOr } from '../../src/fact/fact.ts';
import { type PlatformOs, platformVersionsAsOf } from '../../src/knowledge/platform-versions.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import type { Service } from '../../src/model/service.ts';
import { type Fix, failsIf, notApplicable, type Ruleset, type Verdicts, where } from '../../src/rule.ts';
import { currentVersionFix } from './current-version-fix.ts';
import { isLatest, platformOs } from './pinned-version.ts';

/** Most tasks are of Linux, so that its version is offered first. */
const SYSTEMS: readonly PlatformOs[] = ['LINUX', 'WINDOWS'];

/** Is the version left to LATEST? */
export function unpinned(deployment: Deployment, ruleset: Ruleset): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed: RunTask names the platform version');
  const at = service.view.get('platformVersion');
  const latest = any([not(at.given), chain(at.text, isLatest)]);
  return where(mayRunOn(deployment, 'FARGATE'), 'the service does not run on Fargate', () =>
    failsIf(latest, () => ({
      at,
      severity: ruleset === 'production' ? 'warning' : 'info',
      message: `platformVersion is ${valueOr(at.text, undefined) === undefined ? 'not given' : '"LATEST"'}: each deployment takes the version that is current on that day`,
      fixes: pins(deployment, service),
      asOf: platformVersionsAsOf(),
    })),
  );
}

/** Where the operating system is not known, the version of each. */
function pins(deployment: Deployment, service: Service): readonly Fix[] {
  const os = valueOr(platformOs(deployment), undefined);
  return (os ? [os] : SYSTEMS).flatMap((system) =>
    currentVersionFix(deployment, service, system, { safe: false }),
  );
}
