import type { Facts } from '../fact/kind.ts';
import { afresh, type Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import type { OptionValues, Rule, Ruleset } from '../rule.ts';
import { type Judge, judgeRule } from './judge.ts';
import type { Result } from './result.ts';
import { Tally } from './tally.ts';

/** What a run is asked to do. */
export interface RunRequest {
  /** Walked once, and not kept: of ten thousand deployments each may go when it is judged. */
  readonly deployments: Iterable<Deployment>;
  /** Inputs that could not be read; they are told beside the findings. */
  readonly inputErrors: readonly InputError[];
  /** The rules to judge by, already selected. */
  readonly rules: readonly Rule[];
  readonly facts: Facts;
  readonly ruleset: Ruleset;
  /** Options by rule id; a missing one has the default of its schema. */
  readonly options: ReadonlyMap<string, OptionValues>;
}

/** The story of the program: each rule judges each deployment; the verdicts become findings, unknowns and a summary. */
export async function run(request: RunRequest): Promise<Result> {
  const { deployments, rules, facts } = request;
  const judges = rules.map((rule) => judgeFor(rule, request));
  const tally = new Tally();
  const asking: Promise<void>[] = [];
  for (const read of deployments) {
    const deployment = afresh(read);
    const order = tally.open(deployment);
    judges.forEach((judge, index) => {
      const place = order * judges.length + index;
      const outcomes = judgeRule(judge, deployment, facts);
      if (outcomes instanceof Promise) {
        asking.push(outcomes.then((settled) => tally.record(judge, deployment, order, place, settled)));
      } else {
        tally.record(judge, deployment, order, place, outcomes);
      }
    });
  }
  await Promise.all(asking);
  return tally.result(request.inputErrors);
}

function judgeFor(rule: Rule, { options, ruleset }: RunRequest): Judge {
  const defaults = Object.entries(rule.options ?? {}).map(
    ([name, schema]) => [name, schema.default] as const,
  );
  return {
    rule,
    problems: Object.entries(rule.problems).map(([id, problem]) => ({ id, problem })),
    settings: { ruleset, options: { ...Object.fromEntries(defaults), ...options.get(rule.id) } },
  };
}
