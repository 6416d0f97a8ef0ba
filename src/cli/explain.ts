import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visible } from '../report/escape.ts';
import { hang } from '../report/wrap.ts';
import type { Problem, Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { catalogueOf } from './catalogue.ts';
import { colourLevel } from './colour.ts';
import { CLEAN } from './exit-code.ts';
import { noSuchRule } from './selection.ts';
import { tell, terminal } from './standard-output.ts';
import { UsageError } from './usage-error.ts';

const STANDARD_COLUMNS = 80;
/** Longer lines are hard to read, however wide the terminal is. */
const MOST_COLUMNS = 100;

/** `explain RULE[/PROBLEM]`: the rule's page, or what is known of one problem; `session-longevity/keep-alive` is a script. */
export async function explain(given: Arguments): Promise<number> {
  const [what = ''] = given.inputs;
  const [id, problemId, ...more] = what.split('/');
  const { catalogue } = await catalogueOf(given);
  const rule = catalogue.find((candidate) => candidate.id === id);
  if (!rule || more.length > 0) throw new UsageError(noSuchRule(catalogue, what));
  const loop = rule.id === 'session-longevity' ? await import('./session-loop.ts') : undefined;
  if (loop && problemId === loop.LOOP) {
    await tell([loop.sessionLoop()]);
    return CLEAN;
  }
  const page = pageOf(rule);
  const show = await shower(given);
  if (problemId === undefined) {
    await tell(loop ? [show(page), '\n', show(loop.loopSection())] : [show(page)]);
    return CLEAN;
  }
  const problem = Object.hasOwn(rule.problems, problemId) ? rule.problems[problemId] : undefined;
  if (!problem) throw new UsageError(noSuchRule(catalogue, what));
  const section = sectionOf(page, problemId);
  await tell([
    ...facts(rule, problemId, problem),
    ...(section === undefined ? [] : ['\n', show(section)]),
    `\nThe whole rule: ecs-preflight explain ${rule.id}\n`,
  ]);
  return CLEAN;
}

/** The page stands beside the rule, in the package as in the repository; a plugin's rule may have none, and tells what it knows. */
function pageOf(rule: Rule): string {
  const file =
    rule.plugin === undefined
      ? fileURLToPath(new URL(`../rules/${rule.id}/README.md`, import.meta.url))
      : join(dirname(rule.plugin), 'README.md');
  // A file that is no folder's only rule has no page of its own.
  const own = rule.plugin === undefined || /^rule\.[cm]?js$/.test(basename(rule.plugin));
  if (own && existsSync(file)) return readFileSync(file, 'utf8');
  const problems = Object.entries(rule.problems).map(
    ([id, { summary, why }]) => `### ${id}\n\n${summary}: ${why}`,
  );
  return [`# ${rule.id}`, rule.title, '## Problems', ...problems].join('\n\n');
}

/** Makes of Markdown what the terminal, or the pipe, is to get. */
async function shower({ color }: Arguments): Promise<(markdown: string) => string> {
  const level = colourLevel({ flag: color, isTty: terminal() !== undefined, env: process.env });
  const { pageText, plain } = await import('../report/page-text.ts');
  const paint = level === 0 ? plain : (await import('../report/chalk-paint.ts')).chalkPaint(level);
  return (markdown) => pageText(markdown, paint, width());
}

function width(): number {
  return Math.min(terminal()?.columns ?? STANDARD_COLUMNS, MOST_COLUMNS);
}

function* facts(rule: Rule, id: string, problem: Problem): Iterable<string> {
  const { severity, phase, serviceError } = problem;
  yield `${rule.id}/${id}\n${visible(rule.title)}\n\n`;
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['When', problem.summary],
    ['Applies to', problem.appliesTo],
    ['Severity', (problem.maySeverities ?? [severity]).join(' or ')],
    ['Phase', (problem.mayPhases ?? [phase]).join(' or ')],
    ['Why', problem.why],
    ['ECS says', serviceError],
    ['Docs', problem.docs],
  ];
  for (const [head, text] of entries)
    if (text !== undefined) yield `${hang(`${head}:`.padEnd(12), visible(text), width()).join('\n')}\n`;
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
