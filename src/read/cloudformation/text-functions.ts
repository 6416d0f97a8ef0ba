import { isOpaque, shown } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import { computed, malformed, openBy, placeName } from './arguments.ts';
import { getAtt, ref } from './lookups.ts';
import { type At, below, NO_VALUE, Open, type Placed } from './placed.ts';
import type { IntrinsicFunction, Scope } from './scope.ts';
import { textOf, withoutDynamic } from './texts.ts';

const VARIABLE = /\$\{([^{}]*)\}/g;

/** Replaces the variables of a text; `${!Name}` stands for the letters `${Name}`. */
const sub: IntrinsicFunction = (scope, argument, at) => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, undefined];
  if (typeof text !== 'string' || !(variables === undefined || isObject(variables)))
    return malformed('Fn::Sub', 'expected a text, or a text and a map of variables');
  let replaced = false;
  const value = text.replace(VARIABLE, (_, inner: string) => {
    const name = inner.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    replaced = true;
    return variable(scope, name, variables, at);
  });
  if (!replaced && value === text) {
    const end = Array.isArray(argument) ? below(at, 0) : at;
    return { value: withoutDynamic(value), origin: { at: end } };
  }
  return computed(at, 'Fn::Sub', withoutDynamic(value));
};

function variable(
  scope: Scope,
  name: string,
  variables: Readonly<Record<string, unknown>> | undefined,
  at: At,
): string {
  const value =
    variables && Object.hasOwn(variables, name)
      ? scope.resolve(variables[name], below(at, 1, name)).value
      : name.includes('.')
        ? getAtt(scope, name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1))
        : ref(scope, name, at).value;
  return textOf(value, () => `${placeName(scope, at)} ${name}`) ?? JSON.stringify(value);
}

const join: IntrinsicFunction = (scope, argument, at) => {
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== 'string')
    return malformed('Fn::Join', 'expected a delimiter and a list');
  const [delimiter, raw] = argument as readonly unknown[] as readonly [string, unknown];
  const { value: items } = scope.resolve(raw, below(at, 1));
  if (!Array.isArray(items))
    return computed(
      at,
      'Fn::Join',
      textOf(openBy(scope, at, `Fn::Join "${delimiter}"`, items), () => 'Fn::Join'),
    );
  const texts = items.map((item: unknown, index) =>
    textOf(item, () => placeName(scope, below(at, 1, index))),
  );
  if (texts.includes(undefined)) return malformed('Fn::Join', 'expected a list of texts');
  const value = withoutDynamic(texts.join(delimiter));
  // A list of nothing but literals is edited where it stands; one text of it is the text itself.
  return computed(at, 'Fn::Join', value);
};

const base64: IntrinsicFunction = (scope, argument, at) => {
  const { value } = scope.resolve(argument, at);
  const text = textOf(value, () => placeName(scope, at));
  if (text === undefined) return malformed('Fn::Base64', 'expected a text');
  if (!isOpaque(text)) return computed(at, 'Fn::Base64', Buffer.from(text, 'utf8').toString('base64'));
  return {
    value: new Open(`Fn::Base64 of ${shown(text).slice(0, 40)}`, 'a part of the encoded text is not known'),
  };
};

/** `Fn::ToJsonString` of the LanguageExtensions. */
const toJsonString: IntrinsicFunction = (scope, argument, at) => {
  const { value } = scope.resolve(argument, at);
  if (value === NO_VALUE || value === undefined) return malformed('Fn::ToJsonString', 'expected a value');
  const open = openPart(value);
  return computed(
    at,
    'Fn::ToJsonString',
    open ? openBy(scope, at, 'Fn::ToJsonString', open) : JSON.stringify(value),
  );
};

function openPart(value: unknown): Unresolved | undefined {
  if (value instanceof Unresolved) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const part of Object.values(value)) {
    const open = openPart(part);
    if (open) return open;
  }
  return undefined;
}

/** A macro that is called at one place: AWS::Include, or one of the user's own. */
const transform: IntrinsicFunction = (_, argument): Placed => {
  const name = isObject(argument) && typeof argument['Name'] === 'string' ? argument['Name'] : 'a macro';
  const detail = `what the transform ${name} puts here is known only when the stack is deployed`;
  return { value: new Unresolved({ reason: 'unresolved', detail }) };
};

export const TEXTS: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Base64': base64,
  'Fn::ToJsonString': toJsonString,
  'Fn::Transform': transform,
};
