import type { BaselineEntry } from '../../engine/result.ts';
import type { InputError } from '../../model/input-error.ts';
import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import { readJson } from '../../read/json.ts';
import { quote } from '../../read/quote.ts';

/** Goes up when a member changes its meaning, so that an older version does not misread it. */
const SCHEMA_VERSION = 1;
const MEMBERS = ['$schema', 'schemaVersion', 'findings'];
const REQUIRED = ['fingerprint', 'rule', 'problem', 'message'] as const;
const OPTIONAL = ['file', 'arn', 'family', 'service'] as const;

/** A baseline as it is written: one finding a line, so that a change of one is a change of one line. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(spelled(entry))}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": ${SCHEMA_VERSION},\n  "findings": ${list}\n}\n`;
}

/** The members in their order. */
function spelled({ fingerprint, rule, problem, file, arn, family, service, message }: BaselineEntry) {
  return { fingerprint, rule, problem, file, arn, family, service, message };
}

/** The entries of a baseline, or what is wrong with it and where. */
export function baselineEntries(
  file: string,
  text: string,
): { readonly entries: readonly BaselineEntry[] } | { readonly error: InputError } {
  const read = readJson(file, text);
  if ('error' in read) return read;
  const { value, source } = read.document;
  const refuse = (message: string, path: Path): { readonly error: InputError } => {
    const { line, column } = source.span(path) ?? {};
    return { error: { file, message, ...(line && column ? { line, column } : {}) } };
  };
  if (!isObject(value) || !('schemaVersion' in value) || !('findings' in value))
    return refuse('this is no baseline: expected what --write-baseline writes', []);
  const { schemaVersion, findings } = value;
  if (schemaVersion !== SCHEMA_VERSION)
    return refuse(
      `expected schemaVersion ${SCHEMA_VERSION}, found ${JSON.stringify(schemaVersion)}: it was written by another version`,
      ['schemaVersion'],
    );
  const strange = Object.keys(value).find((name) => !MEMBERS.includes(name));
  if (strange !== undefined) return refuse(noMember(strange, MEMBERS), [strange]);
  if (!Array.isArray(findings)) return refuse('expected a list of findings', ['findings']);
  for (const [index, entry] of findings.entries()) {
    const trouble = troubleWith(entry);
    if (trouble) return refuse(trouble.message, ['findings', index, ...trouble.path]);
  }
  return { entries: findings as readonly BaselineEntry[] };
}

function troubleWith(entry: unknown): { readonly message: string; readonly path: Path } | undefined {
  if (!isObject(entry)) return { message: `expected a finding with ${REQUIRED.join(', ')}`, path: [] };
  const legal = [...REQUIRED, ...OPTIONAL];
  const strange = Object.keys(entry).find((name) => !legal.some((one) => one === name));
  if (strange !== undefined) return { message: noMember(strange, legal), path: [strange] };
  const missing = REQUIRED.find((name) => !(name in entry));
  if (missing) return { message: `this finding has no ${missing}`, path: [] };
  const wrong = Object.keys(entry).find((name) => typeof entry[name] !== 'string');
  if (wrong !== undefined) return { message: `expected a text as ${wrong}`, path: [wrong] };
  return /^[0-9a-f]{32}$/.test(String(entry['fingerprint']))
    ? undefined
    : { message: 'expected a fingerprint of 32 hexadecimal digits', path: ['fingerprint'] };
}

function noMember(name: string, legal: readonly string[]): string {
  return `there is no member ${quote(name)} here: expected ${legal.join(', ')}`;
}
