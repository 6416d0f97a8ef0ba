import { type StructureShape, structure, type ValueShape } from '../../knowledge/ecs-shapes.ts';
import { originOf, type Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import type { Document } from '../document.ts';
import { setOwn } from '../json-tolerant.ts';

/**
 * What ecspresso sends of a definition. It reads one into the structures of AWS's SDK for Go, which leaves out a member with a closed
 * list of values when its text is empty: `"ipcMode": ""`, as `ecspresso init` writes it, is no IPC mode. Go finds members in
 * whatever case they are written: `"AlarmNames"` is alarmNames.
 * https://github.com/aws/aws-sdk-go-v2/blob/main/service/ecs/serializers.go (`if len(v.IpcMode) > 0`)
 * https://pkg.go.dev/encoding/json#Unmarshal ("preferring an exact match but also accepting a case-insensitive match")
 */
export function sent(raw: unknown, shape: StructureShape): unknown {
  if (!isObject(raw)) return raw;
  const made: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(raw)) {
    const name = memberOf(shape, written);
    if (name !== written && Object.hasOwn(raw, name)) continue;
    const wanted = shape.members.get(name);
    if (value === '' && wanted?.kind === 'string' && wanted.enum !== undefined) continue;
    setOwn(made, name, wanted ? valueSent(value, wanted) : value);
  }
  return made;
}

/** A document whose values are found by the API's names, in whatever case they are written. */
export function inAnyCase(document: Document): Document {
  const { source, value } = document;
  return { ...document, source: { ...source, origin: (path) => originOf(source, asWritten(value, path)) } };
}

function asWritten(value: unknown, path: Path): Path {
  let at = value;
  return path.map((step) => {
    const written =
      typeof step === 'string' && isObject(at) ? (keyLike(Object.keys(at), step) ?? step) : step;
    at = (at as Readonly<Record<string | number, unknown>> | null | undefined)?.[written];
    return written;
  });
}

function memberOf({ members }: StructureShape, written: string): string {
  return members.has(written) ? written : (keyLike([...members.keys()], written) ?? written);
}

function keyLike(keys: readonly string[], name: string): string | undefined {
  if (keys.includes(name)) return name;
  const lower = name.toLowerCase();
  return keys.find((key) => key.toLowerCase() === lower);
}

function valueSent(value: unknown, wanted: ValueShape): unknown {
  if (wanted.kind === 'structure') return sent(value, structure(wanted.structure));
  if (wanted.kind === 'list' && Array.isArray(value))
    return value.map((item: unknown) => valueSent(item, wanted.element));
  return value;
}
