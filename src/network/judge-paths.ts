import { type Fact, type Truth, truth, unknown, type Why } from '../fact/fact.ts';
import type { Path } from './path.ts';

/** One interface that a call may leave by, and how far it gets. */
export interface TaskPath {
  /** `subnet-0a`, or `instance i-0 in subnet-0b`, with how many more are alike. */
  readonly from: string;
  readonly path: Fact<Path>;
}

/** An interface by which it is certain whether calls arrive. */
interface DecidedPath {
  readonly from: string;
  readonly path: Path;
}

/** The ways out of the VPC that arriving calls take, as far as they are known, with what was taken for granted. */
export function waysOf(arriving: readonly DecidedPath[]) {
  return arriving.flatMap(({ path: { wayOut, assumptions } }) =>
    wayOut ? [{ wayOut, ...(assumptions ? { assumptions } : {}) }] : [],
  );
}

/** An interface whose calls certainly do not arrive. */
export type DeadEnd = DecidedPath;

/** What all the paths together say. */
export interface PathJudgement {
  /** True: every path arrives. False: some path certainly does not, and placement may choose it. Else unknown. */
  readonly reachable: Truth;
  /** Those that certainly do not arrive. */
  readonly deadEnds: readonly DeadEnd[];
  /** Those that certainly arrive. */
  readonly arriving: readonly DecidedPath[];
  /** Why the others are undecided; empty where none is. */
  readonly why: readonly Why[];
}

/** Joins the paths of `taskPaths`: one dead end is a failure, whatever the others are. */
export function judgePaths(paths: Fact<readonly TaskPath[]>): PathJudgement {
  return paths.match<PathJudgement>({
    known: judge,
    absent: () => judge([]),
    unknown: (why) => ({ reachable: unknown(...why), deadEnds: [], arriving: [], why }),
  });
}

const NOTHING: Why = {
  reason: 'undecidable',
  detail: 'no network interface is known that would make the call',
};

function judge(paths: readonly TaskPath[]): PathJudgement {
  const decided: DecidedPath[] = [];
  const why: Why[] = paths.length === 0 ? [NOTHING] : [];
  for (const { from, path } of paths) {
    path.match<void>({
      known: (it) => void decided.push({ from, path: it }),
      absent: () => void why.push({ reason: 'undecidable', detail: `${from} has no network path` }),
      unknown: (reasons) => void why.push(...reasons),
    });
  }
  const arriving = decided.filter(({ path }) => path.outcome === 'reachable');
  const deadEnds = decided.filter(({ path }) => path.outcome === 'unreachable');
  const reachable: Truth =
    deadEnds.length > 0 ? truth(false) : why.length > 0 ? unknown(...why) : truth(true);
  return { reachable, deadEnds, arriving, why };
}
