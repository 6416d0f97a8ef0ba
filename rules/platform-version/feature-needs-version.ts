import type { Why } from '../../src/fact/fact.ts';
import {
  featureMinimum,
  type PlatformFeature,
  platformVersionStatus,
  platformVersionsAsOf,
  tooOldFor,
} from '../../src/knowledge/platform-versions.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import {
  cannotTell,
  fail,
  notApplicable,
  type Phase,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { currentVersionFix } from './current-version-fix.ts';
import { type Pinned, wherePinned } from './pinned-version.ts';
import { USABLE_FEATURES } from './used-features.ts';

/** Does the deployment use what the named version does not have? One finding for each phase in which it goes off. */
export function featureNeedsVersion(deployment: Deployment): Verdicts {
  return wherePinned(deployment, (pinned) => {
    if (pinned.os === 'WINDOWS') return notApplicable('Windows on Fargate has had one platform version only');
    const status = platformVersionStatus(pinned.os, pinned.version);
    if (status === 'never-existed') return notApplicable('there is no such platform version');
    return verdicts(deployment, pinned);
  });
}

function verdicts(deployment: Deployment, pinned: Pinned): Verdicts {
  const lacking = new Map<Phase, PlatformFeature[]>();
  const doubts: Why[] = [];
  const lacks = tooOldFor(pinned.version);
  for (const { id, phase, used } of USABLE_FEATURES) {
    const feature = featureMinimum(id);
    if (!lacks(feature)) continue;
    used(deployment, pinned.service).match<unknown>({
      known: (is) => is && lacking.set(phase, [...(lacking.get(phase) ?? []), feature]),
      absent: () => undefined,
      unknown: (why) => doubts.push(...why),
    });
  }
  const found = [...lacking].map(([phase, features]) => verdict(deployment, pinned, phase, features));
  const open = doubts.length > 0 ? [cannotTell(doubts)] : [];
  return found.length + open.length > 0 ? [...found, ...open] : pass();
}

function verdict(
  deployment: Deployment,
  { service, os, version }: Pinned,
  phase: Phase,
  features: readonly PlatformFeature[],
): Verdict {
  const at = service.view.get('platformVersion');
  const names = features.map(({ feature, linux }) => `${feature} (${linux})`);
  return fail({
    at,
    phase,
    message: `platformVersion is "${version}", and what is deployed needs a newer one: ${names.join(', ')}`,
    evidence: features.map(
      ({ feature, linux, source }) => `${feature}: Linux platform version ${linux} or later, ${source}`,
    ),
    fixes: currentVersionFix(deployment, service, os, {
      safe: platformVersionStatus(os, version) === 'retired',
    }),
    asOf: platformVersionsAsOf(),
  });
}
