import { type Fact, known, map } from '../fact/fact.ts';
import { isOpaque } from '../fact/opaque.ts';
import { isRedacted, type Redaction, redactionIn } from '../fact/redacted.ts';
import { findPlaceholder } from './placeholder.ts';
import type { ContainerShape } from './shapes.ts';
import { isObject, type View } from './view.ts';

/** An environment variable of a container. */
export interface Variable {
  readonly entry: View<{ name?: string | undefined; value?: string | undefined }>;
  readonly name: Fact<string>;
  readonly value: Fact<string>;
  /** What a snapshot says of a value that it does not hold; the value itself is unknown then. */
  readonly redaction?: Redaction | undefined;
}

/**
 * The plain environment variables of a container, read once for all rules that look at them. There may be hundreds:
 * plain strings are read without a view of their own.
 */
export function environment(container: View<ContainerShape>): Fact<readonly Variable[]> {
  return container.remember(environment, () =>
    map(container.get('environment').items, (entries) =>
      entries.map((entry) => ({
        entry,
        name: textOf(entry, 'name'),
        value: textOf(entry, 'value'),
        redaction: redactionOf(entry),
      })),
    ),
  );
}

function redactionOf({ raw }: Variable['entry']): Redaction | undefined {
  const value = isObject(raw) && Object.hasOwn(raw, 'value') ? raw['value'] : undefined;
  return typeof value === 'string' ? redactionIn(value) : undefined;
}

function textOf(entry: Variable['entry'], member: 'name' | 'value'): Fact<string> {
  const raw = isObject(entry.raw) && Object.hasOwn(entry.raw, member) ? entry.raw[member] : undefined;
  return typeof raw === 'string' && !isRedacted(raw) && !isOpaque(raw) && findPlaceholder(raw) === undefined
    ? known(raw)
    : entry.get(member).text;
}
