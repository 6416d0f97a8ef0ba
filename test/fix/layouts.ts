import fc from 'fast-check';
import { Document, isNode, isScalar, isCollection as isYamlCollection, visit } from 'yaml';
import type { EditOutput } from '../../src/engine/result.ts';

/** Plain JSON data; `Members` so that the tests can walk it. */
export type Data = string | number | boolean | null | readonly Data[] | Members;
export interface Members {
  readonly [key: string]: Data;
}

const key = fc.constantFrom('name', 'cpu', 'a/b', 'x~y', 'log options', 'yes', '12', 'é', 'image:tag');
const scalar = fc.oneof(
  fc.constantFrom<Data>(
    'web',
    '256',
    'true',
    'no',
    '',
    ' padded ',
    'a: b',
    '# not a comment',
    '- x',
    '{',
    'it\'s "so"',
    'a\nb',
    'a,b]',
    null,
    true,
    false,
    0,
    1.5,
    -3,
  ),
  // What the reader takes for a template's action is not text; that is its own matter.
  fc.string({ maxLength: 6 }).filter((text) => !/[${<%]/.test(text)),
  fc.integer({ min: -1000, max: 70000 }),
);

const { list, map } = fc.letrec<{ tree: Data; list: Data; map: Data }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3, depthSize: 'medium' }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  map: fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
}));

/** Maps and lists of whatever a definition may hold. */
const data: fc.Arbitrary<Data> = fc.oneof({ arbitrary: map, weight: 4 }, list);

export type Step = string | number;

/** All paths of a value below its root. */
export function pathsOf(value: Data, path: readonly Step[] = []): readonly (readonly Step[])[] {
  const below = isData(value)
    ? Array.isArray(value)
      ? value.map((item: Data, index): readonly [Step, Data] => [index, item])
      : Object.entries(value)
    : [];
  return below.flatMap(([step, item]) => [[...path, step], ...pathsOf(item, [...path, step])]);
}

export function isData(value: Data | undefined): value is readonly Data[] | Members {
  return typeof value === 'object' && value !== null;
}

export function at(value: Data, path: readonly Step[]): Data | undefined {
  return path.reduce<Data | undefined>(
    (here, step) => (isData(here) ? (here as Members)[String(step)] : undefined),
    value,
  );
}

export function pointer(path: readonly Step[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What edits mean for plain data: an independent and naive reading of them. */
export function edited(
  value: Data,
  edits: readonly { readonly path: readonly Step[]; readonly edit: EditOutput }[],
): Data {
  const copy = structuredClone(value) as Data;
  const gone = Symbol('gone');
  for (const { path, edit } of edits) {
    let here = copy as Record<string, unknown>;
    for (const [index, step] of path.slice(0, -1).entries()) {
      here[step] ??= typeof path[index + 1] === 'number' ? [] : {};
      here = here[step] as Record<string, unknown>;
    }
    here[String(path.at(-1))] = edit.op === 'set' ? edit.value : gone;
  }
  const sweep = (tree: unknown): unknown => {
    if (Array.isArray(tree)) return tree.filter((item) => item !== gone).map(sweep);
    if (typeof tree !== 'object' || tree === null) return tree;
    return Object.fromEntries(
      Object.entries(tree).flatMap(([name, item]) => (item === gone ? [] : [[name, sweep(item)]])),
    );
  };
  return sweep(copy) as Data;
}

/** One thing to do to a value: where, and the edit. */
export interface Wish {
  readonly path: readonly Step[];
  readonly edit: EditOutput;
}

/** A value with one edit of it: a removal, a new value, or a new member (within new parents, now and then). */
export const wish: fc.Arbitrary<{ readonly value: Data; readonly wishes: readonly Wish[] }> = fc
  .record({
    value: data.filter((value) => pathsOf(value).length > 0),
    picks: fc.array(
      fc.record({
        which: fc.nat(),
        op: fc.constantFrom('set', 'remove', 'insert', 'nest'),
        what: fc.oneof(scalar, data),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ value, picks }) => {
    const wishes: Wish[] = [];
    for (const { which, op, what } of picks) {
      const paths = [[], ...pathsOf(value)];
      let path: readonly Step[] = paths[which % paths.length] ?? [];
      const target = at(value, path);
      if (op === 'insert' || op === 'nest') {
        if (!isData(target)) continue;
        path = Array.isArray(target) ? [...path, target.length] : [...path, 'added'];
        if (op === 'nest') path = [...path, 'deeper', 'still'];
      } else if (path.length === 0) continue;
      const clashes = wishes.some((other) => startsWith(other.path, path) || startsWith(path, other.path));
      if (clashes) continue;
      wishes.push({
        path,
        edit:
          op === 'remove'
            ? { pointer: pointer(path), op }
            : { pointer: pointer(path), op: 'set', value: what },
      });
    }
    return { value, wishes };
  })
  .filter(({ wishes }) => wishes.length > 0);

function startsWith(path: readonly Step[], prefix: readonly Step[]): boolean {
  return prefix.every((step, index) => path[index] === step);
}

/** How a test spells a value. */
export interface Layout {
  readonly indent: string;
  readonly lineBreak: string;
  readonly mark: boolean;
  readonly comments: boolean;
  readonly trailingCommas: boolean;
  readonly leadingCommas: boolean;
  /** Which lists and maps stand on one line: those of this size or smaller. */
  readonly inline: number;
}

export const layout: fc.Arbitrary<Layout> = fc.record({
  indent: fc.constantFrom('  ', '    ', '\t', ' ', ''),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  comments: fc.boolean(),
  trailingCommas: fc.boolean(),
  leadingCommas: fc.boolean(),
  inline: fc.constantFrom(0, 1, 2, 99),
});

/** Spells a value as JSON; comments are numbered so that each can be told from the others. */
export function toJson(value: Data, style: Layout): string {
  let count = 0;
  const spell = (item: Data, margin: string): string => {
    if (!isData(item)) return JSON.stringify(item);
    const isList = Array.isArray(item);
    const inner = margin + style.indent;
    const entries: readonly (readonly [string, Data])[] = isList
      ? item.map((element: Data) => ['', element] as const)
      : Object.entries(item).map(([name, element]) => [`${JSON.stringify(name)}: `, element] as const);
    const [open, close] = isList ? '[]' : '{}';
    if (entries.length === 0) return `${open}${close}`;
    const short = entries.length <= style.inline && !entries.some(([, element]) => isData(element));
    if (short)
      return `${open} ${entries.map(([name, element]) => name + spell(element, inner)).join(', ')} ${close}`;
    const lines = entries.map(([name, element], index) => {
      const last = index === entries.length - 1;
      count += 1;
      const above = style.comments && count % 3 === 0 ? `${inner}// above ${count}${style.lineBreak}` : '';
      const end = style.comments && count % 2 === 0 ? ` // end ${count}` : '';
      const comma = !last || style.trailingCommas ? ',' : '';
      const text = name + spell(element, inner);
      if (style.leadingCommas) return `${above}${inner}${index > 0 ? ', ' : '  '}${text}${end}`;
      return `${above}${inner}${text}${comma}${end}`;
    });
    return [open, ...lines, margin + close].join(style.lineBreak);
  };
  const blank = style.comments ? `// head${style.lineBreak}` : '';
  return `${style.mark ? '\uFEFF' : ''}${blank}${spell(value, '')}${style.lineBreak}`;
}

/** Spells a value as YAML, with the library's own writer: some collections in flow style, comments, both kinds of quotes. */
export function toYaml(value: Data, style: Layout): string {
  const document = new Document(value);
  let count = 0;
  const comment = (place: unknown, node: unknown) => {
    if (!isNode(node)) return;
    count += 1;
    if (style.comments && count % 3 === 0 && typeof place === 'number')
      node.commentBefore = ` above ${count}`;
    if (style.comments && count % 2 === 0 && isScalar(node)) node.comment = ` end ${count}`;
    if (
      isScalar(node) &&
      typeof node.value === 'string' &&
      style.trailingCommas &&
      !node.value.includes('\n')
    )
      node.type = count % 3 === 0 ? 'QUOTE_SINGLE' : 'QUOTE_DOUBLE';
  };
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || !style.comments) return;
      count += 1;
      if (count % 3 === 0) key.commentBefore = ` above ${count}`;
    },
    Value(place, node) {
      if (place !== 'key') comment(place, node);
      if (
        isYamlCollection(node) &&
        node.items.length > 0 &&
        node.items.length <= style.inline &&
        node !== document.contents
      ) {
        node.flow = true;
        return visit.SKIP;
      }
      return undefined;
    },
  });
  const text = document.toString({
    lineWidth: 0,
    indent: style.indent.length > 1 ? style.indent.length : 2,
    indentSeq: style.leadingCommas,
  });
  return (style.mark ? '\uFEFF' : '') + text.replaceAll('\n', style.lineBreak);
}
