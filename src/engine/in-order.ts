import type { DeploymentSummary, Finding } from './result.ts';

/** Findings in their order with others put where they belong: by deployment, file, pointer, rule and problem. */
export function inOrder(
  findings: readonly Finding[],
  others: readonly Finding[],
  deployments: readonly DeploymentSummary[],
): readonly Finding[] {
  if (others.length === 0) return findings;
  const order = new Map(deployments.map(({ id }, index) => [id, index]));
  const all = [...findings];
  for (const one of others) {
    const place = all.findIndex((other) => compare(one, other, order) < 0);
    all.splice(place < 0 ? all.length : place, 0, one);
  }
  return all;
}

function compare(a: Finding, b: Finding, order: ReadonlyMap<string, number>): number {
  return (
    (order.get(a.deployment) ?? 0) - (order.get(b.deployment) ?? 0) ||
    // What is in no file comes after what is.
    byText(a.location.file ?? '\uffff', b.location.file ?? '\uffff') ||
    byPointer(a.location.pointer, b.location.pointer) ||
    byText(`${a.rule}/${a.problem}`, `${b.rule}/${b.problem}`)
  );
}

/** Indexes as numbers. */
function byPointer(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [one = '', other = ''] = [left[index], right[index]];
    const numbers = /^\d+$/.test(one) && /^\d+$/.test(other);
    const difference = numbers ? Number(one) - Number(other) : byText(one, other);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
