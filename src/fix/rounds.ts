import type { Finding, Result } from '../engine/result.ts';
import { applyToFiles, type FileEdit, type FileText } from './apply-to-files.ts';
import { type Attempt, attemptsOf } from './attempt.ts';
import { compare } from './compare.ts';

/** What the rounds are made on: how files are judged, and which may be edited. */
export interface Bench {
  /** Judges everything with these texts in place of those of their files. */
  judge(texts: Texts): Promise<Result>;
  /** One name of a file for all its spellings, or why nothing is edited in it. */
  nameOf(file: string): string | { readonly problem: string };
  /** How a file reads before anything is made. */
  read(name: string): Promise<FileText | undefined>;
}

/** Texts by the name of their file. */
export type Texts = ReadonlyMap<string, string>;

/** A finding with the fix that was not made, and why. */
export interface Unmended {
  readonly finding: Finding;
  readonly problem: string;
}

/** A finding that is gone, and the files that were edited for it. */
interface Fixed {
  readonly finding: Finding;
  readonly files: readonly string[];
}

/** What came of all rounds. */
export interface Mended {
  /** Of the files that change. */
  readonly texts: Texts;
  /** What the rules say of them. */
  readonly result: Result;
  readonly fixed: readonly Fixed[];
  readonly unmended: readonly Unmended[];
}

/** Judgings of all rounds together: that many are needed only where many fixes turn out not to be any. */
const MOST_JUDGINGS = 100;

/**
 * Makes the edits that findings offer, judges again, and makes those that are offered then, until there is no more. Fixes
 * stay only if each removes its finding and none brings another: else they are taken back, and fewer are made at a time
 * until it is clear which one was to blame. What did not do what it should is tried again once others were made after it: it may
 * have failed for what is mended by then.
 */
export async function mend(first: Result, unsafe: boolean, bench: Bench): Promise<Mended> {
  const rounds = new Rounds(first, unsafe, bench);
  for (let round = 0; round < MOST_JUDGINGS; round++) if (!(await rounds.next())) break;
  return rounds.outcome();
}

/** An attempt with its edits by the files they are made in. */
interface Placed extends Attempt {
  readonly placed: readonly FileEdit[];
}

class Rounds {
  readonly #unsafe: boolean;
  readonly #bench: Bench;
  /** How the files read by now. */
  readonly #files = new Map<string, FileText>();
  readonly #texts = new Map<string, string>();
  readonly #fixed: Fixed[] = [];
  /** What was tried and did not do what it should, by the attempt's name, and how many fixes had been made by then. */
  readonly #failed = new Map<string, Unmended & { readonly after: number }>();
  /** All states that the files were in, so that no two fixes undo each other for ever. */
  readonly #seen = new Set<string>([spelled(new Map())]);
  /** How many fixes are made at a time. */
  #most = Number.POSITIVE_INFINITY;
  #result: Result;

  constructor(first: Result, unsafe: boolean, bench: Bench) {
    this.#result = first;
    this.#unsafe = unsafe;
    this.#bench = bench;
  }

  /** Makes what can be made together and has it judged; answers whether there was anything to make. */
  async next(): Promise<boolean> {
    const { made, texts } = await this.#apply();
    if (made.length === 0) return this.#forgive();
    const now = new Map([...this.#texts, ...texts]);
    const after = await this.#bench.judge(now);
    const { idle, harm } = compare(this.#result, after, made);
    const again = this.#seen.has(spelled(now)) ? ['it would undo what another fix did'] : [];
    for (const attempt of idle) this.#giveUp(attempt, 'the edit does not remove the problem');
    if (idle.length === 0) {
      const [against] = [...harm, ...again];
      if (against === undefined) this.#accept(made, texts, after);
      else this.#suspect(made, against);
    }
    return true;
  }

  outcome(): Mended {
    const open = new Set(this.#result.findings.map(({ fingerprint }) => fingerprint));
    for (const attempt of attemptsOf(this.#result.findings, this.#unsafe, this.#failed))
      this.#giveUp(attempt, 'there was too much to try: run it again');
    const unmended = new Map([...this.#failed.values()].map((one) => [one.finding.fingerprint, one]));
    return {
      texts: this.#texts,
      result: this.#result,
      fixed: this.#fixed,
      unmended: [...unmended.values()].filter(({ finding }) => open.has(finding.fingerprint)),
    };
  }

  /** What can be made together of what is offered. */
  async #apply(): Promise<{ readonly made: readonly Placed[]; readonly texts: Texts }> {
    for (;;) {
      const offered = attemptsOf(this.#result.findings, this.#unsafe, this.#failed).slice(0, this.#most);
      const placed = offered.flatMap((attempt) => this.#place(attempt) ?? []);
      if (placed.length === 0 && offered.length === 0) return { made: [], texts: new Map() };
      for (const { file } of placed.flatMap((one) => one.placed)) {
        const text = this.#files.has(file) ? undefined : await this.#bench.read(file);
        if (text) this.#files.set(file, text);
      }
      const { texts, skipped } = applyToFiles(
        this.#files,
        placed.map((one) => one.placed),
      );
      const left = new Map(skipped.map(({ index, problem }) => [index, problem]));
      const made = placed.filter((_, index) => !left.has(index));
      if (made.length > 0) return { made, texts };
      // Beside others a fix may have no room, and is offered again; by itself it has.
      for (const [index, attempt] of placed.entries()) this.#giveUp(attempt, left.get(index) ?? '');
    }
  }

  #place(attempt: Attempt): Placed | undefined {
    const placed: FileEdit[] = [];
    for (const edit of attempt.edits) {
      const file = this.#bench.nameOf(edit.file ?? attempt.finding.location.file ?? '');
      if (typeof file !== 'string') {
        this.#giveUp(attempt, file.problem);
        return undefined;
      }
      placed.push({ file, edit });
    }
    return { ...attempt, placed };
  }

  #accept(made: readonly Placed[], texts: Texts, after: Result): void {
    for (const [file, text] of texts) {
      this.#texts.set(file, text);
      this.#files.set(file, { text, syntax: this.#files.get(file)?.syntax ?? 'json' });
    }
    for (const { finding, placed } of made)
      this.#fixed.push({ finding, files: [...new Set(placed.map(({ file }) => file))] });
    this.#seen.add(spelled(this.#texts));
    this.#result = after;
    this.#most *= 2;
  }

  /** What failed in a text that is another one by now may be tried again; answers whether there is any. */
  #forgive(): boolean {
    const before = this.#failed.size;
    for (const [name, { after }] of this.#failed) if (after < this.#fixed.length) this.#failed.delete(name);
    return this.#failed.size < before;
  }

  /** Of several, one is to blame: half as many are made next. */
  #suspect(made: readonly Placed[], problem: string): void {
    const [only, ...others] = made;
    if (only && others.length === 0) this.#giveUp(only, problem);
    this.#most = others.length === 0 ? Number.POSITIVE_INFINITY : Math.ceil(made.length / 2);
  }

  #giveUp({ name, finding }: Attempt, problem: string): void {
    this.#failed.set(name, { finding, problem, after: this.#fixed.length });
  }
}

function spelled(texts: Texts): string {
  return JSON.stringify([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
