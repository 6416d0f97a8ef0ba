import type { InputError } from '../../model/input-error.ts';
import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import type { Opened } from '../decode.ts';
import type { Document } from '../document.ts';
import { parse } from '../parse.ts';
import { quote } from '../quote.ts';

/** A stack that an assembly deploys, as its manifest describes it; its template is not read yet. */
export interface AssemblyStack {
  /** What tells it from all others of the assembly: `Prod/Api`, or the artifact's id. */
  readonly name: string;
  /** The name that CloudFormation will have for it. */
  readonly stackName: string;
  /** The template, from the folder of the outermost manifest. */
  readonly template: string;
  /** From the folder of the outermost manifest to the one that the stack's assets count from; empty, or with a slash behind. */
  readonly folder: string;
  readonly account?: string;
  readonly region?: string;
  /** Parameters that the CDK itself passes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The stacks of an assembly, with those of its stages; and what could not be read of it. */
export interface AssemblyContent {
  readonly stacks: readonly AssemblyStack[];
  readonly errors: readonly InputError[];
}

type Structure = Readonly<Record<string, unknown>>;

/** Stages nest in stages, but not for ever. */
const DEEPEST = 20;

/**
 * The manifest of an assembly and of the stages in it.
 * https://github.com/aws/aws-cdk-cli/blob/main/packages/%40aws-cdk/cloud-assembly-schema/lib/cloud-assembly/artifact-schema.ts
 */
export async function assemblyContent(
  document: Document,
  open: (path: string) => Opened,
  folder = '',
  depth = 0,
): Promise<AssemblyContent> {
  const stacks: AssemblyStack[] = [];
  const errors: InputError[] = [];
  const refuse = (message: string, path: Path) => {
    const { line, column } = document.source.span(path) ?? {};
    const place = line === undefined || column === undefined ? {} : { line, column };
    errors.push({ file: document.source.file, message, ...place });
  };
  const { artifacts, missing } = document.value as Structure;
  if (Array.isArray(missing) && missing.length > 0) {
    refuse(incomplete(missing), ['missing']);
    return { stacks, errors };
  }
  for (const [id, artifact] of Object.entries(isObject(artifacts) ? artifacts : {})) {
    const { type, properties } = isObject(artifact) ? artifact : {};
    if (!isObject(artifact) || !isObject(properties)) continue;
    if (type === 'aws:cloudformation:stack') stacks.push(...stackOf(id, artifact, properties, folder));
    if (type !== 'cdk:cloud-assembly' || typeof properties['directoryName'] !== 'string') continue;
    const path = ['artifacts', id, 'properties', 'directoryName'];
    const inner = `${folder}${properties['directoryName']}/`;
    const stage = await manifestIn(inner, open);
    if ('problem' in stage) refuse(`the stage ${quote(id)}: ${stage.problem}`, path);
    else if (depth === DEEPEST) refuse(`stages are nested more than ${DEEPEST} deep here`, path);
    else {
      const content = await assemblyContent(stage.document, open, inner, depth + 1);
      stacks.push(...content.stacks);
      errors.push(...content.errors);
    }
  }
  return { stacks, errors };
}

/** Values that the CDK could not look up stand as made-up ones in the templates. */
function incomplete(missing: readonly unknown[]): string {
  const [first] = missing;
  const key = isObject(first) && typeof first['key'] === 'string' ? ` (${quote(first['key'], 80)})` : '';
  return `this assembly is not complete, for the CDK could not look up what it needs${key}: run "cdk synth" with credentials and check again`;
}

async function manifestIn(
  folder: string,
  open: (path: string) => Opened,
): Promise<{ readonly document: Document } | { readonly problem: string }> {
  const opened = open(`${folder}manifest.json`);
  if ('error' in opened) return { problem: `${opened.error.file}: ${opened.error.message}` };
  const parsed = await parse(opened.file, opened.text);
  if ('error' in parsed) return { problem: `${opened.file}: ${parsed.error.message}` };
  const [document] = parsed.documents;
  if (!document || !isObject(document.value) || !isObject(document.value['artifacts']))
    return { problem: `${opened.file} is no manifest of an assembly` };
  return { document };
}

function stackOf(id: string, artifact: Structure, properties: Structure, folder: string): AssemblyStack[] {
  const { templateFile, stackName, parameters } = properties;
  if (typeof templateFile !== 'string') return [];
  const { displayName, environment } = artifact;
  const given = Object.entries(isObject(parameters) ? parameters : {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return [
    {
      name: typeof displayName === 'string' ? displayName : id,
      stackName: typeof stackName === 'string' ? stackName : id,
      template: `${folder}${templateFile}`,
      folder,
      ...environmentOf(environment),
      parameters: new Map(given),
    },
  ];
}

/** `aws://123456789012/eu-west-1`; an app that is deployed wherever has `unknown-account` and `unknown-region`. */
function environmentOf(environment: unknown): Pick<AssemblyStack, 'account' | 'region'> {
  const [, account, region] =
    (typeof environment === 'string' && /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment)) || [];
  return {
    ...(account === undefined || account === 'unknown-account' ? {} : { account }),
    ...(region === undefined || region === 'unknown-region' ? {} : { region }),
  };
}
