import { type RootName, readOnlyMembers, rootShape } from '../../knowledge/ecs-shapes.ts';
import type { InputError } from '../../model/input-error.ts';
import { shellWord } from '../../model/shell-word.ts';
import type { Path, Source } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import type { Document } from '../document.ts';
import { parse } from '../parse.ts';
import { quote } from '../quote.ts';
import type { ReadingContext } from '../reading.ts';
import { type Definition, isDefinition, recognise } from '../recognise.ts';
import { rendered } from './rendered.ts';
import { inAnyCase, sent } from './sent.ts';

/** What a configuration calls its two files, and how ecspresso prints what it makes of them. */
export const DEFINITIONS = {
  'task-definition': { member: 'task_definition', what: 'task definition', render: 'taskdef' },
  service: { member: 'service_definition', what: 'service', render: 'servicedef' },
} as const;

export type DefinitionKind = keyof typeof DEFINITIONS;

/** A definition with the document it stands in; nothing where it could not be read. */
export interface NamedDefinition {
  readonly found?: { readonly document: Document; readonly definition: Definition };
  readonly errors: readonly InputError[];
}

/** Reads the file that a configuration names, rendered as ecspresso would. */
export async function readDefinition(
  file: string,
  named: { readonly kind: DefinitionKind; readonly by: string; readonly place: Omit<InputError, 'message'> },
  { open, environment }: ReadingContext,
): Promise<NamedDefinition> {
  const { member, what, render } = DEFINITIONS[named.kind];
  const opened = open(file);
  if ('error' in opened)
    return {
      errors: [{ ...named.place, message: `${member} names ${quote(file)}: ${opened.error.message}` }],
    };
  const parsed = await parse(opened.file, opened.text);
  if ('error' in parsed) {
    const command = `ecspresso render ${render} --config ${shellWord(named.by)}`;
    const { message } = parsed.error;
    if (/\.(?:jsonnet|libsonnet)$/i.test(file))
      return refused({ file: opened.file, message: `this is Jsonnet: ${rendersTo(command)}` });
    if (/^this is a template that is not rendered yet/.test(message))
      return refused({
        ...parsed.error,
        message: message.replace(/: render it .*$/, `: ${rendersTo(command)}`),
      });
    return refused(parsed.error);
  }
  const [first, ...others] = parsed.documents;
  if (!first || others.length > 0)
    return refused({
      file: opened.file,
      message: `expected one ${what}, found ${parsed.documents.length} documents`,
    });
  const { document, missing } = rendered(first, environment);
  const errors = missing.map(({ name, path }) => unset(name, document.source, path));
  const definition = definitionIn(document.value, named.kind);
  if ('message' in definition)
    return { errors: [...errors, { file: opened.file, message: definition.message }] };
  return { found: { document: inAnyCase(document), definition }, errors };
}

/** The sentence for `must_env` of a variable that is not set. */
export function unset(name: string, source: Source, path: Path): InputError {
  const { line, column } = source.span(path) ?? {};
  return {
    file: source.file,
    message: `must_env wants the environment variable ${quote(name)}, which is not set: there ecspresso stops`,
    ...(line === undefined || column === undefined ? {} : { line, column }),
  };
}

function refused(error: InputError): NamedDefinition {
  return { errors: [error] };
}

function rendersTo(command: string): string {
  return `run "${command}" and check what it prints`;
}

/**
 * The definition in a file that is named as one. What ecspresso itself sets or does not send, name and state from a describe call, is left
 * out of it. A task definition may stand in a member `taskDefinition`, as a describe call gives it.
 */
function definitionIn(value: unknown, kind: DefinitionKind): Definition | { readonly message: string } {
  const { member, what } = DEFINITIONS[kind];
  if (Array.isArray(value))
    return { message: `${member} names this file, which holds a list: expected the ${what} itself` };
  const found = recognise(value);
  const [definition] = found.filter(isDefinition).filter(({ is }) => is === kind);
  const path = kind === 'task-definition' ? (definition?.path ?? []) : [];
  const raw = definition?.path.length === path.length ? definition.raw : value;
  if (definition === undefined) {
    const [other] = found;
    if (other && isDefinition(other))
      return {
        message: `${member} names this file, which holds no ${what} but a ${other.is.replace('-', ' ')}`,
      };
    // A service of few members looks like nothing in particular; the configuration says what it is.
    if (!isObject(raw) || (other && /^this is /.test(other.message)))
      return { message: other?.message ?? `expected a ${what}` };
  }
  if (!isObject(raw)) return { message: `expected a ${what}` };
  if (kind === 'service') {
    const read = readOnlyMembers('service');
    return { is: 'service', form: 'create', raw: sentOf(raw, read, 'createService'), path };
  }
  const read = readOnlyMembers('taskDefinition');
  return { is: 'task-definition', form: 'register', raw: sentOf(raw, read, 'registerTaskDefinition'), path };
}

function sentOf(
  raw: Readonly<Record<string, unknown>>,
  dropped: ReadonlySet<string>,
  root: RootName,
): object {
  const members = sent(raw, rootShape(root)) as object;
  return Object.fromEntries(Object.entries(members).filter(([name]) => !dropped.has(name)));
}
