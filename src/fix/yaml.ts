import {
  type CST,
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
} from 'yaml';
import { maskYaml } from '../read/yaml-placeholders.ts';
import { customTag, isTemplateDocument, stepIntoTag, type TaggedNode } from '../read/yaml-tags.ts';
import { type Bracketed, bracketedChanges, type Extent } from './bracketed.ts';
import type { ContainerPlan, FixProblem } from './plan.ts';
import type { ParsedText } from './syntax.ts';
import type { TextChange } from './text-change.ts';
import { toValue, type Value } from './value.ts';
import { blockChanges } from './yaml-block.ts';
import { spellFlow, spellFlowMember, type YamlLayout, yamlLayout } from './yaml-layout.ts';
import { inLongForm } from './yaml-long-form.ts';
import { type BlockEntry, blockEntries, contentEnd, tagOf } from './yaml-tokens.ts';

/** Parses YAML as the reader does; of several documents, the chosen one. */
export function parseYaml(written: string, chosen: number | undefined): ParsedText | FixProblem {
  const text = maskYaml(written);
  const documents = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    merge: true,
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return { problem: 'the text holds no YAML document' };
  if (documents.some(({ errors }) => errors.length > 0)) return { problem: 'the text is not YAML' };
  const filled = documents.filter(({ contents }) => isCollection(contents));
  if (chosen === undefined && filled.length > 1) {
    return { problem: `the text holds ${filled.length} documents, and which one is meant is not told` };
  }
  const document = chosen === undefined ? filled[0] : documents[chosen];
  if (!document) return { problem: 'the text holds no such document' };
  const value = valueIn(document);
  if (value === undefined) return { problem: 'the text uses an alias whose anchor is not there' };
  return { value, changes: (plan) => changesOf(text, document, plan) };
}

/** What a document says; undefined where an alias leads nowhere, for which the library throws. */
function valueIn(document: Document): Value | undefined {
  try {
    return inLongForm(document, toValue(document.toJS({ mapAsMap: true, maxAliasCount: -1 })));
  } catch {
    return undefined;
  }
}

/** A list or map of the document, with the entry that holds it. */
interface Found {
  readonly node: Node | null;
  readonly holder: BlockEntry | undefined;
  /** A tagged value as a whole, whose one member, the function, is not written as such. */
  readonly whole?: boolean;
}

function find(document: Document, path: readonly string[]): Found {
  const template = isTemplateDocument(document.contents);
  let found: Found = { node: document.contents, holder: undefined };
  let entered = false;
  for (const step of path) {
    const { node } = found;
    const tagged: TaggedNode | undefined =
      template && node ? stepIntoTag({ node, entered }, step) : undefined;
    entered = tagged !== undefined;
    if (tagged) continue;
    if (!isCollection(node)) return { node: null, holder: undefined };
    const index = keysOf(node).lastIndexOf(step);
    const item = node.items[index];
    const value = isMap(node) ? node.items[index]?.value : item;
    const token = node.srcToken;
    const entries =
      token?.type === 'block-map' || token?.type === 'block-seq' ? blockEntries(token) : undefined;
    found = { node: (value ?? null) as Node | null, holder: entries?.[index] };
  }
  const whole = template && !entered && found.node !== null && customTag(found.node) !== undefined;
  return { ...found, whole };
}

function keysOf(node: Node): readonly string[] {
  if (isMap(node)) return node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  return isSeq(node) ? node.items.map((_, index) => String(index)) : [];
}

function changesOf(text: string, document: Document, plan: ContainerPlan): readonly TextChange[] | undefined {
  const { node, holder, whole } = find(document, plan.path);
  if (whole || !isCollection(node)) return undefined;
  const { srcToken: token } = node;
  const keys = keysOf(node);
  // What a merge key brings in is not written here: to set it is to write it anew, before the merged one.
  const merged = [...plan.replace].filter(([key]) => !keys.includes(key));
  const written = merged.length === 0 ? plan : { ...plan, insert: [...plan.insert, ...merged] };
  const layout = yamlLayout(document);
  if (token?.type === 'flow-collection') return flowChanges(text, layout, token, keys, written);
  if (token?.type !== 'block-map' && token?.type !== 'block-seq') return undefined;
  return blockChanges(text, layout, { token, keys, holder }, written);
}

function flowChanges(
  text: string,
  layout: YamlLayout,
  token: CST.FlowCollection,
  keys: readonly string[],
  { remove, replace, insert }: ContainerPlan,
): readonly TextChange[] | undefined {
  const items = token.items.filter(({ key, sep, value }) => key || sep || value);
  if (items.length !== keys.length) return undefined;
  const isFlowMap = token.start.type === 'flow-map-start';
  const gone = items.flatMap((_, index) => (remove.has(keys[index] ?? '') ? [index] : []));
  const firstKey = items[0]?.key ?? undefined;
  const spellings = insert.map(
    ([key, value]) =>
      () =>
        isFlowMap ? spellFlowMember(key, value, layout, firstKey) : spellFlow(value, layout),
  );
  const replaced = items.flatMap((item, index) => {
    const value = replace.get(keys[index] ?? '');
    return value === undefined ? [] : [flowReplacement(layout, item, value)];
  });
  return [...replaced, ...bracketedChanges(text, bracketed(token, items), new Set(gone), spellings, '')];
}

function flowReplacement(layout: YamlLayout, item: CST.CollectionItem, value: Value): TextChange {
  const { value: old } = item;
  const tag = tagOf(item.sep ?? item.start);
  if (tag) {
    const text = spellFlow(value, layout, old ?? undefined);
    return { start: tag.at, end: old ? contentEnd(old) : tag.end, text };
  }
  if (old) return { start: old.offset, end: contentEnd(old), text: spellFlow(value, layout, old) };
  const { end } = extentOf(item);
  return { start: end, end, text: `${item.sep ? ' ' : ': '}${spellFlow(value, layout)}` };
}

function extentOf({ start, key, sep, value }: CST.CollectionItem): Extent {
  const leading = start.find(
    ({ type }) => type === 'anchor' || type === 'tag' || type === 'explicit-key-ind',
  );
  const indicator = sep?.findLast(
    ({ type }) => type === 'map-value-ind' || type === 'anchor' || type === 'tag',
  );
  const first = leading ?? key ?? indicator ?? value;
  const last = value ?? indicator ?? key ?? leading;
  return { start: first?.offset ?? 0, end: last ? contentEnd(last) : 0 };
}

function bracketed(token: CST.FlowCollection, items: readonly CST.CollectionItem[]): Bracketed {
  const commas: (number | undefined)[] = [];
  const comments: Extent[] = [];
  let count = 0;
  for (const item of token.items) {
    for (const { type, offset, source } of [...item.start, ...(item.sep ?? [])]) {
      if (type === 'comma') commas[count - 1] = offset;
      if (type === 'comment') comments.push({ start: offset, end: offset + source.length });
    }
    if (items.includes(item)) count += 1;
  }
  const open = token.start.offset + token.start.source.length;
  return { open, close: contentEnd(token) - 1, members: items.map(extentOf), commas, comments };
}
