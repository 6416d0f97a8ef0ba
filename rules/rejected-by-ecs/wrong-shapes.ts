/**
 * Lists and maps that are written as something else: the way other tools, or other members, spell them.
 * What stands in `command` and `entryPoint` is judged here to the last element; other scalars are `wrong-type`'s.
 */
import { type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import { isOpaque, whyOpaque } from '../../src/fact/opaque.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { findPlaceholder, Unresolved, unresolvedPlaceholder } from '../../src/model/placeholder.ts';
import { isObject } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { safe, setting, taskRow } from './forms.ts';
import { awsvpc, hostMode } from './premises.ts';
import { subject } from './subject.ts';

const CONTAINER = apiPage('API_ContainerDefinition');
const ERROR = { severity: 'error' } as const;

/** The members that are wrong in shape. */
export const shapes: readonly Constraint[] = [
  listShape({
    id: 'tags-shape',
    where: 'tags',
    when: '`tags` is not a list of `{key, value}`',
    source: apiPage('API_Tag'),
    element: isObject,
    wanted: 'a list of {"key": …, "value": …}',
    convert: (raw) => pairsOf(raw)?.map(([key, value]) => ({ key, value })),
  }),
  listShape({
    id: 'environment-shape',
    where: 'containerDefinitions[].environment',
    when: '`environment` is not a list of `{name, value}`',
    source: apiPage('API_KeyValuePair'),
    element: isObject,
    wanted: 'a list of {"name": …, "value": …}',
    // No edit: it would carry the values, and one of them may be a password.
    convert: () => undefined,
  }),
  listShape({
    id: 'command-shape',
    where: 'containerDefinitions[].command',
    when: '`command` is not a list of strings',
    source: CONTAINER,
    element: isString,
    wanted: 'a list of strings',
    convert: words,
  }),
  listShape({
    id: 'entry-point-shape',
    where: 'containerDefinitions[].entryPoint',
    when: '`entryPoint` is not a list of strings',
    source: CONTAINER,
    element: isString,
    wanted: 'a list of strings',
    convert: words,
  }),
  taskRow({
    id: 'port-mapping-shape',
    where: 'containerDefinitions[].portMappings[]',
    appliesTo: 'any',
    when: 'a port mapping is not an object, but a number or text such as `"8080:80"`',
    severity: 'error',
    source: apiPage('API_PortMapping'),
    violated: (mapping) => misshapen(mapping.raw, isObject),
    message: (mapping) =>
      `${subject(mapping)} is ${kindOf(mapping.raw)}, expected an object such as {"containerPort": 80}`,
    fixes: (mapping, deployment) => {
      const ports = mappingOf(mapping.raw, deployment);
      return ports ? [setting(mapping, ports, safe(ERROR, deployment))] : [];
    },
  }),
  taskRow({
    id: 'docker-label-shape',
    where: 'containerDefinitions[].dockerLabels',
    absentPasses: true,
    appliesTo: 'any',
    when: '`dockerLabels` is not a map of strings',
    severity: 'error',
    source: CONTAINER,
    violated: (labels) =>
      isObject(labels.raw)
        ? anyMisshapen(Object.values(labels.raw), isString)
        : misshapen(labels.raw, isObject),
    message: (labels) =>
      isObject(labels.raw)
        ? `${subject(labels)} has a value that is no string, expected a map of strings`
        : `${subject(labels)} is ${kindOf(labels.raw)}, expected a map of strings`,
    fixes: (labels, deployment) => {
      const map = labelsOf(labels.raw);
      return map ? [setting(labels, map, safe(ERROR, deployment))] : [];
    },
  }),
];

interface ListShape {
  readonly id: string;
  readonly where: string;
  readonly when: string;
  readonly source: string;
  readonly element: (raw: unknown) => boolean;
  readonly wanted: string;
  /** The list that was meant, where that is plain. */
  readonly convert: (raw: unknown) => unknown;
}

function listShape({ element, wanted, convert, ...row }: ListShape): Constraint {
  return taskRow({
    ...row,
    absentPasses: true,
    appliesTo: 'any',
    severity: 'error',
    violated: (value) =>
      Array.isArray(value.raw)
        ? anyMisshapen(value.raw, element)
        : misshapen(value.raw, (raw) => Array.isArray(raw)),
    at: (value) =>
      valueOr(value.items, []).find(({ raw }) => valueOr(misshapen(raw, element), false)) ?? value,
    message: (value) => {
      const wrong = valueOr(value.items, []).find(({ raw }) => valueOr(misshapen(raw, element), false));
      return `${subject(wrong ?? value)} is ${kindOf(wrong ? wrong.raw : value.raw)}, expected ${wanted}`;
    },
    fixes: (value, deployment) => {
      const list = convert(value.raw);
      return list === undefined ? [] : [setting(value, list, safe(ERROR, deployment))];
    },
  });
}

const WRONG_SHAPE = truth(true);
const FINE = truth(false);

function anyMisshapen(raws: readonly unknown[], wanted: (raw: unknown) => boolean): Truth {
  let open: Truth | undefined;
  for (const raw of raws) {
    if (wanted(raw) && !(raw instanceof Unresolved)) continue;
    const verdict = raw === null ? WRONG_SHAPE : misshapen(raw, wanted);
    if (valueOr(verdict, false)) return WRONG_SHAPE;
    if (verdict !== FINE) open = verdict;
  }
  return open ?? FINE;
}

/** Is it something, and not what is wanted? A placeholder may stand for anything. */
function misshapen(raw: unknown, wanted: (raw: unknown) => boolean): Truth {
  if (raw === undefined || raw === null) return FINE;
  if (raw instanceof Unresolved) return unknown(raw.why);
  if (wanted(raw)) return FINE;
  if (typeof raw === 'string' && isOpaque(raw)) return unknown(whyOpaque(raw));
  const placeholder = typeof raw === 'string' ? findPlaceholder(raw) : undefined;
  return placeholder !== undefined && placeholder === raw
    ? unknown(unresolvedPlaceholder(placeholder))
    : WRONG_SHAPE;
}

function isString(raw: unknown): boolean {
  return typeof raw === 'string';
}

function kindOf(raw: unknown): string {
  if (typeof raw === 'string') return 'a string';
  if (typeof raw === 'number' || typeof raw === 'boolean') return `a ${typeof raw}`;
  if (raw === null) return 'null';
  return Array.isArray(raw) ? 'a list' : 'an object';
}

/** The entries of a map of scalars. */
function pairsOf(raw: unknown): readonly (readonly [string, string])[] | undefined {
  if (!isObject(raw)) return undefined;
  const entries = Object.entries(raw);
  return entries.every(([, value]) => typeof value === 'string' || typeof value === 'number')
    ? entries.map(([name, value]) => [name, String(value)])
    : undefined;
}

/** The words of a plain command line, or a list's elements as strings; what a shell would have to read is left alone. */
function words(raw: unknown): readonly string[] | undefined {
  if (Array.isArray(raw)) {
    return raw.every((item) => ['string', 'number', 'boolean'].includes(typeof item))
      ? raw.map(String)
      : undefined;
  }
  return typeof raw === 'string' && /^[\w./:=@%+, -]+$/.test(raw) && raw.trim() !== ''
    ? raw.trim().split(/ +/)
    : undefined;
}

/** `80`, `"80"`, `"80/udp"` and `"8080:80"` as the object that they mean; where the mode ties host ports, without one. */
function mappingOf(raw: unknown, deployment: Deployment): Readonly<Record<string, unknown>> | undefined {
  const parts = /^(?:(\d+):)?(\d+)(?:\/(tcp|udp))?$/.exec(String(raw));
  if (!parts) return undefined;
  const [, host, container, protocol] = parts;
  const tied = valueOr(awsvpc(deployment), true) || valueOr(hostMode(deployment), true);
  return {
    containerPort: Number(container),
    ...(host === undefined || tied ? {} : { hostPort: Number(host) }),
    ...(protocol === undefined ? {} : { protocol }),
  };
}

/** A list of `"key=value"`, or a map with other scalars, as a map of strings. */
function labelsOf(raw: unknown): Readonly<Record<string, string>> | undefined {
  if (Array.isArray(raw)) {
    const pairs = raw.map((item) => (typeof item === 'string' ? /^([^=]+)=(.*)$/s.exec(item) : null));
    return pairs.every((pair) => pair !== null)
      ? Object.fromEntries(pairs.map(([, key, value]) => [key ?? '', value ?? '']))
      : undefined;
  }
  const pairs = pairsOf(raw);
  return pairs && Object.fromEntries(pairs);
}
