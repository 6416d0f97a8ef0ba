import { parse } from '../../../src/read/parse.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type Structure = { [name: string]: Json };

/** A template with its functions in their long form. */
export interface Template extends Structure {
  Resources: { [id: string]: Structure };
}

/** Reads a template as a value that may be changed. */
export async function templateOf(file: string, text: string): Promise<Template> {
  const parsed = await parse(file, text);
  if ('error' in parsed) throw new Error(parsed.error.message);
  return JSON.parse(JSON.stringify(parsed.documents[0]?.value)) as Template;
}

export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export function isStructure(value: Json | undefined): value is Structure {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Is it a call of an intrinsic function? */
export function isCall(value: Structure): boolean {
  const names = Object.keys(value);
  return names.some((name) => name.startsWith('Fn::')) || (names.length === 1 && names[0] === 'Ref');
}

export type Literal = string | number | boolean;

/** The template with each literal of its resources' properties replaced, those within functions left alone. */
export function withLiterals(template: Template, replaced: (value: Literal, path: string) => Json): Template {
  const walk = (value: Json, path: string): Json => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}/${index}`));
    if (isStructure(value)) {
      if (isCall(value)) return value;
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, walk(member, `${path}/${name}`)]),
      );
    }
    return value === null ? value : replaced(value, path);
  };
  return {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [
        id,
        resource['Properties'] === undefined
          ? resource
          : { ...resource, Properties: walk(resource['Properties'], `/Resources/${id}/Properties`) },
      ]),
    ),
  };
}

/** The template with each call of a function replaced, from the inside. */
export function withCalls(template: Template, replaced: (call: Structure) => Json): Template {
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isStructure(value)) return value;
    const made = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member)]));
    return isCall(made) ? replaced(made) : made;
  };
  return walk(template) as Template;
}

/** A section with more members. */
export function adding(template: Template, section: string, members: Structure): Template {
  return { ...template, [section]: { ...((template[section] ?? {}) as Structure), ...members } };
}
