import { resolve } from 'node:path';
import type { DeploymentSummary } from '../../engine/result.ts';
import { valueOr } from '../../fact/fact.ts';
import type { Deployment } from '../../model/deployment.ts';
import { containers, family } from '../../model/task-definition.ts';
import type { View } from '../../model/view.ts';

/** A deployment, by what a configuration may select it by. */
export interface Subject {
  readonly id: string;
  /** Absolute; that of the task definition first. */
  readonly files: readonly string[];
  readonly family: string | undefined;
  readonly service: string | undefined;
  /** What declares it, by all names that it has. */
  readonly resources: readonly string[];
  /** As far as they are known. */
  readonly containers: readonly string[];
}

export function subjectOf(deployment: Deployment): Subject {
  const { id, file, taskDefinition, service } = deployment;
  const sources = [taskDefinition.view as View, ...(service ? [service.view as View] : [])];
  const files = sources.flatMap(({ source }) => (source.arn === undefined ? [source.file] : []));
  return {
    id,
    files: [...new Set([...(file === undefined ? [] : [file]), ...files])].map((name) => resolve(name)),
    family: valueOr(family(taskDefinition), undefined),
    service: service && valueOr(service.name, undefined),
    resources: sources.flatMap(({ source, pointer }) => resourceNames(source.resource, pointer)),
    containers: containerNames(deployment),
  };
}

function containerNames({ taskDefinition }: Deployment): readonly string[] {
  return valueOr(containers(taskDefinition), []).flatMap(
    (one) => valueOr(one.get('name').text, undefined) ?? [],
  );
}

/** A deployment of which nothing but the summary is known. */
export function subjectIn({ id, file, family, service }: DeploymentSummary): Subject {
  const files = file === undefined ? [] : [resolve(file)];
  return { id, files, family, service, resources: [], containers: [] };
}

/** A resource by its address, and by its name in a CloudFormation template, which no address says. */
export function resourceNames(address: string | undefined, pointer: string): readonly string[] {
  const [, logicalId] = /^\/Resources\/([^/]+)(?:\/|$)/.exec(pointer) ?? [];
  const named = logicalId === undefined ? [] : [logicalId.replaceAll('~1', '/').replaceAll('~0', '~')];
  return address === undefined ? named : [address, ...named];
}
