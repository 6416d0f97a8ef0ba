import { latestPlatformVersion, type PlatformOs } from '../../src/knowledge/platform-versions.ts';
import type { View } from '../../src/model/view.ts';
import type { Fix } from '../../src/rule.ts';

/** Pin the version that LATEST stands for as of the data's date. */
export function currentVersionFix(
  at: View,
  os: PlatformOs,
  { safe }: { readonly safe: boolean },
): readonly Fix[] {
  const value = latestPlatformVersion(os);
  const system = os === 'WINDOWS' ? 'Windows' : 'Linux';
  return [
    {
      kind: 'edit',
      description: `pin platform version ${value}, the current one for ${system}`,
      safe,
      edits: [{ at, op: 'set', value }],
    },
  ];
}
