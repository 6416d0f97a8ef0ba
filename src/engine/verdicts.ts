import type { Rule } from '../rule.ts';
import { isList, type Outcome } from './judge.ts';
import type { VerdictEntry, VerdictName } from './result.ts';

/** Worst first; a problem's code is its place in this list. */
const RANKING: readonly VerdictName[] = ['crashed', 'fail', 'unknown', 'pass', 'not-applicable'];
const NOTHING = RANKING.length - 1;
const RANK = { crashed: 0, fail: 1, unknown: 2, pass: 3, 'not-applicable': NOTHING } as const;

/** From this code on there is nothing to tell but the verdict. */
export const QUIET = RANK.pass;

/** The code of the worst of what a check said; nothing said means there was nothing to look at. */
export function codeOf(outcome: Outcome): number {
  const { is: said } = outcome as { readonly is?: keyof typeof RANK };
  // So it is of most: to compare costs less than to look up.
  if (said === 'not-applicable') return NOTHING;
  if (said === 'pass') return QUIET;
  if (!isList(outcome)) return RANK[outcome.is];
  let rank = NOTHING;
  for (const { is } of outcome) rank = Math.min(rank, RANK[is]);
  return rank;
}

interface Row {
  readonly rule: Rule;
  readonly deployment: string;
  readonly codes: string;
}

/**
 * The verdicts of all problems on all deployments, one character each: ten thousand deployments times three hundred
 * problems are kept in a few megabytes, and spelled out only when they are read.
 */
export class VerdictLedger implements Iterable<VerdictEntry> {
  readonly #rows: Row[] = [];
  /** Many deployments fare alike: each line of codes is kept once. */
  readonly #codes = new Map<string, string>();

  /** Keeps the codes of a rule's problems on a deployment, a digit each, in the given place of the order. */
  set(place: number, rule: Rule, deployment: string, written: string): void {
    let codes = this.#codes.get(written);
    if (codes === undefined) {
      codes = written;
      this.#codes.set(written, written);
    }
    this.#rows[place] = { rule, deployment, codes };
  }

  *[Symbol.iterator](): Iterator<VerdictEntry> {
    // By the rule itself: where some of its problems are turned off, there are several of its name.
    const spelled = new Map<Rule, Map<string, Spelled>>();
    for (const { rule, deployment, codes } of this.#rows) {
      // A rule of which all is turned off there was not judged: it has no verdict at all.
      if (codes === '') continue;
      const ofRule = spelled.get(rule) ?? new Map<string, Spelled>();
      spelled.set(rule, ofRule);
      const entry = ofRule.get(codes) ?? spell(rule, codes);
      ofRule.set(codes, entry);
      yield { rule: rule.id, deployment, ...entry };
    }
  }
}

type Spelled = Pick<VerdictEntry, 'verdict' | 'problems'>;

function spell(rule: Rule, codes: string): Spelled {
  const problems: Record<string, VerdictName> = {};
  let rank = NOTHING;
  Object.keys(rule.problems).forEach((problem, index) => {
    const code = Number(codes[index]);
    problems[problem] = RANKING[code] ?? 'not-applicable';
    rank = Math.min(rank, code);
  });
  return { verdict: RANKING[rank] ?? 'not-applicable', problems };
}
