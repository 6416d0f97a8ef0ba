import { type CST, type Document, Scalar, stringify, visit } from 'yaml';
import { isList, isMap, type Value } from './value.ts';

/** How a YAML text is laid out, as far as it shows. */
export interface YamlLayout {
  readonly indent: number;
  /** Are sequences indented beyond the key they belong to? */
  readonly indentSeq: boolean;
  /** Null leaves the choice to the text that is to be quoted. */
  readonly singleQuote: true | null;
}

/** Reads the layout off a document. */
export function yamlLayout(document: Document): YamlLayout {
  let indent: number | undefined;
  let indentSeq: boolean | undefined;
  let singleQuote: boolean | undefined;
  visit(document, {
    Scalar(_, { type }) {
      if (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE') singleQuote ??= type === 'QUOTE_SINGLE';
    },
    Pair(_, { srcToken }) {
      const { key, value } = srcToken ?? {};
      if (!key || !('indent' in key) || !value) return;
      const deeper = 'indent' in value ? value.indent - key.indent : 0;
      if (value.type === 'block-map' && deeper > 0) indent ??= deeper;
      if (value.type === 'block-seq') indentSeq ??= deeper > 0;
    },
  });
  return { indent: indent ?? 2, indentSeq: indentSeq ?? true, singleQuote: singleQuote ? true : null };
}

/** What the reader of a spelling must not take for something else: `no` is a boolean to YAML 1.1. */
const COMPATIBLE = { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;

/** Spells a value in block style; further lines are begun with `margin` and separated by `lineBreak`. */
export function spellBlock(value: unknown, layout: YamlLayout, margin: string, lineBreak: string): string {
  const lines = stringify(value, { ...COMPATIBLE, ...layout })
    .replace(/\n$/, '')
    .split('\n');
  return lines.map((line, index) => (index === 0 || line === '' ? line : margin + line)).join(lineBreak);
}

/** Spells a scalar on one line, in the quotes of the one whose place it takes where it is a text like that one. */
function spellScalar(value: Value, layout: YamlLayout, was?: CST.Token): string {
  const scalar = new Scalar(value);
  if (typeof value === 'string') {
    if (was?.type === 'single-quoted-scalar') scalar.type = 'QUOTE_SINGLE';
    if (was?.type === 'double-quoted-scalar' || value.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
  }
  // Within a list of the flow style, what would end a plain text there is quoted as well.
  const spelled = stringify([scalar], { ...COMPATIBLE, ...layout, collectionStyle: 'flow' });
  return spelled.trim().slice(1, -1).trim();
}

/** Spells a value in flow style, on one line; texts in the quotes of what stood there, or stands beside it. */
export function spellFlow(value: Value, layout: YamlLayout, was?: CST.Token): string {
  if (isList(value)) return `[${value.map((item) => spellFlow(item, layout, was)).join(', ')}]`;
  if (!isMap(value)) return spellScalar(value, layout, was);
  if (value.size === 0) return '{}';
  return `{ ${[...value].map(([key, item]) => spellFlowMember(key, item, layout, was)).join(', ')} }`;
}

/** Spells a member of a map in flow style. */
export function spellFlowMember(key: string, value: Value, layout: YamlLayout, was?: CST.Token): string {
  return `${spellScalar(key, layout, was)}: ${spellFlow(value, layout, was)}`;
}

/** Is it a list or map with something in it, which block style spells over several lines? */
export function takesLines(value: Value): boolean {
  return (isList(value) && value.length > 0) || (isMap(value) && value.size > 0);
}
