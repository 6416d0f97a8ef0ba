import type { Failure, Problem, Rule, Verdict, Verdicts } from '../../rule.ts';
import { spelled } from './rule-troubles.ts';

/** A rule whose checks throw where they answer what no check may, so that it is told as a crash of the plugin. */
export function verified(rule: Rule, plugin: string): Rule & { readonly plugin: string } {
  const problems = Object.entries(rule.problems).map(([id, problem]) => [id, guarded(id, problem)] as const);
  return { ...rule, plugin, problems: Object.fromEntries(problems) };
}

function guarded(id: string, problem: Problem): Problem {
  const read = (answer: Verdicts) => {
    for (const verdict of Array.isArray(answer) ? answer : [answer]) {
      const wrong = wrongIn(verdict, problem);
      if (wrong !== undefined) throw new TypeError(`the check ${id} answered ${wrong}`);
    }
    return answer;
  };
  return {
    ...problem,
    check: (deployment, facts, settings) => {
      const answer: unknown = problem.check(deployment, facts, settings);
      return isThenable(answer) ? Promise.resolve(answer).then(read) : read(answer as Verdicts);
    },
  };
}

function isThenable(answer: unknown): answer is PromiseLike<Verdicts> {
  return (
    typeof answer === 'object' && answer !== null && typeof (answer as { then?: unknown }).then === 'function'
  );
}

const REASONS = [
  'offline',
  'unresolved',
  'access-denied',
  'throttled',
  'error',
  'undecidable',
  'not-recorded',
  'redacted',
];

/** What is wrong with a verdict, to follow "the check answered". */
function wrongIn(verdict: Verdict | undefined, problem: Problem): string | undefined {
  switch (verdict?.is) {
    case 'pass':
      return undefined;
    case 'not-applicable':
      return typeof verdict.because === 'string' ? undefined : 'that it does not apply without saying why';
    case 'unknown': {
      const { why } = verdict as { readonly why?: unknown };
      if (!Array.isArray(why) || why.length === 0) return 'that it cannot tell without saying why';
      return why.every((one) => REASONS.includes(one?.reason) && typeof one.detail === 'string')
        ? undefined
        : `that it cannot tell, for a reason that there is not: expected ${REASONS.join(', ')}`;
    }
    case 'fail':
      return wrongInFailure(verdict.failure, problem);
    default:
      return `${spelled(verdict)}: expected what pass, fail, cannotTell or notApplicable make`;
  }
}

function wrongInFailure(failure: Failure | undefined, problem: Problem): string | undefined {
  const { at, message, why, evidence, fixes, severity, phase } = failure ?? ({} as Partial<Failure>);
  if (!isView(at)) return 'a failure without `at`, the view that it is about';
  if (typeof message !== 'string' || message === '') return 'a failure without a message';
  const severities = problem.maySeverities ?? [problem.severity];
  if (severity !== undefined && !severities.includes(severity))
    return `the severity ${spelled(severity)}, which maySeverities does not hold`;
  const phases = problem.mayPhases ?? [problem.phase];
  if (phase !== undefined && !phases.includes(phase))
    return `the phase ${spelled(phase)}, which mayPhases does not hold`;
  if (why !== undefined && typeof why !== 'string') return 'a failure whose why is no text';
  if (
    evidence !== undefined &&
    !(Array.isArray(evidence) && evidence.every((one) => typeof one === 'string'))
  )
    return 'a failure whose evidence is no list of texts';
  if (fixes !== undefined && !(Array.isArray(fixes) && fixes.every(isFix)))
    return 'a fix that is none: expected an edit, a command or a policy, each with a description';
  return undefined;
}

function isView(at: unknown): boolean {
  return typeof at === 'object' && at !== null && typeof (at as { place?: unknown }).place === 'object';
}

function isFix(fix: Partial<Record<string, unknown>>): boolean {
  if (typeof fix?.['description'] !== 'string') return false;
  const { kind, edits, safe, command, statement } = fix;
  if (kind === 'command') return typeof command === 'string';
  if (kind === 'policy') return typeof statement === 'object' && statement !== null;
  return kind === 'edit' && typeof safe === 'boolean' && Array.isArray(edits) && edits.every(isEdit);
}

function isEdit(edit: Partial<Record<string, unknown>>): boolean {
  return isView(edit?.['at']) && (edit['op'] === 'remove' || (edit['op'] === 'set' && 'value' in edit));
}
