import { isScalar, type YAMLError } from 'yaml';
import type { InputError } from '../model/input-error.ts';
import { Lines } from '../model/lines.ts';
import type { Source } from '../model/source.ts';
import type { Document, Parsed } from './document.ts';
import { tooDeep, unrendered } from './json.ts';
import { printable } from './quote.ts';
import { reveal } from './template-text.ts';
import { composeYaml } from './yaml-compose.ts';
import type { ComposedDocument } from './yaml-nodes.ts';
import { firstDirective } from './yaml-placeholders.ts';
import { YamlSpans } from './yaml-spans.ts';
import { YamlValues } from './yaml-values.ts';

export { commentedYaml } from './suppressions/yaml-comments.ts';

/**
 * Reads YAML 1.2 with merge keys, one document or several. So does the AWS CLI, whose `--cli-input-yaml` is read by ruamel.yaml:
 * `yes`, `no`, `on` and `off` are strings there, and `017` is seventeen.
 * https://github.com/aws/aws-cli/blob/v2/awscli/customizations/cliinput.py
 *
 * `braces`: the text looks like JSON without quotes, which another language may be as well, so that every name must be
 * plain and have a value.
 */
export function readYaml(file: string, text: string, braces = false): Parsed {
  const lines = new Lines(text);
  const refuse = (message: string, offset: number): { readonly error: InputError } => ({
    error: { file, message, ...lines.position(offset) },
  });
  const composed = composeYaml(text);
  if ('tooDeep' in composed) return refuse(tooDeep(), composed.tooDeep);
  const { parsed } = composed;
  const documents: Document[] = [];
  const several = parsed.filter((document) => !isEmpty(document)).length > 1;
  for (const [index, document] of parsed.entries()) {
    const error = document.errors[0];
    const template = error && firstDirective(text);
    if (template) return refuse(unrendered(template), template.offset);
    if (error) return refuse(sentence(error), error.pos[0]);
    const values = new YamlValues(text, (offset) => lines.position(offset).line, braces);
    const value = values.read(document);
    if (values.trouble) return refuse(values.trouble.message, values.trouble.offset);
    if (isEmpty(document)) continue;
    const errors = values.twice.map(({ message, offset }) => refuse(message, offset).error);
    const source = yamlSource(file, text, lines, document, values);
    documents.push({
      source: several ? { ...source, document: index } : source,
      value,
      leniencies: [],
      errors,
    });
  }
  return { documents };
}

/** Does a document hold nothing, not even a written null? */
function isEmpty({ contents }: ComposedDocument): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && !contents.source);
}

function yamlSource(
  file: string,
  text: string,
  lines: Lines,
  document: ComposedDocument,
  { targets }: YamlValues,
): Source {
  const spans = new YamlSpans(document.contents, text, lines, targets);
  return { file, text, syntax: 'yaml', span: (path) => spans.span(path) };
}

/** What is said for the errors that are met most; any other is told in the parser's own words. */
const SENTENCES: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'a tab indents this line: YAML is indented by spaces',
  BAD_INDENT: 'this line is not indented like those it belongs to',
  MULTILINE_IMPLICIT_KEY: 'expected a colon after a member name, in the same line',
  BLOCK_AS_IMPLICIT_KEY:
    'a member begins inside the value of this member: indent it like its neighbours, or quote a text that holds ": "',
  KEY_OVER_1024_CHARS: 'expected a colon after a member name of at most 1,024 characters',
  RESOURCE_EXHAUSTION: 'the document is too complex to be read: expected a task definition or a service',
};

function sentence({ code, message }: YAMLError): string {
  if (message.startsWith('Flow '))
    return 'a bracket or brace of this document is not closed, or lines within it are not indented';
  if (message.startsWith('Implicit map keys need')) return 'expected a colon after a member name';
  const own = SENTENCES[code];
  if (own !== undefined) return own;
  const first = printable(reveal(message.split('\n', 1)[0] ?? '')).slice(0, 200);
  return `this is not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
