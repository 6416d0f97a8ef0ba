import { Alias, type Node, Pair, type Range, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/*
 * The parser's nodes, as far as they are read. Its own constructors define of which kind a node is on each one, which takes
 * longer than all else of making it: these inherit that. Few of them are asked for their range.
 */

/** What a node is given before it. */
export interface Properties {
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

/** A node that knows where it begins, where its value ends, and where the blanks and comments behind it end. */
export type PlacedNode = Node & { readonly start: number; readonly nodeEnd: number };

class Part {
  readonly start: number;
  readonly valueEnd: number;
  readonly nodeEnd: number;
  readonly tag: string | undefined;
  readonly anchor: string | undefined;

  constructor(start: number, valueEnd: number, nodeEnd: number, { tag, anchor }: Properties) {
    this.start = start;
    this.valueEnd = valueEnd;
    this.nodeEnd = nodeEnd;
    this.tag = tag;
    this.anchor = anchor;
  }
}

/** Makes parts nodes of a kind, and their range what is asked for. */
function inheriting(part: { readonly prototype: Part }, kind: Node): void {
  Object.setPrototypeOf(part.prototype, kind);
  Object.defineProperty(part.prototype, 'range', {
    get(this: Part) {
      return [this.start, this.valueEnd, this.nodeEnd];
    },
  });
}

class ScalarPart extends Part {
  readonly value: unknown;
  readonly source: string;
  readonly type: Scalar.Type;

  constructor(
    value: unknown,
    source: string,
    type: Scalar.Type,
    start: number,
    valueEnd: number,
    nodeEnd: number,
    properties: Properties,
  ) {
    super(start, valueEnd, nodeEnd, properties);
    this.value = value;
    this.source = source;
    this.type = type;
  }
}

/** A class of lists or structures. */
function collections<Item>(kind: Node) {
  class CollectionPart extends Part {
    readonly items: readonly Item[];

    constructor(
      items: readonly Item[],
      start: number,
      valueEnd: number,
      nodeEnd: number,
      properties: Properties,
    ) {
      super(start, valueEnd, nodeEnd, properties);
      this.items = items;
    }
  }
  inheriting(CollectionPart, kind);
  return CollectionPart as unknown as Made<typeof CollectionPart, PlacedNode>;
}

class PairPart {
  readonly key: Node;
  readonly value: Node;

  constructor(key: Node, value: Node) {
    this.key = key;
    this.value = value;
  }
}

inheriting(ScalarPart, new Scalar(null));
Object.setPrototypeOf(PairPart.prototype, new Pair(null));

/** A class as the parser has it: what it makes inherits the kind that is asked for. */
type Made<Part extends abstract new (...values: never[]) => unknown, Is> = new (
  ...values: ConstructorParameters<Part>
) => Is;

export const ScalarNode = ScalarPart as unknown as Made<typeof ScalarPart, PlacedNode>;
export const MapNode = collections<Pair>(new YAMLMap());
export const SeqNode = collections<Node>(new YAMLSeq());
export const Member = PairPart as unknown as Made<typeof PairPart, Pair>;

/** Aliases are few. */
export function aliasNode(source: string, start: number, valueEnd: number, nodeEnd: number): PlacedNode {
  const range: Range = [start, valueEnd, nodeEnd];
  return Object.assign(new Alias(source), { range, start, nodeEnd });
}
