import { eachResource } from './rewrites.ts';
import {
  adding,
  copy,
  isStructure,
  type Json,
  type Structure,
  type Template,
  withCalls,
} from './template.ts';

type Resources = Template['Resources'];

/** Rewrites that move a part of a resource into one of its own. */
export const MOVES: Readonly<Record<string, (template: Template) => Template>> = {
  'inline policies as AWS::IAM::Policy': (template) =>
    inlinePolicies(template, (role, policy) => ({
      Type: 'AWS::IAM::Policy',
      Properties: { ...policy, Roles: [{ Ref: role }] },
    })),
  'inline policies as AWS::IAM::RolePolicy': (template) =>
    inlinePolicies(template, (role, policy) => ({
      Type: 'AWS::IAM::RolePolicy',
      Properties: { ...policy, RoleName: { Ref: role } },
    })),
  'inline policies as managed ones with roles': (template) =>
    inlinePolicies(template, (role, { PolicyDocument = null }) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument, Roles: [{ Ref: role }] },
    })),
  'inline policies as managed ones that the role names': (template) => {
    const more: Resources = {};
    const made = eachResource(template, (resource, id) => {
      const { Properties } = resource;
      if (resource['Type'] !== 'AWS::IAM::Role' || !isStructure(Properties)) return resource;
      const { Policies, ...others } = Properties;
      if (!Array.isArray(Policies)) return resource;
      const named = Policies.filter(isStructure).map((policy, index): Json => {
        const name = `${id}Managed${index}`;
        more[name] = {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: policy['PolicyDocument'] ?? null },
        };
        return { Ref: name };
      });
      const before = others['ManagedPolicyArns'];
      return {
        ...resource,
        Properties: { ...others, ManagedPolicyArns: [...(Array.isArray(before) ? before : []), ...named] },
      };
    });
    return { ...made, Resources: { ...made.Resources, ...more } };
  },
  'separate policies inline': (template) => {
    const kept: Resources = {};
    const moved = new Map<string, Json[]>();
    for (const [id, resource] of Object.entries(template.Resources)) {
      const { Properties, Condition } = resource;
      const { Roles, PolicyName, PolicyDocument } = isStructure(Properties) ? Properties : {};
      const roles = Array.isArray(Roles)
        ? Roles.map((role) => (isStructure(role) ? role['Ref'] : undefined))
        : [];
      const known =
        roles.length > 0 && roles.every((role) => typeof role === 'string' && role in template.Resources);
      if (
        resource['Type'] !== 'AWS::IAM::Policy' ||
        !known ||
        Condition !== undefined ||
        PolicyDocument === undefined
      )
        kept[id] = resource;
      else
        for (const role of roles as string[])
          moved.set(role, [...(moved.get(role) ?? []), { PolicyName: PolicyName ?? id, PolicyDocument }]);
    }
    for (const [role, policies] of moved) {
      const resource = copy(kept[role] as Structure);
      const Properties = resource['Properties'] as Structure;
      const before = Array.isArray(Properties['Policies']) ? Properties['Policies'] : [];
      kept[role] = { ...resource, Properties: { ...Properties, Policies: [...before, ...policies] } };
    }
    return { ...template, Resources: kept };
  },
  'rules of security groups as resources': (template) => {
    const more: Resources = {};
    const made = eachResource(template, (resource, id) => {
      const { Properties } = resource;
      if (resource['Type'] !== 'AWS::EC2::SecurityGroup' || !isStructure(Properties)) return resource;
      const others = { ...Properties };
      for (const [member, type] of [
        ['SecurityGroupIngress', 'AWS::EC2::SecurityGroupIngress'],
        ['SecurityGroupEgress', 'AWS::EC2::SecurityGroupEgress'],
      ] as const) {
        const rules = others[member];
        // A group with egress rules elsewhere alone keeps the rule that lets all out until they are there.
        if (!Array.isArray(rules) || rules.length === 0 || member === 'SecurityGroupEgress') continue;
        delete others[member];
        rules.filter(isStructure).forEach((rule, index) => {
          more[`${id}${member}${index}`] = {
            Type: type,
            Properties: { ...rule, GroupId: { 'Fn::GetAtt': [id, 'GroupId'] } },
          };
        });
      }
      return { ...resource, Properties: others };
    });
    return { ...made, Resources: { ...made.Resources, ...more } };
  },
};

function inlinePolicies(template: Template, alone: (role: string, policy: Structure) => Structure): Template {
  const more: Resources = {};
  const made = eachResource(template, (resource, id) => {
    const { Properties, Condition } = resource;
    if (resource['Type'] !== 'AWS::IAM::Role' || !isStructure(Properties)) return resource;
    const { Policies, ...others } = Properties;
    if (!Array.isArray(Policies) || !Policies.every((one) => isStructure(one) && 'PolicyDocument' in one))
      return resource;
    Policies.filter(isStructure).forEach((policy, index) => {
      const own = alone(id, policy);
      more[`${id}Policy${index}`] = Condition === undefined ? own : { ...own, Condition };
    });
    return { ...resource, Properties: others };
  });
  return { ...made, Resources: { ...made.Resources, ...more } };
}

/** A template in two: the inner one with what stands by itself, the outer one with the rest, which names what is within by `name`. */
export interface Split {
  readonly inner: Template;
  readonly outer: Template;
}

/** What a reference names of the resources: logical ids. */
function named(value: Json, ids: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const text = JSON.stringify(value);
  for (const id of ids)
    if (
      new RegExp(`"Ref":"${id}"|"Fn::GetAtt":\\["${id}"|\\$\\{${id}[.}]|"DependsOn":[^}]*"${id}"`).test(text)
    )
      found.add(id);
  return found;
}

/** Takes resources of the given types out, with all that they lead to; undefined where that is nothing, or the service too. */
export function split(
  template: Template,
  types: RegExp,
  across: (output: string) => Json,
  exportAs?: (output: string) => Json,
): Split | undefined {
  const ids = new Set(Object.keys(template.Resources));
  const taken = new Set([...ids].filter((id) => types.test(String(template.Resources[id]?.['Type']))));
  for (const id of taken) for (const other of named(template.Resources[id] as Json, ids)) taken.add(other);
  const leaves = [...taken].some((id) =>
    /ECS::(?:Service|TaskDefinition)/.test(String(template.Resources[id]?.['Type'])),
  );
  if (taken.size === 0 || leaves) return undefined;
  const pick = (inside: boolean) =>
    copy(Object.fromEntries(Object.entries(template.Resources).filter(([id]) => taken.has(id) === inside)));
  const outputs: Structure = {};
  const output = (name: string, value: Json): Json => {
    outputs[name] ??= { Value: value, ...(exportAs ? { Export: { Name: exportAs(name) } } : {}) };
    return across(name);
  };
  const isTaken = (id: unknown): id is string => typeof id === 'string' && taken.has(id);
  const outside = withCalls({ Resources: pick(false) }, (call) => {
    const { Ref } = call;
    if (isTaken(Ref)) return output(`${Ref}Ref`, call);
    const att = call['Fn::GetAtt'];
    if (Array.isArray(att) && isTaken(att[0])) return output(`${att.join('').replaceAll('.', '')}Att`, call);
    const sub = call['Fn::Sub'];
    if (sub === undefined) return call;
    const [text, variables = {}] = Array.isArray(sub) ? sub : [sub];
    const more: Structure = {};
    const replaced = String(text).replace(/\$\{([^!}]+)\}/g, (whole, name: string) => {
      const [id = '', ...attribute] = name.split('.');
      if (!taken.has(id) || (isStructure(variables) && name in variables)) return whole;
      const variable = `X${name.replaceAll('.', '')}`;
      const value: Json = attribute.length > 0 ? { 'Fn::GetAtt': [id, attribute.join('.')] } : { Ref: id };
      more[variable] = output(`${name.replaceAll('.', '')}${attribute.length > 0 ? 'Att' : 'Ref'}`, value);
      return `\${${variable}}`;
    });
    return Object.keys(more).length === 0
      ? call
      : { 'Fn::Sub': [replaced, { ...(variables as Structure), ...more }] };
  });
  for (const resource of Object.values(outside.Resources)) delete resource['DependsOn'];
  const { Parameters, Mappings, Conditions } = template;
  const sections = {
    ...(Parameters ? { Parameters } : {}),
    ...(Mappings ? { Mappings } : {}),
    ...(Conditions ? { Conditions } : {}),
  };
  const inner: Template = { ...sections, Outputs: outputs, Resources: pick(true) };
  return { inner, outer: { ...template, Resources: outside.Resources } };
}

/** The outer template with the nested stack, which is given the parameters that it has too. */
export function nesting(outer: Template, id: string, url: string): Template {
  const parameters = isStructure(outer['Parameters']) ? Object.keys(outer['Parameters']) : [];
  const passed = Object.fromEntries(parameters.map((name) => [name, { Ref: name }]));
  const stack: Structure = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: url, ...(parameters.length > 0 ? { Parameters: passed } : {}) },
  };
  return { ...outer, Resources: { ...outer.Resources, [id]: stack } };
}

/** The whole template as a nested stack of one that does nothing else. */
export function whollyNested(template: Template, url: string): Template {
  const { Parameters } = template;
  return nesting(
    adding({ Resources: {} }, 'Parameters', isStructure(Parameters) ? Parameters : {}),
    'Inner',
    url,
  );
}
