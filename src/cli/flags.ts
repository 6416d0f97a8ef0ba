import type { OptionSchema, OptionValues, Rule } from '../rule.ts';
import { didYouMean, UsageError } from './usage-error.ts';

/** The rule and option that `--startup-seconds` is short for. */
const STARTUP_SECONDS = ['grace-period', 'startupSeconds'] as const;

/** Values of a flag that may be repeated and may hold a comma list. */
export function listOf(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean);
}

/** Reads `--option rule.name=value` and `--startup-seconds [container=]N` into option values by rule. */
export function ruleOptions(
  rules: readonly Rule[],
  options: readonly string[],
  startupSeconds: readonly string[],
): ReadonlyMap<string, OptionValues> {
  const values = new Map<string, Record<string, OptionValues[string]>>();
  const [rule, name] = STARTUP_SECONDS;
  const assignments = [
    ...options.map((text) => assignment(text)),
    ...(startupSeconds.length > 0
      ? [{ flag: '--startup-seconds', rule, name, value: startupSeconds.join(',') }]
      : []),
  ];
  for (const { flag, rule: id, name: option, value } of assignments) {
    const schema = schemaOf(rules, flag, id, option);
    const set = values.get(id) ?? {};
    set[option] = parse(flag, schema, value);
    values.set(id, set);
  }
  return values;
}

interface Assignment {
  readonly flag: string;
  readonly rule: string;
  readonly name: string;
  readonly value: string;
}

function assignment(text: string): Assignment {
  const parts = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(text);
  if (!parts) throw new UsageError(`--option wants rule.name=value, got "${text}"`);
  const [, rule = '', name = '', value = ''] = parts;
  return { flag: '--option', rule, name, value };
}

function schemaOf(rules: readonly Rule[], flag: string, id: string, name: string): OptionSchema {
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) {
    const hint = didYouMean(
      id,
      rules.map((candidate) => candidate.id),
    );
    throw new UsageError(`${flag}: there is no rule "${id}"${hint}`);
  }
  const names = Object.keys(rule.options ?? {});
  const schema = rule.options?.[name];
  if (schema && names.includes(name)) return schema;
  const hint = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  throw new UsageError(`${flag}: rule ${id} has no option "${name}": ${hint}`);
}

function parse(flag: string, schema: OptionSchema, value: string): OptionValues[string] {
  switch (schema.type) {
    case 'number':
      return number(flag, value);
    case 'boolean':
      if (value === 'true' || value === 'false') return value === 'true';
      throw new UsageError(`${flag} wants true or false, got "${value}"`);
    case 'string':
      return value;
    case 'map':
      return mapOf(flag, value);
  }
}

function number(flag: string, value: string): number {
  const parsed = Number(value);
  if (value.trim() !== '' && Number.isFinite(parsed) && parsed >= 0) return parsed;
  throw new UsageError(`${flag} wants a number of at least 0, got "${value}"`);
}

/** `30` is for all containers (`*`), `web=30` for one. */
function mapOf(flag: string, value: string): ReadonlyMap<string, number> {
  const entries = listOf([value]).map((entry) => {
    const equals = entry.lastIndexOf('=');
    return [equals < 0 ? '*' : entry.slice(0, equals), number(flag, entry.slice(equals + 1))] as const;
  });
  if (entries.length === 0) throw new UsageError(`${flag} wants [container=]seconds, got "${value}"`);
  return new Map(entries);
}
