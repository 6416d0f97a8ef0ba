import type { DeclaredResource } from '../declared/resource.ts';
import type { At, Placed, Places } from './placed.ts';
import type { Whereabouts } from './pseudo.ts';
import type { Template } from './template.ts';
import type { Decision, World } from './world.ts';

/** What all stacks of one deploy share. */
export interface Deploy {
  readonly whereabouts: Whereabouts;
  /** Values that other stacks of the same assembly export, by the name of the export. */
  readonly exports: ReadonlyMap<string, unknown>;
  /** What open texts may be, where the template lists it. */
  readonly allowed: Map<string, readonly string[]>;
}

/** The stack that an expression stands in, in one world of its conditions. */
export interface Surroundings {
  readonly template: Template;
  readonly deploy: Deploy;
  readonly world: World;
  /** Before the ids of its resources: nothing, or the nested stack's logical ids, each with a slash. */
  readonly prefix: string;
  /** The value of a parameter or pseudo parameter; undefined where there is none of that name. */
  parameter(name: string): Placed | undefined;
  /** The outcome of a condition. */
  condition(name: string): Decision;
  /** A resource that is there, or may be. */
  resource(id: string): DeclaredResource | undefined;
  /** What a resource is called once it is deployed: by `Ref`, or by one of its attributes. */
  identity(resource: DeclaredResource, attribute?: string): string;
  /** The resource that this stack is in the one around it. */
  readonly holder: (DeclaredResource & { readonly isThere: boolean | undefined }) | undefined;
  /** What a nested stack puts out; undefined where its template is not known, or has no such output. */
  output(id: string, name: string): unknown;
}

/** What an expression is resolved in: its stack, and the book of where the values of its resource come from. */
export interface Scope {
  readonly stack: Surroundings;
  readonly places: Places;
  resolve(raw: unknown, at: At | undefined): Placed;
}

/** A function by its argument as it is written, and the place of the argument. */
export type IntrinsicFunction = (scope: Scope, argument: unknown, at: At) => Placed;
