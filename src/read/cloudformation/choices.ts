import { Unresolved } from '../../model/placeholder.ts';
import { malformed } from './arguments.ts';
import { decide } from './conditions.ts';
import { below, NO_VALUE } from './placed.ts';
import type { IntrinsicFunction } from './scope.ts';
import { whyUndecided } from './world.ts';

/** One of two values; where the condition is open, what both have in common. */
const choose: IntrinsicFunction = (scope, argument, at) => {
  if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== 'string')
    return malformed('Fn::If', 'expected a condition and two values');
  const [name] = argument as readonly unknown[] as readonly [string];
  const decision = scope.stack.condition(name);
  const branch = (index: 1 | 2) => {
    const place = below(at, index);
    const { value, origin = { at: place } } = scope.resolve(argument[index], place);
    return { value, origin };
  };
  if ('is' in decision) return branch(decision.is ? 1 : 2);
  const [yes, no] = [branch(1), branch(2)];
  if (typeof yes.value !== 'object' && yes.value === no.value) return yes;
  const stands = yes.value !== NO_VALUE && no.value !== NO_VALUE;
  return { value: new Unresolved(whyUndecided(name, decision.atoms), stands) };
};

/** The functions of conditions, where a value stands: their outcome. */
function outcome(name: string): IntrinsicFunction {
  return (scope, argument, at) => {
    const decision = decide(scope, { [name]: argument }, at.up ?? at);
    if ('is' in decision) return { value: decision.is };
    return { value: new Unresolved(whyUndecided(name, decision.atoms)) };
  };
}

export const CHOICES: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::If': choose,
  'Fn::Equals': outcome('Fn::Equals'),
  'Fn::And': outcome('Fn::And'),
  'Fn::Or': outcome('Fn::Or'),
  'Fn::Not': outcome('Fn::Not'),
};
