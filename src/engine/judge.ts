import type { Facts } from '../fact/kind.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Problem, Rule, Settings, Verdict, Verdicts } from '../rule.ts';

/** A check that threw: a bug of ours, neither a finding nor a pass. */
export interface Crashed {
  readonly is: 'crashed';
  readonly error: unknown;
}

/** What a problem's check said of a deployment, or how it broke. */
export type Outcome = Verdicts | Crashed;

/** Did the check look at several things? */
export function isList(outcome: Outcome): outcome is readonly Verdict[] {
  return Array.isArray(outcome);
}

/** A rule made ready for many deployments: its problems as a list, since walking a large object costs more than most checks. */
export interface Judge {
  readonly rule: Rule;
  readonly problems: readonly {
    readonly id: string;
    readonly problem: Problem;
    /** Limited to what the problem declares to need. */
    readonly facts: Facts;
  }[];
  readonly settings: Settings;
}

/** Judges a deployment by a rule, one outcome a problem in the rule's order; at once, unless a problem asks for facts. */
export function judgeRule(
  { problems, settings }: Judge,
  deployment: Deployment,
): readonly Outcome[] | Promise<readonly Outcome[]> {
  const outcomes = new Array<Outcome>(problems.length);
  // Of a rule's problems few ask: to wait for all of them, the most of whose outcomes are there, would cost more than these.
  const asking: Promise<void>[] = [];
  for (let index = 0; index < problems.length; index++) {
    const { problem, facts } = problems[index] as Judge['problems'][number];
    let outcome: Outcome | Promise<Verdicts>;
    try {
      outcome = problem.check(deployment, facts, settings);
    } catch (error) {
      outcome = { is: 'crashed', error };
    }
    if (outcome instanceof Promise) {
      asking.push(filledIn(outcomes, index, outcome));
    } else {
      outcomes[index] = outcome;
    }
  }
  return asking.length === 0 ? outcomes : Promise.all(asking).then(() => outcomes);
}

/** Puts an outcome in its place when it is there. Apart from the loop, each round of which would keep its variables for it. */
function filledIn(outcomes: Outcome[], index: number, outcome: Promise<Verdicts>): Promise<void> {
  return outcome.then(
    (answer) => {
      outcomes[index] = answer;
    },
    (error: unknown) => {
      outcomes[index] = { is: 'crashed', error };
    },
  );
}
