import { latestPlatformVersion, type PlatformOs } from '../../src/knowledge/platform-versions.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import type { Fix } from '../../src/rule.ts';

/** Pin the version that LATEST stands for as of the data's date; a described service is changed by the command. */
export function currentVersionFix(
  deployment: Deployment,
  service: Service,
  os: PlatformOs,
  { safe }: { readonly safe: boolean },
): readonly Fix[] {
  const value = latestPlatformVersion(os);
  const system = os === 'WINDOWS' ? 'Windows' : 'Linux';
  const description = `pin platform version ${value}, the current one for ${system}`;
  if (service.form === 'describe') {
    const command = updateServiceCommand(deployment, service, ['--platform-version', value]);
    return command === undefined ? [] : [{ kind: 'command', description, command }];
  }
  const at = service.view.get('platformVersion');
  return [{ kind: 'edit', description, safe, edits: [{ at, op: 'set', value }] }];
}
