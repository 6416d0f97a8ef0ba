import { dirname, relative, resolve } from 'node:path';
import type { Place } from '../../model/source.ts';
import type { FailOn } from '../../report/threshold.ts';
import type { OptionValues, Ruleset } from '../../rule.ts';
import type {
  Configuration,
  ConfiguredSuppression,
  Layer,
  Placed,
  RuleSetting,
  Where,
} from './configuration.ts';
import { foldRules } from './fold.ts';
import type { Printed } from './spell.ts';

/** What the command line says of a configuration's values. */
export interface SaidByFlags {
  readonly ruleset: Ruleset | undefined;
  readonly failOn: FailOn | undefined;
  readonly strict: boolean | undefined;
  readonly options: ReadonlyMap<string, OptionValues>;
}

const COMMAND_LINE = 'the command line';

/**
 * A configuration with all that it extends and all that the command line says, as one that says the same by itself. What it
 * says for all after it said something for some becomes an override that selects nothing, since later ones go first.
 */
export function printed(configuration: Configuration, flags: SaidByFlags): ReadonlyMap<string, Printed> {
  const { failOn, strict, layers, mandatory, suppressions, plugins } = configuration;
  const said = flagLayer(flags);
  const first = layers.findIndex(({ where }) => where !== undefined);
  const general = first < 0 ? layers : layers.slice(0, first);
  const later = first < 0 ? [] : layers.slice(first);
  const base = later.length > 0 || !said ? general : [...general, said];
  const overrides = [...later, ...(later.length > 0 && said ? [said] : [])].filter(
    ({ rules, ruleset }) => rules.length > 0 || ruleset,
  );
  const ruleset = base.findLast((one) => one.ruleset)?.ruleset;
  const rules = foldRules(base);
  const members: [string, Printed | undefined][] = [
    ['plugins', list(plugins.map((one) => placed({ ...one, value: pluginFrom(configuration, one) })))],
    ['ruleset', scalar(undefined, ruleset, 'recommended')],
    ['failOn', scalar(flags.failOn, failOn, 'error')],
    ['strict', scalar(flags.strict, strict, false)],
    ['rules', rules.length > 0 ? rulesOf(rules) : undefined],
    ['mandatory', list(mandatory.map(placed))],
    ['overrides', list(overrides.map(override))],
    ['suppressions', list(suppressions.map(suppression))],
  ];
  return new Map(members.flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
}

function flagLayer({ ruleset, options }: SaidByFlags): Layer | undefined {
  const place: Place = { pointer: '' };
  if (!ruleset && options.size === 0) return undefined;
  const rules = [...options].map(([name, values]): RuleSetting => {
    const said = Object.entries(values).flatMap(([option, value]) =>
      value === undefined
        ? []
        : [[option, { value: value instanceof Map ? Object.fromEntries(value) : value, place }] as const],
    );
    return { name, place, options: Object.fromEntries(said) as RuleSetting['options'] };
  });
  return { place, rules, ...(ruleset ? { ruleset: { value: ruleset, place } } : {}) };
}

/** A relative path counts from the configuration itself. */
function pluginFrom({ file }: Configuration, { value, folder }: Configuration['plugins'][number]): string {
  if (!/^\.{1,2}(?:[\\/]|$)/.test(value)) return value;
  const way = relative(resolve(dirname(file)), resolve(folder, value)).replaceAll('\\', '/');
  return way.startsWith('../') ? way : `./${way}`;
}

function scalar<T extends string | boolean>(
  flag: T | undefined,
  said: Placed<T> | undefined,
  standard: T,
): Printed {
  if (flag !== undefined) return { is: flag, from: COMMAND_LINE };
  return said ? placed(said) : { is: standard, from: 'default' };
}

function placed({ value, place }: Placed<string | number | boolean>): Printed {
  return { is: value, from: from(place) };
}

function list(items: readonly Printed[]): Printed | undefined {
  return items.length > 0 ? { is: items } : undefined;
}

function rulesOf(rules: readonly RuleSetting[]): Printed {
  return { is: new Map(rules.map((setting) => [setting.name, settingOf(setting)])) };
}

function settingOf({ level, options, place }: RuleSetting): Printed {
  const said = Object.entries(options);
  if (said.length === 0) return level ? placed(level) : { is: 'on', from: from(place) };
  const values = said.map(([name, { value, place: at }]): [string, Printed] => [
    name,
    {
      is:
        typeof value === 'object'
          ? new Map(Object.entries(value).map(([container, is]) => [container, { is }]))
          : value,
      from: from(at),
    },
  ]);
  const members: [string, Printed][] = [['options', { is: new Map(values) }]];
  if (level) members.unshift(['severity', placed(level)]);
  return { is: new Map(members) };
}

function override({ where = {}, ruleset, rules, place }: Layer): Printed {
  const members: [string, Printed][] = [...whereOf(where)];
  if (ruleset) members.push(['ruleset', placed(ruleset)]);
  if (rules.length > 0) members.push(['rules', rulesOf(foldRules([{ place, rules }]))]);
  return { is: new Map(members) };
}

function suppression({ rules, reason, until, where, place }: ConfiguredSuppression): Printed {
  const members: [string, Printed][] = [
    ['rules', { is: rules.map((is) => ({ is })), from: from(place) }],
    ['reason', { is: reason }],
    ...(until === undefined ? [] : [['until', { is: until }] as [string, Printed]]),
    ...whereOf(where),
  ];
  return { is: new Map(members) };
}

function whereOf({ files, ...names }: Where): readonly [string, Printed][] {
  const patterns = files?.map(({ pattern, pointer }) =>
    pointer === undefined ? pattern : `${pattern}#${pointer}`,
  );
  const lists = { ...(patterns ? { files: patterns } : {}), ...names };
  return Object.entries(lists).map(([name, texts]) => [name, { is: texts.map((is) => ({ is })) }]);
}

function from({ file, line }: Place): string {
  if (file === undefined) return COMMAND_LINE;
  return line === undefined ? file : `${file}:${line}`;
}
