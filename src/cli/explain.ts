import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules as catalogue } from '../../rules/index.ts';
import type { Problem, Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { CLEAN } from './exit-code.ts';
import { noSuchRule } from './selection.ts';
import { tell } from './standard-output.ts';
import { UsageError } from './usage-error.ts';

/** `explain RULE[/PROBLEM]`: the rule's page, or what is known of one problem. */
export async function explain({ inputs }: Arguments): Promise<number> {
  const [what = ''] = inputs;
  const [id, problemId, ...more] = what.split('/');
  const rule = catalogue.find((candidate) => candidate.id === id);
  if (!rule || more.length > 0) throw new UsageError(noSuchRule(catalogue, what));
  const page = pageOf(rule);
  if (problemId === undefined) {
    await tell([page]);
    return CLEAN;
  }
  const problem = Object.hasOwn(rule.problems, problemId) ? rule.problems[problemId] : undefined;
  if (!problem) throw new UsageError(noSuchRule(catalogue, what));
  await tell(problemPage(rule, problemId, problem, page));
  return CLEAN;
}

/** The page stands beside the rule, in the package as in the repository. */
function pageOf(rule: Rule): string {
  return readFileSync(fileURLToPath(new URL(`../rules/${rule.id}/README.md`, import.meta.url)), 'utf8');
}

function* problemPage(rule: Rule, id: string, problem: Problem, page: string): Iterable<string> {
  const severities = problem.maySeverities ?? [problem.severity];
  const phases = problem.mayPhases ?? [problem.phase];
  yield `${rule.id}/${id}\n${rule.title}\n\n`;
  yield `When:       ${problem.summary}\n`;
  yield `Applies to: ${problem.appliesTo}\n`;
  yield `Severity:   ${severities.join(' or ')}\n`;
  yield `Phase:      ${phases.join(' or ')}\n`;
  yield `Why:        ${problem.why}\n`;
  if (problem.serviceError !== undefined) yield `ECS says:   ${problem.serviceError}\n`;
  yield `Docs:       ${problem.docs}\n`;
  const section = sectionOf(page, id);
  if (section !== undefined) yield `\n${section}\n`;
  yield `\nThe whole rule: ecs-preflight explain ${rule.id}\n`;
}

/** The text under `### id`, up to the next heading. */
function sectionOf(page: string, id: string): string | undefined {
  const heading = `\n### ${id}\n`;
  const start = page.indexOf(heading);
  if (start < 0) return undefined;
  const text = page.slice(start + heading.length);
  const end = text.search(/\n#{1,3} /);
  return (end < 0 ? text : text.slice(0, end)).trim();
}
