import type { Rule } from '../rule.ts';
import { decides, verdictsOf } from './decided.ts';
import type { BaselineEntry, BaselineResult, DeploymentSummary, Finding, Result } from './result.ts';

/** Findings that were there before. */
export interface Baseline {
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
  /** How entries spell the file of a deployment. */
  readonly spelled: (file: string) => string;
  /** Is there no file any more of the name that an entry has? It may have been renamed. */
  readonly isGone: (file: string) => boolean;
  /** What is found is added to it. */
  readonly adopts: boolean;
}

/** A run beside its baseline: the known findings as they are told, and what is to be said of the rest. */
interface Compared {
  readonly known: ReadonlyMap<Finding, Finding>;
  readonly result: BaselineResult;
}

/**
 * Tells the findings that are known from those that are new. Findings that nothing tells apart are counted: as many of them are
 * known as there are entries, whichever were mended. One in another file is another, unless the file has been renamed.
 */
export function compareBaseline(
  baseline: Baseline,
  findings: readonly Finding[],
  mandated: ReadonlySet<Finding>,
  result: Result,
  catalogue: readonly Rule[],
): Compared {
  const subjects = new Subjects(baseline, result, catalogue);
  const left = byIdentity(baseline.entries);
  const take = (finding: Finding) =>
    subjects.takeFrom(left.get(finding.identity ?? finding.fingerprint), finding);
  const open = findings.filter((one) => one.suppressed === null && !mandated.has(one));
  const found = matched(open, take);
  // What a reason suppresses needs no entry, and is not mended either.
  const counted = new Set(open);
  matched(
    findings.filter((one) => !counted.has(one)),
    take,
  );
  const rest = [...left.values()].flat();
  const mended = new Set(rest.filter(subjects.isMended(rest)));
  const told = baseline.adopts ? open : open.filter((one) => found.has(one));
  const known = new Map(told.map((one) => [one, quiet(one, baseline.file)]));
  const about: BaselineResult = { file: baseline.file, known: known.size, mended: [...mended] };
  if (!baseline.adopts) return { known, result: about };
  const kept = rest.filter((one) => !mended.has(one));
  const entries = [...kept, ...open.map((one) => subjects.entryOf(one))].sort(byFingerprint);
  return { known, result: { ...about, next: { entries, added: open.length - found.size } } };
}

function byIdentity(entries: readonly BaselineEntry[]): ReadonlyMap<string, BaselineEntry[]> {
  const groups = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.fingerprint);
    if (group) group.push(entry);
    else groups.set(entry.fingerprint, [entry]);
  }
  return groups;
}

type Take = (finding: Finding) => { readonly exactly: () => boolean; readonly moved: () => boolean };

/** The findings for which there was an entry: each takes its own first, then one whose file is gone. */
function matched(findings: readonly Finding[], take: Take): ReadonlySet<Finding> {
  const found = new Set(findings.filter((one) => take(one).exactly()));
  for (const one of findings) if (!found.has(one) && take(one).moved()) found.add(one);
  return found;
}

function quiet(finding: Finding, file: string): Finding {
  return { ...finding, suppressed: { kind: 'baseline', reason: `known from the baseline ${file}` } };
}

type Subject = Pick<BaselineEntry, 'file' | 'arn' | 'family' | 'service'>;

/** What entries and findings are about. */
class Subjects {
  readonly #baseline: Baseline;
  readonly #result: Result;
  readonly #about: ReadonlyMap<string, Subject>;
  readonly #shared: ReadonlySet<string>;

  constructor(baseline: Baseline, result: Result, catalogue: readonly Rule[]) {
    this.#baseline = baseline;
    this.#result = result;
    this.#about = new Map(result.deployments.map((one) => [one.id, this.#subjectOf(one)]));
    this.#shared = new Set(
      catalogue.flatMap(({ id, problems }) =>
        Object.entries(problems).flatMap(([name, { scope = 'deployment' }]) =>
          scope === 'deployment' ? [] : [`${id}/${name}`],
        ),
      ),
    );
  }

  /** Takes the entry of a finding out of those that have its identity. */
  takeFrom(entries: BaselineEntry[] | undefined, finding: Finding): ReturnType<Take> {
    const own = this.#about.get(finding.deployment) ?? {};
    const wide = this.#shared.has(`${finding.rule}/${finding.problem}`);
    const removed = (is: (entry: BaselineEntry) => boolean) => {
      const index = entries?.findIndex(is) ?? -1;
      if (index >= 0) entries?.splice(index, 1);
      return index >= 0;
    };
    return {
      exactly: () => removed((entry) => samePlace(entry, own)),
      // What is about a cluster or an account stands in whichever file is read first.
      moved: () => removed((entry) => wide || this.#mayHaveMoved(entry, own)),
    };
  }

  #mayHaveMoved({ file }: Subject, to: Subject): boolean {
    return file !== undefined && to.file !== undefined && this.#baseline.isGone(file);
  }

  /** Was what an entry is about judged again, and its problem decided? */
  isMended(entries: readonly BaselineEntry[]): (entry: BaselineEntry) => boolean {
    const verdictOf = verdictsOf(this.#result, new Set(entries.map(({ rule }) => rule)));
    const judged = [...this.#about];
    return (entry) => {
      const again = judged.filter(
        ([, one]) =>
          one.family === entry.family &&
          one.service === entry.service &&
          (samePlace(entry, one) || this.#mayHaveMoved(entry, one)),
      );
      return again.length > 0 && again.every(([id]) => decides(verdictOf(id, entry.rule, entry.problem)));
    };
  }

  entryOf({ rule, problem, deployment, message, ...prints }: Finding): BaselineEntry {
    const fingerprint = prints.identity ?? prints.fingerprint;
    return { fingerprint, rule, problem, ...this.#about.get(deployment), message };
  }

  #subjectOf({ file, arn, family, service }: DeploymentSummary): Subject {
    return {
      ...(file === undefined ? {} : { file: this.#baseline.spelled(file) }),
      ...(arn === undefined ? {} : { arn }),
      ...(family === undefined ? {} : { family }),
      ...(service === undefined ? {} : { service }),
    };
  }
}

function samePlace(a: Subject, b: Subject): boolean {
  return a.file === b.file && a.arn === b.arn;
}

/** So that two branches seldom meet in one line; of equal ones by what they are about. */
function byFingerprint(a: BaselineEntry, b: BaselineEntry): number {
  const key = ({ fingerprint, file = '', arn = '', family = '', service = '', message }: BaselineEntry) =>
    [fingerprint, file, arn, family, service, message].join('\n');
  const [left, right] = [key(a), key(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
