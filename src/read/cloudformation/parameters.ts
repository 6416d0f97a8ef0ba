import { opaqueValue } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { Open, type Placed, type Whence } from './placed.ts';
import type { Entry } from './template.ts';
import { textOf, withoutDynamic } from './texts.ts';

/** What gives the value of a parameter that the template leaves open. */
function giving(name: string): string {
  return `--parameters ${name}=…`;
}

/**
 * The value of a parameter: as given, else its default. Lists are written with commas. Only the outermost stack's parameters
 * are given by the user.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function parameterValue(
  name: string,
  entry: Entry,
  given: unknown,
  prefix: string,
  outermost: boolean,
): Placed {
  const label = prefix + name;
  const unlockedBy = outermost ? giving(name) : undefined;
  const { raw, path } = entry;
  const through = (where?: string): Whence => ({
    at: undefined,
    through: { what: `the parameter ${name}`, ...(where ? { path: [...path, where] } : {}) },
  });
  const isList = isListType(raw['Type']);
  const open = (detail: string, by?: string): Placed => ({
    value: isList ? new Open(label, detail, by) : opaqueValue(label, by),
    origin: through(),
  });
  // The value and the default of such a parameter are the name under which Parameter Store keeps the real one.
  if (isStored(raw['Type']))
    return open(`the parameter ${name} takes its value from Parameter Store when the stack is deployed`);
  if (raw['NoEcho'] === true || raw['NoEcho'] === 'true')
    return open(`the parameter ${name} is NoEcho: its value is not looked at`);
  if (given !== undefined) return { value: typed(given, isList, label), origin: through() };
  const { Default } = raw;
  if (Default !== undefined && Default !== null)
    return { value: typed(Default, isList, label), origin: through('Default') };
  return open(`the parameter ${name} has no default, and no value was given`, unlockedBy);
}

function isListType(type: unknown): boolean {
  return (
    typeof type === 'string' && (type === 'CommaDelimitedList' || /(?:^|<)(?:List<|CommaDel)/.test(type))
  );
}

function isStored(type: unknown): boolean {
  return typeof type === 'string' && type.startsWith('AWS::SSM::Parameter::Value<');
}

/** A value as given, in the form of the parameter's type. */
function typed(value: unknown, isList: boolean, name: string): unknown {
  if (value instanceof Unresolved) return isList ? value : textOf(value, () => name);
  if (Array.isArray(value)) {
    if (isList) return value;
    return value.map((item: unknown) => textOf(item, () => name) ?? '').join(',');
  }
  if (typeof value === 'string' && isList) return itemsOf(value);
  if (typeof value === 'string') return withoutDynamic(value);
  return isList ? [value] : value;
}

function itemsOf(text: string): readonly string[] {
  return text.trim() === '' ? [] : text.split(',').map((item) => withoutDynamic(item.trim()));
}

/** The values that a parameter may have, where the template lists them. */
export function allowedValues({ raw }: Entry): readonly string[] | undefined {
  const { AllowedValues } = raw;
  return Array.isArray(AllowedValues) && !isStored(raw['Type']) ? AllowedValues.map(String) : undefined;
}
