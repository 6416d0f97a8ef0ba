import { absent, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { limitedTo } from '../fact/store.ts';
import { afresh, type Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { settle } from '../model/settle.ts';
import type { OptionValues, Rule, Ruleset } from '../rule.ts';
import { type Judge, judgeRule, type Outcome } from './judge.ts';
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
  const record = (deployment: Deployment, order: number, index: number, outcomes: readonly Outcome[]) => {
    const judge = judges[index];
    if (judge) tally.record(judge, deployment, order, order * judges.length + index, outcomes);
  };
  if (facts.offline) {
    const asking: Promise<void>[] = [];
    for (const read of deployments) {
      const deployment = afresh(read);
      const order = tally.open(deployment);
      judges.forEach((judge, index) => {
        const outcomes = judgeRule(judge, deployment);
        if (outcomes instanceof Promise) {
          asking.push(outcomes.then((settled) => record(deployment, order, index, settled)));
        } else {
          record(deployment, order, index, outcomes);
        }
      });
    }
    await Promise.all(asking);
  } else {
    await inGroups(byTaskDefinition([...deployments]), async (group) => {
      const settled = await Promise.all(
        group.map(async ({ read, order }) => ({ deployment: await settle(afresh(read), facts), order })),
      );
      const judged = await Promise.all(
        settled.map(async ({ deployment, order }) => ({
          deployment,
          order,
          outcomes: await Promise.all(judges.map((judge) => judgeRule(judge, deployment))),
        })),
      );
      // Told when its turn comes: which answers came first must not show.
      return () => {
        for (const { deployment, order, outcomes } of judged) {
          tally.openAt(order, deployment);
          outcomes.forEach((of, index) => {
            record(deployment, order, index, of);
          });
        }
      };
    });
  }
  return tally.result(request.inputErrors);
}

/**
 * How many deployments are judged together. Questions that are asked together share calls, so that there must be many; each
 * deployment has hundreds of checks under way, so that there must not be too many.
 */
const GROUP = 40;
/** Groups under way: while one waits for answers, another is judged. */
const LANES = 2;

/** A deployment with its place in what is told. */
interface Turn {
  readonly read: Deployment;
  readonly order: number;
}

/** Those of one task definition one after the other: the API tells one a call, and as it comes they can all be judged. */
function byTaskDefinition(deployments: readonly Deployment[]): Turn[] {
  const shared = new Map<string, Turn[]>();
  deployments.forEach((read, order) => {
    const ref = valueOr(read.service?.view.get('taskDefinition').text ?? absent(), '');
    const turns = shared.get(ref);
    if (turns) turns.push({ read, order });
    else shared.set(ref, [{ read, order }]);
  });
  return [...shared.values()].flat();
}

/** Judges deployments in groups and lets go of them; what is to be told of each group is told in their order. */
async function inGroups(
  turns: Turn[],
  judge: (group: readonly Turn[]) => Promise<() => void>,
): Promise<void> {
  let told: Promise<void> = Promise.resolve();
  const work = async () => {
    while (turns.length > 0) {
      const judged = judge(turns.splice(0, GROUP));
      const mine = Promise.all([judged, told]).then(([tell]) => tell());
      told = mine;
      await mine;
    }
  };
  await Promise.all(Array.from({ length: LANES }, work));
}

function judgeFor(rule: Rule, { options, ruleset, facts }: RunRequest): Judge {
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
