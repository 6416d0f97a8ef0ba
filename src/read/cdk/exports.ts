import { isObject } from '../../model/view.ts';
import { Places } from '../cloudformation/placed.ts';
import { resolve, scopeOf } from '../cloudformation/resolve.ts';
import type { Stack } from '../cloudformation/stack.ts';
import { textOf } from '../cloudformation/texts.ts';

/**
 * What the stacks of an assembly export, by the name of the export, worked out when somebody imports it: the CDK passes what one
 * stack makes to another in this way. Nested stacks export as well.
 */
export class Exports extends Map<string, unknown> {
  readonly #stacks: () => Iterable<Stack>;
  #outputs: ReadonlyMap<string, () => unknown> | undefined;

  constructor(stacks: () => Iterable<Stack>) {
    super();
    this.#stacks = stacks;
  }

  override get(name: string): unknown {
    // A name that is itself imported finds nothing while names are being worked out.
    if (!this.#outputs) {
      this.#outputs = new Map();
      this.#outputs = outputsOf(this.#stacks());
    }
    return this.#outputs.get(name)?.();
  }
}

function outputsOf(stacks: Iterable<Stack>): ReadonlyMap<string, () => unknown> {
  const outputs = new Map<string, () => unknown>();
  for (const stack of stacks) {
    for (const [id, { raw }] of stack.template.outputs) {
      const { Export } = raw;
      if (!isObject(Export)) continue;
      const name = textOf(resolve(scopeOf(stack, new Places()), Export['Name'], undefined).value, () => id);
      if (name !== undefined) outputs.set(name, () => stack.own(id));
    }
    for (const [name, value] of outputsOf(stack.nested.values())) outputs.set(name, value);
  }
  return outputs;
}
