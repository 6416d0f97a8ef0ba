import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';

/**
 * CloudFormation's short tags and what they are short for.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */

/** A tag that only its own application understands, such as CloudFormation's `!Ref`. */
export function customTag(node: Node): string | undefined {
  const tag = 'tag' in node ? node.tag : undefined;
  return tag?.startsWith('!') && tag.length > 1 ? tag : undefined;
}

/** The member that a tagged value has in JSON: `!Ref` is `Ref`, `!Sub` is `Fn::Sub`. */
export function longName(tag: string): string {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** What stands below the long name: `!GetAtt Role.Arn` spells a list of two as one text. */
export function longValue(tag: string, value: unknown): unknown {
  if (tag !== '!GetAtt' || typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return dot < 0 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}

/** Is the document a CloudFormation template, whose tags are functions? Its resources are a map of structures with a type. */
export function isTemplateDocument(root: Node | null): boolean {
  if (!isMap(root)) return false;
  return root.items.some(({ key, value }) => {
    const name = isScalar(key) ? key.value : undefined;
    if (name === 'AWSTemplateFormatVersion') return true;
    return name === 'Resources' && isMap(value) && value.items.some((one) => hasType(one.value));
  });
}

function hasType(value: unknown): boolean {
  return isMap(value) && value.items.some(({ key }) => isScalar(key) && key.value === 'Type');
}

/** A node of a path through long forms, and whether the path stands below the long name of its tag. */
export interface TaggedNode {
  readonly node: Node;
  readonly entered: boolean;
}

/** Where a step leads that concerns the node's own tag: onto the node again; undefined where it concerns what is below. */
export function stepIntoTag({ node, entered }: TaggedNode, step: string | number): TaggedNode | undefined {
  const tag = customTag(node);
  if (tag === undefined) return undefined;
  if (!entered) return step === longName(tag) ? { node, entered: true } : undefined;
  const parts = !isSeq(node) && !isMap(node) && !isAlias(node) && tag === '!GetAtt';
  return parts ? { node, entered: true } : undefined;
}
