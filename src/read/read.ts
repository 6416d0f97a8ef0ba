import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { type ReadService, type ReadTaskDefinition, service, taskDefinition } from './definitions.ts';
import { NamedInputs } from './named-inputs.ts';
import { pair, type Target } from './pair.ts';
import { parse } from './parse.ts';
import type { Reader, ReadingContext } from './reading.ts';
import { isDefinition, recognise } from './recognise.ts';
import { languageOf, type TemplateLanguage } from './template-language.ts';

/** A file that was opened: its name as the user gave it, and its text. */
export interface InputText {
  readonly file: string;
  readonly text: string;
  /** Named by `--service`: it must hold a service, which takes the task definition of the run whatever family it names. */
  readonly service?: boolean;
}

/** What the inputs hold, and what could not be read of them. */
export interface ReadResult {
  /** The caller's own list, to take apart while it is judged. */
  readonly deployments: Deployment[];
  readonly errors: readonly InputError[];
}

/** What a run knows besides its inputs. */
export interface ReadOptions {
  /** Task definitions of the run that stand in no file. */
  readonly registered?: readonly ReadTaskDefinition[];
  /** What templates are given; where left out no parameters, and no file beside the inputs is opened. */
  readonly context?: Partial<ReadingContext>;
}

/** Reads texts into deployments; an input that cannot be read is told and never stops the others. */
export async function readTexts(
  inputs: readonly InputText[],
  target: Target,
  { registered = [], context = {} }: ReadOptions = {},
): Promise<ReadResult> {
  const tasks: ReadTaskDefinition[] = [...registered];
  const services: ReadService[] = [];
  const declared: Deployment[] = [];
  const errors: InputError[] = [];
  const unread = new Map<string, string>();
  const named = new NamedInputs();
  const read: { readonly input: InputText; readonly found: Found }[] = [];
  for (const input of inputs) {
    const noting = named.noting(input.file, { ...CLOSED, ...context });
    read.push({ input, found: await definitionsOf(input, target, noting) });
  }
  for (const { input, found } of read) {
    if (!input.service && named.isPart(input.file)) continue;
    declared.push(...found.declared);
    if (found.unread) unread.set(input.file, found.unread);
    for (const error of found.errors) errors.push(error);
    for (const task of found.tasks) tasks.push(task);
    for (const one of found.services) services.push(one);
    if (input.service && found.services.length === 0 && found.errors.length === 0)
      errors.push({
        file: input.file,
        message: 'this file is given as --service, but holds a task definition and no service',
      });
  }
  const paired = pair(tasks, services, target);
  const deployments = declared.length === 0 ? paired : distinct([...paired, ...declared]);
  // One template among others may declare no service; a run that has none checks nothing, which must not look like a pass.
  if (deployments.length === 0 && errors.length === 0)
    for (const { file } of inputs)
      errors.push({
        file,
        message: `this declares no ECS task definition and no service: ${unread.get(file) ?? 'nothing to check'}`,
      });
  return { deployments, errors };
}

/** Of a program that opens nothing by itself. */
const CLOSED: ReadingContext = {
  parameters: new Map(),
  open: (path) => ({
    error: { file: path, message: 'files that an input names are not opened here: pass them as inputs' },
  }),
};

/** In the order of their ids, of which no two are the same. */
function distinct(deployments: readonly Deployment[]): Deployment[] {
  const used = new Set<string>();
  const named = deployments.map((deployment) => {
    const { file = '' } = deployment;
    let id = deployment.id;
    for (let count = 1; used.has(id); count++)
      id = `${deployment.id} (${count === 1 ? file : `${file}, ${count}`})`;
    used.add(id);
    return id === deployment.id ? deployment : { ...deployment, id };
  });
  return named.sort((a, b) => (a.id < b.id ? -1 : 1));
}

interface Found {
  /** Of templates, which say themselves what belongs together. */
  readonly declared: readonly Deployment[];
  readonly tasks: readonly ReadTaskDefinition[];
  readonly services: readonly ReadService[];
  readonly errors: readonly InputError[];
  /** The first of what a template names and was not read. */
  readonly unread?: string | undefined;
}

async function definitionsOf(
  { file, text, service: asked }: InputText,
  target: Target,
  context: ReadingContext,
): Promise<Found> {
  const parsed = await parse(file, text);
  if ('error' in parsed) return { declared: [], tasks: [], services: [], errors: [parsed.error] };
  const declared: Deployment[] = [];
  const tasks: ReadTaskDefinition[] = [];
  const services: ReadService[] = [];
  const errors: InputError[] = [];
  let unread: string | undefined;
  for (const document of parsed.documents) {
    for (const error of document.errors ?? []) errors.push(error);
    const language = languageOf(document.value);
    if (language) {
      const reader = await readerOf(language);
      const read = await reader({ document, target, context: beside(file, context) });
      for (const deployment of read.deployments) declared.push(deployment);
      for (const error of read.errors) errors.push(error);
      unread ??= read.unread?.[0];
      continue;
    }
    for (const found of recognise(document.value)) {
      if (!isDefinition(found)) {
        const { line, column } = document.source.span(found.path) ?? {};
        const place = line === undefined || column === undefined ? {} : { line, column };
        errors.push({ file, message: found.message, ...(found.path.length > 0 ? place : {}) });
      } else if (found.is === 'service') services.push(service(document, found, asked ?? false));
      else tasks.push(taskDefinition(document, found));
    }
  }
  if (parsed.documents.length === 0)
    errors.push({
      file,
      message: 'the input holds no document, only comments: expected a task definition or a service',
    });
  return { declared, tasks, services, errors, unread };
}

/** Loaded when the first of its language is met: to set up the tables of one language takes milliseconds. */
async function readerOf(language: TemplateLanguage): Promise<Reader> {
  return language === 'terraform'
    ? (await import('./terraform/index.ts')).readTerraform
    : (await import('./templates.ts')).READERS[language];
}

/** What an input names by a relative path stands beside it. */
function beside(file: string, context: ReadingContext): ReadingContext {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const at = (path: string) =>
    /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path : `${folder}${path.replace(/^\.\//, '')}`;
  return { ...context, open: (path) => context.open(at(path)) };
}
