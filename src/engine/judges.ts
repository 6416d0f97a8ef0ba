import type { Facts } from '../fact/kind.ts';
import { type FactSource, facedBy, limitedTo } from '../fact/store.ts';
import type { Deployment } from '../model/deployment.ts';
import type { OptionValues, Rule, Ruleset } from '../rule.ts';
import type { Judge } from './judge.ts';
import { names } from './suppression.ts';

/** How the rules judge. */
export interface Manner {
  readonly ruleset: Ruleset;
  /** Options by rule id; a missing one has the default of its schema. */
  readonly options: ReadonlyMap<string, OptionValues>;
  /** `rule` or `rule/problem`: what is not judged. */
  readonly off?: readonly string[];
}

/** By what deployments are judged. */
export interface Standards extends Manner {
  /** The rules to judge by, already selected. */
  readonly rules: readonly Rule[];
  readonly facts: Facts;
  /** Where not all deployments are judged alike. The same manner is the same object. */
  readonly mannerOf?: (deployment: Deployment) => Manner;
}

/** The judges of a deployment, with the facts that they ask. */
export interface Bench {
  readonly judges: readonly Judge[];
  readonly facts: Facts;
}

/** Finds the bench of a deployment: what one template declares is asked by its own deployments alone. */
export function benches(standards: Standards): (deployment: Deployment) => Bench {
  const factsOf = remembered((declared: FactSource | undefined) =>
    declared ? facedBy(declared, standards.facts) : standards.facts,
  );
  const benchesBy = remembered((manner: Manner) =>
    remembered((declared: FactSource | undefined) => bench(standards.rules, manner, factsOf(declared))),
  );
  const { mannerOf = () => standards } = standards;
  return (deployment) => benchesBy(mannerOf(deployment))(deployment.declared);
}

/** The function, which makes each answer once. */
function remembered<From, To>(make: (from: From) => To): (from: From) => To {
  const made = new Map<From, To>();
  return (from) => {
    let one = made.get(from);
    if (one === undefined) {
      one = make(from);
      made.set(from, one);
    }
    return one;
  };
}

function bench(rules: readonly Rule[], manner: Manner, facts: Facts): Bench {
  return { judges: rules.map((rule) => judgeFor(rule, manner, facts)), facts };
}

function judgeFor(whole: Rule, { options, ruleset, off = [] }: Manner, facts: Facts): Judge {
  const rule = off.length > 0 ? without(off, whole) : whole;
  const nothing = limitedTo([], facts, `a problem of ${rule.id}`);
  const defaults = Object.entries(rule.options ?? {}).map(
    ([name, schema]) => [name, schema.default] as const,
  );
  return {
    rule,
    problems: Object.entries(rule.problems).map(([id, problem]) => ({
      id,
      problem,
      facts: problem.needs ? limitedTo(problem.needs, facts, `${rule.id}/${id}`) : nothing,
    })),
    settings: { ruleset, options: { ...Object.fromEntries(defaults), ...options.get(rule.id) } },
  };
}

/** The rule without what is turned off. It has no verdict then: nobody knows whether the problem is there. */
function without(off: readonly string[], rule: Rule): Rule {
  const problems = Object.entries(rule.problems).filter(([id]) => !names(off, rule.id, id));
  return { ...rule, problems: Object.fromEntries(problems) };
}
