import { posix } from 'node:path';
import type { InputError } from '../../model/input-error.ts';
import { isObject } from '../../model/view.ts';
import type { Opened } from '../decode.ts';
import { parse } from '../parse.ts';
import { isCloudFormation } from './recognise.ts';
import { Template } from './template.ts';

/** A template with those that its nested stacks deploy, as far as they are files beside it. */
export interface NestedTemplates {
  readonly template: Template;
  /** By the logical id of the nested stack. */
  readonly nested: ReadonlyMap<string, NestedTemplates>;
}

/** Templates nest, but not for ever; CloudFormation itself has no such limit. */
const DEEPEST = 10;
const MOST = 200;

/**
 * The templates that nested stacks name by a local path, as `aws cloudformation package` takes them, or by an asset of the CDK.
 * What stands at an address is not fetched: its outputs are not known. `unread` says which templates were not met, for a run that
 * finds nothing to check.
 */
export async function withNested(
  template: Template,
  open: (path: string) => Opened,
): Promise<NestedTemplates & { readonly errors: readonly InputError[]; readonly unread: readonly string[] }> {
  const errors: InputError[] = [];
  const unread: string[] = [];
  let count = 0;
  const load = async (one: Template, folder: string, above: readonly string[]): Promise<NestedTemplates> => {
    const nested = new Map<string, NestedTemplates>();
    for (const id of one.ids) {
      const resource = one.resources[id];
      if (!isNested(resource)) continue;
      const local = localTemplate(resource);
      if (local === undefined) {
        unread.push(`the nested stack ${id} takes its template from elsewhere: check that file too`);
        continue;
      }
      const path = posix.normalize(posix.join(folder, local));
      if (above.includes(path) || above.length >= DEEPEST || count >= MOST) continue;
      count += 1;
      const document = await templateAt(path, open);
      // A template that is not there, or stands elsewhere when it is deployed, leaves its outputs open.
      if ('missing' in document) {
        unread.push(`the nested stack ${id} names the template ${local}, and there is no such file`);
        continue;
      }
      if ('error' in document) {
        const { line, column } = one.document.source.span(['Resources', id, 'Properties']) ?? {};
        const place = line === undefined || column === undefined ? {} : { line, column };
        const message = `the nested stack ${id} names the template ${local}: ${document.error}`;
        errors.push({ file: one.document.source.file, message, ...place });
        continue;
      }
      for (const error of document.template.document.errors ?? []) errors.push(error);
      const inner = await load(document.template, posix.dirname(path), [...above, path]);
      nested.set(id, inner);
    }
    return { template: one, nested };
  };
  return { ...(await load(template, '.', [])), errors, unread };
}

/** Is it a stack with a template of its own? */
function isNested(resource: unknown): boolean {
  const type = isObject(resource) ? resource['Type'] : undefined;
  return type === 'AWS::CloudFormation::Stack' || type === 'AWS::Serverless::Application';
}

/** The file that a nested stack's template is, from the folder of the template around it. */
function localTemplate(resource: unknown): string | undefined {
  if (!isObject(resource)) return undefined;
  const { Type, Properties, Metadata } = resource;
  const properties = isObject(Properties) ? Properties : {};
  const isStack = Type === 'AWS::CloudFormation::Stack';
  const url = isStack
    ? properties['TemplateURL']
    : Type === 'AWS::Serverless::Application'
      ? properties['Location']
      : undefined;
  const asset = isStack && isObject(Metadata) ? Metadata['aws:asset:path'] : undefined;
  if (typeof asset === 'string') return asset;
  return typeof url === 'string' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(url) && url !== '' ? url : undefined;
}

async function templateAt(
  path: string,
  open: (path: string) => Opened,
): Promise<{ readonly template: Template } | { readonly error: string } | { readonly missing: true }> {
  const opened = open(path);
  if ('error' in opened) return { missing: true };
  const parsed = await parse(opened.file, opened.text);
  if ('error' in parsed) {
    const { line, message } = parsed.error;
    return { error: line === undefined ? message : `line ${line}: ${message}` };
  }
  const document = parsed.documents.find(({ value }) => isCloudFormation(value));
  return document ? { template: new Template(document) } : { error: 'this is no CloudFormation template' };
}
