import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import ts from 'typescript';

/** What the rewritten sources import: V8 defines each element of what `flatMap` and `flat` make as if it were any member. */
const FLATTENING = 'flattening';
const FLATTENINGS = {
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
type Flattening = keyof typeof FLATTENINGS;

/**
 * Walks arrays by index, and takes them apart by index, where the sources say `for … of`, `[first, second]`, `flatMap` and `flat`: a
 * check is over before V8 optimises much, and until then it walks an array by an iterator that makes an object at each step. The
 * type checker knows what is an array; what else is iterable stays as it is.
 */
export function arrayWalks(root: string): Plugin {
  let written: ReadonlyMap<string, string> | undefined;
  return {
    name: 'array-walks',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: new RegExp(`^${FLATTENING}$`) }, ({ path }) => ({ path, namespace: FLATTENING }));
      onLoad({ filter: /^/, namespace: FLATTENING }, () => ({
        contents: Object.values(FLATTENINGS).join('\n'),
        loader: 'js',
      }));
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
  readonly #flattenings = new Set<Flattening>();

  constructor(file: ts.SourceFile, checker: ts.TypeChecker) {
    this.#file = file;
    this.#checker = checker;
  }

  writeAll(): string {
    const text = this.write(this.#file);
    const imported = [...this.#flattenings].map((name) => `${name} as $${name}`);
    return imported.length === 0 ? text : `import { ${imported} } from '${FLATTENING}';${text}`;
  }

  /** The text of a node with what stands before it. */
  write(node: ts.Node): string {
    const before = this.#file.text.slice(node.getFullStart(), node.getStart(this.#file));
    if (ts.isForOfStatement(node) && !node.awaitModifier && this.#isArray(node.expression))
      return before + this.#loop(node);
    if (ts.isArrayBindingPattern(node) && this.#isOfArray(node)) return before + this.#pattern(node);
    if (ts.isCallExpression(node) && !ts.isOptionalChain(node)) {
      const { expression } = node;
      if (ts.isPropertyAccessExpression(expression) && this.#isArray(expression.expression)) {
        const name = expression.name.text;
        if (
          (name === 'flatMap' && node.arguments.length === 1) ||
          (name === 'flat' && node.arguments.length === 0)
        )
          return before + this.#flattened(name, expression.expression, node.arguments);
      }
    }
    return this.#asItIs(node);
  }

  #flattened(name: Flattening, list: ts.Expression, given: readonly ts.Expression[]): string {
    this.#flattenings.add(name);
    return `$${name}(${[list, ...given].map((one) => this.write(one).trimStart())})`;
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
