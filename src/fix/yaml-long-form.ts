import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { customTag, isTemplateDocument, longName, longValue } from '../read/yaml-tags.ts';
import { isMergeKey } from '../read/yaml-values.ts';
import { isList, isMap as isMapValue, toValue, type Value } from './value.ts';

/** What a CloudFormation template says with its tags spelled out, as the reader has it; any other document as it is. */
export function inLongForm(document: Document, value: Value): Value {
  return isTemplateDocument(document.contents) ? spelledOut(document, document.contents, value) : value;
}

function spelledOut(document: Document, node: Node | null | undefined, value: Value): Value {
  if (isAlias(node)) return spelledOut(document, node.resolve(document), value);
  if (!node) return value;
  const below = partsSpelledOut(document, node, value);
  const tag = customTag(node);
  return tag === undefined ? below : new Map([[longName(tag), toValue(longValue(tag, below))]]);
}

function partsSpelledOut(document: Document, node: Node, value: Value): Value {
  if (isSeq(node) && isList(value))
    return value.map((item, index) => spelledOut(document, node.items[index] as Node | null, item));
  if (!isMap(node) || !isMapValue(value)) return value;
  return new Map(
    [...value].map(([key, item]) => [key, spelledOut(document, memberOf(document, node, key), item)]),
  );
}

/** The node of a member, which may be merged in. */
function memberOf(document: Document, node: Node | null | undefined, key: string): Node | undefined {
  if (isAlias(node)) return memberOf(document, node.resolve(document), key);
  if (!isMap(node)) return undefined;
  const own = node.items.find(
    (pair) => !isMergeKey(pair.key) && isScalar(pair.key) && String(pair.key.value) === key,
  );
  if (own) return own.value as Node;
  for (const pair of node.items) {
    if (!isMergeKey(pair.key)) continue;
    const sources = isSeq(pair.value) ? (pair.value.items as readonly Node[]) : [pair.value as Node];
    for (const source of sources) {
      const found = memberOf(document, source, key);
      if (found) return found;
    }
  }
  return undefined;
}
