import type { Decidable, Phase, Rule, Scope, Severity } from '../../rule.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
const SCOPES: readonly Scope[] = ['deployment', 'cluster', 'account'];
const DECIDABLE: readonly Decidable[] = ['F', 'D', 'L'];
const PHASES: readonly Phase[] = [
  'register',
  'place',
  'pull-image',
  'pull-secrets',
  'start',
  'health',
  'steady',
  'rollout',
  'operate',
];

/** What the JavaScript type of an option's default is, by the type of the option. */
const DEFAULTS: Readonly<Record<string, string>> = {
  number: 'number',
  boolean: 'boolean',
  string: 'string',
  map: 'number',
};

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** What keeps a value from being a rule beside those that there are; JavaScript knows no types. */
export function ruleTroubles(value: unknown, others: readonly Rule[]): readonly string[] {
  if (!isStructure(value)) return [`expected a rule, as defineRule makes it, found ${spelled(value)}`];
  const { id, title, number, options, problems } = value;
  if (typeof id !== 'string' || !NAME.test(id))
    return [`expected an id in lower case with hyphens, such as "no-latest-tag", found ${spelled(id)}`];
  const troubles: string[] = [];
  const refuse = (trouble: string) => troubles.push(`rule ${id}: ${trouble}`);
  const taken = others.find((other) => other.id === id);
  if (taken)
    refuse(
      taken.plugin === undefined ? 'a built-in rule has this id' : `${taken.plugin} has a rule of this id`,
    );
  if (!isText(title)) refuse(`expected a title, found ${spelled(title)}`);
  if (typeof number !== 'number')
    refuse(`expected a number, by which rules are sorted, found ${spelled(number)}`);
  for (const trouble of optionTroubles(options)) refuse(trouble);
  if (!isStructure(problems) || Object.keys(problems).length === 0)
    refuse(`expected a structure of problems, found ${spelled(problems)}`);
  else
    for (const [name, problem] of Object.entries(problems))
      for (const trouble of problemTroubles(name, problem)) refuse(`problem ${trouble}`);
  return troubles;
}

function* optionTroubles(options: unknown): Iterable<string> {
  if (options === undefined) return;
  if (!isStructure(options)) {
    yield `expected a structure of options, found ${spelled(options)}`;
    return;
  }
  for (const [name, schema] of Object.entries(options)) {
    const type = isStructure(schema) ? schema['type'] : undefined;
    const wanted = typeof type === 'string' && Object.hasOwn(DEFAULTS, type) ? DEFAULTS[type] : undefined;
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) yield `option ${spelled(name)}: expected a name in camel case`;
    if (!isStructure(schema) || wanted === undefined)
      yield `option ${name}: expected a type (${Object.keys(DEFAULTS).join(', ')}), found ${spelled(type)}`;
    else if (!isText(schema['description'])) yield `option ${name}: expected a description`;
    else if (schema['default'] !== undefined && typeof schema['default'] !== wanted)
      yield `option ${name}: expected a default that is a ${wanted}, found ${spelled(schema['default'])}`;
  }
}

function* problemTroubles(name: string, problem: unknown): Iterable<string> {
  if (!NAME.test(name)) yield `${spelled(name)}: expected an id in lower case with hyphens`;
  if (!isStructure(problem)) {
    yield `${name}: expected a structure, found ${spelled(problem)}`;
    return;
  }
  for (const member of ['summary', 'appliesTo', 'why', 'docs'])
    if (!isText(problem[member]))
      yield `${name}: expected ${member}, a sentence, found ${spelled(problem[member])}`;
  if (isText(problem['docs']) && !/^https?:\/\/\S+$/.test(problem['docs']))
    yield `${name}: expected docs to be the address of a page, found ${spelled(problem['docs'])}`;
  yield* named(name, problem, 'severity', SEVERITIES, { list: false, required: true });
  yield* named(name, problem, 'phase', PHASES, { list: false, required: true });
  yield* named(name, problem, 'scope', SCOPES, { list: false, required: false });
  yield* named(name, problem, 'maySeverities', SEVERITIES, { list: true, required: false });
  yield* named(name, problem, 'mayPhases', PHASES, { list: true, required: false });
  yield* named(name, problem, 'decidable', DECIDABLE, { list: true, required: true });
  const { needs, check } = problem;
  if (
    needs !== undefined &&
    !(Array.isArray(needs) && needs.every((kind) => isStructure(kind) && isText(kind['id'])))
  )
    yield `${name}: expected needs to be a list of kinds of fact`;
  if (typeof check !== 'function') yield `${name}: expected check to be a function, found ${spelled(check)}`;
}

type Structure = Readonly<Record<string, unknown>>;

/** A member that names one of what there is, or a list of such names. */
interface Names {
  readonly list: boolean;
  readonly required: boolean;
}

function* named(
  name: string,
  problem: Structure,
  member: string,
  legal: readonly string[],
  { list, required }: Names,
): Iterable<string> {
  const value = problem[member];
  if (value === undefined && !required) return;
  const names = list ? value : [value];
  if (Array.isArray(names) && names.length > 0 && names.every((one) => legal.includes(one))) return;
  yield `${name}: expected ${member} to be ${list ? 'a list of' : 'one of'} ${legal.join(', ')}, found ${spelled(value)}`;
}

function isStructure(value: unknown): value is Structure {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** A value as it may stand in a sentence. */
export function spelled(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a structure';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}
