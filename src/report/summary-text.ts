import type { Result } from '../engine/result.ts';
import { isUnusedSuppression } from '../engine/unused.ts';
import { visible } from './escape.ts';
import { counted, whoseBug } from './names.ts';
import type { Paint } from './paint.ts';
import { groupPhrase, type UncheckedGroup } from './unchecked-text.ts';
import { hang, wrap } from './wrap.ts';

/** Is there nothing to complain of, be it a finding, an input or ourselves? */
export function isClean({ inputErrors, crashes, summary }: Result): boolean {
  return found(summary) === 0 && inputErrors.length === 0 && crashes.length === 0;
}

function found({ error, warning, info }: Result['summary']): number {
  return error + warning + info;
}

/**
 * The end of the report: how much was found, in how much, and how much was left unchecked. `untold` are the groups of
 * what could not be checked that the report has not listed: where there is nothing else to say, they are named here.
 */
export function summaryLines(
  result: Result,
  untold: readonly UncheckedGroup[],
  unchecked: number,
  width: number,
  paint: Paint,
  { of }: { readonly of: 'deployment' | 'service' } = { of: 'deployment' },
): readonly string[] {
  const { deployments, inputErrors, crashes, summary } = result;
  const unread = inputErrors.length;
  if (deployments.length === 0) return [nothingLine(unread, paint)];

  const rest: string[] = [];
  const suppressed = summary.suppressed - (result.baseline?.known ?? 0);
  if (suppressed > 0) rest.push(`${suppressed} suppressed`);
  if (unread > 0) rest.push(`${counted(unread, 'input')} could not be read`);
  if (crashes.length > 0)
    rest.push(`${counted(crashes.length, 'check')} crashed, a bug of ${whoseBug(crashes)}`);
  if (unchecked > 0) {
    const reasons = isClean(result) ? untold.map(groupPhrase).join(', ') : '';
    rest.push(
      reasons === '' ? `${counted(unchecked, 'check')} could not be made` : `not checked: ${reasons}`,
    );
  } else if (isClean(result)) {
    rest.push('every check could be made');
  }
  const where = ` in ${counted(deployments.length, of)}`;
  if (found(summary) === 0) {
    const nothing = result.baseline && result.baseline.known > 0 ? NOTHING_NEW : NOTHING_FOUND;
    const [first = '', ...more] = wrap([`${nothing}${where}`, ...rest].join('; '), width);
    const colour = isClean(result) ? paint.good : paint.strong;
    return [colour(nothing) + first.slice(nothing.length), ...more, ...quietLines(result, width)];
  }
  return [[`${countsText(summary, paint)}${where}`, ...rest].join('; '), ...quietLines(result, width)];
}

/** What is to be known of all that is not told: the baseline, and suppressions that nobody needs. */
function quietLines(
  { baseline, unusedSuppressions = [], findings }: Result,
  width: number,
): readonly string[] {
  const lines: string[] = [];
  if (baseline) {
    const { file, known, mended, next } = baseline;
    const told = next
      ? [`${next.added} new`, `${mended.length} mended ${mended.length === 1 ? 'one' : 'ones'} pruned`]
      : [`${mended.length} mended${mended.length > 0 ? ' (--write-baseline prunes them)' : ''}`];
    const written = next ? ' as written now' : '';
    lines.push(`${known} known from the baseline ${visible(file)}${written}, ${told.join(', ')}`);
  }
  const unused = unusedSuppressions.length;
  if (unused > 0 && !findings.some(isUnusedSuppression))
    lines.push(
      `${counted(unused, 'suppression')} ${unused === 1 ? 'suppresses' : 'suppress'} nothing (--report-unused-suppressions tells which)`,
    );
  return lines.flatMap((line) => hang('', line, width));
}

const NOTHING_FOUND = 'no problems found';
const NOTHING_NEW = 'no new problems found';

function nothingLine(unread: number, paint: Paint): string {
  return unread > 0
    ? `${paint.error('nothing was checked')}: ${counted(unread, 'input')} could not be read`
    : `${paint.strong('nothing was checked')}: the inputs hold no task definition and no service`;
}

function countsText({ error, warning, info }: Result['summary'], paint: Paint): string {
  const counts = [
    [error, 'error', paint.error],
    [warning, 'warning', paint.warning],
    [info, 'info', paint.info],
  ] as const;
  return counts
    .flatMap(([number, name, colour]) => (number > 0 ? [colour(counted(number, name))] : []))
    .join(', ');
}
