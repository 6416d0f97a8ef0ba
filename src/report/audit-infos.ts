import type { Finding } from '../engine/result.ts';
import type { Rule } from '../rule.ts';
import { visible } from './escape.ts';
import { counted, someNames } from './names.ts';
import type { Paint } from './paint.ts';
import { hang } from './wrap.ts';

const NAMED = 20;

/** What is worth knowing of many services, counted by problem: a block for each would bury what is broken. */
export function infoLines(
  findings: readonly Finding[],
  rules: readonly Rule[],
  width: number,
  paint: Paint,
): readonly string[] {
  const problems = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = `${finding.rule}/${finding.problem}`;
    const list = problems.get(name);
    if (list) list.push(finding);
    else problems.set(name, [finding]);
  }
  const lines: string[] = [];
  for (const [name, list] of [...problems].toSorted(([, a], [, b]) => b.length - a.length)) {
    const services = [...new Set(list.flatMap(({ deployments }) => deployments))].toSorted();
    lines.push(
      `${paint.info('info')}[${name}] ${paint.strong(counted(services.length, 'service'))}`,
      ...hang('  ', visible(inCommon(list, rules)), width),
      ...hang('  ', someNames(services, NAMED), width),
    );
  }
  const [[first = ''] = []] = problems;
  lines.push(...hang('  ', `(ecs-preflight explain ${first} says what to do; -f json has each)`, width));
  return lines;
}

/** What all of them say, or the problem's own name for it. */
function inCommon([first, ...others]: readonly Finding[], rules: readonly Rule[]): string {
  if (!first || others.every(({ message }) => message === first.message)) return first?.message ?? '';
  const rule = rules.find(({ id }) => id === first.rule);
  return rule?.problems[first.problem]?.summary ?? first.message;
}
