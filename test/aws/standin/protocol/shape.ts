/**
 * AWS's service models, as the clients of the SDK carry them at run time: which members an input and an output have, of
 * which type, and what each is called on the wire. The stand-in reads them so that no element name is typed by hand.
 */

/** The forms in which the protocols write a moment. */
type TimeFormat = 'protocol' | 'date-time' | 'http-date' | 'epoch-seconds';

export type Shape =
  | { readonly sort: 'structure'; readonly name: string; readonly members: () => readonly Member[] }
  | { readonly sort: 'list'; readonly element: () => Shape; readonly elementName: string | undefined }
  | { readonly sort: 'map'; readonly value: () => Shape }
  | { readonly sort: 'time'; readonly format: TimeFormat }
  | { readonly sort: 'string' | 'number' | 'boolean' | 'document' };

export interface Member {
  readonly name: string;
  /** Its element in XML; in JSON the name itself counts. */
  readonly xmlName: string;
  /** Its parameter in EC2's form of the query protocol. */
  readonly ec2Name: string;
  /** Do the elements of a list stand in the parent, without an element around them? */
  readonly flat: boolean;
  /** Is it the whole body of a REST answer? */
  readonly payload: boolean;
  /** The query parameter that carries it in a REST request. */
  readonly queryName: string | undefined;
  readonly shape: Shape;
}

export interface OperationModel {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
}

type Traits = Readonly<Record<string, unknown>>;

/** The place of the trait `httpPayload` where a number stands for a set of traits. */
const PAYLOAD_BIT = 16;
const LIST_OF = 64;
const MAP_OF = 128;
const SCALARS: Readonly<Record<number, Shape>> = {
  0: { sort: 'string' },
  1: { sort: 'number' },
  2: { sort: 'boolean' },
  4: { sort: 'time', format: 'protocol' },
  5: { sort: 'time', format: 'date-time' },
  6: { sort: 'time', format: 'http-date' },
  7: { sort: 'time', format: 'epoch-seconds' },
  15: { sort: 'document' },
  17: { sort: 'number' },
  19: { sort: 'number' },
  21: { sort: 'string' },
};
const NOTHING: Shape = { sort: 'structure', name: 'Unit', members: () => [] };
const cache = new WeakMap<object, Shape>();

/** The model of an operation in the exports of a client package: `DescribeSubnets$` of `@aws-sdk/client-ec2`. */
export function operationModel(client: Readonly<Record<string, unknown>>, name: string): OperationModel {
  const schema = client[`${name}$`];
  if (!Array.isArray(schema)) throw new Error(`the client has no schema of ${name}`);
  return { name, input: shapeOf(schema[4]), output: shapeOf(schema[5]) };
}

function shapeOf(reference: unknown): Shape {
  if (typeof reference === 'function') return shapeOf(reference());
  if (reference === 'unit' || reference === undefined) return NOTHING;
  if (typeof reference === 'number') return scalarOf(reference);
  if (!Array.isArray(reference)) throw new Error(`no schema: ${String(reference)}`);
  let shape = cache.get(reference);
  if (!shape) {
    shape = readSchema(reference);
    cache.set(reference, shape);
  }
  return shape;
}

function scalarOf(code: number): Shape {
  if (code & MAP_OF) return { sort: 'map', value: () => scalarOf(code & ~MAP_OF) };
  if (code & LIST_OF)
    return { sort: 'list', element: () => scalarOf(code & ~LIST_OF), elementName: undefined };
  return SCALARS[code] ?? { sort: 'string' };
}

/** A schema is a tuple: sort, name space, name, traits, and what its sort needs. */
function readSchema(schema: readonly unknown[]): Shape {
  const [sort, , name, , first, second] = schema;
  switch (sort) {
    case 3:
    case 4:
    case -3: {
      let members: readonly Member[] | undefined;
      return {
        sort: 'structure',
        name: String(name),
        members: () => {
          members ??= (first as readonly string[]).map((member, at) =>
            readMember(member, (second as readonly unknown[])[at]),
          );
          return members;
        },
      };
    }
    case 1: {
      const { reference, traits } = split(first);
      return {
        sort: 'list',
        element: () => shapeOf(reference),
        elementName: traits['xmlName'] as string | undefined,
      };
    }
    case 2:
      return { sort: 'map', value: () => shapeOf(split(second).reference) };
    case 0:
      return shapeOf(first);
    default:
      throw new Error(`a schema of sort ${String(sort)}`);
  }
}

function readMember(name: string, schema: unknown): Member {
  const { reference, traits } = split(schema);
  const xmlName = (traits['xmlName'] as string | undefined) ?? name;
  return {
    name,
    xmlName,
    ec2Name: (traits['ec2QueryName'] as string | undefined) ?? capitalised(xmlName),
    flat: traits['xmlFlattened'] === 1,
    payload: traits['httpPayload'] === 1,
    queryName: traits['httpQuery'] as string | undefined,
    shape: shapeOf(reference),
  };
}

/** A member is a schema, or a pair of a schema and traits. */
function split(schema: unknown): { reference: unknown; traits: Traits } {
  if (!Array.isArray(schema) || schema.length !== 2) return { reference: schema, traits: {} };
  const [reference, traits] = schema;
  if (typeof traits !== 'number') return { reference, traits: traits as Traits };
  return { reference, traits: traits & PAYLOAD_BIT ? { httpPayload: 1 } : {} };
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
