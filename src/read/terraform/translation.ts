import { Unresolved } from '../../model/placeholder.ts';
import { type Members, of, type ReadAttribute, type Spec } from './spec.ts';

/** What one resource of Terraform is in CloudFormation's vocabulary. */
export interface Translation {
  /** `AWS::IAM::Role` */
  readonly type: string;
  /** What its attributes are called by `Ref` and `Fn::GetAtt`: what an existing one has is its identity, what another refers to is it. */
  readonly identity?: Readonly<Record<string, Identity>>;
  readonly properties: Members;
  /** Properties to which other resources of Terraform add. */
  readonly gathered?: Readonly<Record<string, Gathered>>;
  /** Is the resource this at all? */
  readonly when?: (read: ReadAttribute) => boolean;
  /** Several of one: one for each of these readers, which read what is not in a part of it from the whole. */
  readonly each?: (read: ReadAttribute) => readonly ReadAttribute[];
}

/**
 * `Ref`, or the name of an attribute of CloudFormation; where the two spell it differently, with both ways; or an attribute of the
 * resource itself, or of the one that it names, that says the same.
 */
export type Identity = string | Respelled | Elsewhere;

interface Respelled {
  readonly name: string;
  /** From Terraform's spelling to CloudFormation's; undefined where it does not tell all of that. */
  readonly to: (text: string) => string | undefined;
  readonly from: (text: string) => string;
}

export interface Elsewhere {
  readonly name: string;
  /** The attribute of the resource itself that says it, or that names the one that does. */
  readonly attribute: string;
  /** Of the resource that `attribute` names, by CloudFormation's name: its type, and its attribute. */
  readonly of?: { readonly type: string; readonly attribute: string };
}

/** A property to which other resources add: the policies that are attached to a role. */
export interface Gathered {
  /** What the resource itself says. */
  readonly own?: Spec;
  /** One value, which the other replaces; else a list. */
  readonly one?: true;
  readonly from: readonly Addition[];
}

interface Addition {
  /** The type of the other resource, and its attribute that names this one. */
  readonly type: string;
  readonly by: string;
  readonly value: (read: ReadAttribute) => unknown;
}

/** Translations by the type of Terraform's resource; one resource may be several of CloudFormation's. */
export type Translations = Readonly<Record<string, readonly Translation[]>>;

/** A text as a number, where CloudFormation has one. */
export function number(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
}

/** One reader for each block of an attribute; what a block does not say is read from the resource by `../`. */
export function blocks(attribute: string): (read: ReadAttribute) => readonly ReadAttribute[] {
  return (read) => {
    const value = read(attribute);
    if (value === undefined) return [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.map((block) => inBlock(block, read));
  };
}

/** Reads a block; with `../` before the name, the resource around it. Of a block that is open every member is. */
function inBlock(block: unknown, around: ReadAttribute): ReadAttribute {
  const inside = of(block);
  return (name) => {
    if (name.startsWith('../')) return around(name.slice(3));
    return block instanceof Unresolved ? block : inside(name);
  };
}
