import { isOpaque, isValue, opaqueName, opaqueValue, shown, unitsOf, whyOpaque } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import { computed, malformed, openBy, placeName } from './arguments.ts';
import { below, Open } from './placed.ts';
import type { IntrinsicFunction } from './scope.ts';
import { textOf } from './texts.ts';

/** One element of a list, counted from 0. */
const select: IntrinsicFunction = (scope, argument, at) => {
  if (!Array.isArray(argument) || argument.length !== 2)
    return malformed('Fn::Select', 'expected an index and a list');
  const index = scope.resolve(argument[0], below(at, 0)).value;
  const list = below(at, 1);
  const { value: items, origin = { at: list } } = scope.resolve(argument[1], list);
  const position = textOf(index, () => placeName(scope, at));
  if (position === undefined) return malformed('Fn::Select', 'expected an index and a list');
  if (isOpaque(position)) return computed(at, 'Fn::Select', openBy(scope, at, 'Fn::Select', index));
  if (items instanceof Open) {
    const { label, why, names } = items;
    const value = names
      ? opaqueName(`${label} ${position}`)
      : opaqueValue(`${label}[${position}]`, why.unlockedBy);
    return computed(at, 'Fn::Select', value);
  }
  if (items instanceof Unresolved)
    return computed(at, 'Fn::Select', openBy(scope, at, `Fn::Select ${position}`, items));
  const place = Number(position);
  if (!Array.isArray(items) || !(Number.isInteger(place) && place >= 0 && place < items.length))
    return malformed('Fn::Select', `expected a list with an element ${position}`);
  return { value: items[place], origin: scope.places.find(items, [place], origin) };
};

/** Delimiters that no name of a resource, account or region holds. */
const SEPARATORS = /[:/|,;\s]/;

const split: IntrinsicFunction = (scope, argument, at) => {
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== 'string')
    return malformed('Fn::Split', 'expected a delimiter and a text');
  const [delimiter] = argument as readonly unknown[] as readonly [string];
  const { value } = scope.resolve(argument[1], below(at, 1));
  const text = textOf(value, () => placeName(scope, at));
  if (text === undefined || delimiter === '')
    return malformed('Fn::Split', 'expected a delimiter and a text');
  const apart = !isOpaque(text) || (SEPARATORS.test(delimiter) && !unitsOf(text).some(isValue));
  if (apart) return computed(at, 'Fn::Split', text.split(delimiter));
  const label = `Fn::Split "${delimiter}" of ${shown(text)}`;
  const { detail, unlockedBy } = whyOpaque(text);
  return computed(at, 'Fn::Split', new Open(label, detail, unlockedBy));
};

/** `Fn::Length` of the LanguageExtensions. */
const length: IntrinsicFunction = (scope, argument, at) => {
  const { value } = scope.resolve(argument, at);
  if (value instanceof Unresolved) return computed(at, 'Fn::Length', openBy(scope, at, 'Fn::Length', value));
  if (Array.isArray(value)) return computed(at, 'Fn::Length', value.length);
  return isObject(value)
    ? computed(at, 'Fn::Length', Object.keys(value).length)
    : malformed('Fn::Length', 'expected a list');
};

export const LISTS: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Length': length,
};
