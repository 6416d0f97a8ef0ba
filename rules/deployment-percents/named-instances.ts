import { type Fact, known, unknown, type Why } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import type { Service } from '../../src/model/service.ts';

/**
 * A whole constraint that names container instances one by one: `ec2InstanceId == 'i-…'`, `ec2InstanceId in ['i-…', …]`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
const NAMED = /^\s*ec2InstanceId\s*(?:(?:==|equals)\s*'?(i-[0-9a-z]+)'?|in\s*\[([^[\]]*)\])\s*$/;

const UNCOUNTED: Why = {
  reason: 'offline',
  detail:
    'whether the cluster has more container instances than tasks, so that a new task finds its host port free',
  unlockedBy: '--live',
};

/** How many container instances the tasks can be on, where a placement constraint names them; else the cluster knows. */
export function namedInstances({ taskDefinition }: Deployment, service: Service): Fact<number> {
  const path = 'placementConstraints[].expression';
  const views = [...select(service.view, path).views, ...select(taskDefinition.view, path).views];
  let fewest: number | undefined;
  for (const view of views) {
    const count = view.text.match({ known: countOf, absent: () => undefined, unknown: () => undefined });
    if (count !== undefined) fewest = Math.min(fewest ?? count, count);
  }
  return fewest === undefined ? unknown(UNCOUNTED) : known(fewest);
}

/** The number of instances that an expression names; undefined where it says something else. */
export function countOf(expression: string): number | undefined {
  const [, one, list] = NAMED.exec(expression) ?? [];
  if (one !== undefined) return 1;
  return list === undefined ? undefined : new Set(list.split(',').map((id) => id.trim())).size;
}
