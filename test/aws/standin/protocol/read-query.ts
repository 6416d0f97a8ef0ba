import type { Member, Shape } from './shape.ts';

type Tree = { [name: string]: Tree | string };

/**
 * Reads the form of a query request into the input that the operation's shape describes. Lists are numbered
 * (`Names.member.1`; in EC2's form `SubnetId.1`), structures are dotted (`Filter.1.Name`).
 */
export function readQuery(
  form: URLSearchParams,
  input: Shape,
  dialect: 'query' | 'ec2',
): Record<string, unknown> {
  const tree: Tree = {};
  for (const [key, value] of form) plant(tree, key.split('.'), value);
  return read(tree, input, dialect) as Record<string, unknown>;
}

function plant(tree: Tree, path: readonly string[], value: string): void {
  let at = tree;
  for (const name of path.slice(0, -1)) {
    let next = at[name];
    if (typeof next !== 'object') {
      next = {};
      at[name] = next;
    }
    at = next;
  }
  at[path.at(-1) ?? ''] = value;
}

function read(node: Tree | string, shape: Shape, dialect: 'query' | 'ec2'): unknown {
  switch (shape.sort) {
    case 'structure': {
      const object: Record<string, unknown> = {};
      if (typeof node === 'string') return object;
      for (const member of shape.members()) {
        const held = node[dialect === 'ec2' ? member.ec2Name : member.xmlName];
        if (held !== undefined)
          object[member.name] = read(listOf(held, member, dialect), member.shape, dialect);
      }
      return object;
    }
    case 'list': {
      if (typeof node === 'string') return [];
      return Object.keys(node)
        .sort((a, b) => Number(a) - Number(b))
        .map((index) => read(node[index] ?? '', shape.element(), dialect));
    }
    case 'number':
      return Number(node);
    case 'boolean':
      return node === 'true';
    default:
      return node;
  }
}

/** The numbered elements of a list: below `member` in the query protocol, unless the list is flat. */
function listOf(held: Tree | string, { shape, flat }: Member, dialect: 'query' | 'ec2'): Tree | string {
  if (shape.sort !== 'list' || dialect === 'ec2' || flat || typeof held === 'string') return held;
  return held[shape.elementName ?? 'member'] ?? '';
}
