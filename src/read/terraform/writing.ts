import { isOpaque, labelOf, unitsOf } from '../../fact/opaque.ts';

/** Where Terraform asks for what CloudFormation has pseudo parameters for. */
const ASKED: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'data.aws_caller_identity.current.account_id',
  'AWS::Region': 'data.aws_region.current.name',
};

/** `aws_kms_key.main`, `module.db.aws_secretsmanager_secret.this["a"]` */
const ADDRESS = /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(aws_\w+\.[\w-]+(?:\[[^\]]*\])?)$/;

/**
 * A text of which the apply gives parts, as a configuration writes it: a template string with references, where each resource is
 * named from within its module. Undefined where one of the parts is no name that Terraform has.
 */
export function written(text: string): string | undefined {
  if (!isOpaque(text)) return text;
  let made = '';
  for (const unit of unitsOf(text)) {
    const label = labelOf(unit);
    const reference = label === undefined ? undefined : (ASKED[label] ?? identityOf(label));
    if (label !== undefined && reference === undefined) return undefined;
    // A dollar before a brace begins a reference, and two of them do not.
    if (reference !== undefined) made += `\${${reference}}`;
    else made += unit === '{' && made.endsWith('$') ? '${' : unit;
  }
  return made;
}

/** What Terraform calls `id` is what stands for the resource's name in an ARN: of a secret it is the ARN itself. */
function identityOf(label: string): string | undefined {
  const address = ADDRESS.exec(label)?.[1];
  return address === undefined ? undefined : `${address}.id`;
}
