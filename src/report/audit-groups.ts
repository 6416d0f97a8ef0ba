import type { Finding, FixOutput } from '../engine/result.ts';
import type { Phase } from '../rule.ts';
import { bySeverity } from './threshold.ts';

/** What ECS does again when a task is replaced, in its order: what fails here fails at the next restart, deploy or not. */
const RESTART: readonly Phase[] = ['place', 'pull-image', 'pull-secrets', 'start', 'health'];

/** What only more tasks than run now would meet: a task that is replaced leaves its place and its address to the next. */
const OF_DEPLOYMENTS = [
  'addresses-exhausted',
  'eni-limit',
  'rollout-does-not-fit',
  'service-scales-cluster-does-not',
];

/** Would the services that the finding touches not come back if their tasks were replaced now? */
export function isDeadly({ severity, phase, problem, suppressed }: Finding): boolean {
  return !suppressed && severity === 'error' && RESTART.includes(phase) && !OF_DEPLOYMENTS.includes(problem);
}

/** Is it about what a restart does? */
export function isOfRestart(phase: Phase): boolean {
  return RESTART.includes(phase);
}

/** What several services have in common is one finding that touches them all. */
export function merged(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { rule, problem, severity, phase, message, why, evidence } = finding;
    const key = JSON.stringify([rule, problem, severity, phase, message, why, evidence]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Finding, ...Finding[]];
    if (group.length === 1) return first;
    const fixes = distinctFixes(group);
    return {
      ...first,
      deployments: [...new Set(group.flatMap(({ deployments }) => deployments))],
      ...(fixes.length > 0 ? { fixes } : {}),
    };
  });
}

/** Alike commands follow each other: they are told under one description. */
function distinctFixes(group: readonly Finding[]): readonly FixOutput[] {
  const kinds = new Map<string, Map<string, FixOutput>>();
  for (const { fixes = [] } of group) {
    for (const fix of fixes) {
      const kind = `${fix.kind} ${fix.description}`;
      const same = kinds.get(kind) ?? new Map<string, FixOutput>();
      same.set(JSON.stringify(fix), fix);
      kinds.set(kind, same);
    }
  }
  return [...kinds.values()].flatMap((same) => [...same.values()]);
}

/** Findings of the same services. */
export interface Section {
  readonly services: readonly string[];
  readonly findings: readonly Finding[];
}

/** The findings by the services that they touch, the worst first. */
export function sections(findings: readonly Finding[]): readonly Section[] {
  const found = new Map<string, { readonly services: readonly string[]; readonly findings: Finding[] }>();
  for (const finding of findings) {
    const services = finding.deployments.toSorted();
    const key = services.join('\n');
    const section = found.get(key);
    if (section) section.findings.push(finding);
    else found.set(key, { services, findings: [finding] });
  }
  return [...found.values()]
    .map((section) => ({ ...section, findings: section.findings.toSorted(moreUrgent) }))
    .sort(worse);
}

/** The more severe first, then what a restart meets first. */
export function moreUrgent(a: Finding, b: Finding): number {
  return bySeverity(a.severity, b.severity) || step(a) - step(b);
}

function step({ phase }: Finding): number {
  const place = RESTART.indexOf(phase);
  return place < 0 ? RESTART.length : place;
}

/** What does not come back first, then more errors, more warnings, more of anything, more services. */
function worse(a: Section, b: Section): number {
  return (
    Number(b.findings.some(isDeadly)) - Number(a.findings.some(isDeadly)) ||
    count(b, 'error') - count(a, 'error') ||
    count(b, 'warning') - count(a, 'warning') ||
    b.findings.length - a.findings.length ||
    b.services.length - a.services.length ||
    ((a.services[0] ?? '') < (b.services[0] ?? '') ? -1 : 1)
  );
}

function count({ findings }: Section, wanted: Finding['severity']): number {
  return findings.filter(({ severity }) => severity === wanted).length;
}
