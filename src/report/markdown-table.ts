import type { Finding, Result, VerdictName } from '../engine/result.ts';
import type { Severity } from '../rule.ts';
import { markdownCode } from './markdown-text.ts';
import { shortArns } from './short-arn.ts';

/** So few deployments are all shown; of more, those with nothing to complain of are counted. */
const FEW = 20;

interface Row extends Record<Severity, number> {
  readonly id: string;
  unchecked: number;
}

/** The deployments by how bad it stands with them, worst first, a row each, and how many rows there are not. */
export function tableRows(
  { deployments, verdicts }: Result,
  findings: readonly Finding[],
): { readonly rows: readonly string[]; readonly sound: number } {
  const rows = new Map<string, Row>();
  for (const { id } of deployments) rows.set(id, { id, error: 0, warning: 0, info: 0, unchecked: 0 });
  for (const { severity, deployments: touched, deployment } of findings) {
    for (const id of new Set([deployment, ...touched])) {
      const row = rows.get(id);
      if (row) row[severity] += 1;
    }
  }
  const counts = new WeakMap<object, number>();
  for (const { deployment, problems } of verdicts) {
    const row = rows.get(deployment);
    if (!row) continue;
    // The engine shares one object among all that got the same verdicts.
    const count = counts.get(problems) ?? unknownsAmong(problems);
    counts.set(problems, count);
    row.unchecked += count;
  }
  const sorted = [...rows.values()].toSorted(
    (a, b) => b.error - a.error || b.warning - a.warning || b.info - a.info || b.unchecked - a.unchecked,
  );
  const shown =
    sorted.length <= FEW ? sorted : sorted.filter((row) => row.error + row.warning + row.info > 0);
  return { rows: shown.map(rowText), sound: sorted.length - shown.length };
}

export function tableHead(audit: boolean): string {
  const name = audit ? 'Service' : 'Deployment';
  return `\n| ${name} | Worst | Errors | Warnings | Infos | Not checked |\n| --- | --- | ---: | ---: | ---: | ---: |\n`;
}

function unknownsAmong(problems: Readonly<Record<string, VerdictName>>): number {
  return Object.values(problems).filter((verdict) => verdict === 'unknown').length;
}

function rowText(row: Row): string {
  const { id, error, warning, info, unchecked } = row;
  const worst = (['error', 'warning', 'info'] as const).find((severity) => row[severity] > 0);
  const state = worst ?? (unchecked > 0 ? 'no finding' : 'passed');
  return `| ${markdownCode(shortArns(id))} | ${state} | ${error} | ${warning} | ${info} | ${unchecked} |\n`;
}
