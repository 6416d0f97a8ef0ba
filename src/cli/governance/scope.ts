import type { Manner } from '../../engine/judges.ts';
import type { Finding } from '../../engine/result.ts';
import type { OptionValues, Rule, Ruleset } from '../../rule.ts';
import type { Configuration, Layer, OptionValue, RuleSetting } from '../config/configuration.ts';
import { type Matcher, matcherOf, nameMatcher } from './matching.ts';
import type { Subject } from './subject.ts';

/** What the command line says, which goes before any configuration. */
export interface Flags {
  readonly ruleset: Ruleset | undefined;
  readonly options: ReadonlyMap<string, OptionValues>;
}

interface CompiledLayer {
  readonly layer: Layer;
  readonly matcher: Matcher;
  readonly settings: ReadonlyMap<string, RuleSetting>;
}

/** A configuration, made ready to be asked about the deployments that it is for. */
export class Scope {
  readonly configuration: Configuration;
  readonly #layers: readonly CompiledLayer[];
  readonly #rules: readonly Rule[];
  readonly #flags: Flags;
  readonly #manners: Map<string, Manner>;

  /** `manners` holds those that were made for any scope: equal ones are one. */
  constructor(
    configuration: Configuration,
    rules: readonly Rule[],
    flags: Flags,
    manners: Map<string, Manner>,
  ) {
    this.configuration = configuration;
    this.#rules = rules;
    this.#flags = flags;
    this.#manners = manners;
    this.#layers = configuration.layers.map((layer) => ({
      layer,
      matcher: matcherOf(layer.where, configuration.bases),
      settings: new Map(layer.rules.map((setting) => [setting.name, setting])),
    }));
  }

  /** How a deployment is judged: its ruleset, its options, and what is turned off for all of it. */
  mannerOf(subject: Subject): Manner {
    const layers = this.#layers.filter(({ matcher }) => matcher.deployment(subject));
    const ruleset =
      this.#flags.ruleset ??
      layers.findLast(({ layer }) => layer.ruleset)?.layer.ruleset?.value ??
      'recommended';
    const manner = { ruleset, options: this.#optionsOf(layers, subject), off: this.#offIn(layers) };
    const key = keyOf(manner);
    const known = this.#manners.get(key) ?? manner;
    this.#manners.set(key, known);
    return known;
  }

  /** What is said last of the severity of a finding, as far as it is about this deployment. */
  settingOf(finding: Finding, file: string | undefined, subject: Subject): RuleSetting | undefined {
    const specific = `${finding.rule}/${finding.problem}`;
    for (const { matcher, settings } of this.#layers.toReversed()) {
      const setting = levelled(settings.get(specific)) ?? levelled(settings.get(finding.rule));
      if (!setting || !matcher.deployment(subject)) continue;
      if (!matcher.finding || matcher.finding(finding, file)) return setting;
    }
    return undefined;
  }

  #offIn(layers: readonly CompiledLayer[]): readonly string[] {
    const off: string[] = [];
    for (const { id, problems } of this.#rules) {
      if (!layers.some(({ settings }) => names(settings, id))) continue;
      for (const problem of Object.keys(problems))
        if (isOff(layers, id, `${id}/${problem}`)) off.push(`${id}/${problem}`);
    }
    return off;
  }

  #optionsOf(layers: readonly CompiledLayer[], subject: Subject): Manner['options'] {
    const options = new Map<string, Record<string, OptionValues[string]>>();
    const set = (rule: string, name: string, value: OptionValues[string]) => {
      const values = options.get(rule) ?? {};
      const before = values[name];
      values[name] = value instanceof Map ? overlaid(before, value) : value;
      options.set(rule, values);
    };
    for (const { layer, settings } of layers)
      for (const { name: rule, options: said } of settings.values())
        for (const [name, { value }] of Object.entries(said))
          set(rule, name, this.#valueOf(rule, name, value, layer, subject));
    for (const [rule, values] of this.#flags.options)
      for (const [name, value] of Object.entries(values)) set(rule, name, value);
    return options;
  }

  #valueOf(
    rule: string,
    name: string,
    value: OptionValue,
    { where }: Layer,
    subject: Subject,
  ): OptionValues[string] {
    const type = this.#rules.find(({ id }) => id === rule)?.options?.[name]?.type;
    if (typeof value === 'object') return new Map(Object.entries(value));
    if (type !== 'map' || typeof value !== 'number') return value;
    if (!where?.containers) return new Map([['*', value]]);
    const selected = nameMatcher(where.containers);
    return new Map(subject.containers.filter(selected).map((container) => [container, value] as const));
  }
}

/** A number for all containers goes before whatever was said of some; others are added. */
function overlaid(before: OptionValues[string], value: ReadonlyMap<string, number>): OptionValues[string] {
  if (value.has('*') || !(before instanceof Map)) return value;
  return new Map([...before, ...value]);
}

function levelled(setting: RuleSetting | undefined): RuleSetting | undefined {
  return setting?.level ? setting : undefined;
}

function names(settings: CompiledLayer['settings'], id: string): boolean {
  return [...settings.keys()].some((name) => name === id || name.startsWith(`${id}/`));
}

/** Off for all of a deployment, unless a later layer wants it for a part of it. */
function isOff(layers: readonly CompiledLayer[], rule: string, problem: string): boolean {
  let off = false;
  for (const { matcher, settings } of layers) {
    const level = (levelled(settings.get(problem)) ?? levelled(settings.get(rule)))?.level?.value;
    if (level === undefined) continue;
    if (!matcher.finding) off = level === 'off';
    else if (level !== 'off') off = false;
  }
  return off;
}

function keyOf({ ruleset, options, off }: Required<Manner>): string {
  const spelled = [...options].map(([rule, values]) => [
    rule,
    Object.entries(values).map(([name, value]) => [name, value instanceof Map ? [...value] : value]),
  ]);
  return JSON.stringify([ruleset, spelled, off]);
}
