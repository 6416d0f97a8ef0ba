import type { Layer, OptionValue, Placed, RuleSetting } from './configuration.ts';

/** What layers say one over the other, as one layer would say it: rules before their problems. */
export function foldRules(layers: readonly Layer[]): readonly RuleSetting[] {
  const settings = new Map<string, RuleSetting>();
  for (const { rules } of layers) {
    for (const setting of rules.toSorted((a, b) => depth(a) - depth(b))) {
      const { name, level } = setting;
      // What is said of a rule holds for all its problems, whatever was said of them before.
      if (level)
        for (const known of [...settings.keys()])
          if (known.startsWith(`${name}/`) && !rules.some((one) => one.name === known))
            settings.delete(known);
      settings.set(name, over(settings.get(name), setting));
    }
  }
  return [...settings.values()];
}

function depth({ name }: RuleSetting): number {
  return name.includes('/') ? 1 : 0;
}

function over(before: RuleSetting | undefined, setting: RuleSetting): RuleSetting {
  if (!before) return setting;
  const options: Record<string, Placed<OptionValue>> = { ...before.options };
  for (const [name, said] of Object.entries(setting.options)) {
    const known = options[name];
    options[name] = known ? { ...said, value: overlaid(known.value, said.value) } : said;
  }
  const level = setting.level ?? before.level;
  return { name: setting.name, place: setting.place, options, ...(level ? { level } : {}) };
}

/** Numbers by container are added to those before, which a number for all replaces. */
function overlaid(before: OptionValue | undefined, value: OptionValue): OptionValue {
  if (typeof value !== 'object' || Object.hasOwn(value, '*') || before === undefined) return value;
  if (typeof before === 'number') return { '*': before, ...value };
  return typeof before === 'object' ? { ...before, ...value } : value;
}
