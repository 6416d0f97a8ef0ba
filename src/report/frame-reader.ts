import type { Result } from '../engine/result.ts';
import type { Place, Span } from '../model/source.ts';
import { codeFrame } from './code-frame.ts';
import { isEnvironmentValue } from './environment-value.ts';
import type { Paint } from './paint.ts';
import { sourceReader } from './source-text.ts';

/** The code frame of a place, with an empty line before and after it; nothing where there is no text to show. */
export type ReadFrame = (place: Place, mark: (text: string) => string) => readonly string[];

const VALUE = /\/value$/i;
/** Problems of references that were read, whether or not the message quotes them. */
const LOOKED_UP = [
  'secret-missing',
  'secret-being-deleted',
  'version-missing',
  'read-denied',
  'secret-permission-on-task-role',
  'kms-decrypt-denied',
  'kms-key-unusable',
  'cross-account-default-key',
  'unreachable',
  'other-region',
];
const REFERENCE = /\/(?:valueFrom|credentialsParameter)$/i;

/** Frames from the texts of the inputs. */
export function frameReader(
  result: Result,
  textOf: (file: string) => string | undefined,
  width: number,
  paint: Paint,
): ReadFrame {
  const secrets = secretPlaces(result);
  const read = sourceReader(textOf, (file) => secrets.get(file) ?? []);
  return (place, mark) => {
    const span = spanOf(place);
    const source = span && place.file !== undefined && !place.unframed ? read(place.file) : undefined;
    if (!span || !source) return [];
    const reveals = VALUE.test(place.pointer) && !isEnvironmentValue(place.pointer);
    const frame = codeFrame(source, span, { width, paint, mark, reveals });
    return frame.length === 0 ? [] : ['', ...frame, ''];
  };
}

function spanOf({ line, column = 1, endLine, endColumn }: Place): Span | undefined {
  if (line === undefined) return undefined;
  return { line, column, endLine: endLine ?? line, endColumn: endColumn ?? column + 1 };
}

/** Values of environment variables, and what stands in the place of a reference to a secret and is no ARN: perhaps the secret. */
export function secretPlaces({ findings }: Pick<Result, 'findings'>): ReadonlyMap<string, readonly Span[]> {
  const values = new Map<string, Span[]>();
  for (const { location, message, problem } of findings) {
    // What was looked up is a reference; what could not be read as one may be anything.
    const read = message.includes('arn:') || LOOKED_UP.includes(problem);
    const pasted = REFERENCE.test(location.pointer) && !read;
    if (!isEnvironmentValue(location.pointer) && !pasted) continue;
    const span = spanOf(location);
    if (!span || location.file === undefined) continue;
    const known = values.get(location.file);
    if (known) known.push(span);
    else values.set(location.file, [span]);
  }
  return values;
}
