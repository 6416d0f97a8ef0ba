import { told } from '../model/declared-secret.ts';
import type { Deployment } from '../model/deployment.ts';
import { family } from '../model/task-definition.ts';
import { isObject, type View } from '../model/view.ts';
import type { Failure, Problem, Rule } from '../rule.ts';
import { again, fingerprint } from './fingerprint.ts';
import type { Finding } from './result.ts';
import { evidenceOf, fixesOf } from './telling.ts';

/** A finding with the order it is told in. */
interface Ranked {
  finding: Finding;
  order: number;
  readonly path: readonly (string | number)[];
}

/** A finding of wider scope with the deployments that it touches. */
interface Shared {
  readonly ranked: Ranked;
  readonly deployments: { readonly id: string; readonly order: number }[];
}

/** Gathers findings: one of wider scope once for all the deployments it touches, all in a stable order. */
export class FindingLedger {
  readonly #ranked: Ranked[] = [];
  readonly #shared = new Map<string, Shared>();

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
      if (!known.deployments.some(({ id }) => id === deployment.id))
        known.deployments.push({ id: deployment.id, order });
      return;
    }
    const subject = shared ? (problem.scope ?? '') : subjectOf(deployment);
    const finding = this.#finding(rule, problemId, problem, deployment, subject, failure);
    const ranked = { finding, order, path: failure.at.path };
    if (shared) this.#shared.set(sharedKey, { ranked, deployments: [{ id: deployment.id, order }] });
    this.#ranked.push(ranked);
  }

  #finding(
    rule: Rule,
    problemId: string,
    problem: Problem,
    deployment: Deployment,
    subject: string,
    failure: Failure,
  ): Finding {
    const { at, asOf } = failure;
    const evidence = evidenceOf(failure);
    const fixes = fixesOf(failure);
    const container = containerOf(at);
    return {
      rule: rule.id,
      problem: problemId,
      severity: failure.severity ?? problem.severity,
      phase: failure.phase ?? problem.phase,
      deployment: deployment.id,
      deployments: [deployment.id],
      message: told(failure.message),
      why: told(failure.why ?? problem.why),
      location: failure.span ? { ...at.place, ...failure.span } : at.place,
      ...(evidence.length > 0 ? { evidence } : {}),
      ...(fixes.length > 0 ? { fixes } : {}),
      docs: problem.docs,
      ...(asOf === undefined ? {} : { asOf }),
      fingerprint: fingerprint(rule.id, problemId, subject, at),
      suppressed: null,
      ...(container === undefined ? {} : { container }),
    };
  }

  sorted(): readonly Finding[] {
    for (const { ranked, deployments } of this.#shared.values()) {
      const ids = deployments.sort((a, b) => a.order - b.order);
      ranked.order = ids[0]?.order ?? ranked.order;
      const [first = ranked.finding.deployment] = ids.map(({ id }) => id);
      ranked.finding = { ...ranked.finding, deployment: first, deployments: ids.map(({ id }) => id) };
    }
    const seen = new Map<string, number>();
    return this.#ranked.sort(byOrder).map(({ finding }) => {
      const { fingerprint: identity } = finding;
      const ordinal = seen.get(identity) ?? 0;
      seen.set(identity, ordinal + 1);
      return ordinal === 0 ? finding : { ...finding, fingerprint: again(identity, ordinal), identity };
    });
  }
}

/** What a finding is about, by the names that stay when files move. */
function subjectOf(deployment: Deployment): string {
  const nameless = { absent: () => '', unknown: () => '' };
  const service = deployment.service?.name.match({ known: (name) => name, ...nameless }) ?? '';
  return `${service}\t${family(deployment.taskDefinition).match({ known: (name) => name, ...nameless })}`;
}

/** The name of the container definition that a view stands in. */
function containerOf(at: View): string | undefined {
  for (let view: View | undefined = at; view?.parent; view = view.parent) {
    if (view.parent.key !== 'containerDefinitions' || !isObject(view.raw)) continue;
    const { name } = view.raw;
    return typeof name === 'string' ? name : undefined;
  }
  return undefined;
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
