import { type StructureShape, structure, type ValueShape } from '../../knowledge/ecs-shapes.ts';
import { isObject } from '../../model/view.ts';
import { setOwn } from '../json-tolerant.ts';

/**
 * What ecspresso sends of a definition. It reads one into the structures of AWS's SDK for Go, which leaves out a member with a closed
 * list of values when its text is empty: `"ipcMode": ""`, as `ecspresso init` writes it, is no IPC mode.
 * https://github.com/aws/aws-sdk-go-v2/blob/main/service/ecs/serializers.go (`if len(v.IpcMode) > 0`)
 */
export function sent(raw: unknown, shape: StructureShape): unknown {
  if (!isObject(raw)) return raw;
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const wanted = shape.members.get(name);
    if (value === '' && wanted?.kind === 'string' && wanted.enum !== undefined) continue;
    setOwn(made, name, wanted ? valueSent(value, wanted) : value);
  }
  return made;
}

function valueSent(value: unknown, wanted: ValueShape): unknown {
  if (wanted.kind === 'structure') return sent(value, structure(wanted.structure));
  if (wanted.kind === 'list' && Array.isArray(value))
    return value.map((item: unknown) => valueSent(item, wanted.element));
  return value;
}
