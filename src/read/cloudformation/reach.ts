import { isObject } from '../../model/view.ts';
import type { TemplateResource } from './resource.ts';
import type { Stack } from './stack.ts';
import type { Atom } from './world.ts';

/** A comparison that is open, and the condition that asks for it. */
export interface OpenCondition {
  readonly atom: Atom;
  readonly condition: string;
  /** The prefix of the stack whose condition it is. */
  readonly prefix: string;
}

/** What one resource depends on in a world: other resources, and comparisons that are open there. */
export interface Reach {
  readonly resources: ReadonlySet<TemplateResource>;
  readonly open: readonly OpenCondition[];
}

/** Walks through an expression, by the branches that are taken in its world. */
class Walk implements Reach {
  readonly resources = new Set<TemplateResource>();
  readonly open: OpenCondition[] = [];
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
    // Whether a nested stack is there at all says whether its resources are.
    if (stack.holder) this.resources.add(stack.holder);
  }

  condition(name: string): boolean | undefined {
    const decision = this.#stack.condition(name);
    if ('is' in decision) return decision.is;
    this.open.push(...decision.atoms.map((atom) => ({ atom, condition: name, prefix: this.#stack.prefix })));
    return undefined;
  }

  value(raw: unknown): void {
    if (Array.isArray(raw)) for (const item of raw) this.value(item);
    if (!isObject(raw)) return;
    for (const name of Object.keys(raw)) this.#member(name, raw[name]);
  }

  #member(name: string, value: unknown): void {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    const text = typeof first === 'string' ? first : undefined;
    if (name === 'Ref' && text !== undefined) this.#named(text);
    else if (name === 'Fn::GetAtt' && text !== undefined) {
      const parts = Array.isArray(value) ? value.join('.') : text;
      this.#named(parts);
    } else if (name === 'Fn::Sub' && text !== undefined) {
      for (const [, variable = ''] of text.matchAll(/\$\{([^!{}][^{}]*)\}/g)) this.#named(variable.trim());
      this.value(value);
    } else if (name === 'Fn::If' && Array.isArray(value) && text !== undefined) {
      const is = this.condition(text);
      if (is !== false) this.value(value[1]);
      if (is !== true) this.value(value[2]);
    } else this.value(value);
  }

  /** `Role`, `Role.Arn`, `Network.Outputs.Subnets` */
  #named(reference: string): void {
    const [id = '', kind, output] = reference.split('.');
    const resource = this.#stack.resource(id);
    if (resource) this.resources.add(resource);
    const nested = kind === 'Outputs' ? this.#stack.nested.get(id) : undefined;
    if (!nested) return;
    const inner = new Walk(nested);
    inner.value(nested.template.outputs.get(output ?? '')?.raw['Value']);
    for (const one of inner.resources) this.resources.add(one);
    this.open.push(...inner.open);
  }
}

/** What a resource depends on. */
export function reachOf(stack: Stack, { raw }: TemplateResource): Reach {
  const walk = new Walk(stack);
  const { Condition, Properties } = raw;
  if (typeof Condition === 'string') walk.condition(Condition);
  walk.value(Properties);
  return walk;
}
