import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import ts from 'typescript';

/** What the rewritten sources import, without the `$`. */
const HELPERS = {
  flatMap: `export function flatMap(list, make) {
    const flat = [];
    for (let index = 0; index < list.length; index++) {
      const made = make(list[index], index, list);
      if (Array.isArray(made)) for (let inner = 0; inner < made.length; inner++) flat.push(made[inner]);
      else flat.push(made);
    }
    return flat;
  }`,
  flat: 'export function flat(list) { return flatMap(list, (one) => one); }',
} as const;
type Helper = keyof typeof HELPERS;
const HELPERS_MODULE = 'spelled-out';

/** Of a fact. */
const CASES = ['known', 'absent', 'unknown'];

/**
 * Spells out what the sources say for people: a check is over before V8 optimises much, and until then a loop over an array makes an
 * iterator and an object at each step, and a match of a fact an object of its cases. Arrays are walked, taken apart and flattened by
 * index where the sources say `for … of`, `[first, second]`, `flatMap` and `flat`; cases are handed over one by one. The type checker
 * knows what is an array and what a fact; what else is iterable stays as it is.
 */
export function spelledOut(root: string): Plugin {
  let written: ReadonlyMap<string, string> | undefined;
  return {
    name: 'spelled-out',
    setup({ onLoad, onResolve }) {
      const helpers = { contents: Object.values(HELPERS).join('\n'), loader: 'js' } as const;
      onResolve({ filter: new RegExp(`^${HELPERS_MODULE}$`) }, ({ path }) => ({ path, namespace: path }));
      onLoad({ filter: /^/, namespace: HELPERS_MODULE }, () => helpers);
      onLoad({ filter: /\/(?:src|rules)\/.*\.ts$/ }, ({ path }) => {
        written ??= writtenAnew(root);
        const contents = written.get(path);
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
}

/** The texts of all sources, by their paths. */
function writtenAnew(root: string): ReadonlyMap<string, string> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const sources = fileNames.filter((name) =>
    /^\/(?:src|rules)\//.test(name.slice(root.replace(/\/$/, '').length)),
  );
  const program = ts.createProgram(sources, options);
  const checker = program.getTypeChecker();
  return new Map(
    sources.flatMap((name) => {
      const file = program.getSourceFile(name);
      return file ? [[name, new Writer(file, checker).writeAll()] as const] : [];
    }),
  );
}

class Writer {
  readonly #file: ts.SourceFile;
  readonly #checker: ts.TypeChecker;
  #loops = 0;
  readonly #helpers = new Set<Helper>();

  constructor(file: ts.SourceFile, checker: ts.TypeChecker) {
    this.#file = file;
    this.#checker = checker;
  }

  writeAll(): string {
    const text = this.write(this.#file);
    const imported = [...this.#helpers].map((name) => `${name} as $${name}`);
    return imported.length === 0 ? text : `import { ${imported} } from '${HELPERS_MODULE}';${text}`;
  }

  /** The text of a node with what stands before it. */
  write(node: ts.Node): string {
    const before = this.#file.text.slice(node.getFullStart(), node.getStart(this.#file));
    if (ts.isForOfStatement(node) && !node.awaitModifier && this.#isArray(node.expression))
      return before + this.#loop(node);
    if (ts.isArrayBindingPattern(node) && this.#isOfArray(node)) return before + this.#pattern(node);
    if (ts.isCallExpression(node)) {
      const call = this.#flattening(node) ?? this.#matching(node);
      if (call !== undefined) return before + call;
    }
    return this.#asItIs(node);
  }

  /** The text of a node alone. */
  #bare(node: ts.Node): string {
    return this.write(node).trimStart();
  }

  #call(helper: Helper, ...given: readonly string[]): string {
    this.#helpers.add(helper);
    return `$${helper}(${given})`;
  }

  /** The three cases of a fact's `match`, where they stand there one by one in their order. */
  #casesOf(call: ts.CallExpression): readonly ts.Expression[] | undefined {
    const [given] = call.arguments;
    if (!given || !ts.isObjectLiteralExpression(given) || !ts.isPropertyAccessExpression(call.expression))
      return;
    if (call.expression.name.text !== 'match') return;
    const declared = this.#checker.getResolvedSignature(call)?.declaration?.parent;
    if (!declared || !ts.isInterfaceDeclaration(declared) || declared.name.text !== 'Fact') return;
    const cases = given.properties.flatMap((one, index) => {
      if (one.name?.getText(this.#file) !== CASES[index]) return [];
      if (ts.isShorthandPropertyAssignment(one)) return one.name;
      return ts.isPropertyAssignment(one) ? one.initializer : [];
    });
    return cases.length === CASES.length && cases.length === given.properties.length ? cases : undefined;
  }

  #matching(call: ts.CallExpression): string | undefined {
    const cases = this.#casesOf(call);
    if (!cases) return;
    const { expression: fact, questionDotToken } = call.expression as ts.PropertyAccessExpression;
    return `${this.#bare(fact)}${questionDotToken ? '?.' : '.'}matchOf(${cases.map((one) => this.#bare(one))})`;
  }

  #flattening(call: ts.CallExpression): string | undefined {
    const { expression, arguments: given } = call;
    if (ts.isOptionalChain(call) || !ts.isPropertyAccessExpression(expression)) return;
    const { name, expression: list } = expression;
    const isOurs = name.text === 'flatMap' ? given.length === 1 : name.text === 'flat' && given.length === 0;
    if (!isOurs || !this.#isArray(list)) return;
    return this.#call(name.text as Helper, ...[list, ...given].map((one) => this.#bare(one)));
  }

  #asItIs(node: ts.Node): string {
    const pieces: string[] = [];
    let at = node.getFullStart();
    ts.forEachChild(node, (child) => {
      pieces.push(this.#file.text.slice(at, child.getFullStart()), this.write(child));
      at = child.getEnd();
    });
    return pieces.join('') + this.#file.text.slice(at, node.getEnd());
  }

  #loop({ initializer, expression, statement }: ts.ForOfStatement): string {
    const index = `$index${this.#loops}`;
    const array = `$array${this.#loops}`;
    this.#loops += 1;
    const item = `${array}[${index}]`;
    const given = ts.isVariableDeclarationList(initializer)
      ? `${this.write(initializer)} = ${item};`
      : `(${this.write(initializer)} = ${item});`;
    const body = this.write(statement).trimStart();
    const inner = ts.isBlock(statement) ? body.slice(1) : `${body}}`;
    return `for (let ${index} = 0, ${array} = ${this.write(expression)}; ${index} < ${array}.length; ${index}++) {${given}${inner}`;
  }

  #pattern({ elements }: ts.ArrayBindingPattern): string {
    const members = elements.flatMap((element, index) =>
      ts.isOmittedExpression(element) ? [] : [`${index}: ${this.write(element)}`],
    );
    return `{${members}}`;
  }

  /** Is what the pattern takes apart an array, and no part of it the rest? */
  #isOfArray(pattern: ts.ArrayBindingPattern): boolean {
    const rest = pattern.elements.some((element) => ts.isBindingElement(element) && element.dotDotDotToken);
    const { parent } = pattern;
    const source = ts.isVariableDeclaration(parent) && parent.initializer ? parent.initializer : pattern;
    return !rest && this.#isArray(source);
  }

  #isArray(node: ts.Node): boolean {
    return this.#isArrayType(this.#checker.getTypeAtLocation(node));
  }

  #isArrayType(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.every((one) => this.#isArrayType(one));
    return this.#checker.isArrayType(type) || this.#checker.isTupleType(type);
  }
}
