import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Lines } from '../model/lines.ts';
import type { Path, Span } from '../model/source.ts';
import { reveal } from './template-text.ts';
import { customTag, isTemplateDocument, stepIntoTag, type TaggedNode } from './yaml-tags.ts';
import { isMergeKey } from './yaml-values.ts';

/** Finds where the values of a YAML document stand. What an alias stands for is found at its anchor. */
export class YamlSpans {
  readonly #root: Node | null;
  readonly #text: string;
  readonly #lines: Lines;
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #template: boolean;
  /** The members of those structures in which one was looked for, by their names: findings stand close to one another. */
  readonly #named = new Map<Node, ReadonlyMap<string, Pair<Node, Node | null>>>();

  constructor(root: Node | null, text: string, lines: Lines, targets: ReadonlyMap<Alias, Node>) {
    this.#root = root;
    this.#text = text;
    this.#lines = lines;
    this.#targets = targets;
    this.#template = isTemplateDocument(root);
  }

  /** The span of the value at a path, or undefined where the text has none. */
  span(path: Path): Span | undefined {
    if (!this.#root) return undefined;
    let at: TaggedNode = { node: this.#root, entered: false };
    for (const step of path) {
      const named = isAlias(at.node) ? { node: this.#targets.get(at.node) ?? at.node, entered: false } : at;
      const tagged = this.#template ? stepIntoTag(named, step) : undefined;
      const node = tagged ? undefined : this.#child(at.node, step);
      if (!tagged && !node) return undefined;
      at = tagged ?? { node: node as Node, entered: false };
    }
    const { range } = at.node;
    if (!range) return undefined;
    const start = at.entered ? range[0] : this.#startOf(at.node, range[0]);
    const [, end] = range;
    return this.#lines.span(start, start + this.#text.slice(start, end).trimEnd().length);
  }

  /** A function begins with its tag, which stands before the node's own range. */
  #startOf(node: Node, start: number): number {
    const tag = this.#template ? customTag(node) : undefined;
    const found = tag === undefined ? -1 : this.#text.lastIndexOf(tag, start);
    return found < 0 ? start : found;
  }

  #child(parent: Node, step: string | number): Node | undefined {
    const node = isAlias(parent) ? this.#targets.get(parent) : parent;
    if (isSeq(node)) return node.items[Number(step)] as Node | undefined;
    if (!isMap(node)) return undefined;
    const pairs = node.items as readonly Pair<Node, Node | null>[];
    const own = this.#namesIn(node).get(String(step));
    if (own) return own.value ?? own.key;
    for (const { key, value } of pairs) {
      const found = isMergeKey(key) && value ? this.#merged(value, step) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** Of two members of one name the last one counts. */
  #namesIn(node: YAMLMap): ReadonlyMap<string, Pair<Node, Node | null>> {
    let names = this.#named.get(node);
    if (!names) {
      const found = new Map<string, Pair<Node, Node | null>>();
      for (const pair of node.items as readonly Pair<Node, Node | null>[]) {
        const name = isMergeKey(pair.key) ? undefined : this.#nameOf(pair.key);
        if (name !== undefined) found.set(name, pair);
      }
      names = found;
      this.#named.set(node, names);
    }
    return names;
  }

  #merged(value: Node, step: string | number): Node | undefined {
    const sources = isSeq(value) ? (value.items as readonly Node[]) : [value];
    for (const source of sources) {
      const found = this.#child(source, step);
      if (found) return found;
    }
    return undefined;
  }

  #nameOf(key: Node): string | undefined {
    const scalar = isAlias(key) ? this.#targets.get(key) : key;
    if (!isScalar(scalar)) return undefined;
    return typeof scalar.value === 'string' ? reveal(scalar.value) : (scalar.source ?? String(scalar.value));
  }
}
