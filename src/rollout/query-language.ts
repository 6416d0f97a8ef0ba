/**
 * The cluster query language of placement constraints, as far as it can be decided of one instance.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
import { all, any, not, type Truth, truth, unknown } from '../fact/fact.ts';

/** What an expression may ask of a container instance. */
export interface Queried {
  readonly attributes: ReadonlyMap<string, string | undefined>;
  readonly ec2InstanceId: string | undefined;
}

/** Does the instance satisfy the expression? Unknown where the expression, or what it asks, cannot be decided here. */
export function satisfies(expression: string, instance: Queried): Truth {
  const tokens = tokensOf(expression);
  if (!tokens) return undecidable(expression);
  const parser = new Parser(expression, tokens, instance);
  return parser.whole();
}

function undecidable(expression: string): Truth {
  return unknown({
    reason: 'undecidable',
    detail: `the placement constraint ${JSON.stringify(expression)} is not decided here`,
  });
}

interface Token {
  readonly text: string;
  readonly kind: 'word' | 'quoted' | 'mark';
}

const TOKEN =
  /\s+|'([^']*)'|"([^"]*)"|(&&|\|\||==|!=|=~|!~|>=|<=|>|<|[()[\],]|!)|((?:[^\s'"&|=<>()[\],!])(?:[^\s'"&|=<>()[\],])*)/y;

function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const found = TOKEN.exec(expression);
    if (!found) return undefined;
    const [, single, double, mark, word] = found;
    const quoted = single ?? double;
    if (quoted !== undefined) tokens.push({ text: quoted, kind: 'quoted' });
    else if (mark !== undefined) tokens.push({ text: mark, kind: 'mark' });
    else if (word !== undefined) tokens.push({ text: word, kind: 'word' });
  }
  return tokens;
}

const OPERATORS: Readonly<Record<string, string>> = {
  '==': '==',
  equals: '==',
  '!=': '!=',
  not_equals: '!=',
  '>': '>',
  greater_than: '>',
  '>=': '>=',
  greater_than_equal: '>=',
  '<': '<',
  less_than: '<',
  '<=': '<=',
  less_than_equal: '<=',
  exists: 'exists',
  not_exists: '!exists',
  in: 'in',
  not_in: '!in',
  '=~': '=~',
  matches: '=~',
  '!~': '!~',
  not_matches: '!~',
};

/** What a subject says of the instance; `undefined` where the instance has no such attribute. */
type Subject =
  | { readonly known: true; readonly text: string | undefined; readonly has: boolean }
  | { readonly known: false };

const NEVER: Subject = { known: false };

/** A recursive descent over the tokens; whatever it does not understand makes the whole expression undecidable. */
class Parser {
  readonly #expression: string;
  readonly #tokens: readonly Token[];
  readonly #instance: Queried;
  #at = 0;

  constructor(expression: string, tokens: readonly Token[], instance: Queried) {
    this.#expression = expression;
    this.#tokens = tokens;
    this.#instance = instance;
  }

  whole(): Truth {
    const value = this.#or();
    return value && this.#at === this.#tokens.length ? value : undecidable(this.#expression);
  }

  #or(): Truth | undefined {
    return this.#joined(['||', 'or'], () => this.#and(), any);
  }

  #and(): Truth | undefined {
    return this.#joined(['&&', 'and'], () => this.#not(), all);
  }

  #joined(
    marks: readonly string[],
    next: () => Truth | undefined,
    join: (values: readonly Truth[]) => Truth,
  ): Truth | undefined {
    const values: Truth[] = [];
    do {
      const value = next();
      if (!value) return undefined;
      values.push(value);
    } while (this.#take(...marks));
    return values.length === 1 ? values[0] : join(values);
  }

  #not(): Truth | undefined {
    if (this.#take('!', 'not')) {
      const value = this.#not();
      return value && not(value);
    }
    if (!this.#take('(')) return this.#comparison();
    const value = this.#or();
    return value && this.#take(')') ? value : undefined;
  }

  #comparison(): Truth | undefined {
    const subject = this.#next('word');
    if (subject === undefined) return undefined;
    const operator = this.#operator();
    if (operator === undefined) return undefined;
    const about = this.#subject(subject);
    if (operator === 'exists' || operator === '!exists') {
      return about.known ? truth(about.has === (operator === 'exists')) : undecidable(this.#expression);
    }
    const wanted = operator.endsWith('in') ? this.#list() : this.#argument();
    if (wanted === undefined) return undefined;
    return about.known ? this.#compare(about.text, operator, wanted) : undecidable(this.#expression);
  }

  #operator(): string | undefined {
    if (this.#take('!')) {
      const word = this.#next('word');
      return word === 'in' || word === 'exists' ? `!${word}` : undefined;
    }
    const token = this.#tokens[this.#at];
    const operator = token && token.kind !== 'quoted' ? OPERATORS[token.text] : undefined;
    if (operator !== undefined) this.#at += 1;
    return operator;
  }

  #argument(): readonly string[] | undefined {
    const token = this.#tokens[this.#at];
    if (!token || token.kind === 'mark') return undefined;
    this.#at += 1;
    return [token.text];
  }

  #list(): readonly string[] | undefined {
    if (!this.#take('[')) return undefined;
    const items: string[] = [];
    do {
      const item = this.#argument();
      if (!item) return undefined;
      items.push(...item);
    } while (this.#take(','));
    return this.#take(']') ? items : undefined;
  }

  #compare(text: string | undefined, operator: string, [first = '', ...rest]: readonly string[]): Truth {
    switch (operator) {
      case '==':
        return truth(text === first);
      case 'in':
        return truth(text !== undefined && [first, ...rest].includes(text));
      case '=~':
        return this.#matches(text, first);
      // AWS's example: `!=` lists the instances that have the attribute with another value. Of those without it nothing is said.
      case '!=':
        return text === undefined ? undecidable(this.#expression) : truth(text !== first);
      case '!in':
        return text === undefined ? undecidable(this.#expression) : truth(![first, ...rest].includes(text));
      case '!~':
        return text === undefined ? undecidable(this.#expression) : not(this.#matches(text, first));
      default:
        return undecidable(this.#expression);
    }
  }

  /**
   * Only what Java and JavaScript read alike is decided, and only where it makes no difference whether the whole value has to
   * match or a part of it, which AWS does not say.
   */
  #matches(text: string | undefined, pattern: string): Truth {
    if (text === undefined) return truth(false);
    if (!/^[\w.*+?\-/:@]*$/.test(pattern) || /[*+?]{2}|^[*+?]/.test(pattern))
      return undecidable(this.#expression);
    if (new RegExp(`^(?:${pattern})$`).test(text)) return truth(true);
    return new RegExp(pattern).test(text) ? undecidable(this.#expression) : truth(false);
  }

  #subject(name: string): Subject {
    if (name.startsWith('attribute:')) {
      const key = name.slice('attribute:'.length);
      const has = this.#instance.attributes.has(key);
      return { known: true, has, text: this.#instance.attributes.get(key) };
    }
    if (name === 'ec2InstanceId') {
      const id = this.#instance.ec2InstanceId;
      return id === undefined ? NEVER : { known: true, has: true, text: id };
    }
    // Only connected instances are looked at.
    if (name === 'agentConnected') return { known: true, has: true, text: 'true' };
    // runningTasksCount and task:group change while tasks are placed; versions and dates have an order of their own.
    return NEVER;
  }

  #take(...texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at];
    if (!token || token.kind === 'quoted' || !texts.includes(token.text)) return false;
    this.#at += 1;
    return true;
  }

  #next(kind: Token['kind']): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) return undefined;
    this.#at += 1;
    return token.text;
  }
}
