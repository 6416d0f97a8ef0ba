import { isOpaque, whyOpaque } from '../../fact/opaque.ts';
import { type StructureShape, structure, type ValueShape } from '../../knowledge/ecs-shapes.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import { setOwn } from '../json-tolerant.ts';
import data from './spelling.json' with { type: 'json' };

/**
 * CloudFormation spells the members of ECS's structures with a capital; where it has another name, the data file says so. The
 * keys of maps (options, labels) are the user's, and are kept. It converts scalars: `"80"` is a number where one is meant.
 */
const NAMES: Readonly<Record<string, string>> = data.names;
const NOT_OF_THE_API: Readonly<Record<string, readonly string[]>> = data.notOfTheApi;

interface Spelling {
  /** Members by the template's name; undefined where the API has no such member. */
  readonly toApi: ReadonlyMap<string, { readonly name: string; readonly wanted: ValueShape } | undefined>;
  readonly toTemplate: ReadonlyMap<string, string>;
}

const spellings = new Map<StructureShape, Spelling>();

function spellingOf(shape: StructureShape): Spelling {
  let spelling = spellings.get(shape);
  if (!spelling) {
    const toTemplate = new Map<string, string>();
    const toApi = new Map<string, { readonly name: string; readonly wanted: ValueShape } | undefined>();
    for (const [name, wanted] of shape.members) {
      const own = NAMES[`${shape.name}.${name}`] ?? name.charAt(0).toUpperCase() + name.slice(1);
      toTemplate.set(name, own);
      toApi.set(own, { name, wanted });
    }
    for (const own of NOT_OF_THE_API[shape.name] ?? []) toApi.set(own, undefined);
    spelling = { toTemplate, toApi };
    spellings.set(shape, spelling);
  }
  return spelling;
}

/** A resolved structure as the API spells it, with the types of its shape. */
export function toApi(raw: unknown, shape: StructureShape): unknown {
  return structureToApi(raw, shape);
}

function structureToApi(raw: unknown, shape: StructureShape): unknown {
  if (!isObject(raw)) return whole(raw);
  const { toApi } = spellingOf(shape);
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(raw)) {
    const value = raw[name];
    if (value === undefined) continue;
    const member = toApi.get(name);
    if (member) setOwn(made, member.name, valueToApi(value, member.wanted));
    else if (!toApi.has(name)) setOwn(made, name, asMember(value, shape, name));
  }
  return made;
}

/** What stands under a name that the template's shape does not have; under the API's own it is read as that member. */
function asMember(value: unknown, shape: StructureShape, name: string): unknown {
  const wanted = shape.members.get(name);
  return wanted ? valueToApi(value, wanted) : value;
}

function valueToApi(raw: unknown, wanted: ValueShape): unknown {
  switch (wanted.kind) {
    case 'structure':
      return structureToApi(raw, structure(wanted.structure));
    case 'list':
      return Array.isArray(raw) ? raw.map((item: unknown) => valueToApi(item, wanted.element)) : whole(raw);
    case 'map': {
      if (!isObject(raw)) return whole(raw);
      const made: Record<string, unknown> = {};
      for (const name of Object.keys(raw)) setOwn(made, name, valueToApi(raw[name], wanted.value));
      return made;
    }
    case 'string':
      if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
      return wanted.enum === undefined ? raw : whole(raw);
    case 'integer':
    case 'double':
      return typeof raw === 'string' && /^-?\d+(?:\.\d+)?$/.test(raw.trim()) ? Number(raw) : whole(raw);
    case 'boolean':
      return typeof raw === 'string' && FLAG.test(raw) ? /^(?:t|y|on)/i.test(raw) : whole(raw);
    default:
      return raw;
  }
}

/** CloudFormation's YAML is 1.1, where `yes` is a truth. */
const FLAG = /^(?:true|false|yes|no|on|off)$/i;

/** What is open in part is open as a whole where a text is not what is wanted. */
function whole(raw: unknown): unknown {
  return typeof raw === 'string' && isOpaque(raw) ? new Unresolved(whyOpaque(raw)) : raw;
}

/** A path of the API's spelling as the template spells it; as these properties do, where they have a member by the API's name. */
export function templatePath(path: Path, root: StructureShape, properties?: unknown): Path {
  const spelled: (string | number)[] = [];
  let wanted: ValueShape | undefined = { kind: 'structure', structure: root.name };
  let here = properties;
  for (const step of path) {
    const below: Inside | undefined = wanted && inside(wanted, step);
    const name = below && !(has(here, step) && !has(here, below.name)) ? below.name : step;
    spelled.push(name);
    wanted = below?.value;
    here = has(here, name) ? here[name] : undefined;
  }
  return spelled;
}

function has(value: unknown, name: string | number): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

interface Inside {
  readonly name: string | number;
  readonly value: ValueShape | undefined;
}

function inside(wanted: ValueShape, step: string | number): Inside {
  if (wanted.kind === 'list') return { name: step, value: wanted.element };
  if (wanted.kind === 'map') return { name: step, value: wanted.value };
  if (wanted.kind !== 'structure') return { name: step, value: undefined };
  const shape = structure(wanted.structure);
  const name = spellingOf(shape).toTemplate.get(String(step));
  return { name: name ?? step, value: shape.members.get(String(step)) };
}

/** A value of the API that stands at a path, as the template spells it. */
export function toTemplate(value: unknown, path: Path, root: StructureShape): unknown {
  let wanted: ValueShape | undefined = { kind: 'structure', structure: root.name };
  for (const step of path) wanted = wanted && inside(wanted, step).value;
  return wanted ? spelled(value, wanted) : value;
}

function spelled(value: unknown, wanted: ValueShape): unknown {
  if (Array.isArray(value))
    return wanted.kind === 'list' ? value.map((item: unknown) => spelled(item, wanted.element)) : value;
  if (!isObject(value)) return value;
  const made: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const below = inside(wanted, name);
    setOwn(made, String(below.name), below.value ? spelled(member, below.value) : member);
  }
  return made;
}
