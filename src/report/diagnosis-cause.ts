import type { CauseOutcome, CheckOutcome, Standing } from '../diagnose/diagnosis.ts';
import type { Finding, FixOutput } from '../engine/result.ts';
import { visible } from './escape.ts';
import type { Paint } from './paint.ts';
import { hang } from './wrap.ts';

/** More evidence than this is for JSON. */
const EVIDENCE = 6;
const FINDINGS = 3;
const COMMANDS = 3;

const WORDS: Readonly<Record<Standing, string>> = {
  proven: 'proven',
  suspected: 'suspected',
  open: 'possible',
  'ruled-out': 'ruled out',
  'not-applicable': 'not there',
};

/** A cause in full: how it stands, what it is, what the checks say, what to do. */
export function causeLines(
  cause: CauseOutcome,
  number: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const { title, says, standing, checks, findings } = cause;
  const word = WORDS[standing];
  const head = `  ${number}. ${word}: `;
  const [first = '', ...rest] = hang(head, visible(title), width);
  const coloured = `  ${number}. ${colourOf(standing, paint)(word)}: ${paint.strong(first.slice(head.length))}`;
  return [
    coloured,
    ...rest.map((line) => paint.strong(line)),
    ...hang('     ', visible(says), width),
    ...findings.slice(0, FINDINGS).flatMap((finding) => findingLines(finding, width, paint)),
    ...(findings.length > FINDINGS
      ? [`     and ${findings.length - FINDINGS} more findings (-f json has all)`]
      : []),
    ...checkLines(checks, width, paint),
    ...(findings.length === 0 ? hang('     fix: ', visible(cause.fix), width) : []),
  ];
}

function colourOf(standing: Standing, paint: Paint): (text: string) => string {
  if (standing === 'proven') return paint.error;
  if (standing === 'suspected') return paint.warning;
  return standing === 'open' ? paint.info : paint.good;
}

/** Causes of which a line each is enough: what was ruled out, what does not apply, what another dead end hides. */
export function restLines(causes: readonly CauseOutcome[], width: number, paint: Paint): readonly string[] {
  const lines: string[] = [];
  const group = (
    head: string,
    list: readonly CauseOutcome[],
    checks: (cause: CauseOutcome) => readonly string[],
  ) => {
    if (list.length === 0) return;
    lines.push(`  ${paint.good(head)}`);
    for (const cause of list) {
      const by = checks(cause);
      lines.push(
        ...hang('    - ', `${visible(cause.title)}${by.length > 0 ? ` (${by.join(', ')})` : ''}`, width),
      );
    }
  };
  const having = (cause: CauseOutcome, verdict: string) =>
    cause.checks
      .filter((check) => check.verdict === verdict)
      .map(({ rule, problem }) => `${rule}/${problem}`);
  group(
    'ruled out:',
    causes.filter(({ standing }) => standing === 'ruled-out'),
    (cause) => having(cause, 'pass'),
  );
  group(
    'nothing of the kind is there:',
    causes.filter(({ standing }) => standing === 'not-applicable'),
    (cause) => having(cause, 'not-applicable'),
  );
  group('not reached, since the call stops before:', causes.filter(isHidden), () => []);
  return lines;
}

/** Is it open only because the check stopped at something else? */
export function isHidden({ standing, findings, checks }: CauseOutcome): boolean {
  return standing === 'open' && findings.length === 0 && checks.some(({ verdict }) => verdict === 'fail');
}

function findingLines(finding: Finding, width: number, paint: Paint): readonly string[] {
  const { rule, problem, message, evidence = [], fixes = [] } = finding;
  return [
    ...hang('     - ', `${visible(message)} [${rule}/${problem}]`, width),
    ...evidence.slice(0, EVIDENCE).flatMap((fact) => hang('         ', visible(fact), width)),
    ...(evidence.length > EVIDENCE ? [`         and ${evidence.length - EVIDENCE} more`] : []),
    ...fixLines(fixes, '       ', width, paint),
  ];
}

/** Fixes as they can be pasted: commands and policies whole, edits by their description. */
export function fixLines(
  fixes: readonly FixOutput[],
  indent: string,
  width: number,
  paint: Paint,
): readonly string[] {
  return fixes.slice(0, COMMANDS).flatMap((fix) => {
    const head = `${indent}fix: `;
    const [first = '', ...rest] = hang(head, visible(fix.description), width);
    const lines = [`${indent}${paint.strong('fix:')} ${first.slice(head.length)}`, ...rest];
    if (fix.kind === 'command') lines.push(`${indent}  ${visible(fix.command)}`);
    if (fix.kind === 'policy')
      lines.push(
        ...JSON.stringify(fix.statement, null, 2)
          .split('\n')
          .map((line) => `${indent}  ${visible(line)}`),
      );
    return lines;
  });
}

/** The checks that were not decided, with what would; those that were not run at all, in their order. */
function checkLines(checks: readonly CheckOutcome[], width: number, paint: Paint): readonly string[] {
  const idle = checks.filter(({ verdict }) => verdict === undefined);
  const undecided = checks.filter(({ verdict }) => verdict === 'unknown' || verdict === 'crashed');
  const lines: string[] = [];
  for (const { rule, problem, detail, unlockedBy } of undecided) {
    const unlock = unlockedBy === undefined ? '' : ` (needs ${visible(unlockedBy)})`;
    lines.push(...hang('     ? ', `${rule}/${problem}: ${visible(detail ?? 'crashed')}${unlock}`, width));
  }
  if (idle.length > 0) {
    const names = idle.map(({ rule, problem }) => `${rule}/${problem}`).join(', ');
    const head = '     checks: ';
    const [first = '', ...rest] = hang(head, names, width);
    lines.push(`     ${paint.strong('checks:')} ${first.slice(head.length)}`, ...rest);
  }
  return lines;
}
