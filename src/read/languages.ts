import { unrendered } from './json.ts';
import { SAM_TEMPLATE, TERRAFORM_PLAN } from './look-alikes.ts';
import { firstDirective } from './yaml-placeholders.ts';

/** Jsonnet, with the command that makes JSON of it; ecspresso needs no `jsonnet`. */
function jsonnet(text: string): string {
  if (/["']?(?:service|task)_definition["']?[ \t]*:/.test(text))
    return 'this is a configuration of ecspresso in Jsonnet: run "ecspresso render config", save what it prints beside it, and check that';
  const target = /\bcontainerDefinitions\b|\bfamily\b/.test(text) ? 'taskdef' : 'servicedef';
  return `this is Jsonnet: evaluate it with "jsonnet" or "ecspresso render ${target}", and check the result`;
}

/** Languages that are mistaken for JSON or YAML, by what only they can hold; `render` says how to come to what can be read. */
const LANGUAGES: readonly {
  readonly marks: RegExp;
  readonly message: string | ((text: string) => string);
}[] = [
  {
    marks: /^\s*<(?:!doctype|html|\?xml|head|body)\b/i,
    message:
      'this is an HTML or XML page, as a failed download leaves it: expected a task definition or a service in JSON or YAML',
  },
  {
    marks:
      /^(?:Terraform|OpenTofu) (?:will perform|used the selected)|^[ \t]*(?:[-+~]|[-+]\/[-+]|<=)[ \t]+(?:resource|data)[ \t]+"/m,
    message: `this is a Terraform plan as it is printed for people: ${TERRAFORM_PLAN}`,
  },
  {
    marks:
      /^[ \t]*(?:resource|data|module|variable|provider|output)[ \t]+"[^"\n]*"[^\n]*\{|^[ \t]*(?:terraform|locals)[ \t]*\{/m,
    message: `this is a Terraform configuration (HCL): ${TERRAFORM_PLAN}`,
  },
  {
    marks:
      /^[ \t]*local[ \t]+\w+[ \t]*[=(]|\bstd\.(?:\w+)\(|\bimport(?:str)?[ \t]+['"]|^[ \t]*(?:\w+|'[^'\n]*'):::?[ \t]|^[ \t]*\w+\+::?[ \t]/m,
    message: jsonnet,
  },
  {
    marks: /^[ \t]*\[[\w-]+(?:\.\w+)*\.parameters\][ \t]*$/m,
    message: `this is the configuration of the SAM CLI: ${SAM_TEMPLATE}`,
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

/** A CloudFormation template, which is YAML whatever scripts it holds for instances: what is wrong with it its parser says. */
const TEMPLATE = /^AWSTemplateFormatVersion[ \t]*:|^[ \t]*Type:[ \t]*["']?AWS::\w+::\w+/m;

/** What a text is that is neither JSON nor YAML; its name tells only where Jsonnet is written almost as JSON. */
export function foreignLanguage(file: string, whole: string): string | undefined {
  const text = whole.slice(0, LOOKED_AT);
  const found = TEMPLATE.test(text) ? undefined : LANGUAGES.find(({ marks }) => marks.test(text));
  if (found) return typeof found.message === 'string' ? found.message : found.message(text);
  const template = firstDirective(text);
  if (template) return unrendered(template);
  if (/\.(?:jsonnet|libsonnet)$/i.test(file)) return jsonnet(text);
  return namesWithoutQuotes(text)
    ? 'this is not JSON, for its names have no double quotes: if it is Jsonnet or JSON5, evaluate it and check the result'
    : undefined;
}
