/**
 * What a credential looks like in an environment variable: formats that issuers document, and names that say so.
 * Patterns, sources and date in credentials.json. No function here returns any part of a value.
 */
import data from './credentials.json' with { type: 'json' };

/** What a value is, in words that hold no part of it: `a GitHub token`, `a credential (by its name)`. */
export type CredentialKind = string;

interface Format {
  readonly what: string;
  readonly expression: RegExp;
  /** Some of its kind are made to be given to browsers: a name that says so is believed. */
  readonly sometimesPublic: boolean;
}

interface Patterns {
  /** All formats in one, which almost every value fails. */
  readonly anyFormat: RegExp;
  readonly formats: readonly Format[];
  readonly embedded: readonly Format[];
  readonly references: RegExp;
  readonly suffixes: ReadonlySet<string>;
  readonly innocent: ReadonlySet<string>;
  readonly placeholders: ReadonlySet<string>;
  readonly nothing: ReadonlySet<string>;
}

let patterns: Patterns | undefined;

function compiled(): Patterns {
  patterns ??= {
    anyFormat: new RegExp(data.formats.map(({ pattern }) => pattern).join('|')),
    formats: data.formats.map(({ what, pattern }) => ({
      what,
      expression: new RegExp(pattern),
      sometimesPublic: data.sometimesPublic.includes(what),
    })),
    embedded: data.embedded.map(({ what, pattern }) => ({
      what,
      expression: new RegExp(pattern, 'i'),
      sometimesPublic: false,
    })),
    references: new RegExp(data.references, 'i'),
    suffixes: new Set(data.variables.suffixes),
    innocent: new Set(data.variables.innocent),
    placeholders: new Set(data.placeholders),
    nothing: new Set(data.nothing),
  };
  return patterns;
}

/** The length of an access key id, which is the shortest of the formats. */
const SHORTEST_FORMAT = 20;
/** What every name in the data has, so that most names are done with at once. */
const SECRET_WORD = /pass|pwd|secret|token|key/i;

/** Day of the data. */
export function credentialsAsOf(): string {
  return data.asOf;
}

/** The variables in which the AWS SDKs and the SSM agent look for static keys. */
export function awsKeyVariables(): readonly string[] {
  return data.awsKeyVariables;
}

/** No task definition that ECS takes holds a longer text (65,536 bytes), and V8's expressions run out of stack on much longer ones. */
const LONGEST_VALUE = 65_536;

/**
 * What kind of credential the value of that environment variable is, or undefined where it is none for certain:
 * an empty value, a flag, a number, a path, a reference to a secret, a stand-in such as `changeme`.
 * The value must be free of placeholders.
 */
export function credentialKind(name: string, value: string): CredentialKind | undefined {
  const { anyFormat, formats, embedded } = compiled();
  const text = value.slice(0, LONGEST_VALUE).trim();
  if (text.length < 3) return undefined;
  if (text.length >= SHORTEST_FORMAT && anyFormat.test(text)) {
    const format = formats.find(({ expression }) => expression.test(text));
    return format?.sometimesPublic && isPublicName(wordsOf(name)) ? undefined : format?.what;
  }
  if (/[=@"]/.test(text)) {
    for (const { what, expression } of embedded) {
      const part = expression.exec(text)?.[1];
      if (part !== undefined && isSecretText(part)) return what;
    }
  }
  const sort = SECRET_WORD.test(name) ? secretName(name) : undefined;
  if (sort === undefined || text === name || !isSecretText(text)) return undefined;
  return sort === 'certain' || isRandom(text) ? 'a credential (by its name)' : undefined;
}

/** Does the name say that the value is a secret: certainly, or only of a value that looks random (`DB_SECRET` may name one)? */
function secretName(name: string): 'certain' | 'likely' | undefined {
  const { suffixes } = compiled();
  const words = wordsOf(name);
  while (words.length > 1 && (suffixes.has(words.at(-1) ?? '') || /^\d+$/.test(words.at(-1) ?? '')))
    words.pop();
  if (isPublicName(words)) return undefined;
  const ending = `_${words.join('_')}`;
  if (data.variables.certain.some((known) => ending.endsWith(`_${known}`))) return 'certain';
  if (data.variables.glued.some((known) => ending.endsWith(known))) return 'certain';
  return data.variables.likely.some((known) => ending.endsWith(`_${known}`)) ? 'likely' : undefined;
}

/** `dbPassword`, `db-password` and `DB_PASSWORD` are DB, PASSWORD. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean);
}

/** Does the name say that the value is for everybody, or a mark in a text rather than a secret (`PAD_TOKEN`)? */
function isPublicName(words: readonly string[]): boolean {
  return words.some((word) => compiled().innocent.has(word));
}

/** Could the text be a secret itself, rather than a stand-in, a switch, or where to find it? */
function isSecretText(text: string): boolean {
  const { references, placeholders, nothing } = compiled();
  const lower = text.toLowerCase();
  if (text.length < 3 || nothing.has(lower)) return false;
  if (/^[+-]?[\d.,]+(?:ms|s|m|h|d)?$/.test(text)) return false;
  if (/^(.)\1*$/.test(text) || !/[A-Za-z0-9]/.test(text)) return false;
  if (references.test(text)) return false;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || isPath(text)) return false;
  if (text.split(/\s+/).length > 3 && !text.includes('-----')) return false;
  return !lower.split(/[^a-z0-9]+/).some((word) => placeholders.has(word));
}

/** `/run/secrets/db`, `./key.pem`, `C:\keys`, `~/.ssh/id`, `prod/orders/db`, `server.key`. */
function isPath(text: string): boolean {
  return (
    /^(?:~|\.{1,2})?[/\\]\S*$/.test(text) ||
    /^[A-Za-z]:[\\/]/.test(text) ||
    /^[a-z0-9_.-]+(?:\/[a-z0-9_.-]+)+$/.test(text) ||
    /^[\w.-]+\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|env|conf|properties)$/i.test(text)
  );
}

/** At least 16 characters of more than one class, and not words joined by dashes: `orders-db-credentials` is a name. */
function isRandom(text: string): boolean {
  if (text.length < 16 || /\s/.test(text) || isUuid(text)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/].filter((expression) => expression.test(text)).length;
  return classes >= 2 && !/^(?:[A-Za-z]+|\d{1,4})(?:[-_.:](?:[A-Za-z]+\d{0,2}|\d{1,4}))+$/.test(text);
}

/** The id of a key or a secret, not its material. */
function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
