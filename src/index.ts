/**
 * The library: judge task definitions and services in a program of your own, or write a rule.
 *
 * ```ts
 * import { check } from 'ecs-preflight';
 * const result = await check([{ file: 'taskdef.json', text }]);
 * for (const { rule, problem, message } of result.findings) console.log(`${rule}/${problem}: ${message}`);
 * ```
 */
import { rules } from '../rules/index.ts';
import type { Result } from './engine/result.ts';
import { run } from './engine/run.ts';
import { select } from './engine/select.ts';
import { factStore } from './fact/store.ts';
import type { Target } from './read/pair.ts';
import { type InputText, readTexts } from './read/read.ts';
import type { OptionValues, Rule, Ruleset } from './rule.ts';

export type * from './engine/result.ts';
export * from './fact/fact.ts';
export type {
  AnyKind,
  AnyRawKind,
  CollectionKind,
  DerivedKind,
  Facts,
  ResourceKind,
} from './fact/kind.ts';
export { applyEdits } from './fix/apply.ts';
export type { Deployment, LaunchKind } from './model/deployment.ts';
export type { InputError } from './model/input-error.ts';
export { select as selectValues } from './model/select.ts';
export type { Place } from './model/source.ts';
export { View } from './model/view.ts';
export * from './rule.ts';
export type { InputText, Result, Target };
export { rules };

/** What a check may be told besides its inputs. */
export interface CheckOptions extends Target {
  /** Only these rules or problems (`rule` or `rule/problem`); all where left out. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly ruleset?: Ruleset;
  /** Parameters of templates by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Options by rule id. */
  readonly options?: ReadonlyMap<string, OptionValues>;
  /** The rules to judge by; the catalogue where left out. */
  readonly rules?: readonly Rule[];
}

/**
 * Judges texts offline. Never throws for what a text holds: what cannot be read is in `inputErrors`,
 * what could not be checked in `unknowns`.
 */
export async function check(inputs: readonly InputText[], options: CheckOptions = {}): Promise<Result> {
  const { deployments, errors } = await readTexts(inputs, options, {
    context: { parameters: new Map(Object.entries(options.parameters ?? {})) },
  });
  return run({
    deployments,
    inputErrors: errors,
    rules: select(options.rules ?? rules, { only: options.only ?? [], skip: options.skip ?? [] }),
    facts: factStore([]),
    ruleset: options.ruleset ?? 'recommended',
    options: options.options ?? new Map(),
  });
}
