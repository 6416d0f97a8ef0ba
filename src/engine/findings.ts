import type { Deployment } from '../model/deployment.ts';
import { family } from '../model/task-definition.ts';
import type { Edit, Failure, Fix, Problem, Rule } from '../rule.ts';
import { fingerprint, logicalPath } from './fingerprint.ts';
import type { EditOutput, Finding, FixOutput } from './result.ts';

/** A finding with the order it is told in. */
interface Ranked {
  readonly finding: Finding;
  readonly order: number;
  readonly path: readonly (string | number)[];
}

/** Gathers findings: one of wider scope once for all the deployments it touches, all in a stable order. */
export class FindingLedger {
  readonly #ranked: Ranked[] = [];
  readonly #shared = new Map<string, { readonly finding: Finding; readonly deployments: string[] }>();
  readonly #seen = new Map<string, number>();

  add(
    rule: Rule,
    problemId: string,
    problem: Problem,
    deployment: Deployment,
    order: number,
    failure: Failure,
  ): void {
    const shared = problem.scope && problem.scope !== 'deployment';
    const sharedKey = shared ? [rule.id, problemId, failure.message].join('\n') : '';
    const known = shared ? this.#shared.get(sharedKey) : undefined;
    if (known) {
      if (!known.deployments.includes(deployment.id)) known.deployments.push(deployment.id);
      return;
    }
    const deployments = [deployment.id];
    const subject = shared ? (problem.scope ?? '') : subjectOf(deployment);
    const finding = this.#finding(rule, problemId, problem, deployment, deployments, subject, failure);
    if (shared) this.#shared.set(sharedKey, { finding, deployments });
    this.#ranked.push({ finding, order, path: failure.at.path });
  }

  #finding(
    rule: Rule,
    problemId: string,
    problem: Problem,
    deployment: Deployment,
    deployments: readonly string[],
    subject: string,
    failure: Failure,
  ): Finding {
    const identity = [rule.id, problemId, subject, logicalPath(failure.at)].join('\n');
    const ordinal = this.#seen.get(identity) ?? 0;
    this.#seen.set(identity, ordinal + 1);
    const { at, evidence, fixes, asOf } = failure;
    return {
      rule: rule.id,
      problem: problemId,
      severity: failure.severity ?? problem.severity,
      phase: failure.phase ?? problem.phase,
      deployment: deployment.id,
      deployments,
      message: failure.message,
      why: failure.why ?? problem.why,
      location: failure.span ? { ...at.place, ...failure.span } : at.place,
      ...(evidence && evidence.length > 0 ? { evidence } : {}),
      ...(fixes && fixes.length > 0 ? { fixes: fixes.map((fix) => fixOutput(fix, at.source.file)) } : {}),
      docs: problem.docs,
      ...(asOf === undefined ? {} : { asOf }),
      fingerprint: fingerprint(rule.id, problemId, subject, at, ordinal),
      suppressed: null,
    };
  }

  sorted(): readonly Finding[] {
    return this.#ranked.sort(byOrder).map(({ finding }) => finding);
  }
}

/** What a finding is about, by the names that stay when files move. */
function subjectOf(deployment: Deployment): string {
  const nameless = { absent: () => '', unknown: () => '' };
  const service = deployment.service?.name.match({ known: (name) => name, ...nameless }) ?? '';
  return `${service}\t${family(deployment.taskDefinition).match({ known: (name) => name, ...nameless })}`;
}

function fixOutput(fix: Fix, file: string): FixOutput {
  if (fix.kind !== 'edit') return fix;
  // What only the account has is not edited: the change is to be made where it comes from.
  const safe = fix.safe && fix.edits.every(({ at }) => at.source.arn === undefined);
  return { ...fix, safe, edits: fix.edits.map((edit) => editOutput(edit, file)) };
}

function editOutput(edit: Edit, file: string): EditOutput {
  const elsewhere = edit.at.source.file === file ? {} : { file: edit.at.source.file };
  return edit.op === 'set'
    ? { pointer: edit.at.pointer, op: 'set', value: edit.value, ...elsewhere }
    : { pointer: edit.at.pointer, op: 'remove', ...elsewhere };
}

/** What is in no file comes after what is. */
function placeName({ file, arn }: Finding['location']): string {
  return file ?? `\uffff${arn ?? ''}`;
}

/** Deployment, file, pointer (indexes as numbers), rule, problem. */
function byOrder(a: Ranked, b: Ranked): number {
  return (
    a.order - b.order ||
    compare(placeName(a.finding.location), placeName(b.finding.location)) ||
    byPath(a.path, b.path) ||
    compare(a.finding.rule, b.finding.rule) ||
    compare(a.finding.problem, b.finding.problem)
  );
}

function byPath(a: Ranked['path'], b: Ranked['path']): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const left = a[index] ?? '';
    const right = b[index] ?? '';
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compare(String(left), String(right));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
