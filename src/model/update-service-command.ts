import { map, orElse, valueOr } from '../fact/fact.ts';
import { isOpaque } from '../fact/opaque.ts';
import type { Deployment } from './deployment.ts';
import { namedRegion } from './named-region.ts';
import type { Service } from './service.ts';
import { shellWord } from './shell-word.ts';
import type { View } from './view.ts';

/**
 * `aws ecs update-service` for this service with these arguments, quoted for a POSIX shell; undefined where its name or its
 * cluster is not known. The answer of a describe call is no input: what it says is changed by a command and not by an edit. What a
 * template says is changed there, or the next deploy takes it back: of such a service only the tasks may be started anew.
 * https://docs.aws.amazon.com/cli/latest/reference/ecs/update-service.html
 */
export function updateServiceCommand(
  deployment: Deployment,
  service: Service,
  args: readonly string[],
): string | undefined {
  if (deployment.declared && args.some((word) => word !== '--force-new-deployment')) return undefined;
  const name = valueOr(service.name, undefined);
  const cluster = valueOr(map(deployment.cluster, clusterName), undefined) ?? clusterOf(service);
  if (name === undefined || cluster === undefined || isOpaque(name) || isOpaque(cluster)) return undefined;
  const place = namedRegion(deployment);
  const words = [
    ...(place === undefined ? [] : ['--region', place]),
    ...(cluster === '' ? [] : ['--cluster', cluster]),
    '--service',
    name,
    ...args,
  ];
  return `aws ecs update-service ${words.map(shellWord).join(' ')}`;
}

function clusterName(cluster: string): string {
  return cluster.replace(/^arn:.*:cluster\//, '');
}

/** The cluster's name; empty where none is given, which is the cluster `default`. Inputs name it, answers give its ARN. */
function clusterOf({ view }: Service): string | undefined {
  const members = view as View as View<{ cluster?: string; clusterArn?: string }>;
  const text = orElse(members.get('clusterArn').text, () => members.get('cluster').text);
  return text.match<string | undefined>({
    known: clusterName,
    absent: () => '',
    unknown: () => undefined,
  });
}
