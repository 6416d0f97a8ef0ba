import { opaqueValue } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import type { Instance } from './instance.ts';
import { afterApply, own } from './open.ts';
import type { ReadAttribute } from './spec.ts';

/** The data source that writes a policy; most policies of Terraform are written with it. */
export const POLICY_DOCUMENT = 'aws_iam_policy_document';

/**
 * The policy that `data.aws_iam_policy_document` writes, where it waits for the apply because it names something new.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocument(data: Instance, read: ReadAttribute): unknown {
  const written = own(data.values, 'json');
  if (typeof written === 'string' && written !== '') return written;
  const merged = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'];
  const other = merged.find((name) => filled(read(name)));
  // What is merged in may take any statement away.
  if (other !== undefined) return afterApply(data, other);
  const statements = read('statement');
  if (!Array.isArray(statements)) return statements ?? afterApply(data, 'json');
  return {
    Version: read('version') ?? '2012-10-17',
    Statement: statements.map((one) => statement(one, data)),
  };
}

function filled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function statement(block: unknown, data: Instance): unknown {
  if (!isObject(block)) return block ?? afterApply(data, 'statement');
  const made: Record<string, unknown> = { Effect: block['effect'] ?? 'Allow' };
  if (typeof block['sid'] === 'string') made['Sid'] = block['sid'];
  for (const [attribute, name] of LISTS)
    if (filled(block[attribute])) made[name] = texts(block[attribute], data);
  for (const [attribute, name] of PRINCIPALS) {
    const found = principals(block[attribute], data);
    if (found !== undefined) made[name] = found;
  }
  const condition = conditions(block['condition'], data);
  if (condition !== undefined) made['Condition'] = condition;
  return made;
}

const LISTS = [
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
] as const;

const PRINCIPALS = [
  ['principals', 'Principal'],
  ['not_principals', 'NotPrincipal'],
] as const;

/** What is open in a list of texts is any text: one pattern, or several. */
function texts(list: unknown, data: Instance): unknown {
  if (!Array.isArray(list)) return [anyText(data)];
  return list.map((one) => (typeof one === 'string' ? unescaped(one) : anyText(data)));
}

/** The data source writes IAM's variables as `&{aws:username}`, because `${…}` is Terraform's own. */
function unescaped(pattern: string): string {
  return pattern.replaceAll('&{', '${');
}

function anyText(data: Instance): string {
  return opaqueValue(data.address);
}

function principals(blocks: unknown, data: Instance): unknown {
  if (!Array.isArray(blocks) || blocks.length === 0) return undefined;
  const made: Record<string, unknown[]> = {};
  for (const block of blocks) {
    const type = own(block, 'type');
    const identifiers = texts(own(block, 'identifiers'), data) as unknown[];
    if (typeof type !== 'string') return afterApply(data, 'statement');
    if (type === '*' && identifiers.includes('*')) return '*';
    made[type] = [...(made[type] ?? []), ...identifiers];
  }
  return made;
}

function conditions(blocks: unknown, data: Instance): unknown {
  if (blocks instanceof Unresolved) return blocks;
  if (!Array.isArray(blocks) || blocks.length === 0) return undefined;
  const made: Record<string, Record<string, unknown>> = {};
  for (const block of blocks) {
    const [test, variable] = [own(block, 'test'), own(block, 'variable')];
    if (typeof test !== 'string' || typeof variable !== 'string') return afterApply(data, 'statement');
    made[test] = { ...made[test], [variable]: texts(own(block, 'values'), data) };
  }
  return made;
}
