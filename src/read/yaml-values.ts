import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { findPlaceholder, Unresolved, unresolvedPlaceholder } from '../model/placeholder.ts';
import { unrendered } from './json.ts';
import { DEEPEST } from './json-survey.ts';
import { duplicate, setOwn, tooLarge } from './json-tolerant.ts';
import { printable, quote } from './quote.ts';
import { actionAt, directive, isHidden, reveal } from './template-text.ts';
import type { ComposedDocument } from './yaml-nodes.ts';
import { customTag, isTemplateDocument, longName, longValue } from './yaml-tags.ts';

/** What keeps a document from being read, and where. */
interface YamlTrouble {
  readonly message: string;
  readonly offset: number;
}

/** A value with what it costs: its nodes, and how deep it is, each with aliases written out. */
interface Sized {
  readonly value: unknown;
  readonly nodes: number;
  readonly depth: number;
}

/** As many values as aliases may repeat, even in a short file. */
const REPEATED = 100_000;

/** Turns the nodes of one YAML document into values. Aliases share their anchor's value, so that a bomb costs nothing. */
export class YamlValues {
  /** Where each alias leads. */
  readonly targets = new Map<Alias, Node>();
  trouble: YamlTrouble | undefined;
  /** Of a template, names given twice: CloudFormation takes it, so that the rest is worth reading. The last one counts. */
  readonly twice: YamlTrouble[] = [];
  readonly #text: string;
  readonly #lineOf: (offset: number) => number;
  readonly #anchors = new Map<string, Node>();
  readonly #done = new Map<Node, Sized>();

  readonly #braces: boolean;
  /** Is this a CloudFormation template? Its tags are read as the functions that they are short for, its texts as texts. */
  #template = false;

  constructor(text: string, lineOf: (offset: number) => number, braces: boolean) {
    this.#text = text;
    this.#braces = braces;
    this.#lineOf = lineOf;
  }

  /** The value of a document; what hinders is in `trouble`. */
  read(document: ComposedDocument): unknown {
    const { contents } = document;
    if (!contents) return null;
    this.#template = isTemplateDocument(contents);
    const { value, nodes, depth } = this.#convert(contents);
    if (depth > DEEPEST)
      this.#report(
        0,
        `aliases nest lists and structures more than ${DEEPEST} deep: expected a task definition or a service`,
      );
    if (nodes > Math.max(REPEATED, this.#text.length))
      this.#report(
        0,
        'aliases repeat so much that the document would hold millions of values: write out what is meant',
      );
    return value;
  }

  #report(offset: number, message: string): void {
    this.trouble ??= { offset, message };
  }

  #convert(node: Node): Sized {
    if (isAlias(node)) return this.#aliased(node);
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, node);
    const sized = this.#convertNew(node);
    if ('anchor' in node && node.anchor) this.#done.set(node, sized);
    return sized;
  }

  #aliased(alias: Alias): Sized {
    const target = this.#anchors.get(alias.source);
    const done = target && this.#done.get(target);
    if (target && done) {
      this.targets.set(alias, target);
      return done;
    }
    this.#report(
      offsetOf(alias),
      target
        ? `the alias ${quote(alias.source)} stands within its own anchor: the value would have no end`
        : `the alias ${quote(alias.source)} names no anchor before it`,
    );
    return { value: null, nodes: 1, depth: 0 };
  }

  #convertNew(node: Node): Sized {
    const tag = customTag(node);
    if (tag !== undefined && this.#template) {
      const { value, nodes, depth } = this.#untagged(node);
      return { value: { [longName(tag)]: longValue(tag, value) }, nodes: nodes + 1, depth: depth + 1 };
    }
    if (tag !== undefined) {
      const what = isScalar(node) ? `${tag} ${String(node.value)}` : tag;
      return leaf(new Unresolved({ reason: 'unresolved', detail: `${printable(what)} is not resolved` }));
    }
    return this.#untagged(node);
  }

  #untagged(node: Node): Sized {
    if (isScalar(node)) return leaf(this.#scalar(node));
    if (isSeq(node)) {
      const value: unknown[] = [];
      const size = new Size();
      for (const item of node.items) value.push(size.with(this.#convert(item as Node)));
      return { value, nodes: size.nodes, depth: size.depth };
    }
    return isMap(node) ? this.#map(node.items) : leaf(null);
  }

  #map(pairs: readonly unknown[]): Sized {
    const value: Record<string, unknown> = {};
    const size = new Size();
    const merged: unknown[] = [];
    let places: Map<string, number> | undefined;
    for (let index = 0; index < pairs.length; index++) {
      const pair = pairs[index];
      if (!isPair(pair)) continue;
      const key = pair.key as Node;
      if (isMergeKey(key)) {
        if (pair.value) merged.push(size.with(this.#convert(pair.value as Node)));
        continue;
      }
      const name = this.#name(key);
      if (this.#braces && !(pair.value && /^[\w$][\w$./-]*$/.test(name)))
        this.#report(offsetOf(key), `expected a name and a value, found ${quote(name)}`);
      // Few structures give a name twice, and only these have to know where.
      if (Object.hasOwn(value, name)) {
        places ??= this.#placesOf(pairs, index);
        const before = places.get(name) ?? 0;
        const offset = offsetOf(key);
        const again = duplicate(name, this.#lineOf(before), this.#lineOf(offset), offset);
        if (this.#template) this.twice.push(again);
        else this.#report(offset, again.message);
      }
      places?.set(name, offsetOf(key));
      setOwn(value, name, size.with(pair.value ? this.#convert(pair.value as Node) : leaf(null)));
    }
    for (const one of merged) for (const source of [one].flat()) mergeInto(value, source);
    return { value, nodes: size.nodes, depth: size.depth };
  }

  /** Where the names of the first pairs stand. */
  #placesOf(pairs: readonly unknown[], count: number): Map<string, number> {
    const places = new Map<string, number>();
    for (let index = 0; index < count; index++) {
      const pair = pairs[index];
      if (isPair(pair) && !isMergeKey(pair.key)) places.set(this.#name(pair.key as Node), offsetOf(pair.key));
    }
    return places;
  }

  #name(key: Node): string {
    if (isAlias(key)) return String(this.#aliased(key).value);
    if (isScalar(key)) {
      const name = typeof key.value === 'string' ? reveal(key.value) : (key.source ?? String(key.value));
      const action = isHidden(String(key.value)) ? actionAt(name, 0) : undefined;
      const found = action === undefined ? undefined : directive(action, offsetOf(key));
      if (found) this.#report(found.offset, unrendered(found));
      return name;
    }
    this.#report(offsetOf(key), 'a list or a structure stands here as the name of a member: expected a text');
    return '';
  }

  #scalar(node: Scalar): unknown {
    const { value } = node;
    if (typeof value === 'string') {
      const text = reveal(value);
      if (node.type !== 'PLAIN') return text;
      if (this.#template) return text;
      const placeholder = findPlaceholder(text) ?? (isHidden(value) ? text : undefined);
      return placeholder === text ? new Unresolved(unresolvedPlaceholder(text)) : text;
    }
    if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER))
      this.#report(offsetOf(node), tooLarge(node.source ?? String(value)));
    // An account's id may begin with a zero.
    if (this.#template && typeof value === 'number' && /^0\d*[89]/.test(node.source ?? ''))
      return node.source;
    return value;
  }
}

function leaf(value: unknown): Sized {
  return { value, nodes: 1, depth: 0 };
}

/** What a list or a structure costs, counted part by part. */
class Size {
  nodes = 1;
  depth = 1;

  /** Counts a part; answers its value. */
  with({ value, nodes, depth }: Sized): unknown {
    this.nodes += nodes;
    this.depth = Math.max(this.depth, depth + 1);
    return value;
  }
}

/** The key `<<`, whose value's members are taken over: https://yaml.org/type/merge.html, as the AWS CLI reads it too. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function mergeInto(target: Record<string, unknown>, source: unknown): void {
  if (typeof source !== 'object' || source === null || source instanceof Unresolved) return;
  for (const [name, value] of Object.entries(source))
    if (!Object.hasOwn(target, name)) setOwn(target, name, value);
}

function offsetOf(node: unknown): number {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? 0;
}
