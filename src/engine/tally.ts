import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { family } from '../model/task-definition.ts';
import type { Problem, Rule, Verdict } from '../rule.ts';
import { FindingLedger } from './findings.ts';
import { type Crashed, isList, type Judge, type Outcome } from './judge.ts';
import type { Crash, DeploymentSummary, Result } from './result.ts';
import { summarise } from './summary.ts';
import { UnknownLedger } from './unknowns.ts';
import { codeOf, QUIET, VerdictLedger } from './verdicts.ts';

/** Sorts the outcomes of a run into findings, unknowns, verdicts and crashes, in an order that does not depend on time. */
export class Tally {
  readonly #findings = new FindingLedger();
  readonly #unknowns = new UnknownLedger();
  readonly #verdicts = new VerdictLedger();
  readonly #crashes: Crash[] = [];
  readonly #deployments: DeploymentSummary[] = [];

  /** Takes note of a deployment; the first has the order 0. */
  open(deployment: Deployment): number {
    return this.#deployments.push(summaryOf(deployment)) - 1;
  }

  /** Takes note of the deployment of that order, whenever its turn comes. */
  openAt(order: number, deployment: Deployment): void {
    this.#deployments[order] = summaryOf(deployment);
  }

  /** Takes what a rule said of the deployment of that order; `place` is its place among all that is said. */
  record(
    { rule, problems }: Judge,
    deployment: Deployment,
    order: number,
    place: number,
    outcomes: readonly Outcome[],
  ): void {
    let codes = '';
    // By index: of each deployment there are hundreds.
    for (let index = 0; index < problems.length; index++) {
      const outcome = outcomes[index] as Outcome;
      const code = codeOf(outcome);
      codes += code;
      // So it is of most.
      if (code >= QUIET) continue;
      const { id, problem } = problems[index] as Judge['problems'][number];
      if (!isList(outcome)) this.#file(deployment, order, rule, id, problem, outcome);
      else for (const one of outcome) this.#file(deployment, order, rule, id, problem, one);
    }
    this.#verdicts.set(place, rule, deployment.id, codes);
  }

  #file(
    deployment: Deployment,
    order: number,
    rule: Rule,
    id: string,
    problem: Problem,
    verdict: Verdict | Crashed,
  ): void {
    if (verdict.is === 'fail') {
      this.#findings.add(rule, id, problem, deployment, order, verdict.failure);
    } else if (verdict.is === 'unknown') {
      this.#unknowns.add(order, rule.id, id, deployment.id, verdict.why);
    } else if (verdict.is === 'crashed') {
      const plugin = rule.plugin === undefined ? {} : { plugin: rule.plugin };
      this.#crashes.push({
        rule: rule.id,
        problem: id,
        deployment: deployment.id,
        error: verdict.error,
        ...plugin,
      });
    }
  }

  result(inputErrors: readonly InputError[]): Result {
    const findings = this.#findings.sorted();
    const unknowns = this.#unknowns.entries();
    return {
      deployments: this.#deployments,
      findings,
      unknowns,
      verdicts: this.#verdicts,
      inputErrors,
      crashes: this.#crashes,
      summary: summarise(findings, unknowns.length),
    };
  }
}

function summaryOf(deployment: Deployment): DeploymentSummary {
  const nameless = { absent: () => ({}), unknown: () => ({}) };
  const { id, file, taskDefinition, service } = deployment;
  const arn = file === undefined ? (service ?? taskDefinition).view.source.arn : undefined;
  return {
    id,
    ...(file === undefined ? {} : { file }),
    ...(arn === undefined ? {} : { arn: arn.replace(/:\d+$/, '') }),
    ...family(taskDefinition).match<{ family?: string }>({
      known: (name) => ({ family: name }),
      ...nameless,
    }),
    ...service?.name.match<{ service?: string }>({ known: (name) => ({ service: name }), ...nameless }),
  };
}
