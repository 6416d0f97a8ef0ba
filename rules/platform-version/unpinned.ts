import { any, chain, not, valueOr } from '../../src/fact/fact.ts';
import { platformVersionsAsOf } from '../../src/knowledge/platform-versions.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { mayRunOn } from '../../src/model/launch.ts';
import { failsIf, notApplicable, type Ruleset, type Verdicts, where } from '../../src/rule.ts';
import { currentVersionFix } from './current-version-fix.ts';
import { isLatest, platformOs } from './pinned-version.ts';

/** Is the version left to LATEST? */
export function unpinned(deployment: Deployment, ruleset: Ruleset): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed: RunTask names the platform version');
  const at = service.view.get('platformVersion');
  const latest = any([not(at.given), chain(at.text, isLatest)]);
  return where(mayRunOn(deployment, 'FARGATE'), 'the service does not run on Fargate', () =>
    failsIf(latest, () => {
      const os = valueOr(platformOs(deployment), undefined);
      return {
        at,
        severity: ruleset === 'production' ? 'warning' : 'info',
        message: `platformVersion is ${valueOr(at.text, undefined) === undefined ? 'not given' : '"LATEST"'}: each deployment takes the version that is current on that day`,
        fixes: os ? currentVersionFix(at, os, { safe: false }) : [],
        asOf: platformVersionsAsOf(),
      };
    }),
  );
}
