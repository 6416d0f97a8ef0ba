import { isStructure, type Json } from './template.ts';

/** Numbers that look random and are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What somebody may put anywhere. Names of what every object has are keys that a careless look-up finds. */
const ANYTHING: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  '*',
  '${',
  '${}',
  '${AWS::}',
  '${!x}',
  '{{resolve:ssm:x}}',
  '{{resolve:}}',
  'constructor',
  '__proto__',
  [],
  [[]],
  [null],
  {},
  { Ref: 'constructor' },
  { Ref: '__proto__' },
  { Ref: 'AWS::NoValue' },
  { Ref: 'AWS::Nothing' },
  { Ref: ['a'] },
  { 'Fn::GetAtt': 'toString.valueOf' },
  { 'Fn::GetAtt': ['constructor', 'prototype'] },
  { 'Fn::GetAtt': [] },
  { 'Fn::Sub': ['${a}', null] },
  { 'Fn::Sub': ['${__proto__}${constructor.name}', {}] },
  { 'Fn::Join': [1, 2] },
  { 'Fn::Join': [',', { 'Fn::GetAZs': '' }] },
  { 'Fn::Select': [1e9, ['a']] },
  { 'Fn::Select': ['-1', []] },
  { 'Fn::Split': ['', ''] },
  { 'Fn::If': ['constructor', 1, 2] },
  { 'Fn::If': ['hasOwnProperty', { Ref: 'AWS::NoValue' }, []] },
  { 'Fn::If': [] },
  { 'Fn::FindInMap': ['constructor', 'name', 'length'] },
  { 'Fn::FindInMap': ['__proto__', '__proto__', 'toString'] },
  { 'Fn::Cidr': ['10.0.0.0/8', 1e9, 1e9] },
  { 'Fn::Cidr': ['::/0', 300, 64] },
  { 'Fn::Base64': { 'Fn::Base64': {} } },
  { 'Fn::Length': 'x' },
  { 'Fn::ToJsonString': { a: { Ref: 'AWS::NoValue' } } },
  { 'Fn::ImportValue': { 'Fn::ImportValue': 'x' } },
  { 'Fn::Transform': 1 },
  { 'Fn::Nothing': [] },
  { 'Fn::And': { 'Fn::Or': [] } },
  { 'Fn::ForEach::Loop': ['X', ['a', 'b'], { '${X}': { '${X}': '${X}' } }] },
  { 'Fn::ForEach::Loop': ['X', [], null] },
  { Type: 'AWS::ECS::Service' },
  { Condition: 'toString' },
];

interface Node {
  readonly holder: Json[] | { [name: string]: Json };
  readonly key: string | number;
}

function nodesOf(root: Json): readonly Node[] {
  const nodes: Node[] = [];
  const walk = (holder: Json) => {
    if (Array.isArray(holder))
      holder.forEach((item, key) => {
        nodes.push({ holder, key });
        walk(item);
      });
    else if (isStructure(holder))
      for (const key of Object.keys(holder)) {
        nodes.push({ holder, key });
        walk(holder[key] as Json);
      }
  };
  walk(root);
  return nodes;
}

function set({ holder, key }: Node, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function get({ holder, key }: Node): Json {
  return (holder as { [name: string | number]: Json })[key] as Json;
}

/** Changes a few nodes of a document: takes one away, swaps two, puts something else there, wraps it, renames it. */
export function mutate(root: Json, random: (below: number) => number): Json {
  const made = JSON.parse(JSON.stringify(root)) as Json;
  for (let left = 1 + random(4); left > 0; left--) {
    const nodes = nodesOf(made);
    const one = nodes[random(nodes.length)];
    const other = nodes[random(nodes.length)];
    if (!one || !other) return made;
    switch (random(6)) {
      case 0:
        if (Array.isArray(one.holder)) one.holder.splice(Number(one.key), 1);
        else delete one.holder[one.key];
        break;
      case 1:
        set(one, JSON.parse(JSON.stringify(get(other) ?? null)) as Json);
        break;
      case 2:
        set(one, [get(one)]);
        break;
      case 3: {
        const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Fn::ForEach::x', 'Ref', ''];
        const name = names[random(names.length)] as string;
        if (!Array.isArray(one.holder)) {
          const value = get(one);
          delete one.holder[one.key];
          set({ holder: one.holder, key: name }, value);
        }
        break;
      }
      default:
        set(one, JSON.parse(JSON.stringify(ANYTHING[random(ANYTHING.length)])) as Json);
    }
  }
  return made;
}
