import type { Finding, Result, UnknownEntry, VerdictName } from '../engine/result.ts';
import { shellWord } from '../model/shell-word.ts';
import type { Rule } from '../rule.ts';
import type { CauseOutcome, CheckOutcome, Standing } from './diagnosis.ts';
import type { Entities } from './entity.ts';
import type { Seen } from './gather.ts';
import type { Cause } from './message.ts';

/** The result of the checks, as causes ask for it. */
export interface Evidence {
  readonly verdict: (check: string) => VerdictName | undefined;
  readonly findings: (check: string) => readonly Finding[];
  readonly unknown: (check: string) => UnknownEntry | undefined;
}

const NAMES: readonly VerdictName[] = ['crashed', 'fail', 'unknown', 'pass', 'not-applicable'];

/** What a run says of each problem: of several deployments the worst. */
export function evidenceOf(result: Result): Evidence {
  const verdicts = new Map<string, VerdictName>();
  for (const { rule, problems } of result.verdicts)
    for (const [problem, verdict] of Object.entries(problems)) {
      const check = `${rule}/${problem}`;
      const before = verdicts.get(check);
      if (before === undefined || NAMES.indexOf(verdict) < NAMES.indexOf(before))
        verdicts.set(check, verdict);
    }
  const findings = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    const check = `${finding.rule}/${finding.problem}`;
    findings.set(check, [...(findings.get(check) ?? []), finding]);
  }
  const unknowns = new Map<string, UnknownEntry>();
  for (const entry of result.unknowns)
    for (const problem of entry.problems) {
      const check = `${entry.rule}/${problem}`;
      if (!unknowns.has(check)) unknowns.set(check, entry);
    }
  return {
    verdict: (check) => verdicts.get(check),
    findings: (check) => findings.get(check) ?? [],
    unknown: (check) => unknowns.get(check),
  };
}

const STANDINGS: readonly Standing[] = ['proven', 'suspected', 'open', 'ruled-out', 'not-applicable'];

/** The causes of a message, the most probable first: proven ones, those that nothing decides in the documented order, the others. */
export function rankedCauses(
  { message, entities }: Pick<Seen, 'message' | 'entities'>,
  evidence: Evidence | undefined,
  rules: readonly Rule[],
): readonly CauseOutcome[] {
  return message.causes
    .map((cause, order) => ({ outcome: judged(cause, entities, evidence, rules), order }))
    .sort(
      (a, b) =>
        STANDINGS.indexOf(a.outcome.standing) - STANDINGS.indexOf(b.outcome.standing) ||
        named(b.outcome, entities) - named(a.outcome, entities) ||
        worst(a.outcome) - worst(b.outcome) ||
        less(a.outcome) - less(b.outcome) ||
        a.order - b.order,
    )
    .map(({ outcome }) => outcome);
}

function judged(
  cause: Cause,
  entities: Entities,
  evidence: Evidence | undefined,
  rules: readonly Rule[],
): CauseOutcome {
  const findings = evidence ? cause.checks.flatMap((check) => findingsFor(cause, check, evidence)) : [];
  return {
    cause: cause.id,
    title: cause.title,
    says: filled(cause.says, entities),
    standing: evidence ? standingOf(cause, evidence, findings) : 'open',
    checks: cause.checks.flatMap((check) => outcomeOf(check, evidence, rules)),
    findings,
    fix: filled(cause.fix, entities, shellWord),
    source: cause.source,
  };
}

/** The findings of a check that mean this cause: of a network check those with one of its codes. */
function findingsFor({ codes }: Cause, check: string, { findings }: Evidence): readonly Finding[] {
  const all = findings(check);
  if (codes.length === 0) return all;
  return all.filter(({ evidence = [] }) => {
    const named = evidence.flatMap((fact) => CODE.exec(fact)?.[1] ?? []);
    return named.length === 0 || named.some((code) => codes.includes(code));
  });
}

/** As network checks end a line of evidence: `subnet-0a: … → rtb-7 (NO_ROUTE_TO_DESTINATION)`. */
const CODE = / \(([A-Z][A-Z_]{4,60})\)$/;

function standingOf(
  { checks, codes, partly }: Cause,
  evidence: Evidence,
  findings: readonly Finding[],
): Standing {
  if (findings.length > 0)
    return findings.some(({ severity }) => severity === 'error') && !(codes.length > 0 && blurred(findings))
      ? 'proven'
      : 'suspected';
  const verdicts = checks.map((check) => evidence.verdict(check));
  // A call that stops at one hop was not followed to the next.
  if (codes.length > 0 && verdicts.includes('fail')) return 'open';
  if (verdicts.length === 0 || verdicts.some((one) => one === undefined)) return 'open';
  if (verdicts.some((one) => one === 'unknown' || one === 'crashed')) return 'open';
  if (partly) return 'open';
  return verdicts.includes('pass') ? 'ruled-out' : 'not-applicable';
}

/** A network check that fails without saying at which hop proves none of the single ways in which it may fail. */
function blurred(findings: readonly Finding[]): boolean {
  return findings.every(
    ({ problem, evidence = [] }) => /unreachable$/.test(problem) && !evidence.some((fact) => CODE.test(fact)),
  );
}

function outcomeOf(check: string, evidence: Evidence | undefined, rules: readonly Rule[]): CheckOutcome[] {
  const [rule = '', problem = ''] = check.split('/');
  const known = rules.find(({ id }) => id === rule)?.problems[problem];
  if (!known) return [];
  const verdict = evidence?.verdict(check);
  const why = verdict === 'unknown' ? evidence?.unknown(check) : undefined;
  return [
    {
      rule,
      problem,
      summary: known.summary,
      ...(verdict === undefined ? {} : { verdict }),
      ...(why === undefined ? {} : { detail: why.detail }),
      ...(why?.unlockedBy === undefined ? {} : { unlockedBy: why.unlockedBy }),
    },
  ];
}

/** How many of the things that the message names the findings name too. */
function named({ findings }: CauseOutcome, entities: Entities): number {
  if (findings.length === 0) return 0;
  const said = findings.map(({ message, evidence = [] }) => [message, ...evidence].join(' ')).join(' ');
  return Object.entries(entities)
    .filter(([name]) => TELLING.has(name))
    .flatMap(([, values]) => values)
    .filter((value) => said.includes(value)).length;
}

/** Entities that tell one finding from another; the service is that of all. */
const TELLING = new Set([
  'secret',
  'role',
  'image',
  'subnet',
  'securityGroup',
  'logGroup',
  'key',
  'targetGroup',
  'container',
  'object',
]);

/** Of what nothing decides, that is less likely of which a part was found in order, and least what another dead end hides. */
function less({ standing, checks, findings }: CauseOutcome): number {
  if (standing === 'open' && findings.length === 0 && checks.some(({ verdict }) => verdict === 'fail'))
    return 2;
  return checks.length > 0 &&
    checks.every(({ verdict }) => verdict === 'pass' || verdict === 'not-applicable')
    ? 1
    : 0;
}

const SEVERITIES = ['error', 'warning', 'info'];

function worst({ findings }: CauseOutcome): number {
  return Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)), SEVERITIES.length);
}

/** A sentence with what the message names in place of `{name|words}`. */
function filled(text: string, entities: Entities, spell = (value: string) => value): string {
  return text.replace(/\{(\w{1,30})\|([^{}]{0,200})\}/g, (_, name: string, words: string) => {
    const values = entities[name] ?? [];
    return values.length === 0 ? words : values.slice(0, 3).map(spell).join(', ');
  });
}
