import { CST } from 'yaml';
import { behindBlanks, type Lead } from './yaml-leads.ts';
import { type PlacedNode, type Properties, ScalarNode } from './yaml-parts.ts';

/** Texts of which all that is written counts, or all between the quotes. */
const PLAIN_AS_WRITTEN = /^(?![\t,%|>@`])[^\n]*$/;
const QUOTED_AS_WRITTEN = /^(?:"[^"\\\n]*"|'[^'\n]*')$/;

/** A text as the parser composes it; undefined where it would report something. */
export function scalarOf(
  token: CST.FlowScalar | CST.BlockScalar,
  properties: Properties,
): PlacedNode | undefined {
  const { type, offset, source } = token;
  const plain = type === 'scalar';
  if (type === 'block-scalar' || !(plain ? PLAIN_AS_WRITTEN : QUOTED_AS_WRITTEN).test(source))
    return resolved(token, properties);
  const end = offset + source.length;
  const nodeEnd = behindBlanks(token.end, end, false);
  if (nodeEnd === undefined) return undefined;
  const text = plain ? source : source.slice(1, -1);
  const style = plain ? 'PLAIN' : type === 'double-quoted-scalar' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE';
  const value = plain && properties.tag === undefined ? plainValue(text) : text;
  return new ScalarNode(value, text, style, offset, end, nodeEnd, properties);
}

/** A text of several lines, or one that escapes something. */
function resolved(token: CST.FlowScalar | CST.BlockScalar, properties: Properties): PlacedNode | undefined {
  let reported = false;
  const { value, type, range } = CST.resolveAsScalar(token, true, () => {
    reported = true;
  });
  if (reported || !type) return undefined;
  const meant = type === 'PLAIN' && properties.tag === undefined ? plainValue(value) : value;
  return new ScalarNode(meant, value, type, range[0], range[1], range[2], properties);
}

/** What is left out is null; a tag makes it a text. It stands behind what leads to it, before comments and line breaks. */
export function emptyScalar(tokens: readonly CST.SourceToken[], lead: Lead): PlacedNode {
  let at = 0;
  let comment = false;
  let end = 0;
  for (let index = 0; index < tokens.length; index++) {
    const { type, offset, source } = tokens[index] as CST.SourceToken;
    const blank = type === 'space' || type === 'comment' || type === 'newline';
    end = offset + source.length;
    if (!blank || (type === 'space' && offset === at)) at = end;
    if (type === 'comment') comment = true;
  }
  return new ScalarNode(lead.tag === undefined ? null : '', '', 'PLAIN', at, at, comment ? end : at, lead);
}

/** What is no text, plain as it stands: https://yaml.org/spec/1.2.2/#1032-tag-resolution */
const NO_TEXT =
  /^(?:~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)?$/;

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['', null],
  ['~', null],
  ['null', null],
  ['true', true],
  ['false', false],
  ['.inf', Number.POSITIVE_INFINITY],
  ['+.inf', Number.POSITIVE_INFINITY],
  ['-.inf', Number.NEGATIVE_INFINITY],
  ['.nan', Number.NaN],
]);

function plainValue(text: string): unknown {
  if (!NO_TEXT.test(text)) return text;
  const word = text.toLowerCase();
  return WORDS.has(word) ? WORDS.get(word) : Number(word);
}
