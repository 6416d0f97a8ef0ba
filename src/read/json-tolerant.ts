import { visit } from 'jsonc-parser';
import type { Leniency } from '../model/deployment.ts';
import { Unresolved, unresolvedPlaceholder } from '../model/placeholder.ts';
import { syntaxError } from './json-errors.ts';
import type { Masked } from './json-placeholders.ts';
import { quote } from './quote.ts';
import { reveal } from './template-text.ts';

/** Something that keeps a text from being read, and where; the kinds are told in this order. */
interface Trouble {
  readonly kind: 'syntax' | 'duplicate' | 'number';
  readonly message: string;
  readonly offset: number;
}

/** A text as it was read: its value, with `Unresolved` where it leaves a value open. */
interface Tolerated {
  readonly value: unknown;
  readonly leniencies: readonly Omit<Leniency, 'source'>[];
  readonly trouble: Trouble | undefined;
}

interface Open {
  readonly value: Record<string, unknown> | unknown[];
  /** Where each member's name stands. */
  readonly names: Map<string, number> | undefined;
  name: string;
}

/** Reads JSON with comments, trailing commas and placeholders; `lineOf` is for messages that name two lines. */
export function tolerantJson(masked: Masked, written: string, lineOf: (offset: number) => number): Tolerated {
  const { text, bare } = masked;
  const leniencies: Omit<Leniency, 'source'>[] = [];
  const troubles = new Map<Trouble['kind'], Trouble>();
  const report = (trouble: Trouble) => {
    if (!troubles.has(trouble.kind)) troubles.set(trouble.kind, trouble);
  };
  const stack: Open[] = [];
  let root: unknown;
  let comma = -1;
  const add = (value: unknown) => {
    comma = -1;
    const top = stack.at(-1);
    if (!top) root = value;
    else if (Array.isArray(top.value)) top.value.push(value);
    else setOwn(top.value, top.name, value);
  };
  const open = (value: Open['value'], names: Open['names']) => {
    add(value);
    stack.push({ value, names, name: '' });
  };
  const close = () => {
    if (comma >= 0) leniencies.push({ what: 'trailing-comma', offset: comma });
    comma = -1;
    stack.pop();
  };
  visit(
    text,
    {
      onObjectBegin: () => open({}, new Map()),
      onArrayBegin: () => open([], undefined),
      onObjectEnd: close,
      onArrayEnd: close,
      onObjectProperty: (property, offset) => {
        comma = -1;
        const top = stack.at(-1);
        if (!top?.names) return;
        top.name = bare.get(offset) ?? reveal(property);
        const before = top.names.get(top.name);
        if (before !== undefined) report(duplicate(top.name, lineOf(before), lineOf(offset), offset));
        top.names.set(top.name, offset);
      },
      onLiteralValue: (value, offset, length) => {
        const placeholder = bare.get(offset);
        if (placeholder !== undefined) add(new Unresolved(unresolvedPlaceholder(placeholder)));
        else add(typeof value === 'string' ? reveal(value) : value);
        if (typeof value === 'number' && !isExact(value))
          report({ kind: 'number', offset, message: tooLarge(text.slice(offset, offset + length)) });
      },
      onSeparator: (character, offset) => {
        if (character === ',') comma = offset;
      },
      onComment: (offset) => {
        leniencies.push({ what: 'comment', offset });
      },
      onError: (code, offset) => {
        report({ kind: 'syntax', offset, message: syntaxError(written, code, offset) });
      },
    },
    { allowTrailingComma: true },
  );
  const trouble = troubles.get('syntax') ?? troubles.get('duplicate') ?? troubles.get('number');
  return { value: root, leniencies, trouble };
}

/** Sets a member of its own, whatever it is called: `__proto__` too. */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

/** Python's `json`, which the AWS CLI reads with, keeps the last of equal names: https://docs.python.org/3/library/json.html#repeated-names-within-an-object */
export function duplicate(name: string, first: number, second: number, offset: number): Trouble {
  const lines = first === second ? `twice in line ${first}` : `in line ${first} and again in line ${second}`;
  return {
    kind: 'duplicate',
    offset,
    message: `member ${quote(name)} is given ${lines}: only one of them would count, so remove the other`,
  };
}

/** Is the number below those of which a double holds not each? */
export function isExact(value: number): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
}

/** A number that a double cannot hold exactly: what ECS would be sent depends on who reads the file. */
export function tooLarge(written: string): string {
  return `the number ${quote(written).slice(1, -1)} is beyond 2^53, where digits get lost: expected a smaller number, or a string`;
}
