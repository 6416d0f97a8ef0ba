import {
  adding,
  copy,
  isCall,
  isStructure,
  type Json,
  type Literal,
  type Structure,
  type Template,
  withCalls,
  withLiterals,
} from './template.ts';

/** Rewrites of a template that mean the same to CloudFormation. */
export const REWRITES: Readonly<Record<string, (template: Template) => Template>> = {
  'literals by parameters': (template) => {
    const parameters: Structure = {};
    const made = withLiterals(template, (value) => {
      const name = `P${Object.keys(parameters).length}`;
      parameters[name] = { Type: 'String', Default: String(value) };
      return { Ref: name };
    });
    return adding(made, 'Parameters', parameters);
  },
  'literals by a mapping': (template) => {
    const entries: Structure = {};
    const made = withLiterals(template, (value) => {
      const name = `K${Object.keys(entries).length}`;
      entries[name] = value;
      return { 'Fn::FindInMap': ['Literals', 'All', name] };
    });
    return adding(made, 'Mappings', { Literals: { All: entries } });
  },
  'literals by Fn::Join': (template) =>
    withLiterals(template, (value) => {
      const text = String(value);
      const middle = Math.floor(text.length / 2);
      return { 'Fn::Join': ['', [text.slice(0, middle), text.slice(middle)]] };
    }),
  'literals by Fn::Sub': (template) => {
    const parameters: Structure = {};
    const made = withLiterals(template, (value) => {
      const text = String(value);
      const name = `P${Object.keys(parameters).length}`;
      const middle = Math.ceil(text.length / 2);
      parameters[name] = { Type: 'String', Default: text.slice(0, middle) };
      return { 'Fn::Sub': [`\${${name}}\${Rest}`, { Rest: text.slice(middle) }] };
    });
    return adding(made, 'Parameters', parameters);
  },
  'literals by Fn::If': (template) =>
    adding(
      withLiterals(template, (value, path) => ({
        'Fn::If': path.length % 2 === 0 ? ['IsSo', value, wrong(value)] : ['IsNot', wrong(value), value],
      })),
      'Conditions',
      {
        IsSo: { 'Fn::Equals': ['a', 'a'] },
        IsNot: { 'Fn::And': [{ Condition: 'IsSo' }, { 'Fn::Not': [{ Condition: 'IsSo' }] }] },
      },
    ),
  'literals by Fn::Select': (template) =>
    withLiterals(template, (value) => ({ 'Fn::Select': [1, [wrong(value), value, wrong(value)]] })),
  'literals by Fn::Split': (template) =>
    withLiterals(template, (value) => ({
      'Fn::Select': ['1', { 'Fn::Split': ['^^', `zero^^${value}^^two`] }],
    })),
  'numbers and truths as texts': (template) => withLiterals(template, String),
  'numbers as the YAML reads them': (template) =>
    withLiterals(template, (value) =>
      typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : value,
    ),
  'members of no value': (template) => {
    const padded = (value: Json): Json => {
      if (Array.isArray(value)) return [{ Ref: 'AWS::NoValue' }, ...value.map(padded)];
      if (!isStructure(value) || isCall(value)) return value;
      const made = Object.entries(value).map(([name, member]) => [name, padded(member)]);
      return Object.fromEntries(made) as Structure;
    };
    const made = eachResource(template, (resource) =>
      isStructure(resource['Properties']) && !isCall(resource['Properties'])
        ? {
            ...resource,
            Properties: {
              ...(padded(resource['Properties']) as Structure),
              Whatever: { 'Fn::If': ['Never', 'x', { Ref: 'AWS::NoValue' }] },
            },
          }
        : resource,
    );
    return adding(made, 'Conditions', NEVER);
  },
  'lists within Fn::If': (template) => {
    const within = (value: Json): Json => {
      if (Array.isArray(value)) return { 'Fn::If': ['Never', [{ Ref: 'AWS::NoValue' }], value.map(within)] };
      if (!isStructure(value) || isCall(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, within(member)]));
    };
    return adding(
      eachResource(template, (resource) =>
        resource['Properties'] === undefined
          ? resource
          : { ...resource, Properties: within(resource['Properties']) },
      ),
      'Conditions',
      NEVER,
    );
  },
  'every resource under a condition that holds': (template) =>
    adding(
      eachResource(template, (resource) =>
        resource['Condition'] === undefined ? { ...resource, Condition: 'Always' } : resource,
      ),
      'Conditions',
      { ...NEVER, Always: { 'Fn::Not': [{ Condition: 'Never' }] } },
    ),
  'references by Fn::Sub': (template) =>
    withCalls(template, (call) => {
      const { Ref } = call;
      const att = call['Fn::GetAtt'];
      if (typeof Ref === 'string' && Ref !== 'AWS::NoValue' && !isList(template, Ref))
        return { 'Fn::Sub': `\${${Ref}}` };
      if (
        Array.isArray(att) &&
        att.every((part) => typeof part === 'string') &&
        !/Zones|Cidr|Entries|CidrBlocks/.test(att.join('.'))
      )
        return { 'Fn::Sub': `\${${att.join('.')}}` };
      return call;
    }),
  'Fn::Sub by Fn::Join': (template) => withCalls(template, joined),
  'resources in reverse': (template) => ({
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources).reverse()),
  }),
  'a transform': (template) =>
    template['Transform'] === undefined ? { ...template, Transform: 'AWS::Serverless-2016-10-31' } : template,
  'all that is optional beside it': (template) =>
    adding(
      eachResource({ ...template, Description: 'x', Metadata: { a: 1 } }, (resource) => ({
        Metadata: { note: { Ref: 'nothing' } },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        ...resource,
      })),
      'Rules',
      { Some: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'b'] } }] } },
    ),
  'other logical ids': (template) => renamed(template, (id) => `X${[...id].reverse().join('')}1`),
};

const NEVER: Structure = { Never: { 'Fn::Equals': ['a', 'b'] } };

function wrong(value: Literal): Literal {
  return typeof value === 'number' ? value + 7 : typeof value === 'boolean' ? !value : `${value}-wrong`;
}

export function eachResource(
  template: Template,
  change: (resource: Structure, id: string) => Structure,
): Template {
  return {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [id, change(resource, id)]),
    ),
  };
}

/** Is the parameter a list, which stands in no text? */
function isList(template: Template, name: string): boolean {
  const parameter = ((template['Parameters'] ?? {}) as Structure)[name];
  return isStructure(parameter) && /List/.test(String(parameter['Type']));
}

/** A text with variables as the join of its parts. */
function joined(call: Structure): Json {
  const argument = call['Fn::Sub'];
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return call;
  const parts = text.split(/(\$\{[^}]*\})/).map((part): Json => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (name === undefined) return part;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (isStructure(variables) && Object.hasOwn(variables, name)) return variables[name] as Json;
    const dot = name.indexOf('.');
    return dot < 0 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
  });
  return { 'Fn::Join': ['', parts.filter((part) => part !== '')] };
}

/** The template with its logical ids changed wherever they are named. */
function renamed(template: Template, change: (id: string) => string): Template {
  const ids = new Set(Object.keys(template.Resources));
  const of = (id: string) => (ids.has(id) ? change(id) : id);
  const inCall = withCalls(template, (call) => {
    if (typeof call['Ref'] === 'string') return { Ref: of(call['Ref']) };
    const att = call['Fn::GetAtt'];
    if (typeof att === 'string') {
      const dot = att.indexOf('.');
      return { 'Fn::GetAtt': `${of(att.slice(0, dot))}${att.slice(dot)}` };
    }
    if (Array.isArray(att)) return { 'Fn::GetAtt': [of(String(att[0])), ...att.slice(1)] };
    const sub = call['Fn::Sub'];
    if (sub === undefined) return call;
    const text = String(Array.isArray(sub) ? sub[0] : sub).replace(
      /\$\{([^!.}]+)([^}]*)\}/g,
      (_, id: string, rest: string) => `\${${of(id)}${rest}}`,
    );
    return { 'Fn::Sub': Array.isArray(sub) ? [text, ...sub.slice(1)] : text };
  });
  return {
    ...inCall,
    Resources: Object.fromEntries(
      Object.entries(copy(inCall.Resources)).map(([id, resource]) => {
        const { DependsOn } = resource;
        if (typeof DependsOn === 'string') resource['DependsOn'] = of(DependsOn);
        if (Array.isArray(DependsOn)) resource['DependsOn'] = DependsOn.map((one) => of(String(one)));
        return [change(id), resource];
      }),
    ),
  };
}
