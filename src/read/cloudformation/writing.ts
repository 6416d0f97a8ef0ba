import { isOpaque, labelOf, unitsOf } from '../../fact/opaque.ts';
import type { Surroundings } from './scope.ts';

/** Attributes that `Fn::GetAtt` has of a type, as far as a text is likely to hold them. Elsewhere ARNs are spelled out. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::VPC': ['DefaultSecurityGroup', 'DefaultNetworkAcl'],
  'AWS::ECR::Repository': ['Arn', 'RepositoryUri'],
  'AWS::ECS::Cluster': ['Arn'],
  'AWS::EFS::AccessPoint': ['Arn'],
  'AWS::EFS::FileSystem': ['Arn'],
  'AWS::IAM::InstanceProfile': ['Arn'],
  'AWS::IAM::Role': ['Arn'],
  'AWS::KMS::Key': ['Arn'],
  'AWS::Logs::LogGroup': ['Arn'],
  'AWS::RDS::DBCluster': ['MasterUserSecret.SecretArn'],
  'AWS::RDS::DBInstance': ['MasterUserSecret.SecretArn'],
  'AWS::S3::Bucket': ['Arn'],
  'AWS::ServiceDiscovery::Service': ['Arn'],
};

/** A part of a text: letters, or what `Ref` or `Fn::GetAtt` (with a dot) give. */
type Part = string | { readonly variable: string };

/**
 * A text of which the deploy gives parts, by an expression that gives it in a stack: `Ref`, `Fn::GetAtt` or `Fn::Sub`. Undefined
 * where the stack has no name for one of the parts.
 */
export function written(text: string, stack: Surroundings): unknown {
  if (!isOpaque(text)) return text;
  let parts: readonly Part[] = [text];
  // An ARN before the name that it ends in.
  const names = [...variablesOf(text, stack)].sort(([a], [b]) => b.length - a.length);
  for (const [value, variable] of names)
    parts = parts.flatMap((part) => (typeof part === 'string' ? cut(part, value, { variable }) : [part]));
  if (parts.some((part) => typeof part === 'string' && isOpaque(part))) return undefined;
  const [only, ...others] = parts;
  if (typeof only === 'object' && others.length === 0) return alone(only.variable);
  return { 'Fn::Sub': parts.map(substituted).join('') };
}

function alone(variable: string): unknown {
  const dot = variable.indexOf('.');
  return dot < 0 ? { Ref: variable } : { 'Fn::GetAtt': [variable.slice(0, dot), variable.slice(dot + 1)] };
}

function substituted(part: Part): string {
  return typeof part === 'string' ? part.replaceAll('${', '${!') : `\${${part.variable}}`;
}

function cut(text: string, value: string, variable: Part): readonly Part[] {
  return text
    .split(value)
    .flatMap((letters, index): readonly Part[] => [
      ...(index === 0 ? [] : [variable]),
      ...(letters === '' ? [] : [letters]),
    ]);
}

/** What may stand in the text, by what it is, with the variables that give it: of all that the text's parts are called after. */
function variablesOf(text: string, stack: Surroundings): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const unit of unitsOf(text)) {
    const label = labelOf(unit);
    if (label === undefined) continue;
    const name = label.startsWith(stack.prefix) ? label.slice(stack.prefix.length) : label;
    if (stack.parameter(name)?.value === unit) variables.set(unit, name);
    const [id = ''] = name.split('.');
    const resource = label.startsWith(stack.prefix) ? stack.resource(id) : undefined;
    if (!resource) continue;
    for (const attribute of [undefined, ...(ATTRIBUTES[resource.type] ?? [])]) {
      const value = stack.identity(resource, attribute);
      if (isOpaque(value)) variables.set(value, attribute === undefined ? id : `${id}.${attribute}`);
    }
    // A statement names a declared secret by its id alone.
    if (resource.type === 'AWS::SecretsManager::Secret' && text === unit && name === id)
      variables.set(unit, id);
  }
  return variables;
}
