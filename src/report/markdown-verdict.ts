import type { Result } from '../engine/result.ts';
import type { ReportContext } from './context.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { counted, whoseBug } from './names.ts';
import { reaches } from './threshold.ts';
import { uncheckedCount } from './unchecked-text.ts';

/** The first lines: the verdict, and how the numbers come about. */
export function verdictText(result: Result, context: ReportContext): string {
  const { deployments, inputErrors, crashes, unknowns, summary } = result;
  const unchecked = uncheckedCount(unknowns);
  const mark = verdictMark(result, context, unchecked);
  const more = [
    ...(inputErrors.length > 0 ? [`${counted(inputErrors.length, 'input')} could not be read`] : []),
    ...(crashes.length > 0
      ? [`${counted(crashes.length, 'check')} crashed, a bug of ${markdownText(whoseBug(crashes))}`]
      : []),
    ...(unchecked > 0 ? [`${counted(unchecked, 'check')} could not be made`] : []),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
  ];
  const where = `in ${counted(deployments.length, context.audit ? 'service' : 'deployment')}`;
  const what = deployments.length === 0 ? 'nothing was checked' : `${foundText(result)} ${where}`;
  return [
    `## ${mark} ecs-preflight: ${what}\n`,
    ...(more.length > 0 ? [`\n${capital(more.join('; '))}.\n`] : []),
    ...baselineText(result),
  ].join('');
}

/** Only what was checked throughout and is without a finding gets the good mark. */
function verdictMark(result: Result, { failOn }: ReportContext, unchecked: number): string {
  const { deployments, inputErrors, crashes, findings, summary } = result;
  const least = failOn === 'never' ? 'error' : failOn;
  const fails = findings.some(({ severity, suppressed }) => !suppressed && reaches(severity, least));
  if (fails || inputErrors.length > 0 || crashes.length > 0) return '❌';
  if (summary.error + summary.warning + summary.info > 0) return '⚠️';
  return unchecked > 0 || deployments.length === 0 ? '❔' : '✅';
}

/** `2 errors, 1 warning`; with a baseline `2 new errors`. */
function foundText({ summary, baseline }: Result): string {
  const { error, warning, info } = summary;
  const fresh = baseline ? 'new ' : '';
  if (error + warning + info === 0) return `no ${fresh}problems found`;
  const counts = [
    [error, 'error'],
    [warning, 'warning'],
    [info, 'info'],
  ] as const;
  return counts.flatMap(([number, name]) => (number > 0 ? [counted(number, fresh + name)] : [])).join(', ');
}

function baselineText({ baseline }: Result): readonly string[] {
  if (!baseline) return [];
  const { file, known, mended } = baseline;
  const gone =
    mended.length === 0
      ? ''
      : `, and ${mended.length} that it holds ${mended.length === 1 ? 'is' : 'are'} mended`;
  return [
    `\nCompared with the baseline ${markdownCode(file)}: ${counted(known, 'finding')} known from it${gone}.\n`,
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
