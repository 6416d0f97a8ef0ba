import type { Facts } from '../fact/kind.ts';
import { type FactSource, facedBy, limitedTo } from '../fact/store.ts';
import type { Deployment } from '../model/deployment.ts';
import type { OptionValues, Rule, Ruleset } from '../rule.ts';
import type { Judge } from './judge.ts';

/** By what deployments are judged. */
export interface Standards {
  /** The rules to judge by, already selected. */
  readonly rules: readonly Rule[];
  readonly facts: Facts;
  readonly ruleset: Ruleset;
  /** Options by rule id; a missing one has the default of its schema. */
  readonly options: ReadonlyMap<string, OptionValues>;
}

/** The judges of a deployment, with the facts that they ask. */
export interface Bench {
  readonly judges: readonly Judge[];
  readonly facts: Facts;
}

/** Finds the bench of a deployment: what one template declares is asked by its own deployments alone. */
export function benches(standards: Standards): (deployment: Deployment) => Bench {
  const common = bench(standards, standards.facts);
  const ofTemplates = new Map<FactSource, Bench>();
  return ({ declared }) => {
    if (!declared) return common;
    let own = ofTemplates.get(declared);
    if (!own) {
      own = bench(standards, facedBy(declared, standards.facts));
      ofTemplates.set(declared, own);
    }
    return own;
  };
}

function bench(standards: Standards, facts: Facts): Bench {
  return { judges: standards.rules.map((rule) => judgeFor(rule, standards, facts)), facts };
}

function judgeFor(rule: Rule, { options, ruleset }: Standards, facts: Facts): Judge {
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
