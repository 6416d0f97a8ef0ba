import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from '../rules/index.ts';
import { RULESETS, THRESHOLDS } from '../src/cli/config/read-content.ts';
import { LEVELS } from '../src/cli/config/read-rules.ts';
import type { OptionSchema, Problem, Rule } from '../src/rule.ts';

/**
 * Writes schema/config.schema.json, by which editors complete and check a configuration, from the rules; with `--check` fails
 * where it is stale.
 */
const target = fileURLToPath(new URL('../schema/config.schema.json', import.meta.url));

type Schema = Readonly<Record<string, unknown>>;

const TEXT = { type: 'string', minLength: 1, pattern: '\\S' };
const AMOUNT = { type: 'number', minimum: 0 };
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });

/** A list, or its only element. */
function listOf(items: Schema, description: string): Schema {
  return { description, anyOf: [items, { type: 'array', items, minItems: 1 }] };
}

function structure(properties: Schema, more: Schema = {}): Schema {
  return { type: 'object', properties, additionalProperties: false, ...more };
}

const VALUES: Readonly<Record<OptionSchema['type'], Schema>> = {
  number: AMOUNT,
  boolean: { type: 'boolean' },
  string: TEXT,
  map: { anyOf: [AMOUNT, { type: 'object', additionalProperties: AMOUNT, minProperties: 1 }] },
};

function option({ type, description, default: standard }: OptionSchema): Schema {
  return { description, ...VALUES[type], ...(standard === undefined ? {} : { default: standard }) };
}

function ruleSetting({ title, options }: Rule): Schema {
  const own = Object.entries(options ?? {}).map(([name, schema]) => [name, option(schema)] as const);
  const members = {
    severity: ref('level'),
    ...(own.length > 0 ? { options: structure(Object.fromEntries(own)) } : {}),
  };
  return { description: title, anyOf: [ref('level'), structure(members, { minProperties: 1 })] };
}

function problemSetting({ summary }: Problem): Schema {
  return { description: summary, allOf: [ref('problem')] };
}

const settings = rules.flatMap((rule) => [
  [rule.id, ruleSetting(rule)] as const,
  ...Object.entries(rule.problems).map(
    ([name, problem]) => [`${rule.id}/${name}`, problemSetting(problem)] as const,
  ),
]);
const NAME = '^[a-z][a-z0-9]*(-[a-z0-9]+)*(/[a-z][a-z0-9]*(-[a-z0-9]+)*)?$';

const WHERE = {
  files: listOf(
    TEXT,
    'patterns of files, counted from the folder of the configuration; after a # the JSON pointer of a part',
  ),
  families: listOf(TEXT, 'task definition families, with * for any text'),
  services: listOf(TEXT, 'services by name, with * for any text'),
  containers: listOf(TEXT, 'containers by name, with * for any text'),
  resources: listOf(TEXT, 'resources of a template by address or logical id, with * for any text'),
};

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'ecs-preflight.yml',
  description: 'The configuration of ecs-preflight.',
  ...structure({
    $schema: { type: 'string' },
    extends: listOf(TEXT, 'configurations that this one is laid over: ./paths, or files of packages'),
    ruleset: { description: 'how strictly to judge', enum: RULESETS, default: 'recommended' },
    failOn: { description: 'the severity from which on a run fails', enum: THRESHOLDS, default: 'error' },
    strict: {
      description: 'fail with exit code 3 where something could not be checked',
      type: 'boolean',
      default: false,
    },
    rules: { description: 'severities and options of rules and their problems', allOf: [ref('rules')] },
    mandatory: listOf(ref('name'), 'rules and problems that nothing may suppress or turn off'),
    overrides: {
      description: 'what holds for some definitions only; a later one goes before an earlier',
      type: 'array',
      items: structure(
        { ...WHERE, rules: ref('rules'), ruleset: { enum: RULESETS } },
        { anyOf: [{ required: ['rules'] }, { required: ['ruleset'] }] },
      ),
    },
    suppressions: {
      description: 'findings that may stand, each with the reason why',
      type: 'array',
      items: structure(
        {
          rule: ref('name'),
          rules: listOf(ref('name'), 'rules and problems'),
          reason: { ...TEXT, description: 'why the finding may stand' },
          until: {
            description: 'the last day on which it holds, YYYY-MM-DD',
            type: 'string',
            pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
          },
          ...WHERE,
        },
        { required: ['reason'], oneOf: [{ required: ['rule'] }, { required: ['rules'] }] },
      ),
    },
    plugins: listOf(TEXT, 'rules of your own: ./paths or packages; loaded with --allow-plugins alone'),
  }),
  definitions: {
    level: {
      anyOf: [
        { enum: LEVELS },
        { type: 'boolean', description: 'what readers of YAML 1.1 make of off and on', doNotSuggest: true },
      ],
    },
    problem: { anyOf: [ref('level'), structure({ severity: ref('level') }, { minProperties: 1 })] },
    name: { anyOf: [{ enum: settings.map(([name]) => name) }, { type: 'string', pattern: NAME }] },
    rules: {
      type: 'object',
      properties: Object.fromEntries(settings),
      propertyNames: { pattern: NAME },
      additionalProperties: {
        description: 'a rule of a plugin',
        anyOf: [
          ref('level'),
          structure({ severity: ref('level'), options: { type: 'object' } }, { minProperties: 1 }),
        ],
      },
    },
  },
};

/** As many characters of JSON stand in one line. */
const LINE = 160;

/** JSON with short values in one line each. */
function spelled(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= LINE) return line;
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const members = list
    ? value.map((one: unknown) => inner + spelled(one, inner))
    : Object.entries(value).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${spelled(one, inner)}`);
  return `${list ? '[' : '{'}\n${members.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}

const text = `${spelled(schema)}\n`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('schema/config.schema.json is stale: run `npm run generate`');
  process.exitCode = 1;
}
