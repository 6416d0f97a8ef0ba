/**
 * Writes the table of constraints into rules/rejected-by-ecs/README.md, between its two markers, from the rows themselves.
 * `--check` writes nothing and exits 1 when the table is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accountProblemsLookAt } from '../rules/rejected-by-ecs/account-problems.ts';
import rule, { rows } from '../rules/rejected-by-ecs/rule.ts';

const README = fileURLToPath(new URL('../rules/rejected-by-ecs/README.md', import.meta.url));
const START = '<!-- constraints: start -->';
const END = '<!-- constraints: end -->';

/** What a table's cell may hold. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** The table, one row for each problem of the rule. */
export function constraintTable(): string {
  const whereOf = new Map<string, readonly string[]>([
    ...rows.map(({ id, where }) => [id, typeof where === 'string' ? [where] : where] as const),
    ...Object.entries(accountProblemsLookAt),
  ]);
  const lines = Object.entries(rule.problems).map(([id, problem]) => {
    const where = (whereOf.get(id) ?? []).filter((path) => path !== '').map((path) => `\`${path}\``);
    return [
      `\`${id}\``,
      where.length > 0 ? where.join(', ') : 'the whole definition',
      cell(problem.appliesTo),
      cell(problem.summary),
      problem.severity,
      `[AWS](${problem.docs})`,
    ].join(' | ');
  });
  return [
    'Problem | Where | Applies to | When | Severity | Source',
    '--- | --- | --- | --- | --- | ---',
    ...lines,
  ].join('\n');
}

/** The page with the table as it should be. Throws where the page has no place for it. */
export function withTable(page: string): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${README} has no ${START} … ${END}`);
  return `${page.slice(0, start + START.length)}\n\n${constraintTable()}\n\n${page.slice(end)}`;
}

function main(check: boolean): number {
  const before = readFileSync(README, 'utf8');
  const after = withTable(before);
  if (after === before) return 0;
  if (check) {
    console.error('rules/rejected-by-ecs/README.md is stale: run `npx tsx scripts/generate-constraints.ts`');
    return 1;
  }
  writeFileSync(README, after);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.includes('--check'));
}
