import ts from 'typescript';

/** A declaration of a bundle's own scope, or any other statement of it. */
export type Part = {
  readonly kind: 'function' | 'constant' | 'other';
  /** Empty for what declares nothing. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** All names in it; one that means a variable of an inner scope does no harm. */
  readonly uses: ReadonlySet<string>;
};

/** The own scope of a bundle in which names are not shortened, so that one of them is found wherever it is used. */
export type BundleScope = {
  readonly parts: readonly Part[];
  /** What is given a value other than where it is declared. */
  readonly changing: ReadonlySet<string>;
};

export function readScope(text: string): BundleScope {
  const file = ts.createSourceFile('bundle.cjs', text, ts.ScriptTarget.Latest);
  const part = (kind: Part['kind'], name: string, node: ts.Node): Part => ({
    kind,
    name,
    start: node.getStart(file),
    end: node.end,
    uses: new Set(namesIn(node)),
  });
  const parts = file.statements.flatMap((statement): readonly Part[] => {
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      return [part('function', statement.name.text, statement)];
    }
    if (!ts.isVariableStatement(statement)) return [part('other', nameOf(statement), statement)];
    return statement.declarationList.declarations.map((one) =>
      part(one.initializer && isPure(one.initializer) ? 'constant' : 'other', nameOf(one), one),
    );
  });
  const variables = new Set(parts.filter(({ kind }) => kind !== 'function').map(({ name }) => name));
  return { parts, changing: new Set(assignedIn(file).filter((name) => variables.has(name))) };
}

function nameOf(node: ts.Node): string {
  const named = ts.isVariableDeclaration(node) || ts.isClassDeclaration(node) ? node.name : undefined;
  return named && ts.isIdentifier(named) ? named.text : '';
}

/** Is the value the same whenever it is made? */
function isPure(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return true;
  if (ts.isRegularExpressionLiteral(node) || ts.isArrowFunction(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return isPure(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPure);
  if (ts.isNewExpression(node)) {
    const isCollection = ts.isIdentifier(node.expression) && /^(?:Map|Set)$/.test(node.expression.text);
    return isCollection && (node.arguments ?? []).every(isPure);
  }
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.every(
    (one) => ts.isPropertyAssignment(one) && !ts.isComputedPropertyName(one.name) && isPure(one.initializer),
  );
}

/** The names of all variables, and `this`. */
function namesIn(node: ts.Node): readonly string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (node.kind === ts.SyntaxKind.ThisKeyword) return ['this'];
  const found: string[] = [];
  ts.forEachChild(node, (child) => {
    const isMember =
      ts.isIdentifier(child) &&
      (ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node)) &&
      child === node.name;
    if (!isMember) found.push(...namesIn(child));
  });
  return found;
}

function assignedIn(node: ts.Node): readonly string[] {
  const found = [...assignedBy(node)];
  ts.forEachChild(node, (child) => {
    found.push(...assignedIn(child));
  });
  return found;
}

function assignedBy(node: ts.Node): readonly string[] {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? namesIn(node.left) : [];
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const counts = [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator);
    return counts ? namesIn(node.operand) : [];
  }
  const isLoop = ts.isForInStatement(node) || ts.isForOfStatement(node);
  return isLoop && !ts.isVariableDeclarationList(node.initializer) ? namesIn(node.initializer) : [];
}
