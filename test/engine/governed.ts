import { type Decisions, govern } from '../../src/engine/govern.ts';
import type { Finding, Result, VerdictName } from '../../src/engine/result.ts';
import type { Suppression } from '../../src/engine/suppression.ts';
import type { Rule } from '../../src/rule.ts';
import { defineRule, pass } from '../../src/rule.ts';

const problem = (scope?: 'cluster') => ({
  summary: 'something is wrong',
  appliesTo: 'any',
  severity: 'error' as const,
  phase: 'register' as const,
  decidable: ['F'] as const,
  why: 'it breaks the deployment',
  docs: 'https://docs.aws.amazon.com/',
  check: pass,
  ...(scope ? { scope } : {}),
});

/** Two rules: `size` with two problems, `shared` with one of a cluster's. */
const CATALOGUE: readonly Rule[] = [
  defineRule({ id: 'size', number: 1, title: 'Sizes', problems: { small: problem(), large: problem() } }),
  defineRule({ id: 'shared', number: 2, title: 'Shared', problems: { full: problem('cluster') } }),
];

export function finding(parts: Partial<Finding> = {}): Finding {
  const { deployment = 'orders', rule = 'size', problem: name = 'small' } = parts;
  return {
    rule,
    problem: name,
    severity: 'error',
    phase: 'register',
    deployment,
    deployments: [deployment],
    message: 'it is too small',
    why: 'it breaks the deployment',
    location: { file: `${deployment}.json`, pointer: '/memory', line: 3, column: 1 },
    docs: 'https://docs.aws.amazon.com/',
    fingerprint: 'f'.repeat(32),
    suppressed: null,
    ...parts,
  };
}

interface Parts extends Partial<Pick<Result, 'findings' | 'inputErrors' | 'deployments'>> {
  /** Of the deployment `orders` or as `deployment rule/problem`; what is not said was judged and passed. */
  readonly verdicts?: Readonly<Record<string, VerdictName>>;
  /** `rule/problem` that were not selected. */
  readonly unselected?: readonly string[];
}

/** A result of deployments that are named by their files. */
export function resultOf({
  findings = [],
  verdicts = {},
  unselected = [],
  inputErrors = [],
  ...parts
}: Parts): Result {
  const ids = new Set(['orders', ...findings.flatMap(({ deployments }) => deployments)]);
  const deployments = parts.deployments ?? [...ids].map((id) => ({ id, file: `${id}.json`, family: id }));
  const verdictOf = (id: string, name: string) =>
    verdicts[`${id} ${name}`] ??
    verdicts[name] ??
    (findings.some((one) => one.deployments.includes(id) && `${one.rule}/${one.problem}` === name)
      ? 'fail'
      : 'pass');
  return {
    deployments,
    findings,
    unknowns: [],
    verdicts: deployments.flatMap(({ id }) =>
      CATALOGUE.flatMap((rule) => {
        const names = Object.keys(rule.problems).filter((name) => !unselected.includes(`${rule.id}/${name}`));
        if (names.length === 0) return [];
        const problems = Object.fromEntries(
          names.map((name) => [name, verdictOf(id, `${rule.id}/${name}`)] as const),
        );
        return [{ rule: rule.id, deployment: id, verdict: 'pass' as const, problems }];
      }),
    ),
    inputErrors,
    crashes: [],
    summary: { error: 0, warning: 0, info: 0, unknown: 0, suppressed: 0 },
  };
}

/** A suppression of `size` everywhere, said in line 7 of a file. */
export function suppression(parts: Partial<Suppression> = {}): Suppression {
  return {
    kind: 'inSource',
    rules: ['size'],
    reason: 'sized by hand',
    place: { file: 'orders.json', pointer: '', line: 7 },
    covers: {},
    ...parts,
  };
}

export function governed(result: Result, decisions: Partial<Decisions> = {}): Result {
  return govern(result, {
    severities: [],
    suppressions: [],
    mandatory: [],
    today: '2026-11-21',
    catalogue: CATALOGUE,
    reportUnused: false,
    ...decisions,
  });
}
