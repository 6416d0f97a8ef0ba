/**
 * Observations in a pasted text. JSON is taken apart: what describe-tasks, describe-services, EventBridge, CloudTrail and
 * CloudFormation say of tasks, containers and services, and any other text in it. What is no JSON is one text.
 */
import type { Observation } from './observation.ts';

/** A line of JSON that is longer is looked at as text alone. */
const LONGEST_LINE = 1_000_000;
const MOST_LINES = 200_000;
/** JSON in the texts of JSON: a notification in a queue in a log. */
const DEEPEST = 4;

/** What a text says, piece by piece; what is common to all pieces of one object goes with each. */
export function observationsIn(text: string): readonly Observation[] {
  const whole = parsed(text.trim());
  if (whole !== undefined) return fromJson(whole);
  const inside = jsonInside(text);
  if (inside) {
    const { before, value, after } = inside;
    return [...asText(before), ...fromJson(value), ...asText(after)];
  }
  return byLines(text);
}

function asText(text: string): readonly Observation[] {
  return text.trim() === '' ? [] : [{ text, seenIn: 'text' }];
}

function parsed(text: string): unknown {
  if (!/^[[{]/.test(text) || !/[\]}]$/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A document between other lines: the command that made it before, a prompt after. */
function jsonInside(text: string) {
  const from = /^[[{]/m.exec(text)?.index;
  if (from === undefined) return undefined;
  const ends = Math.max(text.lastIndexOf('\n}'), text.lastIndexOf('\n]'));
  if (ends < from) return undefined;
  const value = parsed(text.slice(from, ends + 2));
  return value === undefined
    ? undefined
    : { before: text.slice(0, from), value, after: text.slice(ends + 2) };
}

/** Logs that hold a JSON object a line, with whatever stands before it. */
function byLines(text: string): readonly Observation[] {
  if (!text.includes('{')) return asText(text);
  const found: Observation[] = [];
  const rest: string[] = [];
  const lines = text.split('\n');
  if (lines.length > MOST_LINES) return asText(text);
  for (const line of lines) {
    const brace = line.indexOf('{');
    const trimmed = line.trimEnd();
    const value =
      brace >= 0 && line.length < LONGEST_LINE && trimmed.endsWith('}')
        ? parsed(trimmed.slice(brace))
        : undefined;
    if (value === undefined) {
      rest.push(line);
      continue;
    }
    rest.push(line.slice(0, brace));
    found.push(...fromJson(value));
  }
  return [...asText(rest.join('\n')), ...found];
}

type Json = Readonly<Record<string, unknown>>;
type Context = Omit<Observation, 'text' | 'seenIn'>;

interface Item {
  readonly value: unknown;
  readonly key: string;
  readonly context: Context;
  readonly depth: number;
}

function fromJson(root: unknown): readonly Observation[] {
  const found: Observation[] = [];
  // A list of what is still to be looked at, not a call for each level: input may be nested as deep as it likes.
  const waiting: Item[] = [{ value: root, key: '', context: {}, depth: 0 }];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const { value, key, context, depth } = item;
    if (typeof value === 'string') {
      const inner = depth < DEEPEST && value.length > 1 ? parsed(value.trim()) : undefined;
      if (typeof inner === 'object' && inner !== null)
        waiting.push({ value: inner, key, context, depth: depth + 1 });
      else if (!isName(key)) found.push(observation(value, key, context));
    } else if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at--)
        waiting.push({ value: value[at] as unknown, key, context, depth });
    } else if (typeof value === 'object' && value !== null) {
      const object = value as Json;
      const own = { ...contextOf(object, context), alone: isOfEcs(object, key) };
      const exit = exitOf(object, key, own);
      if (exit) found.push(exit);
      for (const [name, member] of Object.entries(object).reverse())
        if (!exit || name !== 'reason') waiting.push({ value: member, key: name, context: own, depth });
    }
  }
  return found;
}

/** Members that name things and say nothing. */
function isName(key: string): boolean {
  if (key === 'eventName') return false;
  return (
    /(?:Arn|Id|At|Name|id|name|time|region|image|digest|account|version|source)$/.test(key) || key === 'name'
  );
}

const SEEN_IN: Readonly<Record<string, string>> = {
  stoppedReason: 'stopped task',
  stopCode: 'stopped task',
  rolloutStateReason: 'deployment',
  statusReason: 'deployment',
  ResourceStatusReason: 'CloudFormation',
  errorMessage: 'CloudTrail',
  errorCode: 'CloudTrail',
  eventName: 'EventBridge',
};

/** Members that hold a word or a sentence of AWS alone. */
const ALONE = new Set([...Object.keys(SEEN_IN), 'reason']);

function observation(text: string, key: string, context: Context): Observation {
  const seenIn =
    key === 'reason'
      ? context.container === undefined
        ? 'API failure'
        : 'container'
      : key === 'message' && context.at !== undefined && context.service !== undefined
        ? 'service event'
        : (SEEN_IN[key] ?? 'text');
  // Of `reason` any program may say something; what ECS says stands beside its own ARNs.
  return { ...context, text, seenIn, alone: key === 'reason' ? context.alone === true : ALONE.has(key) };
}

/** What the object says of the task, container or service that its members are about. */
function contextOf(object: Json, context: Context): Context {
  const text = (name: string) => (typeof object[name] === 'string' ? (object[name] as string) : undefined);
  const at =
    time(object['stoppedAt']) ??
    time(object['createdAt']) ??
    time(object['Timestamp']) ??
    time(object['time']);
  const group = text('group')?.replace(/^service:/, '');
  const task = text('taskArn');
  const container = text('containerArn') !== undefined || 'exitCode' in object ? text('name') : undefined;
  const service = text('serviceName') ?? (text('group')?.startsWith('service:') ? group : undefined);
  const definition = text('taskDefinitionArn') ?? text('taskDefinition');
  return {
    ...context,
    ...(at === undefined ? {} : { at }),
    ...(task === undefined ? {} : { task: lastPart(task) }),
    ...(container === undefined ? {} : { container }),
    ...(service === undefined ? {} : { service }),
    ...(text('clusterArn') === undefined ? {} : { cluster: lastPart(text('clusterArn') ?? '') }),
    ...(definition === undefined ? {} : { taskDefinition: definition }),
  };
}

function isOfEcs({ arn, containerArn, lastStatus }: Json, key: string): boolean {
  if (key === 'failures' || typeof containerArn === 'string' || typeof lastStatus === 'string') return true;
  return typeof arn === 'string' && /^arn:[^:]{1,20}:ecs:/.test(arn);
}

/** The exit code of a container of ECS; a program's log may have a member of that name for something else. */
function exitOf(object: Json, key: string, context: Context): Observation | undefined {
  const { exitCode, containerArn, lastStatus, reason } = object;
  const ofEcs = key === 'containers' && (typeof containerArn === 'string' || typeof lastStatus === 'string');
  if (typeof exitCode !== 'number' || !ofEcs) return undefined;
  return {
    ...context,
    text: typeof reason === 'string' ? reason : '',
    seenIn: 'container',
    exitCode,
    alone: true,
  };
}

/** ISO 8601, from that or from seconds since 1970. */
function time(value: unknown): string | undefined {
  if (typeof value === 'number' && value > 1e9 && value < 1e11) return new Date(value * 1000).toISOString();
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
