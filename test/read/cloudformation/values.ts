import { shown } from '../../../src/fact/opaque.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { withNested } from '../../../src/read/cloudformation/nested.ts';
import { whereabouts } from '../../../src/read/cloudformation/pseudo.ts';
import { Stack } from '../../../src/read/cloudformation/stack.ts';
import { Template } from '../../../src/read/cloudformation/template.ts';
import { World } from '../../../src/read/cloudformation/world.ts';
import { parse } from '../../../src/read/parse.ts';
import type { Said } from './reading.ts';

/** The stack of a template's text, in the world in which nothing is taken for granted. */
export async function stackOf(text: string, said: Said = {}): Promise<Stack> {
  const parsed = await parse('template.yaml', text);
  if ('error' in parsed) throw new Error(parsed.error.message);
  const [document] = parsed.documents;
  if (!document) throw new Error('no document');
  const { parameters = {}, files = {}, ...target } = said;
  const { template, nested } = await withNested(new Template(document), (file) => {
    const content = files[file];
    return content === undefined ? { error: { file, message: 'not there' } } : { file, text: content };
  });
  const deploy = { whereabouts: whereabouts(target), exports: new Map(), allowed: new Map() };
  const given = new Map(Object.entries(parameters));
  return new Stack(template, deploy, new World(), { prefix: '', given, nested });
}

/** A value as a person reads it: what is open in a text stands as `${Label}`, what is open as a whole as `?`. */
export function readable(value: unknown): unknown {
  if (typeof value === 'string') return shown(value);
  if (value instanceof Unresolved) return '?';
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, readable(member)]));
}

/** The value of an expression, written behind `Value:` in an output of a template with these sections. */
export async function outcomeOf(sections: string, expression: string, said: Said = {}): Promise<unknown> {
  const lines = expression.split('\n').map((line) => `      ${line}`);
  const stack = await stackOf(
    `AWSTemplateFormatVersion: 2010-09-09\n${sections}\nOutputs:\n  X:\n    Value:\n${lines.join('\n')}\n`,
    said,
  );
  return readable(stack.own('X'));
}
