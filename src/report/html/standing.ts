import type { Finding, Result } from '../../engine/result.ts';
import type { Severity } from '../../rule.ts';
import { isDeadly, merged, moreUrgent } from '../audit-groups.ts';

/** How a service stands, the worst that is said of it. The order is that of the report. */
export type Standing = Severity | 'unknown' | 'pass';

/** What stands in a cell of the table of services and rules. */
export type Mark = 'crashed' | Severity | 'unknown' | 'pass' | 'not-applicable' | 'suppressed';

/** A service, or a task definition without one, with all that the report says of it. */
export interface Subject {
  readonly id: string;
  readonly file: string | undefined;
  /** Its place among all, by which the parts of the page refer to each other. */
  readonly anchor: string;
  readonly standing: Standing;
  /** Is it known that its tasks would not come back if they were replaced now? */
  readonly deadly: boolean;
  readonly counts: Readonly<Record<Severity, number>>;
  /** Problems that could not be checked. */
  readonly unknown: number;
  /** Those that are about it alone, the most urgent first. */
  readonly findings: readonly Finding[];
  /** Those that it has in common with others. */
  readonly shared: readonly SharedFinding[];
  readonly suppressed: readonly Finding[];
  /** By rule. */
  readonly marks: ReadonlyMap<string, Mark>;
}

/** A finding about several services, told once. */
export interface SharedFinding {
  readonly anchor: string;
  readonly finding: Finding;
}

/** A result by what the page is made of. */
export interface Page {
  /** The worst first. */
  readonly subjects: readonly Subject[];
  readonly shared: readonly SharedFinding[];
}

/** Of what only the account has, no place in a file is lost where what many services have in common is told once. */
export function pageOf(result: Result, audit: boolean): Page {
  const shown = result.findings.filter(({ suppressed }) => !suppressed);
  const findings = audit ? merged(shown) : shown;
  const shared = findings
    .filter(({ deployments }) => deployments.length > 1)
    .toSorted(moreUrgent)
    .map((finding, index) => ({ finding, anchor: `f${index + 1}` }));
  const own = byDeployment(
    findings.filter(({ deployments }) => deployments.length <= 1),
    touched,
  );
  const common = byDeployment(shared, ({ finding }) => finding.deployments);
  const hidden = byDeployment(
    result.findings.filter(({ suppressed }) => suppressed),
    touched,
  );
  const judged = verdictsOf(result);
  const drafts = result.deployments.map(({ id, file }) => {
    const mine = (own.get(id) ?? []).toSorted(moreUrgent);
    const ours = common.get(id) ?? [];
    const all = [...mine, ...ours.map(({ finding }) => finding)];
    const suppressed = hidden.get(id) ?? [];
    const { marks = new Map<string, Mark>(), unknown = 0 } = judged.get(id) ?? {};
    const counts = countsOf(all);
    return {
      id,
      file,
      standing: standingOf(counts, unknown),
      deadly: all.some(isDeadly),
      counts,
      unknown,
      findings: mine,
      shared: ours,
      suppressed,
      marks: marked(marks, all, suppressed),
    };
  });
  const subjects = drafts.toSorted(worse).map((draft, index) => ({ ...draft, anchor: `s${index + 1}` }));
  return { subjects, shared };
}

function touched({ deployment, deployments }: Finding): readonly string[] {
  return deployments.length > 0 ? deployments : [deployment];
}

function byDeployment<T>(
  items: readonly T[],
  idsOf: (item: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const lists = new Map<string, T[]>();
  for (const item of items) {
    for (const id of idsOf(item)) {
      const list = lists.get(id);
      if (list) list.push(item);
      else lists.set(id, [item]);
    }
  }
  return lists;
}

interface Judged {
  readonly marks: Map<string, Mark>;
  unknown: number;
}

function verdictsOf({ verdicts }: Result): ReadonlyMap<string, Judged> {
  const judged = new Map<string, Judged>();
  for (const { rule, deployment, verdict, problems } of verdicts) {
    const one = judged.get(deployment) ?? { marks: new Map(), unknown: 0 };
    judged.set(deployment, one);
    // Which severity a failure has, the findings say.
    one.marks.set(rule, verdict === 'fail' ? 'suppressed' : verdict);
    for (const problem in problems) if (problems[problem] === 'unknown') one.unknown += 1;
  }
  return judged;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function marked(
  verdicts: ReadonlyMap<string, Mark>,
  findings: readonly Finding[],
  suppressed: readonly Finding[],
): ReadonlyMap<string, Mark> {
  const marks = new Map(verdicts);
  const worst = new Map<string, Severity>();
  for (const { rule, severity } of findings) {
    const before = worst.get(rule);
    if (before === undefined || RANK[severity] < RANK[before]) worst.set(rule, severity);
  }
  for (const [rule, severity] of worst) if (marks.get(rule) !== 'crashed') marks.set(rule, severity);
  for (const { rule } of suppressed) if (!marks.has(rule)) marks.set(rule, 'suppressed');
  return marks;
}

function countsOf(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** What could not be checked is worse than what passed, and no finding. */
function standingOf({ error, warning, info }: Subject['counts'], unknown: number): Standing {
  if (error > 0) return 'error';
  if (warning > 0) return 'warning';
  if (info > 0) return 'info';
  return unknown > 0 ? 'unknown' : 'pass';
}

type Draft = Omit<Subject, 'anchor'>;

function worse(a: Draft, b: Draft): number {
  return (
    Number(b.deadly) - Number(a.deadly) ||
    b.counts.error - a.counts.error ||
    b.counts.warning - a.counts.warning ||
    b.counts.info - a.counts.info ||
    b.unknown - a.unknown ||
    (a.id < b.id ? -1 : 1)
  );
}
