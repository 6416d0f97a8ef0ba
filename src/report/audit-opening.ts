import type { Finding, Result, UnknownEntry } from '../engine/result.ts';
import type { Rule } from '../rule.ts';
import { isDeadly, isOfRestart, moreUrgent } from './audit-groups.ts';
import { visible } from './escape.ts';
import { counted, someNames } from './names.ts';
import type { Paint } from './paint.ts';
import { shortArns } from './short-arn.ts';
import { hang, wrap } from './wrap.ts';

/** Reasons told, and services named of each; the rest is counted. */
const REASONS = 20;
const NAMED = 8;

/** The account was asked and did not tell. An option that the user did not give is another matter. */
const NOT_READ: readonly UnknownEntry['reason'][] = ['access-denied', 'throttled', 'error', 'not-recorded'];

/** The opening: which services would not come back if their tasks were replaced now, each by what it would fail first. */
export function openingLines(
  { deployments, findings, unknowns }: Pick<Result, 'deployments' | 'findings' | 'unknowns'>,
  rules: readonly Rule[],
  width: number,
  paint: Paint,
): readonly string[] {
  const deadly = deadlyByService(findings);
  const all = counted(deployments.length, 'service');
  const open = unread(unknowns, rules, deadly);
  const rest = open === 0 ? '' : `; of ${open} what decides it could not be read`;
  if (deadly.size === 0) {
    const [first = '', ...more] = wrap(`${NONE} (of ${all})${rest}`, width);
    return [(open === 0 ? paint.good : paint.strong)(NONE) + first.slice(NONE.length), ...more];
  }
  const [first = '', ...more] = wrap(`${SOME}: ${deadly.size} of ${all}${rest}`, width);
  const lines = [paint.error(SOME) + first.slice(SOME.length), ...more];
  const reasons = byReason(deadly);
  for (const [reason, ids] of reasons.slice(0, REASONS)) {
    lines.push(...hang('  ', `${someNames(ids, NAMED)}: ${visible(shortArns(reason))}`, width));
  }
  if (reasons.length > REASONS) {
    const others = reasons.slice(REASONS).reduce((sum, [, ids]) => sum + ids.length, 0);
    lines.push(`  and ${counted(others, 'more service')}`);
  }
  return lines;
}

const SOME = 'would fail to restart now';
const NONE = 'no service is known to fail a restart';

function deadlyByService(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const services = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!isDeadly(finding)) continue;
    for (const id of finding.deployments) {
      const list = services.get(id);
      if (list) list.push(finding);
      else services.set(id, [finding]);
    }
  }
  return services;
}

/** Services by what they would fail first; what most fail by comes first, and of those the ones with more to mend. */
function byReason(
  services: ReadonlyMap<string, readonly Finding[]>,
): readonly (readonly [reason: string, ids: readonly string[]])[] {
  const reasons = new Map<string, { readonly ids: string[]; readonly weight: number }>();
  for (const [id, list] of services) {
    const [first] = list.toSorted(moreUrgent);
    const more = list.length > 1 ? `, and ${list.length - 1} more` : '';
    const reason = `${first?.message ?? ''}${more}`;
    const group = reasons.get(reason);
    if (group) group.ids.push(id);
    else reasons.set(reason, { ids: [id], weight: list.length });
  }
  return [...reasons]
    .toSorted(
      ([, a], [, b]) =>
        b.ids.length - a.ids.length || b.weight - a.weight || ((a.ids[0] ?? '') < (b.ids[0] ?? '') ? -1 : 1),
    )
    .map(([reason, { ids }]) => [reason, ids.toSorted()] as const);
}

/** Services that may fail a restart for all that could be read. */
function unread(
  unknowns: readonly UnknownEntry[],
  rules: readonly Rule[],
  deadly: ReadonlyMap<string, unknown>,
): number {
  const deciding = new Set(
    rules.flatMap(({ id, problems }) =>
      Object.entries(problems).flatMap(([name, { phase, severity }]) =>
        severity === 'error' && isOfRestart(phase) ? [`${id}/${name}`] : [],
      ),
    ),
  );
  const open = new Set<string>();
  for (const { rule, problems, deployment, reason } of unknowns) {
    if (!NOT_READ.includes(reason) || deadly.has(deployment)) continue;
    if (problems.some((problem) => deciding.has(`${rule}/${problem}`))) open.add(deployment);
  }
  return open.size;
}
