/**
 * Members, types and enum values of ECS's shapes, as `@aws-sdk/client-ecs` declares them.
 * The data is generated (scripts/generate-ecs-shapes.ts); a shape is parsed when it is first asked for.
 */
import data from './ecs-shapes.json' with { type: 'json' };

/** The shapes that a deployment is read from: three inputs and what the two describe calls return. */
export type RootName =
  | 'registerTaskDefinition'
  | 'createService'
  | 'updateService'
  | 'taskDefinition'
  | 'service';

/** Inputs of other operations, which a file may be instead of what the linter reads. */
export type LookAlikeName =
  | 'runTask'
  | 'startTask'
  | 'createTaskSet'
  | 'registerDaemonTaskDefinition'
  | 'createExpressGatewayService';

/** What a value must be. `document` is any JSON value. */
export type ValueShape =
  | { readonly kind: 'string'; readonly enum?: string }
  | { readonly kind: 'integer' | 'double' | 'boolean' | 'timestamp' | 'document' }
  | { readonly kind: 'structure'; readonly structure: string }
  | { readonly kind: 'list'; readonly element: ValueShape }
  | { readonly kind: 'map'; readonly value: ValueShape };

/** A value shape, and whether the API requires the member. */
type MemberShape = ValueShape & { readonly required: boolean };

/** A structure's members by their name on the wire, in the order in which the API declares them. */
export interface StructureShape {
  readonly name: string;
  /** True for a tagged union: exactly one of its members is given. */
  readonly union: boolean;
  readonly members: ReadonlyMap<string, MemberShape>;
}

/** `name:type` for each member, one space between. */
const STRUCTURES: Readonly<Record<string, string>> = data.structures;
/** The values, one space between. */
const ENUMS: Readonly<Record<string, string>> = data.enums;
const ROOTS: Readonly<Record<RootName, string>> = data.roots;
const LOOK_ALIKES: Readonly<Record<LookAlikeName, readonly string[]>> = data.lookAlikes;

const structures = new Map<string, StructureShape>();
const enumSets = new Map<string, ReadonlySet<string>>();
const readOnly = new Map<string, ReadonlySet<string>>();

/** Day of the data and version of the package it comes from, for findings that rest on a list being complete. */
export function shapesAsOf(): { readonly asOf: string; readonly source: string } {
  return { asOf: data.asOf, source: `${data.source.package}@${data.source.version}` };
}

/** The shape of one of the five roots. */
export function rootShape(root: RootName): StructureShape {
  return structure(ROOTS[root]);
}

/** The structure of that name (`ContainerDefinition`, `LoadBalancer` …). Throws when there is none: a slip of ours. */
export function structure(name: string): StructureShape {
  const known = structures.get(name);
  if (known !== undefined) return known;
  const declared = STRUCTURES[name];
  if (declared === undefined) throw new Error(`ECS has no structure ${name}`);
  const members = new Map<string, MemberShape>();
  for (const declaration of declared.split(' ')) {
    const colon = declaration.indexOf(':');
    members.set(declaration.slice(0, colon), parseMember(declaration.slice(colon + 1)));
  }
  const parsed: StructureShape = { name, union: data.unions.includes(name), members };
  structures.set(name, parsed);
  return parsed;
}

/** The values of that enum, in the API's spelling. Throws when there is no such enum: a slip of ours. */
export function enumValues(name: string): readonly string[] {
  return [...enumSet(name)];
}

/** Whether the enum has that value, in exactly that spelling. */
export function isEnumValue(name: string, value: string): boolean {
  return enumSet(name).has(value);
}

function enumSet(name: string): ReadonlySet<string> {
  let values = enumSets.get(name);
  if (values === undefined) {
    const declared = ENUMS[name];
    if (declared === undefined) throw new Error(`ECS has no enum ${name}`);
    values = new Set(declared.split(' '));
    enumSets.set(name, values);
  }
  return values;
}

/** Top-level members of the input of another operation, to recognise a file that is one. */
export function lookAlikeMembers(operation: LookAlikeName): readonly string[] {
  return LOOK_ALIKES[operation];
}

/**
 * Members that describe calls return and no input takes (`revision`, `status`, `events` …): the describe shape's
 * members without the input's. `clusterArn` and `roleArn` of a service are among them: see {@link inputNameOf}.
 */
export function readOnlyMembers(kind: 'taskDefinition' | 'service'): ReadonlySet<string> {
  const known = readOnly.get(kind);
  if (known !== undefined) return known;
  const inputs =
    kind === 'taskDefinition'
      ? ['RegisterTaskDefinitionRequest']
      : ['CreateServiceRequest', 'UpdateServiceRequest'];
  const members = new Set(rootShape(kind).members.keys());
  for (const input of inputs) for (const member of structure(input).members.keys()) members.delete(member);
  readOnly.set(kind, members);
  return members;
}

/** The input member that carries what a described service calls otherwise, or undefined where there is none. */
export function inputNameOf(serviceMember: string): string | undefined {
  if (serviceMember === 'clusterArn') return 'cluster';
  if (serviceMember === 'roleArn') return 'role';
  return undefined;
}

function parseMember(type: string): MemberShape {
  const required = type.endsWith('!');
  return { required, ...parseValue(required ? type.slice(0, -1) : type) };
}

function parseValue(type: string): ValueShape {
  if (type.endsWith('[]')) return { kind: 'list', element: parseValue(type.slice(0, -2)) };
  if (type.startsWith('{')) return { kind: 'map', value: parseValue(type.slice(1, -1)) };
  switch (type) {
    case 'string':
    case 'integer':
    case 'double':
    case 'boolean':
    case 'timestamp':
    case 'document':
      return { kind: type };
    default:
      return ENUMS[type] === undefined
        ? { kind: 'structure', structure: type }
        : { kind: 'string', enum: type };
  }
}
