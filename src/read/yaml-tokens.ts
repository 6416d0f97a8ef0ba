import { type CST, Lexer, Parser } from 'yaml';
import { DEEPEST } from './json-survey.ts';

/** The syntax of a YAML text, not composed yet; or the offset where its nesting passes the limit. */
type YamlTokens = { readonly tokens: readonly CST.Token[] } | { readonly tooDeep: number };

/**
 * Splits a YAML text into tokens and measures its nesting on the way. What composes documents from tokens recurses, and
 * would end the process near 1,500 levels. The lexer and the parser of tokens do not: the parser keeps the lists and
 * structures that are open on a stack, which is the measure. It is fed piece by piece and dropped at the limit, so
 * strings, comments and block scalars count exactly as they will be read.
 */
export function yamlTokens(text: string): YamlTokens {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  for (const piece of new Lexer().lex(text)) {
    for (const token of parser.next(piece)) tokens.push(token);
    if (parser.stack.length > DEEPEST && openCollections(parser.stack) > DEEPEST)
      return { tooDeep: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

function openCollections(stack: readonly CST.Token[]): number {
  let count = 0;
  for (const { type } of stack) {
    if (type === 'block-map' || type === 'block-seq' || type === 'flow-collection') count += 1;
  }
  return count;
}
