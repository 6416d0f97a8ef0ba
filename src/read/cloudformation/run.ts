import type { FactSource } from '../../fact/store.ts';
import { nameOf, refOf } from '../declared/identity.ts';
import type { Estate } from '../declared/resource.ts';
import { declaredSource } from '../declared/source.ts';
import { TABLES } from '../declared/tables.ts';
import { Dependencies } from './dependencies.ts';
import type { Whereabouts } from './pseudo.ts';
import type { TemplateResource } from './resource.ts';
import type { Stack } from './stack.ts';

/** Custom resources, modules, and products of the Service Catalog: what they make no template says. */
const MAKES_ANYTHING =
  /^(Custom::.*|AWS::CloudFormation::CustomResource|AWS::ServiceCatalog::CloudFormationProvisionedProduct|.*::MODULE)$/;

/** A template with all that is nested in it, in one world: what it declares there. */
export class Run implements Estate {
  readonly root: Stack;
  #dependencies: Dependencies | undefined;
  #byType: ReadonlyMap<string, readonly TemplateResource[]> | undefined;
  #open: boolean | undefined;
  #byId: ReadonlyMap<string, TemplateResource> | undefined;
  #tasks: ReadonlyMap<string, readonly TemplateResource[]> | undefined;
  #source: FactSource | undefined;
  #unread: readonly TemplateResource[] | undefined;

  constructor(root: Stack) {
    this.root = root;
  }

  get dependencies(): Dependencies {
    this.#dependencies ??= new Dependencies(withNested(this.root));
    return this.#dependencies;
  }

  /** Is there a condition that nobody decides, whatever depends on it? */
  get hasOpenCondition(): boolean {
    this.#open ??= [...withNested(this.root)].some((stack) =>
      Object.keys(stack.template.conditions).some((name) => 'atoms' in stack.condition(name)),
    );
    return this.#open;
  }

  get whereabouts(): Whereabouts {
    return this.root.deploy.whereabouts;
  }

  get account(): string {
    return this.whereabouts.account;
  }

  get region(): string {
    return this.whereabouts.region;
  }

  get partition(): string {
    return this.whereabouts.partition;
  }

  of(type: string): readonly TemplateResource[] {
    this.#byType ??= sorted(this.root);
    return this.#byType.get(type) ?? [];
  }

  get unread(): readonly TemplateResource[] {
    this.#unread ??= [...withNested(this.root)].flatMap((stack) =>
      [...stack.resources.values()].filter(
        (resource) =>
          resource.isThere !== false &&
          (MAKES_ANYTHING.test(resource.type) ||
            (resource.type === 'AWS::CloudFormation::Stack' && !stack.nested.has(resource.logicalId))),
      ),
    );
    return this.#unread;
  }

  /** The stack with a prefix. */
  stack(prefix: string): Stack | undefined {
    for (const stack of withNested(this.root)) if (stack.prefix === prefix) return stack;
    return undefined;
  }

  /** A resource by its id, unless it is known not to be there. */
  get(id: string): TemplateResource | undefined {
    this.#byId ??= new Map([...withNested(this.root)].flatMap(idsOf));
    const found = this.#byId.get(id);
    return found?.isThere === false ? undefined : found;
  }

  /** The task definition that a reference names, as it names it by `Ref`; or all of a family. */
  taskDefinitions(reference: string): readonly TemplateResource[] {
    this.#tasks ??= tasksByName(this);
    return this.#tasks.get(reference) ?? [];
  }

  /** What this world tells of the account. */
  get source(): FactSource {
    this.#source ??= declaredSource(this, TABLES);
    return this.#source;
  }
}

function idsOf(stack: Stack): readonly (readonly [string, TemplateResource])[] {
  return [...stack.resources.values()].map((resource) => [resource.id, resource] as const);
}

/** An ARN has colons and a family has none, so that both may be keys. */
function tasksByName(run: Run): ReadonlyMap<string, readonly TemplateResource[]> {
  const tasks = new Map<string, TemplateResource[]>();
  for (const task of run.of('AWS::ECS::TaskDefinition')) {
    for (const name of [refOf(task, run), nameOf(task, 'Family')]) {
      const list = tasks.get(name);
      if (list) list.push(task);
      else tasks.set(name, [task]);
    }
  }
  return tasks;
}

function sorted(root: Stack): ReadonlyMap<string, readonly TemplateResource[]> {
  const byType = new Map<string, TemplateResource[]>();
  for (const stack of withNested(root)) {
    for (const resource of stack.resources.values()) {
      if (resource.isThere === false) continue;
      const list = byType.get(resource.type);
      if (list) list.push(resource);
      else byType.set(resource.type, [resource]);
    }
  }
  return byType;
}

function* withNested(stack: Stack): Iterable<Stack> {
  yield stack;
  for (const nested of stack.nested.values()) yield* withNested(nested);
}
