import { truth } from '../../src/fact/fact.ts';
import {
  type PlatformOs,
  platformVersion,
  platformVersionStatus,
  platformVersionsAsOf,
} from '../../src/knowledge/platform-versions.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { cannotTell, failsIf, type Verdicts } from '../../src/rule.ts';
import { currentVersionFix } from './current-version-fix.ts';
import { wherePinned } from './pinned-version.ts';

const SYSTEMS: Readonly<Record<PlatformOs, string>> = { LINUX: 'Linux', WINDOWS: 'Windows' };

/** Is the named version one that ECS no longer starts tasks on? */
export function retired(deployment: Deployment): Verdicts {
  return wherePinned(deployment, ({ service, os, version }) => {
    const at = service.view.get('platformVersion');
    const row = platformVersion(os, version);
    const evidence = [
      ...(row?.retiredOn ? [`${SYSTEMS[os]} ${version}: no new tasks from ${row.retiredOn}`] : []),
      ...(row?.runningTasksStoppedOn ? [`running tasks stopped on ${row.runningTasksStoppedOn}`] : []),
    ];
    return failsIf(truth(platformVersionStatus(os, version) === 'retired'), () => ({
      at,
      message: `platformVersion is "${version}", which is retired for ${SYSTEMS[os]}${row?.retiredOn ? ` since ${row.retiredOn}` : ''}`,
      evidence,
      fixes: currentVersionFix(deployment, service, os, { safe: true }),
      asOf: platformVersionsAsOf(),
    }));
  });
}

/** Was there never such a version? One above all that the data knows may exist by now. */
export function unknownVersion(deployment: Deployment): Verdicts {
  return wherePinned(deployment, ({ service, os, version }) => {
    const at = service.view.get('platformVersion');
    const status = platformVersionStatus(os, version);
    if (status === 'newer-than-data') {
      const detail = `platform version ${version} is newer than the data of ${platformVersionsAsOf()}`;
      return cannotTell([{ reason: 'undecidable', detail }]);
    }
    return failsIf(truth(status === 'never-existed'), () => ({
      at,
      message: `platformVersion is "${version}", which was never a version for ${SYSTEMS[os]}`,
      fixes: currentVersionFix(deployment, service, os, { safe: true }),
      asOf: platformVersionsAsOf(),
    }));
  });
}
