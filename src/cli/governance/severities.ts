import type { Finding } from '../../engine/result.ts';
import type { SeverityChoice } from '../../engine/suppression.ts';
import { bySeverity } from '../../report/threshold.ts';
import type { Severity } from '../../rule.ts';
import type { RuleSetting } from '../config/configuration.ts';
import { pathOf } from './from-configurations.ts';
import type { Register } from './register.ts';
import type { Scope } from './scope.ts';

/** The severities that configurations give, one choice for each place where one is given. */
export function severityChoices(
  scopes: readonly Scope[],
  settingOf: (finding: Finding) => RuleSetting | undefined,
): readonly SeverityChoice[] {
  return scopes
    .flatMap(({ configuration }) => configuration.layers)
    .flatMap(({ rules }) => rules)
    .flatMap((setting) => {
      const { name, level, place } = setting;
      if (!level || level.value === 'on') return [];
      const covers = { finding: (finding: Finding) => settingOf(finding) === setting };
      return [{ rules: [name], covers, place, severity: level.value }];
    });
}

/** What counts of all that is said about a finding: of one that touches several deployments the strictest. */
export function lastSetting(register: Register): (finding: Finding) => RuleSetting | undefined {
  let latest: { readonly finding: Finding; readonly setting: RuleSetting | undefined } | undefined;
  return (finding) => {
    if (latest?.finding === finding) return latest.setting;
    const path = pathOf(finding);
    const [first, ...others] = register
      .of(finding)
      .map(({ subject, scope }) => scope.settingOf(finding, path, subject));
    const setting = others.reduce((a, b) => (isStricter(b, a, finding) ? b : a), first);
    latest = { finding, setting };
    return setting;
  };
}

function isStricter(a: RuleSetting | undefined, b: RuleSetting | undefined, finding: Finding): boolean {
  const [one, other] = [levelOf(a, finding), levelOf(b, finding)];
  if (one === 'off' || other === 'off') return one !== 'off' && other === 'off';
  return bySeverity(one, other) < 0;
}

function levelOf(setting: RuleSetting | undefined, { severity }: Finding): Severity | 'off' {
  const level = setting?.level?.value ?? 'on';
  return level === 'on' ? severity : level;
}
