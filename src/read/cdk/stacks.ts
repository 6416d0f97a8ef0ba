import type { InputError } from '../../model/input-error.ts';
import { isObject } from '../../model/view.ts';
import { type NestedTemplates, withNested } from '../cloudformation/nested.ts';
import { whereabouts } from '../cloudformation/pseudo.ts';
import type { Deploy } from '../cloudformation/scope.ts';
import { Stack } from '../cloudformation/stack.ts';
import { Template } from '../cloudformation/template.ts';
import type { Decision, World } from '../cloudformation/world.ts';
import { Worlds } from '../cloudformation/worlds.ts';
import type { Document } from '../document.ts';
import type { Target } from '../pair.ts';
import { parse } from '../parse.ts';
import { quote } from '../quote.ts';
import type { ReadingContext } from '../reading.ts';
import type { AssemblyStack } from './assembly.ts';
import { Exports } from './exports.ts';

/** Nobody edits what is synthesised. */
const GENERATED_BY = 'a CDK assembly';

/** A stack with its template and those of the stacks nested in it. */
export interface Synthesised {
  readonly stack: AssemblyStack;
  readonly templates: NestedTemplates;
}

/** Reads the template of a stack. */
export async function synthesisedOf(
  stack: AssemblyStack,
  manifest: string,
  { open }: ReadingContext,
): Promise<{ readonly synthesised?: Synthesised; readonly errors: readonly InputError[] }> {
  const refuse = (message: string) => ({
    errors: [
      {
        file: manifest,
        message: `the stack ${quote(stack.name)} names ${quote(stack.template)}: ${message}`,
      },
    ],
  });
  const opened = open(stack.template);
  if ('error' in opened) return refuse(opened.error.message);
  const parsed = await parse(opened.file, opened.text);
  if ('error' in parsed) return { errors: [parsed.error] };
  const [document] = parsed.documents;
  if (!document || !isObject(document.value)) return refuse('this is no template');
  const { errors, ...templates } = await withNested(new Template(document), (path) =>
    open(`${stack.folder}${path}`),
  );
  return { synthesised: { stack, templates: generated(templates) }, errors };
}

function generated({ template, nested }: NestedTemplates): NestedTemplates {
  const { document } = template;
  const source = { ...document.source, generatedBy: GENERATED_BY };
  return {
    template: new Template({ ...document, source }),
    nested: new Map([...nested].map(([id, inner]) => [id, generated(inner)])),
  };
}

/** The stacks of one account and region, in the worlds of their conditions. */
export function worldsOf(
  manifest: Document,
  synthesised: readonly Synthesised[],
  target: Target,
  { parameters }: ReadingContext,
): Worlds {
  const around = new Template(manifest);
  return new Worlds((world) => {
    const deploy: Deploy = {
      whereabouts: whereabouts(target),
      exports: new Exports(() => root.nested.values()),
      allowed: new Map(),
    };
    const root = new Assembly(around, deploy, world);
    for (const { stack, templates } of synthesised) {
      const part = {
        prefix: `${stack.name}/`,
        stackName: stack.stackName,
        given: givenTo(stack, parameters),
        nested: templates.nested,
      };
      root.nested.set(stack.name, new Stack(templates.template, deploy, world, part));
    }
    return root;
  });
}

/** What holds the stacks of an assembly: it declares nothing, and knows their conditions. */
class Assembly extends Stack {
  constructor(template: Template, deploy: Deploy, world: World) {
    super(template, deploy, world, { prefix: '', given: new Map() });
  }

  override condition(name: string): Decision {
    for (const stack of this.nested.values())
      if (Object.hasOwn(stack.template.conditions, name)) return stack.condition(name);
    return super.condition(name);
  }
}

/** `Name=Value` goes to every stack, `Stack:Name=Value` to one, as `cdk deploy --parameters` has it. */
function givenTo(
  stack: AssemblyStack,
  parameters: ReadonlyMap<string, string>,
): ReadonlyMap<string, unknown> {
  const given = new Map<string, unknown>(stack.parameters);
  for (const [key, value] of parameters) if (!key.includes(':')) given.set(key, value);
  for (const name of [stack.stackName, stack.name])
    for (const [key, value] of parameters)
      if (key.startsWith(`${name}:`)) given.set(key.slice(name.length + 1), value);
  return given;
}
