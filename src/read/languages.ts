import { unrendered } from './json.ts';
import { CLOUDFORMATION_TEMPLATE } from './look-alikes.ts';
import { firstDirective } from './yaml-placeholders.ts';

const JSONNET = 'this is Jsonnet: evaluate it with "jsonnet" or "ecspresso render" and check the result';

/** Languages that are mistaken for JSON or YAML, by what only they can hold; `render` says how to come to what can be read. */
const LANGUAGES: readonly { readonly marks: RegExp; readonly message: string }[] = [
  {
    marks: /^\s*<(?:!doctype|html|\?xml|head|body)\b/i,
    message:
      'this is an HTML or XML page, as a failed download leaves it: expected a task definition or a service in JSON or YAML',
  },
  {
    marks:
      /^[ \t]*(?:resource|data|module|variable|provider|output)[ \t]+"[^"\n]*"[^\n]*\{|^[ \t]*(?:terraform|locals)[ \t]*\{/m,
    message:
      'this is a Terraform configuration (HCL): expected the task definition or service that it makes, in JSON or YAML',
  },
  {
    marks:
      /^[ \t]*local[ \t]+\w+[ \t]*[=(]|\bstd\.(?:\w+)\(|\bimport(?:str)?[ \t]+['"]|^[ \t]*(?:\w+|'[^'\n]*'):::?[ \t]|^[ \t]*\w+\+::?[ \t]/m,
    message: JSONNET,
  },
  {
    // A template with a slip in its YAML, which CloudFormation's own parser may let pass.
    marks: /^AWSTemplateFormatVersion[ \t]*:|^[ \t]*Type:[ \t]*["']?AWS::\w+::\w+/m,
    message: CLOUDFORMATION_TEMPLATE,
  },
  {
    marks: /^\s*(?:FROM[ \t]+\S+|# *syntax=docker)/,
    message: 'this is a Dockerfile: expected a task definition or a service in JSON or YAML',
  },
];

/** Does a text begin like JSON, but with a name that has no double quotes? So do Jsonnet, JSON5 and YAML's flow style. */
export function namesWithoutQuotes(text: string): boolean {
  return /^\uFEFF?(?:\s|\/\/[^\n]*\n|[[{])*\{(?:\s|\/\/[^\n]*\n)*(?:'|[A-Za-z_$][\w$.-]*\s*:)/.test(
    text.slice(0, LOOKED_AT),
  );
}

/** The beginning of a text tells its language; more need not be searched. */
const LOOKED_AT = 65_536;

/** What a text is that is neither JSON nor YAML; its name tells only where Jsonnet is written almost as JSON. */
export function foreignLanguage(file: string, whole: string): string | undefined {
  const text = whole.slice(0, LOOKED_AT);
  const found = LANGUAGES.find(({ marks }) => marks.test(text))?.message;
  if (found !== undefined) return found;
  const template = firstDirective(text);
  if (template) return unrendered(template);
  if (/\.(?:jsonnet|libsonnet)$/i.test(file)) return JSONNET;
  return namesWithoutQuotes(text)
    ? 'this is not JSON, for its names have no double quotes: if it is Jsonnet or JSON5, evaluate it and check the result'
    : undefined;
}
