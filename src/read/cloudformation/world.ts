import type { Why } from '../../fact/fact.ts';
import { isOpaque, unitsOf } from '../../fact/opaque.ts';

/** A comparison that nobody decides: of a text that is open, with a literal or with another open one. */
export interface Atom {
  /** The same for the same comparison, wherever it stands. */
  readonly key: string;
  /** The open text where it is compared with a literal, so that two such comparisons may exclude each other. */
  readonly open?: string;
  readonly literal?: string;
  /** All that the open text may be, where the template says. */
  readonly allowed?: readonly string[];
  readonly why: Why;
}

/** The outcome of a condition; or the comparisons on which it depends. */
export type Decision = { readonly is: boolean } | { readonly atoms: readonly Atom[] };

const TRUE: Decision = { is: true };
export const FALSE: Decision = { is: false };

export function decided(is: boolean): Decision {
  return is ? TRUE : FALSE;
}

/** Why an outcome is not known. */
export function whyUndecided(name: string, atoms: readonly Atom[]): Why {
  const unlockedBy = atoms.find(({ why }) => why.unlockedBy !== undefined)?.why.unlockedBy;
  const [first] = atoms;
  const because = first ? `: ${first.why.detail}` : '';
  return {
    reason: 'unresolved',
    detail: `the condition ${name} is not decided${because}`,
    ...(unlockedBy === undefined ? {} : { unlockedBy }),
  };
}

/** Kleene conjunction and disjunction: `is` is the outcome that a single one forces. */
function joined(decisions: readonly Decision[], is: boolean): Decision {
  // Each once: conditions that name others twice would double them at each step.
  const atoms = new Map<string, Atom>();
  for (const decision of decisions) {
    if ('atoms' in decision) {
      for (const atom of decision.atoms) if (!atoms.has(atom.key)) atoms.set(atom.key, atom);
    } else if (decision.is === is) return decision;
  }
  return atoms.size > 0 ? { atoms: [...atoms.values()] } : decided(!is);
}

export function allOf(decisions: readonly Decision[]): Decision {
  return joined(decisions, false);
}

export function anyOf(decisions: readonly Decision[]): Decision {
  return joined(decisions, true);
}

export function negation(decision: Decision): Decision {
  return 'atoms' in decision ? decision : decided(!decision.is);
}

/** A comparison that is taken to come out so, and the condition that asks for it. */
export interface Assumption {
  readonly atom: Atom;
  readonly is: boolean;
  readonly condition: string;
  /** The prefix of the stack whose condition it is. */
  readonly prefix: string;
}

/** One way in which the open comparisons may come out: what is taken for granted. */
export class World {
  readonly #assumed: ReadonlyMap<string, Assumption>;
  readonly assumed: readonly Assumption[];

  /** The same for the same assumptions. */
  readonly key: string;

  constructor(assumed: readonly Assumption[] = []) {
    this.assumed = assumed;
    this.#assumed = new Map(assumed.map((one) => [one.atom.key, one]));
    this.key = [...assumed.map(({ atom, is }) => `${atom.key}: ${is}`)].sort().join('\n');
  }

  /** The world in which, besides all that holds here, a comparison comes out so. */
  with(assumption: Assumption): World {
    return new World([...this.assumed, assumption]);
  }

  /** The outcome of a comparison here. A text that is one literal is no other, and is one of those that are allowed. */
  outcome(atom: Atom): boolean | undefined {
    const direct = this.#assumed.get(atom.key);
    if (direct) return direct.is;
    const { open, literal, allowed } = atom;
    if (open === undefined || literal === undefined) return undefined;
    if (allowed && !allowed.includes(literal)) return false;
    const value = this.valueOf(open, allowed);
    return value === undefined ? undefined : value === literal;
  }

  /** What an open text is here, where what is taken for granted leaves one possibility. */
  valueOf(open: string, allowed?: readonly string[]): string | undefined {
    const excluded = new Set<string>();
    for (const { atom, is } of this.#assumed.values()) {
      if (atom.open !== open || atom.literal === undefined) continue;
      if (is) return atom.literal;
      excluded.add(atom.literal);
    }
    const left = allowed?.filter((one) => !excluded.has(one));
    return left?.length === 1 ? left[0] : undefined;
  }
}

/** Is the text open as a whole: one part that is not known, and nothing else? */
export function isWhollyOpen(text: string): boolean {
  return isOpaque(text) && unitsOf(text).length === 1;
}
