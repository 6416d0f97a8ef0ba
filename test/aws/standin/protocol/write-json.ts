import type { Shape } from './shape.ts';

type Writer = (value: unknown) => string;

const writers = new WeakMap<Shape, Writer>();

/**
 * Writes what a structure's shape names of a value, as the JSON protocols do: moments as seconds since 1970. What was written of
 * an object of the snapshot is kept: an estate of a thousand services is read often and never changes.
 */
export function jsonWriter(shape: Shape): Writer {
  let writer = writers.get(shape);
  if (!writer) {
    writer = makeWriter(shape);
    writers.set(shape, writer);
  }
  return writer;
}

function makeWriter(shape: Shape): Writer {
  switch (shape.sort) {
    case 'structure': {
      const written = new WeakMap<object, string>();
      return (value) => {
        const object = value as Readonly<Record<string, unknown>>;
        let text = written.get(object);
        if (text === undefined) {
          const parts: string[] = [];
          for (const { name, shape: inner } of shape.members()) {
            const member = object[name];
            if (member !== undefined && member !== null) {
              parts.push(`${JSON.stringify(name)}:${jsonWriter(inner)(member)}`);
            }
          }
          text = `{${parts.join(',')}}`;
          written.set(object, text);
        }
        return text;
      };
    }
    case 'list': {
      return (value) => `[${(value as readonly unknown[]).map(jsonWriter(shape.element())).join(',')}]`;
    }
    case 'map': {
      return (value) =>
        `{${Object.entries(value as object)
          .map(([key, entry]) => `${JSON.stringify(key)}:${jsonWriter(shape.value())(entry)}`)
          .join(',')}}`;
    }
    case 'time': {
      if (shape.format === 'date-time') return (value) => JSON.stringify(value);
      return (value) => String(Date.parse(value as string) / 1000);
    }
    default:
      return (value) => JSON.stringify(value);
  }
}
