import { isOpaque, opaqueValue, sameText, shown, unlocking } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import { computed, malformed, placeName } from './arguments.ts';
import { type At, below, type Placed } from './placed.ts';
import type { IntrinsicFunction, Scope, Surroundings } from './scope.ts';
import { textOf, withoutDynamic } from './texts.ts';

/** The value of `Ref`: of a parameter, a pseudo parameter, or what names a resource. */
export function ref({ stack }: Scope, name: string, at: At): Placed {
  const parameter = stack.parameter(name);
  if (parameter) {
    const { value, origin } = parameter;
    const through = origin?.through;
    return through ? { value, origin: { at: at.up, through } } : { value };
  }
  const resource = stack.resource(name);
  if (resource) return computed(at, `the resource ${name}`, stack.identity(resource));
  return { value: missing(stack, name) };
}

/** An attribute of a resource; `Outputs.Name` of a nested stack is what the stack puts out. */
export function getAtt({ stack }: Scope, id: string, attribute: string): unknown {
  const resource = stack.resource(id);
  if (!resource) return missing(stack, id);
  if (attribute.startsWith('Outputs.')) {
    const output = stack.output(id, attribute.slice('Outputs.'.length));
    if (output !== undefined) return output;
  }
  return stack.identity(resource, attribute);
}

/** Of what a transform or a module makes, the template knows no more than the name by which others refer to it. */
function missing({ template }: Surroundings, name: string): Unresolved {
  const detail = Object.hasOwn(template.resources, name)
    ? `${name} is not there when the stack is deployed`
    : `the template declares no ${name}`;
  return new Unresolved({ reason: 'unresolved', detail });
}

const reference: IntrinsicFunction = (scope, argument, at) =>
  typeof argument === 'string' ? ref(scope, argument, at) : malformed('Ref', 'expected a name');

const attribute: IntrinsicFunction = (scope, argument, at) => {
  const [id, ...names] =
    typeof argument === 'string' ? argument.split('.') : Array.isArray(argument) ? argument : [];
  const parts = names.map((name: unknown, index) =>
    textOf(scope.resolve(name, below(at, index + 1)).value, () => placeName(scope, below(at, index + 1))),
  );
  if (typeof id !== 'string' || parts.length === 0 || parts.includes(undefined))
    return malformed('Fn::GetAtt', 'expected a resource and an attribute');
  const value = getAtt(scope, id, parts.join('.'));
  return computed(at, `the resource ${id}`, value);
};

/** A value of the section `Mappings`. Where a key is open, the value is known if all that it may be agree. */
const findInMap: IntrinsicFunction = (scope, argument, at) => {
  if (!Array.isArray(argument) || argument.length < 3)
    return malformed('Fn::FindInMap', 'expected a mapping and two keys');
  const keys = argument.slice(0, 3).map((raw: unknown, index) => {
    const { value } = scope.resolve(raw, below(at, index));
    return textOf(value, () => placeName(scope, below(at, index)));
  });
  const [map, first, second] = keys;
  if (map === undefined || first === undefined || second === undefined)
    return malformed('Fn::FindInMap', 'expected a mapping and two keys');
  const options: unknown = argument[3];
  const { mappings } = scope.stack.template;
  const found = entriesLike(mappings, map).flatMap(([mapName, one]) =>
    entriesLike(one, first).flatMap(([firstName, level]) =>
      entriesLike(level, second).map(
        ([secondName, value]) => ({ path: ['Mappings', mapName, firstName, secondName], value }) as const,
      ),
    ),
  );
  const open = keys.find((key) => key !== undefined && isOpaque(key));
  const fallback = isObject(options) && Object.hasOwn(options, 'DefaultValue');
  if (open === undefined || (found.length > 0 && !fallback)) {
    const [only] = found;
    if (only && found.every(({ value }) => JSON.stringify(value) === JSON.stringify(only.value))) {
      return computed(at, `the mapping ${shown(map)}`, mapped(only.value), only.path);
    }
  }
  if (open === undefined && fallback) {
    const place = below(at, 3, 'DefaultValue');
    const { value, origin = { at: place } } = scope.resolve(options['DefaultValue'], place);
    return { value, origin };
  }
  const detail = `which entry of the mapping ${shown(map)} is meant is not known`;
  const unlockedBy = open === undefined ? undefined : unlocking(open);
  const why = { reason: 'unresolved', detail, ...(unlockedBy === undefined ? {} : { unlockedBy }) } as const;
  return { value: new Unresolved(why) };
};

/** A mapping holds texts and lists of them; functions cannot stand there, but for what a macro puts in their place. */
function mapped(value: unknown): unknown {
  if (typeof value === 'string') return withoutDynamic(value);
  if (Array.isArray(value)) return value.map(mapped);
  if (!isObject(value)) return value;
  const detail =
    'a value of the section Mappings is a structure, which is known only when the stack is deployed';
  return new Unresolved({ reason: 'unresolved', detail });
}

function entriesLike(container: unknown, key: string): readonly (readonly [string, unknown])[] {
  if (!isObject(container)) return [];
  if (!isOpaque(key)) return Object.hasOwn(container, key) ? [[key, container[key]]] : [];
  return Object.entries(container).filter(([name]) =>
    sameText(name, key).match({ known: (same) => same, absent: () => false, unknown: () => true }),
  );
}

/** What another stack exports. */
const importValue: IntrinsicFunction = (scope, argument, at) => {
  const { value } = scope.resolve(argument, at);
  const name = textOf(value, () => placeName(scope, at));
  if (name === undefined) return malformed('Fn::ImportValue', 'expected the name of an export');
  const exported = scope.stack.deploy.exports.get(name);
  if (exported !== undefined) return computed(at, `the export ${shown(name)}`, exported);
  return computed(at, `the export ${shown(name)}`, opaqueValue(`the export ${shown(name)}`));
};

export const LOOKUPS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: reference,
  'Fn::GetAtt': attribute,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': importValue,
};
