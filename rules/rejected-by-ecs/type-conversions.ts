/** Values of another type than the API's as values of the API's type. What may be a secret stays out of words and edits. */
import { valueOr } from '../../src/fact/fact.ts';
import type { ValueShape } from '../../src/knowledge/ecs-shapes.ts';
import { isObject, type View } from '../../src/model/view.ts';
import type { Fix } from '../../src/rule.ts';
import { spellingOf } from './spelling.ts';

/** What a message calls a type. */
export function kindOf(wanted: ValueShape): string {
  switch (wanted.kind) {
    case 'integer':
      return 'a whole number';
    case 'double':
      return 'a number';
    case 'structure':
      return 'an object';
    default:
      return `a ${wanted.kind}`;
  }
}

/** A value of `environment` may be a secret: no message and no description shows it. */
export function isEnvironmentValue(at: View): boolean {
  return at.parent?.parent?.key === 'environment' && typeof at.parent.key === 'number' && at.key === 'value';
}

/** Members whose values, or the values within, may be secrets. */
const VALUES: ReadonlySet<string> = new Set([
  'environment',
  'options',
  'dockerLabels',
  'driverOpts',
  'value',
]);

/** Would an edit that sets this value show what may be a secret? */
export function holdsValues(at: View, raw: unknown): boolean {
  for (let view: View | undefined = at; view; view = view.parent)
    if (VALUES.has(String(view.key))) return true;
  return holdsSome(raw);
}

function holdsSome(raw: unknown): boolean {
  if (Array.isArray(raw)) return raw.some(holdsSome);
  return isObject(raw) && Object.entries(raw).some(([name, value]) => VALUES.has(name) || holdsSome(value));
}

/** A scalar in the API's type, safe since ECS refuses what it replaces and nothing of it is lost; else a list made of it, or of a list of one. */
export function conversions(at: View, wanted: ValueShape): readonly Fix[] {
  const spelling = typeof at.raw === 'string' ? at.raw : spellingOf(at);
  const value =
    wanted.kind === 'string' && isScalar(at.raw) ? (spelling ?? String(at.raw)) : converted(at.raw, wanted);
  if (value === undefined) return rewrapped(at, wanted);
  const hidden = isEnvironmentValue(at);
  if (hidden && credentialLike(at)) return [];
  return [
    {
      kind: 'edit',
      description: `write ${hidden ? 'the value' : JSON.stringify(value)} as ${kindOf(wanted)}`,
      safe: spelling !== undefined,
      edits: [{ at, op: 'set', value }],
    },
  ];
}

function credentialLike(at: View): boolean {
  const name = at.parent && valueOr((at.parent as View<{ name?: string }>).get('name').verbatim, '');
  return /pass|secret|token|key|pin|credential/i.test(name ?? '');
}

function isScalar(raw: unknown): raw is number | boolean {
  return typeof raw === 'number' || typeof raw === 'boolean';
}

/** A text as the number or boolean that it spells. */
function converted(raw: unknown, wanted: ValueShape): number | boolean | undefined {
  if (typeof raw !== 'string') return undefined;
  if (wanted.kind === 'boolean') return raw === 'true' ? true : raw === 'false' ? false : undefined;
  const number = Number(raw);
  if (wanted.kind === 'integer')
    return String(number) === raw && Number.isSafeInteger(number) ? number : undefined;
  return wanted.kind === 'double' && String(number) === raw && Number.isFinite(number) ? number : undefined;
}

/** One thing in place of a list of it, or a list of one in place of the thing: likely, and not certain, what was meant. */
function rewrapped(at: View, wanted: ValueShape): readonly Fix[] {
  const { raw } = at;
  if (holdsValues(at, raw)) return [];
  const make = (description: string, value: unknown): readonly Fix[] => [
    { kind: 'edit', description, safe: false, edits: [{ at, op: 'set', value }] },
  ];
  if (wanted.kind === 'list' && is(raw, wanted.element)) return make('make it a list of one', [raw]);
  if (!Array.isArray(raw) || raw.length !== 1) return [];
  const [only] = raw as readonly unknown[];
  return is(only, wanted) ? make('take it out of the list', only) : [];
}

/** Is the value of that type? Lists and maps are not looked into. */
function is(raw: unknown, { kind }: ValueShape): boolean {
  switch (kind) {
    case 'structure':
    case 'map':
      return isObject(raw);
    case 'integer':
      return Number.isInteger(raw);
    case 'double':
      return typeof raw === 'number';
    case 'string':
    case 'boolean':
      return typeof raw === kind;
    default:
      return false;
  }
}
