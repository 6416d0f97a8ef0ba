/**
 * A snapshot without what must not leave the account: values of environment variables, and whatever looks like a credential
 * in what ECS holds. Each value is judged first, so that the replay judges as the account itself was judged.
 */
import { isRedacted, redactedText } from '../fact/redacted.ts';
import type { Snapshot } from '../fact/snapshot.ts';
import { findPlaceholder } from '../model/placeholder.ts';
import { credentialKind } from './credentials.ts';
import { namesAwsResource } from './named-resources.ts';

/** What is kept although it is not redacted by itself. */
export interface Redacting {
  /** Keep the plain values of environment variables that are no credentials. */
  readonly keepEnvironment?: boolean;
}

/** The kinds with free text of users: everything of ECS, and the shell profile of Session Manager's preferences. */
const FREE_TEXT = /^(?:ecs\.|ssm\.session-preferences$)/;

/** The same snapshot, in which text says what was in the place of a redacted value. */
export function redacted(snapshot: Snapshot, redacting: Redacting = {}): Snapshot {
  const resources = Object.entries(snapshot.resources).map(([kind, table]) => {
    if (!FREE_TEXT.test(kind)) return [kind, table] as const;
    const clean = Object.entries(table).map(([key, shape]) => [key, cleaned(shape, '', redacting)] as const);
    return [kind, Object.fromEntries(clean)] as const;
  });
  return { ...snapshot, resources: Object.fromEntries(resources) };
}

/** `name` is what the value is called: its member, its variable, the option before it. */
function cleaned(value: unknown, name: string, redacting: Redacting): unknown {
  if (typeof value === 'string') return withoutCredential(name, value);
  if (Array.isArray(value)) {
    return name === 'environment'
      ? value.map((entry: unknown) => cleanVariable(entry, redacting))
      : value.map((item: unknown, at) => cleaned(item, optionBefore(value, at), redacting));
  }
  if (!isObject(value)) return value;
  const calls = calledBy(value);
  const members = Object.entries(value).map(
    ([member, inner]) =>
      [member, cleaned(inner, member === 'value' && calls !== '' ? calls : member, redacting)] as const,
  );
  return Object.fromEntries(members);
}

/** An environment variable; an empty value says nothing and stays, as does what an earlier redaction left. */
function cleanVariable(entry: unknown, { keepEnvironment }: Redacting): unknown {
  if (!isObject(entry) || entry['value'] === undefined || entry['value'] === null) return entry;
  const text = String(entry['value']);
  const name = calledBy(entry);
  if (text === '' || isRedacted(text)) return entry;
  if (findPlaceholder(text) !== undefined)
    return keepEnvironment && withoutCredential(name, text) === text
      ? entry
      : { ...entry, value: redactedText({ placeholder: true }) };
  // A name that is not resolved decides nothing, as in the rules.
  const said = findPlaceholder(name) === undefined ? name : '';
  const credential = credentialKind(said, text);
  if (keepEnvironment && credential === undefined) return entry;
  const awsResource = namesAwsResource(said, text);
  return {
    ...entry,
    value: redactedText({ awsResource, ...(credential === undefined ? {} : { credential }) }),
  };
}

/** `name` of `{name, value}`, `key` of `{key, value}`. */
function calledBy(pair: Readonly<Record<string, unknown>>): string {
  const name = pair['name'] ?? pair['key'];
  return typeof name === 'string' ? name : '';
}

/** `--password` before a word of a command. */
function optionBefore(words: readonly unknown[], at: number): string {
  const before = words[at - 1];
  return typeof before === 'string' && before.startsWith('-') && !before.includes('=') ? before : '';
}

function withoutCredential(name: string, text: string): string {
  const credential = credentialKind(name, text) ?? assignedIn(text);
  return credential === undefined ? text : redactedText({ credential });
}

/** `--password …`, `--password=…`, `DB_PASSWORD=…`: the name with the option's dashes or the sign, then the value. */
const ASSIGNMENT = /(?<![\w-])(?:(--?[\w-]{1,128})[= ]|([\w-]{1,128})=)(?:["']([^"'\n]+)["']|([^\s;&|"']+))/g;

/** A credential that a text of a shell gives a name. */
function assignedIn(text: string): string | undefined {
  for (const [, option, variable, quoted, plain] of text.matchAll(ASSIGNMENT)) {
    const kind = credentialKind(option ?? variable ?? '', quoted ?? plain ?? '');
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
