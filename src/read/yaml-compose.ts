import { Composer } from 'yaml';
import { joinLooseFlow } from './yaml-flows.ts';
import { type ComposedDocument, composeNodes } from './yaml-nodes.ts';
import { maskYaml } from './yaml-placeholders.ts';
import { joinLooseQuotes } from './yaml-quotes.ts';
import { yamlTokens } from './yaml-tokens.ts';

/** As many quoted texts, lists and structures are joined, each by reading the whole again, and only in texts that are not large. */
const MOST_JOINED = 40;
const LARGE = 300_000;

/** The documents of a text as the parser sees it, in which template actions are hidden; or the offset where it nests too deep. */
export type Composed =
  | { readonly parsed: readonly ComposedDocument[]; readonly masked: string }
  | { readonly tooDeep: number };

/** The documents of a text with all that is no value, such as comments. */
export function composeYaml(text: string): Composed {
  return compose(maskYaml(text));
}

function compose(masked: string, joined = 0): Composed {
  const split = yamlTokens(masked);
  if ('tooDeep' in split) return split;
  const plain = composeNodes(split.tokens);
  if (plain) return { parsed: [plain], masked };
  const parsed: readonly ComposedDocument[] = [...composer().compose(split.tokens, true, masked.length)];
  const errors = parsed.find((document) => document.errors.length > 0)?.errors;
  if (!errors || joined === MOST_JOINED || masked.length > LARGE) return { parsed, masked };
  const again = joinLooseQuotes(masked, errors) ?? joinLooseFlow(masked);
  return again === undefined ? { parsed, masked } : compose(again, joined + 1);
}

/** Equal names are found by `YamlValues`: the composer would compare each with each. */
function composer(): Composer {
  return new Composer({
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
}
