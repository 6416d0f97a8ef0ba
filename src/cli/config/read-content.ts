import { isObject } from '../../model/view.ts';
import type { FailOn } from '../../report/threshold.ts';
import type { OptionSchema, Ruleset } from '../../rule.ts';
import { type Checker, found, type Part } from './checker.ts';
import type { Content, Layer, Placed, Where } from './configuration.ts';
import { type Names, readNames, readRules } from './read-rules.ts';
import { readSuppressions } from './read-suppressions.ts';
import { readWhere, SELECTORS } from './read-where.ts';

export const RULESETS = ['recommended', 'production', 'all'] as const satisfies readonly Ruleset[];
export const THRESHOLDS = ['error', 'warning', 'info', 'never'] as const satisfies readonly FailOn[];

/** The members of a configuration; `$schema` is for editors. */
const MEMBERS = [
  '$schema',
  'extends',
  'ruleset',
  'failOn',
  'strict',
  'rules',
  'mandatory',
  'overrides',
  'suppressions',
  'plugins',
] as const;

const OVERRIDE_MEMBERS = [...SELECTORS, 'rules', 'ruleset'] as const;

/** What a file says itself, and what else it names. */
export interface ReadContent extends Content {
  readonly extends: readonly Placed<string>[];
  readonly plugins: readonly Placed<string>[];
}

export const NOTHING: ReadContent = {
  extends: [],
  plugins: [],
  layers: [],
  mandatory: [],
  suppressions: [],
};

/** Reads and checks what a file says; all that is wrong is in the checker's errors. */
export function readContent(checker: Checker, root: Part, names: Names): ReadContent {
  // A file of comments alone, and an empty one, say nothing.
  if (root.value === undefined || root.value === null) return NOTHING;
  const members = checker.structure(root, 'a configuration of ecs-preflight', MEMBERS);
  if (!members) return NOTHING;
  const { ruleset, failOn, strict } = members;
  const place = checker.place(root.path);
  const placed = <T>(part: Part, value: T | undefined) =>
    value === undefined ? undefined : { value, place: checker.place(part.path) };
  const threshold = failOn && placed(failOn, checker.choice(failOn, THRESHOLDS));
  const strictly = strict && placed(strict, checker.flag(strict));
  const own: Layer = {
    place,
    ...chosen(checker, ruleset),
    rules: readRules(checker, members['rules'], names),
  };
  return {
    extends: texts(checker, members['extends'], 'files'),
    plugins: texts(checker, members['plugins'], 'plugins'),
    ...(threshold ? { failOn: threshold } : {}),
    ...(strictly ? { strict: strictly } : {}),
    layers: [own, ...readOverrides(checker, members['overrides'], names)],
    mandatory: readNames(checker, members['mandatory'], names),
    suppressions: readSuppressions(checker, members['suppressions'], names),
  };
}

function chosen(checker: Checker, part: Part | undefined): Pick<Layer, 'ruleset'> {
  const value = part && checker.choice(part, RULESETS);
  return value && part ? { ruleset: { value, place: checker.place(part.path) } } : {};
}

function texts(checker: Checker, part: Part | undefined, what: string): readonly Placed<string>[] {
  return checker.parts(part, what).flatMap((one) => {
    const value = checker.text(one, `one of the ${what}`);
    return value === undefined ? [] : [{ value, place: checker.place(one.path) }];
  });
}

function readOverrides(checker: Checker, part: Part | undefined, names: Names): readonly Layer[] {
  if (!part) return [];
  if (!Array.isArray(part.value)) {
    checker.refuse(part.path, `expected a list of overrides, found ${found(part.value)}`);
    return [];
  }
  return part.value.flatMap((value: unknown, index) => {
    const read = readOverride(checker, { value, path: [...part.path, index] }, names);
    return read ? [read] : [];
  });
}

function readOverride(checker: Checker, part: Part, names: Names): Layer | undefined {
  const members = checker.structure(part, 'an override', OVERRIDE_MEMBERS);
  if (!members) return undefined;
  const { rules, ruleset } = members;
  if (!rules && !ruleset)
    return checker.refuse(part.path, 'this override changes nothing: give it rules, or a ruleset');
  const where = readWhere(checker, members);
  const narrow = withinDefinition(where);
  if (ruleset && narrow)
    checker.refuseName(
      ruleset.path,
      `a ruleset is for whole deployments, and ${narrow} are parts of one: select by files, families, services or resources`,
    );
  const takesOptions = (path: Part['path'], { type }: OptionSchema, value: unknown): boolean => {
    if (!narrow) return true;
    if (type === 'map' && narrow === 'containers' && !isObject(value)) return true;
    checker.refuseName(
      path,
      type === 'map' && narrow === 'containers'
        ? 'the containers are selected by this override already: give one number'
        : `this option is for whole deployments, and ${narrow} are parts of one: select by files, families, services or resources`,
    );
    return false;
  };
  return {
    place: checker.place(part.path),
    where,
    ...(narrow ? {} : chosen(checker, ruleset)),
    rules: readRules(checker, rules, names, takesOptions),
  };
}

/** What of a deployment is selected, where it is not the whole of it. */
function withinDefinition({ files, containers }: Where): 'containers' | 'JSON pointers' | undefined {
  if (files?.some(({ pointer }) => pointer !== undefined)) return 'JSON pointers';
  return containers ? 'containers' : undefined;
}
