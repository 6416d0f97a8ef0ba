import type { Finding, Result } from '../engine/result.ts';
import { merged, sections } from './audit-groups.ts';
import { infoLines } from './audit-infos.ts';
import { openingLines } from './audit-opening.ts';
import { tableLines } from './audit-table.ts';
import { columns } from './columns.ts';
import type { ReportContext } from './context.ts';
import { findingLines } from './finding-text.ts';
import type { ReadFrame } from './frame-reader.ts';
import { counted, shortName, someNames } from './names.ts';
import type { Paint } from './paint.ts';
import { reaches } from './threshold.ts';
import { hang } from './wrap.ts';

/** Services listed under the heading of what they share; the rest is counted. */
const NAMED = 20;

/** Paragraphs: what would not come back, the findings by service with the worst first, what is worth knowing, a table. */
export function* auditParagraphs(
  findings: readonly Finding[],
  result: Result,
  { rules, quiet, failOn }: Pick<ReportContext, 'rules' | 'quiet' | 'failOn'>,
  width: number,
  paint: Paint,
  frame: ReadFrame,
): Iterable<readonly string[]> {
  if (result.deployments.length === 0) return;
  yield openingLines(result, rules, width, paint);
  // Of one service there is nothing to count, and what fails the run is told in full.
  const inFull = ({ severity }: Finding) =>
    severity !== 'info' || reaches(severity, failOn) || result.deployments.length === 1;
  const groups = sections(merged(findings.filter(inFull)));
  for (const { services, findings: list } of groups) {
    yield headingLines(services, width, paint);
    for (const { deployments: _, ...finding } of list)
      yield findingLines({ ...finding, deployments: [] }, width, paint, frame);
  }
  const infos = findings.filter((finding) => !inFull(finding));
  if (infos.length > 0) yield infoLines(infos, rules, width, paint);
  if (quiet) return;
  const order = new Set(groups.flatMap(({ services }) => services));
  const table = tableLines(result, [...order], rules, width, paint);
  if (table.length > 0) yield table;
}

function headingLines(services: readonly string[], width: number, paint: Paint): readonly string[] {
  const [only = ''] = services;
  const heading = (name: string) => `${paint.dim('==')} ${paint.strong(name)} ${paint.dim('==')}`;
  if (services.length === 1) return [heading(shortName(only))];
  const number = counted(services.length, 'service');
  const names = `${number}: ${someNames(services, services.length)}`;
  if (columns(names) + 6 <= width) return [heading(names)];
  return [heading(number), ...hang('   ', someNames(services, NAMED), width)];
}
