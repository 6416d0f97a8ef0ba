import { isObject } from '../../model/view.ts';
import { quote } from '../../read/quote.ts';
import type { OptionSchema, Rule } from '../../rule.ts';
import { noSuchRule } from '../selection.ts';
import { didYouMean } from '../usage-error.ts';
import { alternatives, type Checker, found, type Part } from './checker.ts';
import type { Level, OptionValue, Placed, RuleSetting } from './configuration.ts';

/** What a configuration may say of a rule. */
export const LEVELS = ['off', 'on', 'error', 'warning', 'info'] as const satisfies readonly Level[];

/** The rules that names may mean. */
export interface Names {
  readonly catalogue: readonly Rule[];
  /** Plugins are named that did not load: a name that is in no catalogue may be theirs. */
  readonly open: boolean;
}

/** `rules: {<rule> or <rule/problem>: <level> or {severity, options}}` */
export function readRules(
  checker: Checker,
  part: Part | undefined,
  names: Names,
  takesOptions: (path: Part['path'], schema: OptionSchema, value: unknown) => boolean = () => true,
): readonly RuleSetting[] {
  if (!part) return [];
  const { value, path } = part;
  if (!isObject(value)) {
    checker.refuse(path, `expected a structure of rules and their severities, found ${found(value)}`);
    return [];
  }
  return Object.entries(value).flatMap(([name, said]) => {
    const at = [...path, name];
    if (!isName(checker, at, name, names)) return [];
    const setting = readSetting(checker, { value: said, path: at }, name, names, takesOptions);
    return setting ? [setting] : [];
  });
}

/** The names of rules in a list; those that are in no catalogue are refused and left out. */
export function readNames(checker: Checker, part: Part | undefined, names: Names): readonly Placed<string>[] {
  return checker.parts(part, 'rules').flatMap((one) => {
    const name = checker.text(one, 'a rule, or rule/problem');
    if (name === undefined) return [];
    if (isKnown(name, names)) return [{ value: name, place: checker.place(one.path) }];
    return checker.refuse(one.path, noSuchRule(names.catalogue, name)) ?? [];
  });
}

function isName(checker: Checker, path: Part['path'], name: string, names: Names): boolean {
  if (isKnown(name, names)) return true;
  checker.refuseName(path, noSuchRule(names.catalogue, name));
  return false;
}

function isKnown(name: string, { catalogue, open }: Names): boolean {
  const [id, problem, ...more] = name.split('/');
  const rule = catalogue.find((one) => one.id === id);
  if (!rule) return open;
  return more.length === 0 && (problem === undefined || Object.hasOwn(rule.problems, problem));
}

function readSetting(
  checker: Checker,
  part: Part,
  name: string,
  names: Names,
  takesOptions: (path: Part['path'], schema: OptionSchema, value: unknown) => boolean,
): RuleSetting | undefined {
  const place = checker.placeOfName(part.path);
  if (!isObject(part.value)) {
    const level = readLevel(checker, part);
    return level && { name, place, level, options: {} };
  }
  const members = checker.structure(part, 'a severity, or a structure', ['severity', 'options']);
  if (!members) return undefined;
  const { severity, options } = members;
  if (!severity && !options && Object.keys(part.value).length > 0) return undefined;
  if (!severity && !options)
    return checker.refuseName(part.path, `${name} is told nothing: give a severity, options, or both`);
  const level = severity && readLevel(checker, severity);
  return {
    name,
    place,
    ...(level ? { level } : {}),
    options: options ? readOptions(checker, options, name, names, takesOptions) : {},
  };
}

/** `false` and `true` are what readers of YAML 1.1 make of `off` and `on`, and write in their place. */
function readLevel(checker: Checker, part: Part): Placed<Level> | undefined {
  const { value, path } = part;
  const spelled = value === false ? 'off' : value === true ? 'on' : value;
  const level = checker.choice({ value: spelled, path }, LEVELS);
  return level && { value: level, place: checker.place(path) };
}

function readOptions(
  checker: Checker,
  part: Part,
  name: string,
  { catalogue, open }: Names,
  takesOptions: (path: Part['path'], schema: OptionSchema, value: unknown) => boolean,
): RuleSetting['options'] {
  const [id = ''] = name.split('/');
  const rule = catalogue.find((one) => one.id === id);
  if (name !== id) {
    checker.refuseName(part.path, `options belong to a rule, not to one of its problems: give them to ${id}`);
    return {};
  }
  if (!rule && open) return {};
  if (!isObject(part.value)) {
    checker.refuse(part.path, `expected a structure of options, found ${found(part.value)}`);
    return {};
  }
  const legal = Object.keys(rule?.options ?? {});
  const options: Record<string, Placed<OptionValue>> = {};
  for (const [option, value] of Object.entries(part.value)) {
    const path = [...part.path, option];
    const schema = legal.includes(option) ? rule?.options?.[option] : undefined;
    if (!schema) {
      const instead =
        legal.length === 0 ? ': it has none' : didYouMean(option, legal) || `: it has ${alternatives(legal)}`;
      checker.refuseName(path, `rule ${id} has no option ${quote(option)}${instead}`);
      continue;
    }
    if (!takesOptions(path, schema, value)) continue;
    const read = readOption(checker, { value, path }, schema);
    if (read !== undefined) options[option] = { value: read, place: checker.place(path) };
  }
  return options;
}

function readOption(checker: Checker, part: Part, { type }: OptionSchema): OptionValue | undefined {
  const { value, path } = part;
  switch (type) {
    case 'boolean':
      return checker.flag(part);
    case 'string':
      return checker.text(part, 'a text');
    case 'number':
      return number(checker, part, 'a number of at least 0');
    case 'map': {
      if (!isObject(value))
        return number(checker, part, 'a number for all containers, or a structure of numbers by container');
      const numbers = Object.entries(value).map(
        ([container, one]) =>
          [
            container,
            number(checker, { value: one, path: [...path, container] }, 'a number of at least 0'),
          ] as const,
      );
      if (numbers.length === 0)
        return checker.refuse(path, 'expected a number for each container, found an empty structure');
      return Object.fromEntries(numbers.filter((entry): entry is [string, number] => entry[1] !== undefined));
    }
  }
}

function number(checker: Checker, { value, path }: Part, what: string): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  return checker.refuse(path, `expected ${what}, found ${found(value)}`);
}
