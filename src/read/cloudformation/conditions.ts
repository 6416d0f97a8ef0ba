import { isOpaque, sameText, whyOpaque } from '../../fact/opaque.ts';
import { isObject } from '../../model/view.ts';
import { placeName } from './arguments.ts';
import { type At, below } from './placed.ts';
import type { Scope } from './scope.ts';
import { textOf } from './texts.ts';
import { type Atom, allOf, anyOf, type Decision, decided, isWhollyOpen, negation } from './world.ts';

/**
 * The outcome of an expression of the section `Conditions`, three-valued.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function decide(scope: Scope, raw: unknown, at: At): Decision {
  if (typeof raw === 'boolean') return decided(raw);
  if (raw === 'true' || raw === 'false') return decided(raw === 'true');
  const [name, ...others] = isObject(raw) ? Object.keys(raw) : [];
  if (name === undefined || others.length > 0 || !isObject(raw)) return malformed(scope, at);
  const argument = raw[name];
  const inner = below(at, name);
  switch (name) {
    case 'Condition':
      return typeof argument === 'string' ? scope.stack.condition(argument) : malformed(scope, at);
    case 'Fn::Not':
    case 'Fn::And':
    case 'Fn::Or': {
      if (!Array.isArray(argument) || argument.length === 0) return malformed(scope, at);
      const decisions = argument.map((one: unknown, index) => decide(scope, one, below(inner, index)));
      if (name === 'Fn::Not') return negation(decisions[0] ?? malformed(scope, at));
      return name === 'Fn::And' ? allOf(decisions) : anyOf(decisions);
    }
    case 'Fn::Equals':
      return Array.isArray(argument) && argument.length === 2
        ? compared(scope, argument, inner)
        : malformed(scope, at);
    default:
      return malformed(scope, at, name);
  }
}

function compared(scope: Scope, sides: readonly unknown[], at: At): Decision {
  const [left, right] = sides.map((side, index) => {
    const { value } = scope.resolve(side, below(at, index));
    return textOf(value, () => placeName(scope, below(at, index))) ?? JSON.stringify(value);
  });
  if (left === undefined || right === undefined) return malformed(scope, at);
  return sameText(left, right).match<Decision>({
    known: decided,
    absent: () => decided(false),
    unknown: () => {
      const atom = atomOf(scope, left, right);
      const outcome = scope.stack.world.outcome(atom);
      return outcome === undefined ? { atoms: [atom] } : decided(outcome);
    },
  });
}

function atomOf({ stack }: Scope, left: string, right: string): Atom {
  const [a, b] = left < right ? [left, right] : [right, left];
  const [open, other] = isOpaque(a) ? [a, b] : [b, a];
  const key = `${a} = ${b}`;
  if (isOpaque(other) || !isWhollyOpen(open)) return { key, why: whyOpaque(open) };
  const allowed = stack.deploy.allowed.get(open);
  return { key, open, literal: other, why: whyOpaque(open), ...(allowed ? { allowed } : {}) };
}

/** An expression that CloudFormation has no meaning for, or that a macro is to replace. */
function malformed(scope: Scope, at: At, name?: string): Decision {
  const what = name === undefined ? 'is no expression of CloudFormation' : `uses ${name}`;
  const why = { reason: 'unresolved', detail: `what stands at ${placeName(scope, at)} ${what}` } as const;
  return { atoms: [{ key: `malformed ${placeName(scope, at)}`, why }] };
}
