import type { Finding, Result, VerdictEntry } from '../engine/result.ts';
import type { Rule, Severity } from '../rule.ts';
import { counted, shortName } from './names.ts';
import type { Paint } from './paint.ts';
import { bySeverity } from './threshold.ts';
import { wrap } from './wrap.ts';

/** So many services are all shown; of more, those without an error or a warning are counted. */
const SCREEN = 40;

const MARKS: Readonly<Record<Exclude<VerdictEntry['verdict'], 'fail'>, string>> = {
  crashed: '!',
  unknown: '?',
  pass: '.',
  'not-applicable': ' ',
};

/** All that fails there is suppressed. */
const SUPPRESSED = 's';

const SEVERITY_MARKS: Readonly<Record<Severity, string>> = { error: 'E', warning: 'W', info: 'i' };

/** A table of services by rules: one letter each, and what the letters and numbers mean. `order` says which services come first. */
export function tableLines(
  { findings, verdicts }: Pick<Result, 'findings' | 'verdicts'>,
  order: readonly string[],
  rules: readonly Rule[],
  width: number,
  paint: Paint,
): readonly string[] {
  const rows = rowsOf(findings, verdicts);
  if (rows.size === 0) return [];
  const shown = [...rows].filter(([, row]) => rows.size <= SCREEN || isUnwell(row));
  const places = new Map(order.map((id, place) => [id, place]));
  const place = (id: string) => places.get(id) ?? order.length;
  const lines: string[] = [];
  if (shown.length > 0) {
    const numbers = rules.map(({ number }) => String(number).padStart(3));
    lines.push(paint.dim(`${numbers.join('')}  service`));
  }
  for (const [id, row] of shown.toSorted(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))) {
    // The name stands last: it may be as long as it likes.
    lines.push(`${rules.map((rule) => painted(row.get(rule.id) ?? ' ', paint)).join('')}  ${shortName(id)}`);
  }
  const rest = rows.size - shown.length;
  if (rest > 0) {
    const others = shown.length > 0 ? `and ${rest} more` : counted(rest, 'service');
    lines.push(paint.dim(`${others} without an error or a warning`));
  }
  if (shown.length === 0) return lines;
  const quiet = shown.some(([, row]) => [...row.values()].includes(SUPPRESSED)) ? ', s suppressed' : '';
  const legend = `E error, W warning, i info${quiet}, ? could not check, . passed, blank: not applicable`;
  // A number stays with its name.
  const names = rules.map(({ number, id }) => `${number}\u00a0${id}`).join(', ');
  const meanings = [legend, names].flatMap((text) => wrap(text, width));
  return [...lines, ...meanings.map((line) => paint.dim(line.replaceAll('\u00a0', ' ')))];
}

function rowsOf(
  findings: readonly Finding[],
  verdicts: Iterable<VerdictEntry>,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const worst = worstSeverities(findings);
  const rows = new Map<string, Map<string, string>>();
  for (const { rule, deployment, verdict } of verdicts) {
    const severity = worst.get(`${deployment}\n${rule}`);
    const row = rows.get(deployment) ?? new Map<string, string>();
    row.set(rule, verdict === 'fail' ? (severity ? SEVERITY_MARKS[severity] : SUPPRESSED) : MARKS[verdict]);
    rows.set(deployment, row);
  }
  return rows;
}

function isUnwell(row: ReadonlyMap<string, string>): boolean {
  return [...row.values()].some((mark) => 'EW!'.includes(mark));
}

function painted(mark: string, paint: Paint): string {
  const text = mark.padStart(3);
  if (mark === 'E' || mark === '!') return paint.error(text);
  if (mark === 'W') return paint.warning(text);
  return mark === 'i' ? paint.info(text) : text;
}

function worstSeverities(findings: readonly Finding[]): ReadonlyMap<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const { rule, severity, deployments, suppressed } of findings) {
    if (suppressed) continue;
    for (const id of deployments) {
      const key = `${id}\n${rule}`;
      const before = worst.get(key);
      if (before === undefined || bySeverity(severity, before) < 0) worst.set(key, severity);
    }
  }
  return worst;
}
