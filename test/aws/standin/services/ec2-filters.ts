import { ApiError } from '../api-error.ts';
import type { Input } from './service.ts';

/** Where a filter finds its values in a shape; `[]` steps into a list. */
export type FilterPaths = Readonly<Record<string, string>>;

type Pattern = (value: string) => boolean;

/** The things that every filter of the request lets through; values may have the wildcards `*` and `?`. */
export function filtered<Shape extends object>(
  shapes: readonly Shape[],
  input: Input,
  paths: FilterPaths,
): readonly Shape[] {
  const filters = ((input['Filters'] ?? input['Filter'] ?? []) as readonly Input[]).map(
    ({ Name, Values = [] }) => {
      if ((Values as readonly string[]).length > 200) {
        throw new ApiError(
          'FilterLimitExceeded',
          'The maximum number of filter values specified on a single call is 200',
        );
      }
      const path = String(Name).startsWith('tag:') ? undefined : paths[Name];
      if (path === undefined && !String(Name).startsWith('tag:')) {
        throw new ApiError('InvalidParameterValue', `The filter '${Name}' is invalid`);
      }
      const patterns = (Values as readonly string[]).map(patternOf);
      return { name: String(Name), path, patterns };
    },
  );
  return shapes.filter((shape) =>
    filters.every(({ name, path, patterns }) => {
      const values = path === undefined ? tagValues(shape, name.slice('tag:'.length)) : valuesAt(shape, path);
      return values.some((value) => patterns.some((fits) => fits(value)));
    }),
  );
}

function patternOf(value: string): Pattern {
  if (!/[*?]/.test(value)) return (held) => held === value;
  const source = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const pattern = new RegExp(`^${source}$`, 's');
  return (held) => pattern.test(held);
}

function tagValues(shape: object, key: string): readonly string[] {
  const tags = (shape as Input)['Tags'] as readonly Input[] | undefined;
  return (tags ?? []).filter(({ Key }) => Key === key).map(({ Value }) => String(Value));
}

/** `Associations[].SubnetId`: the values at that path, as text. */
function valuesAt(shape: object, path: string): readonly string[] {
  let values: readonly unknown[] = [shape];
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]$/, '');
    values = values
      .map((value) => (value as Input | undefined)?.[name])
      .flatMap((value) => (step.endsWith('[]') ? ((value ?? []) as readonly unknown[]) : [value]));
  }
  return values.filter((value) => value !== undefined).map(String);
}
