import { isObject } from '../../model/view.ts';
import { member, type Raw } from './configuration.ts';
import type { Instance, ModuleInstance } from './instance.ts';
import { calledModule, type Plan } from './plan.ts';
import { keyAt, nameAt, type Step, stepsOf } from './steps.ts';

/** What an expression refers to, variables, module outputs and instances followed to the end. */
export type Referent =
  /** Instances of resources or data sources, and the attribute of them that is meant: none for the whole. */
  | { readonly is: 'instances'; readonly instances: readonly Instance[]; readonly attribute: readonly Step[] }
  /** Something known before the apply; its value, where the plan tells it. */
  | { readonly is: 'known'; readonly value?: unknown }
  /** Nothing that the plan can tell: `local.image`. */
  | { readonly is: 'open'; readonly reference: string };

/** From where an expression is read. */
interface Scope {
  readonly module: ModuleInstance;
  /** What `count.index` and `each.key` are there. */
  readonly key: string | number | undefined;
  /** `for_each` of the resource that holds the expression. */
  readonly owner?: Instance;
}

/** Chains of variables and outputs are no longer than the modules are deep; one that is goes in a circle. */
const DEEPEST = 24;

/** Follows the references of expressions through a plan. */
export class References {
  readonly #plan: Plan;
  readonly #byPlace = new Map<string, Instance[]>();

  constructor(plan: Plan) {
    this.#plan = plan;
    for (const instance of plan.instances) {
      const place = placeOf(instance.module.address, instance.data, instance.type, instance.name);
      const there = this.#byPlace.get(place);
      if (there) there.push(instance);
      else this.#byPlace.set(place, [instance]);
    }
  }

  /** What an expression of a resource refers to, each thing once, in the order in which the expression names them. */
  of(expression: Raw, owner: Instance): readonly Referent[] {
    return this.#expression(expression, { module: owner.module, key: owner.key, owner }, 0);
  }

  #expression(expression: Raw, scope: Scope, depth: number): readonly Referent[] {
    if (Object.hasOwn(expression, 'constant_value'))
      return [{ is: 'known', value: expression['constant_value'] }];
    const list = expression['references'];
    const references = longest(Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []);
    if (depth > DEEPEST) return references.map((reference) => ({ is: 'open', reference }));
    const indexed = references.some((one) => /^(?:count\.index|each\.(?:key|value))\b/.test(one));
    return references.flatMap((one) => this.#follow(one, scope, indexed, depth));
  }

  #follow(reference: string, scope: Scope, indexed: boolean, depth: number): readonly Referent[] {
    const steps = stepsOf(reference);
    switch (nameAt(steps, 0)) {
      case 'var':
        return this.#variable(steps, reference, scope.module, depth);
      case 'module':
        return this.#output(steps, reference, scope, indexed, depth);
      case 'count':
        return [{ is: 'known', value: scope.key }];
      case 'each':
        return this.#each(steps, reference, scope, depth);
      case 'path':
      case 'terraform':
        return [{ is: 'known' }];
      case 'local':
      case 'self':
      case undefined:
        return [{ is: 'open', reference }];
      case 'data':
        return this.#instances(steps.slice(1), true, scope, indexed, reference);
      default:
        return this.#instances(steps, false, scope, indexed, reference);
    }
  }

  #instances(
    steps: readonly Step[],
    data: boolean,
    { module, key }: Scope,
    indexed: boolean,
    reference: string,
  ): readonly Referent[] {
    const [type, name] = [nameAt(steps, 0), nameAt(steps, 1)];
    if (type === undefined || name === undefined) return [{ is: 'open', reference }];
    const all = this.#byPlace.get(placeOf(module.address, data, type, name)) ?? [];
    const asked = keyAt(steps, 2);
    const instances =
      asked === undefined ? chosen(all, indexed ? key : undefined) : all.filter((one) => one.key === asked);
    const attribute = steps.slice(asked === undefined ? 2 : 3);
    if (instances.length > 0) return [{ is: 'instances', instances, attribute }];
    // None of it is made: in `try(aws_iam_role.this[0].arn, var.role_arn)` the other one is meant.
    return this.#plan.partial === undefined &&
      module.configuration.resources.has(`${data ? 'data.' : ''}${type}.${name}`)
      ? [{ is: 'known', value: null }]
      : [{ is: 'open', reference }];
  }

  #variable(
    steps: readonly Step[],
    reference: string,
    module: ModuleInstance,
    depth: number,
  ): readonly Referent[] {
    const name = nameAt(steps, 1) ?? '';
    const rest = steps.slice(2);
    const { call } = module;
    if (!call) {
      const given = member(this.#plan.variables, name);
      if (given && Object.hasOwn(given, 'value'))
        return [{ is: 'known', value: inside(given['value'], rest) }];
    } else {
      const passed = member(member(call.raw, 'expressions'), name);
      const by = { module: call.by, key: module.key };
      if (passed && Object.hasOwn(passed, 'constant_value'))
        return [{ is: 'known', value: inside(passed['constant_value'], rest) }];
      if (passed && rest.length === 0) return this.#expression(passed, by, depth + 1);
      // A member of what is passed: `var.network.subnet_ids` of an object that the caller puts together.
      if (passed) {
        const all = this.#expression(passed, by, depth + 1);
        return all.every(({ is }) => is === 'known') ? [{ is: 'known' }] : [{ is: 'open', reference }];
      }
    }
    const declared = member(member(module.configuration.raw, 'variables'), name);
    if (declared && Object.hasOwn(declared, 'default'))
      return [{ is: 'known', value: inside(declared['default'], rest) }];
    return [{ is: 'open', reference }];
  }

  #output(
    steps: readonly Step[],
    reference: string,
    scope: Scope,
    indexed: boolean,
    depth: number,
  ): readonly Referent[] {
    const name = nameAt(steps, 1) ?? '';
    const asked = keyAt(steps, 2);
    const output = nameAt(steps, asked === undefined ? 2 : 3);
    if (output === undefined) return [{ is: 'open', reference }];
    const prefix = `${scope.module.address === '' ? '' : `${scope.module.address}.`}module.${name}`;
    const called = [...this.#plan.modules.values()].filter(
      ({ address, call }) =>
        call?.by === scope.module && (address === prefix || address.startsWith(`${prefix}[`)),
    );
    const several =
      asked === undefined
        ? chosen(called, indexed ? scope.key : undefined)
        : called.filter(({ key }) => key === asked);
    const modules = several.length > 0 ? several : [calledModule(scope.module, name, asked)];
    const rest = steps.slice(asked === undefined ? 3 : 4);
    return modules.flatMap((module) => {
      const expression = member(member(member(module.configuration.raw, 'outputs'), output), 'expression');
      if (!expression) return [{ is: 'open' as const, reference }];
      const found = this.#expression(expression, { module, key: undefined }, depth + 1);
      return rest.length === 0 ? found : found.map((one) => within(one, rest, reference));
    });
  }

  /** What `for_each` iterates over is known; what its values hold need not be. */
  #each(steps: readonly Step[], reference: string, scope: Scope, depth: number): readonly Referent[] {
    if (nameAt(steps, 1) === 'key') return [{ is: 'known', value: scope.key }];
    const { owner } = scope;
    const configured = owner?.module.configuration.resources.get(
      `${owner.data ? 'data.' : ''}${owner.type}.${owner.name}`,
    );
    const over = member(configured, 'for_each_expression');
    const all = over ? this.#expression(over, { module: scope.module, key: undefined }, depth + 1) : [];
    return all.length > 0 && all.every(({ is }) => is === 'known')
      ? [{ is: 'known' }]
      : [{ is: 'open', reference }];
  }
}

function placeOf(module: string, data: boolean, type: string, name: string): string {
  return `${module}|${data ? 'data.' : ''}${type}.${name}`;
}

/** Terraform names each thing that it refers to with all that it is a part of; the parts say all. */
function longest(references: readonly string[]): readonly string[] {
  return references.filter(
    (one, index) =>
      references.indexOf(one) === index &&
      !references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)),
  );
}

/** All instances; of several the one with the same key, where the expression counts or iterates. */
function chosen<T extends { readonly key: string | number | undefined }>(
  all: readonly T[],
  key: string | number | undefined,
): readonly T[] {
  if (key === undefined || all.length < 2) return all;
  const same = all.filter((one) => one.key === key);
  if (same.length > 0 || typeof key !== 'number') return same.length > 0 ? same : all;
  // `element` begins again at the end of the list.
  const one = all.find((other) => other.key === key % all.length);
  return one ? [one] : all;
}

function inside(value: unknown, steps: readonly Step[]): unknown {
  let found = value;
  for (const step of steps) {
    if ('key' in step && Array.isArray(found)) found = found[Number(step.key)];
    else {
      const name = String('key' in step ? step.key : step.name);
      found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
    }
  }
  return found;
}

/** A part of what an output holds: an element of a list of instances, an attribute of one. */
function within(referent: Referent, rest: readonly Step[], reference: string): Referent {
  if (referent.is === 'known') return { is: 'known', value: inside(referent.value, rest) };
  if (referent.is === 'open') return referent;
  const key = keyAt(rest, 0);
  const { instances, attribute } = referent;
  if (key === undefined) return { is: 'instances', instances, attribute: [...attribute, ...rest] };
  const same = instances.filter((one) => one.key === key);
  const one = same[0] ?? (typeof key === 'number' ? instances[key] : undefined);
  return one
    ? { is: 'instances', instances: [one], attribute: [...attribute, ...rest.slice(1)] }
    : { is: 'open', reference };
}
