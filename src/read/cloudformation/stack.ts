import { isObject } from '../../model/view.ts';
import { attributeOf, refOf } from '../declared/identity.ts';
import { decide } from './conditions.ts';
import { hasLoop, unrolled, withoutLoops } from './loops.ts';
import type { NestedTemplates } from './nested.ts';
import { allowedValues, parameterValue } from './parameters.ts';
import { below, NO_VALUE, type Placed, Places, pathOf } from './placed.ts';
import { pseudoParameter } from './pseudo.ts';
import { resolve, scopeOf } from './resolve.ts';
import { TemplateResource } from './resource.ts';
import type { Deploy, Scope, Surroundings } from './scope.ts';
import type { Template } from './template.ts';
import { type Decision, FALSE, type World } from './world.ts';

/** As many conditions may lead to one another. */
const DEEPEST = 200;

/** What tells one stack of a deploy from the others. */
export interface Part {
  /** Before the ids of its resources: nothing, or the nested stack's logical ids, each with a slash. */
  readonly prefix: string;
  readonly given: ReadonlyMap<string, unknown>;
  /** The name of the stack, where somebody says it. */
  readonly stackName?: string;
  /** The templates of the stacks nested in this one, by their logical ids. */
  readonly nested?: ReadonlyMap<string, NestedTemplates>;
  /** The resource that this stack is in the one around it. */
  readonly holder?: TemplateResource;
}

/** A template in one world of its conditions, with the values of its parameters. */
export class Stack implements Surroundings {
  readonly template: Template;
  readonly deploy: Deploy;
  readonly world: World;
  readonly prefix: string;
  readonly holder: TemplateResource | undefined;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** Stacks nested in this one, by logical id. */
  readonly nested = new Map<string, Stack>();
  readonly #part: Part;
  #given: ReadonlyMap<string, unknown> | undefined;
  readonly #parameters = new Map<string, Placed>();
  readonly #conditions = new Map<string, Decision>();
  #expressions: Readonly<Record<string, unknown>> | undefined;
  /** How many conditions are being decided, each for the one before. */
  #depth = 0;
  readonly #identities = new Map<string, string>();
  readonly #outputs = new Map<string, unknown>();

  constructor(template: Template, deploy: Deploy, world: World, part: Part) {
    this.template = template;
    this.deploy = deploy;
    this.world = world;
    this.prefix = part.prefix;
    this.holder = part.holder;
    this.#part = part;
    this.resources = this.#declared();
    for (const [id, inner] of part.nested ?? []) {
      const holder = this.resources.get(id);
      if (!holder) continue;
      const { nested } = inner;
      const prefix = `${part.prefix}${id}/`;
      this.nested.set(
        id,
        new Stack(inner.template, deploy, world, { prefix, given: new Map(), nested, holder }),
      );
    }
  }

  #declared(): ReadonlyMap<string, TemplateResource> {
    const resources = new Map<string, TemplateResource>();
    if (!hasLoop(this.template.resources)) {
      for (const id of this.template.ids) {
        const raw = this.template.resources[id];
        if (isObject(raw) && typeof raw['Type'] === 'string')
          resources.set(id, new TemplateResource(this, id, raw, ['Resources', id]));
      }
      return resources;
    }
    const scope = scopeOf(this, new Places());
    const at = below(undefined, 'Resources');
    const members = (section: Readonly<Record<string, unknown>>) =>
      unrolled(section, at, (raw, place) => resolve(scope, raw, place).value);
    // Of loops over what is not known, nothing is known; the resources beside them are.
    const known = members(this.template.resources) ?? members(withoutLoops(this.template.resources)) ?? [];
    for (const { name, raw, at: place } of known) {
      if (!isObject(raw) || typeof raw['Type'] !== 'string') continue;
      resources.set(name, new TemplateResource(this, name, raw, pathOf(place)));
    }
    return resources;
  }

  /** The value of a parameter or pseudo parameter; undefined where there is none of that name. */
  parameter(name: string): Placed | undefined {
    let placed = this.#parameters.get(name);
    if (!placed) {
      placed = this.#parameter(name);
      if (placed) this.#parameters.set(name, placed);
    }
    return placed;
  }

  #parameter(name: string): Placed | undefined {
    const entry = this.template.parameters.get(name);
    if (!entry) {
      const { whereabouts } = this.deploy;
      const value = name.startsWith('AWS::')
        ? pseudoParameter(name, whereabouts, this.prefix, this.#part.stackName)
        : undefined;
      return value === undefined ? undefined : { value };
    }
    const { holder } = this;
    this.#given ??= holder ? passedTo(holder, this.template) : this.#part.given;
    const placed = parameterValue(name, entry, this.#given.get(name), this.prefix, holder === undefined);
    if (typeof placed.value !== 'string') return placed;
    const { allowed } = this.deploy;
    const values = allowedValues(entry);
    if (values && !allowed.has(placed.value)) allowed.set(placed.value, values);
    const assumed = this.world.valueOf(placed.value, allowed.get(placed.value));
    return assumed === undefined ? placed : { ...placed, value: assumed };
  }

  /** The outcome of a condition in this world. One that is not there, or depends on itself, is taken for false. */
  condition(name: string): Decision {
    let decision = this.#conditions.get(name);
    if (!decision) {
      this.#conditions.set(name, FALSE);
      const scope = scopeOf(this, new Places());
      this.#expressions ??= conditionsOf(this.template.conditions, scope);
      const raw = Object.hasOwn(this.#expressions, name) ? this.#expressions[name] : undefined;
      decision =
        raw === undefined
          ? FALSE
          : this.#decided(name, () => decide(scope, raw, below(undefined, 'Conditions', name)));
      this.#conditions.set(name, decision);
    }
    return decision;
  }

  /** A chain of conditions that is longer than any template's is left open, before it fills the call stack. */
  #decided(name: string, decide: () => Decision): Decision {
    if (this.#depth >= DEEPEST) {
      const why = { reason: 'unresolved', detail: `too many conditions lead to ${name}` } as const;
      return { atoms: [{ key: `too deep ${this.prefix}${name}`, why }] };
    }
    this.#depth += 1;
    try {
      return decide();
    } finally {
      this.#depth -= 1;
    }
  }

  /** A resource that is there, or may be. */
  resource(id: string): TemplateResource | undefined {
    // While the resources are being listed there are none yet.
    const found = (this.resources as typeof this.resources | undefined)?.get(id);
    return found?.isThere === false ? undefined : found;
  }

  identity(resource: TemplateResource, attribute?: string): string {
    const key = `${resource.id} ${attribute ?? ''}`;
    let name = this.#identities.get(key);
    if (name === undefined) {
      const { whereabouts } = this.deploy;
      name =
        attribute === undefined
          ? refOf(resource, whereabouts)
          : attributeOf(resource, attribute, whereabouts);
      this.#identities.set(key, name);
    }
    return name;
  }

  output(id: string, name: string): unknown {
    return this.nested.get(id)?.own(name);
  }

  /** What this stack puts out under a name. */
  own(name: string): unknown {
    const entry = this.template.outputs.get(name);
    if (!entry) return undefined;
    if (!this.#outputs.has(name)) {
      this.#outputs.set(name, undefined);
      const at = below(undefined, 'Outputs', name, 'Value');
      const { value } = resolve(scopeOf(this, new Places()), entry.raw['Value'], at);
      this.#outputs.set(name, value === NO_VALUE ? undefined : value);
    }
    return this.#outputs.get(name);
  }
}

/** The section `Conditions` with its loops unrolled, as far as it is known over what they run. */
function conditionsOf(
  section: Readonly<Record<string, unknown>>,
  { resolve }: Scope,
): Readonly<Record<string, unknown>> {
  if (!hasLoop(section)) return section;
  const at = below(undefined, 'Conditions');
  const members = unrolled(section, at, (raw, place) => resolve(raw, place).value);
  return members ? Object.fromEntries(members.map(({ name, raw }) => [name, raw])) : withoutLoops(section);
}

/** The parameters that a nested stack is given; where they are open, each may be anything. */
function passedTo(holder: TemplateResource, template: Template): ReadonlyMap<string, unknown> {
  const { properties } = holder;
  const passed = isObject(properties) ? properties['Parameters'] : properties;
  if (passed === undefined || passed === null) return new Map();
  if (isObject(passed)) return new Map(Object.entries(passed));
  return new Map([...template.parameters.keys()].map((name) => [name, passed]));
}
