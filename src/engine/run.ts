import { absent, valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { afresh, type Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { settle } from '../model/settle.ts';
import { judgeRule, type Outcome } from './judge.ts';
import { benches, type Standards } from './judges.ts';
import type { Portrait } from './portrait.ts';
import type { Result } from './result.ts';
import { Tally } from './tally.ts';
import { inAllWorlds } from './worlds.ts';

/** What a run is asked to do. */
export interface RunRequest extends Standards {
  /** Walked once, and not kept: of ten thousand deployments each may go when it is judged. */
  readonly deployments: Iterable<Deployment>;
  /** Inputs that could not be read; they are told beside the findings. */
  readonly inputErrors: readonly InputError[];
  /** Draws each deployment when it is judged, for reports with pictures. */
  readonly portray?: (deployment: Deployment, facts: Facts) => Promise<Portrait>;
}

/** A deployment, settled, with what each rule says of it. */
interface Judged {
  readonly deployment: Deployment;
  readonly outcomes: readonly (readonly Outcome[])[];
  readonly portrait?: Portrait;
}

/** The story of the program: each rule judges each deployment; the verdicts become findings, unknowns and a summary. */
export async function run(request: RunRequest): Promise<Result> {
  const { deployments, rules, facts, portray } = request;
  const benchOf = benches(request);
  const tally = new Tally();
  const portraits = new Map<string, Portrait>();
  const record = (deployment: Deployment, order: number, index: number, outcomes: readonly Outcome[]) => {
    const judge = benchOf(deployment).judges[index];
    if (judge) tally.record(judge, deployment, order, order * rules.length + index, outcomes);
  };
  const recordAll = ({ deployment, outcomes, portrait }: Judged, order: number) => {
    if (portrait) portraits.set(deployment.id, portrait);
    outcomes.forEach((of, index) => {
      record(deployment, order, index, of);
    });
  };
  const judgedAndDrawn = async (worlds: Worlds): Promise<Judged> => {
    const one = await judgedIn(worlds, benchOf);
    if (!portray) return one;
    return { ...one, portrait: await portray(one.deployment, benchOf(one.deployment).facts) };
  };
  if (facts.offline) {
    // One after the other: nobody is asked who could be asked of many at once, and each goes when it is judged.
    for (const read of deployments) {
      const order = tally.open(read);
      if (read.declared || read.otherWorlds || portray) {
        recordAll(await judgedAndDrawn(await settledWorlds(read, benchOf)), order);
        continue;
      }
      const deployment = afresh(read);
      recordAll({ deployment, outcomes: await judged(deployment, benchOf) }, order);
    }
  } else {
    await inGroups(byTaskDefinition([...deployments]), async (group) => {
      const settled = await Promise.all(
        group.map(async ({ read, order }) => ({ worlds: await settledWorlds(read, benchOf), order })),
      );
      const judged = await inBreaths(settled, facts, async ({ worlds, order }) => ({
        one: await judgedAndDrawn(worlds),
        order,
      }));
      // Told when its turn comes: which answers came first must not show.
      return () => {
        for (const { one, order } of judged) {
          tally.openAt(order, one.deployment);
          recordAll(one, order);
        }
      };
    });
  }
  const result = tally.result(request.inputErrors);
  return portray ? { ...result, portraits } : result;
}

type Benches = ReturnType<typeof benches>;
type Worlds = readonly [Deployment, ...Deployment[]];

/** The deployment as it is and as it is in the other worlds of its template, each settled. */
async function settledWorlds(read: Deployment, benchOf: Benches): Promise<Worlds> {
  const settled = (one: Deployment) => settle(afresh(one), benchOf(one).facts);
  const [first, ...others] = await Promise.all([
    settled(read),
    ...(read.otherWorlds ?? []).map((one) => settled(one)),
  ]);
  return [first as Deployment, ...others];
}

async function judgedIn([deployment, ...others]: Worlds, benchOf: Benches): Promise<Judged> {
  const [told = [], ...elsewhere] = await Promise.all(
    [deployment, ...others].map((one) => judged(one, benchOf)),
  );
  if (others.length === 0) return { deployment, outcomes: told };
  const outcomes = told.map((of, rule) =>
    of.map((outcome, problem) =>
      inAllWorlds([
        { world: deployment.world, outcome },
        ...others.flatMap(({ world }, index) => {
          const other = elsewhere[index]?.[rule]?.[problem];
          return other ? [{ world, outcome: other }] : [];
        }),
      ]),
    ),
  );
  return { deployment, outcomes };
}

function judged(deployment: Deployment, benchOf: Benches): Promise<readonly (readonly Outcome[])[]> {
  return Promise.all(benchOf(deployment).judges.map((judge) => judgeRule(judge, deployment)));
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

/**
 * Begins one after the other, and hears answers in between: requests leave as others return, and what is judged by facts that are
 * there is done and forgotten before the next begins. What can share a call waits until all have begun.
 */
async function inBreaths<Item, Made>(
  items: readonly Item[],
  facts: Facts,
  begin: (item: Item) => Promise<Made>,
): Promise<readonly Made[]> {
  const made: Promise<Made>[] = [];
  const letGo = facts.hold?.();
  for (const item of items) {
    made.push(begin(item));
    await new Promise((resolve) => setImmediate(resolve));
  }
  letGo?.();
  return Promise.all(made);
}
