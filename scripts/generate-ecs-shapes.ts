/**
 * Writes src/knowledge/ecs-shapes.json: the members, types and enum values of ECS's input and describe shapes,
 * as `@aws-sdk/client-ecs` declares them. `--check` writes nothing and exits 1 when the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const PACKAGE = '@aws-sdk/client-ecs';
const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PACKAGE_FOLDER = join(PROJECT, 'node_modules', PACKAGE);
const DECLARATIONS = [
  'dist-types/models/enums.d.ts',
  'dist-types/models/models_0.d.ts',
  'dist-types/models/models_1.d.ts',
];

/** The file this script keeps up to date. */
export const SHAPES_FILE = join(PROJECT, 'src/knowledge/ecs-shapes.json');

const ROOTS = {
  registerTaskDefinition: 'RegisterTaskDefinitionRequest',
  createService: 'CreateServiceRequest',
  updateService: 'UpdateServiceRequest',
  taskDefinition: 'TaskDefinition',
  service: 'Service',
} as const;

/** Inputs of other operations, of which only the member names are kept: to recognise a file that is one of them. */
const LOOK_ALIKES = {
  runTask: 'RunTaskRequest',
  startTask: 'StartTaskRequest',
  createTaskSet: 'CreateTaskSetRequest',
  registerDaemonTaskDefinition: 'RegisterDaemonTaskDefinitionRequest',
  createExpressGatewayService: 'CreateExpressGatewayServiceRequest',
} as const;

/**
 * The package declares every number as `number`; which ones may have a fraction stands only in the service model
 * (api-models-aws / botocore, ecs 2014-11-13, read 2026-11-21). Members not listed here are whole numbers.
 */
const FRACTIONAL: ReadonlySet<string> = new Set([
  'CanaryConfiguration.canaryPercent',
  'LinearConfiguration.stepPercent',
  'Resource.doubleValue',
  'Scale.value',
  'ServiceRevisionSummary.requestedProductionTrafficWeight',
  'ServiceRevisionSummary.requestedTestTrafficWeight',
]);

type Members = Record<string, string>;
interface Declared {
  readonly structures: Map<string, Members>;
  readonly unions: Set<string>;
  readonly enums: Map<string, string[]>;
}

/** The file's text as it should be. `asOf` is the day on which this version of the package was first read. */
export function generateShapes(asOf: string): string {
  const declared: Declared = { structures: new Map(), unions: new Set(), enums: new Map() };
  for (const file of DECLARATIONS) {
    const text = readFileSync(join(PACKAGE_FOLDER, file), 'utf8');
    readDeclarations(ts.createSourceFile(file, text, ts.ScriptTarget.Latest), declared);
  }
  const reached = reachable(declared, Object.values(ROOTS));
  const only = <T>(all: Map<string, T>): [string, T][] =>
    [...all].filter(([name]) => reached.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));

  const lookAlikes = Object.entries(LOOK_ALIKES).map(([name, shape]): [string, string[]] => [
    name,
    Object.keys(structureOf(declared, shape)),
  ]);
  return `${[
    '{',
    `"source": ${JSON.stringify({ package: PACKAGE, version: packageVersion(), files: DECLARATIONS })},`,
    `"asOf": ${JSON.stringify(asOf)},`,
    `"roots": ${JSON.stringify(ROOTS)},`,
    `"structures": ${table(only(declared.structures).map(([name, members]) => [name, membersText(members)]))},`,
    `"unions": ${JSON.stringify([...declared.unions].filter((name) => reached.has(name)).sort())},`,
    `"enums": ${table(only(declared.enums).map(([name, values]) => [name, values.join(' ')]))},`,
    `"lookAlikes": ${table(lookAlikes)}`,
    '}',
  ].join('\n')}\n`;
}

/** The members as one text, `name:type` each: the command sets up all structures at each start, and few are asked for. */
function membersText(members: Members): string {
  return Object.entries(members)
    .map(([name, type]) => `${name}:${type}`)
    .join(' ');
}

/** One entry a line, so that a newer package gives a diff that can be read. */
function table(entries: readonly (readonly [string, unknown])[]): string {
  return `{\n${entries.map(([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}`;
}

function packageVersion(): string {
  const text = readFileSync(join(PACKAGE_FOLDER, 'package.json'), 'utf8');
  const parsed: unknown = JSON.parse(text);
  if (
    typeof parsed === 'object' &&
    parsed !== null &&
    'version' in parsed &&
    typeof parsed.version === 'string'
  ) {
    return parsed.version;
  }
  throw new Error(`${PACKAGE}: package.json has no version`);
}

function readDeclarations(file: ts.SourceFile, into: Declared): void {
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      into.structures.set(statement.name.text, membersOf(statement, file));
    } else if (ts.isModuleDeclaration(statement)) {
      into.unions.add(statement.name.text);
      into.structures.set(statement.name.text, membersOfUnion(statement, file));
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) readEnum(declaration, file, into);
    }
  }
}

function readEnum(declaration: ts.VariableDeclaration, file: ts.SourceFile, into: Declared): void {
  if (declaration.type === undefined || !ts.isTypeLiteralNode(declaration.type)) return;
  const values = declaration.type.members.map((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined || !ts.isLiteralTypeNode(member.type)) {
      throw new Error(`${declaration.getText(file)}: not a list of constants`);
    }
    if (!ts.isStringLiteral(member.type.literal)) throw new Error(`${member.getText(file)}: not a string`);
    return member.type.literal.text;
  });
  into.enums.set(declaration.name.getText(file), values);
}

/** A tagged union is a structure of which exactly one member is given. */
function membersOfUnion(namespace: ts.ModuleDeclaration, file: ts.SourceFile): Members {
  const members: Members = {};
  if (namespace.body === undefined || !ts.isModuleBlock(namespace.body)) return members;
  for (const variant of namespace.body.statements) {
    if (!ts.isInterfaceDeclaration(variant) || !variant.name.text.endsWith('Member')) continue;
    if (variant.name.text === '$UnknownMember') continue;
    for (const member of variant.members) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      if (member.questionToken !== undefined) continue;
      members[member.name.getText(file)] = wireType(member.type, '', file);
    }
  }
  return members;
}

function membersOf(structure: ts.InterfaceDeclaration, file: ts.SourceFile): Members {
  const members: Members = {};
  for (const member of structure.members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    const name = member.name.getText(file);
    const required = member.questionToken === undefined ? '!' : '';
    members[name] = wireType(member.type, `${structure.name.text}.${name}`, file) + required;
  }
  return members;
}

/** `string`, `integer`, …, the name of a structure or enum, `X[]` for a list, `{X}` for a map. */
function wireType(type: ts.TypeNode, path: string, file: ts.SourceFile): string {
  if (ts.isUnionTypeNode(type)) {
    const given = type.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword);
    const [only] = given;
    if (only !== undefined && given.length === 1) return wireType(only, path, file);
  }
  if (ts.isArrayTypeNode(type)) return `${wireType(type.elementType, path, file)}[]`;
  if (type.kind === ts.SyntaxKind.StringKeyword) return 'string';
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return 'boolean';
  if (type.kind === ts.SyntaxKind.NumberKeyword) return FRACTIONAL.has(path) ? 'double' : 'integer';
  if (ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText(file);
    if (name === 'Date') return 'timestamp';
    if (name.endsWith('DocumentType')) return 'document';
    const value = type.typeArguments?.[1];
    if (name === 'Record' && value !== undefined) return `{${wireType(value, path, file)}}`;
    if (type.typeArguments === undefined) return name;
  }
  throw new Error(`${path}: no wire type for ${type.getText(file)}`);
}

function structureOf(declared: Declared, name: string): Members {
  const members = declared.structures.get(name);
  if (members === undefined) throw new Error(`${PACKAGE} declares no ${name}`);
  return members;
}

function reachable(declared: Declared, roots: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    if (declared.enums.has(name)) continue;
    for (const type of Object.values(structureOf(declared, name))) {
      const named = /[A-Z]\w*/.exec(type)?.[0];
      if (named !== undefined) waiting.push(named);
    }
  }
  return reached;
}

function committed(): { readonly text: string; readonly asOf: string; readonly version: string } | undefined {
  try {
    const text = readFileSync(SHAPES_FILE, 'utf8');
    const parsed: { asOf: string; source: { version: string } } = JSON.parse(text);
    return { text, asOf: parsed.asOf, version: parsed.source.version };
  } catch {
    return undefined;
  }
}

function main(check: boolean): number {
  const before = committed();
  const sameVersion = before !== undefined && before.version === packageVersion();
  const text = generateShapes(sameVersion ? before.asOf : new Date().toISOString().slice(0, 10));
  if (before?.text === text) return 0;
  if (check) {
    console.error('src/knowledge/ecs-shapes.json is stale: run `npx tsx scripts/generate-ecs-shapes.ts`');
    return 1;
  }
  writeFileSync(SHAPES_FILE, text);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.includes('--check'));
}
