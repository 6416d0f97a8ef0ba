import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { type ReadService, type ReadTaskDefinition, service, taskDefinition } from './definitions.ts';
import { pair, type Target } from './pair.ts';
import { parse } from './parse.ts';
import { isDefinition, recognise } from './recognise.ts';

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

/** Reads texts into deployments; an input that cannot be read is told and never stops the others. */
/** `registered` are task definitions of the run that stand in no file. */
export async function readTexts(
  inputs: readonly InputText[],
  target: Target,
  registered: readonly ReadTaskDefinition[] = [],
): Promise<ReadResult> {
  const tasks: ReadTaskDefinition[] = [...registered];
  const services: ReadService[] = [];
  const errors: InputError[] = [];
  for (const input of inputs) {
    const found = await definitionsOf(input);
    for (const error of found.errors) errors.push(error);
    for (const task of found.tasks) tasks.push(task);
    for (const one of found.services) services.push(one);
    if (input.service && found.services.length === 0 && found.errors.length === 0)
      errors.push({
        file: input.file,
        message: 'this file is given as --service, but holds a task definition and no service',
      });
  }
  return { deployments: pair(tasks, services, target), errors };
}

interface Found {
  readonly tasks: readonly ReadTaskDefinition[];
  readonly services: readonly ReadService[];
  readonly errors: readonly InputError[];
}

async function definitionsOf({ file, text, service: asked }: InputText): Promise<Found> {
  const parsed = await parse(file, text);
  if ('error' in parsed) return { tasks: [], services: [], errors: [parsed.error] };
  const tasks: ReadTaskDefinition[] = [];
  const services: ReadService[] = [];
  const errors: InputError[] = [];
  for (const document of parsed.documents) {
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
  return { tasks, services, errors };
}
