import type { Deployment } from '../../model/deployment.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { Source } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';

/** In all spellings and most misspellings of the tool's name, and in little else. */
const MARK = 'reflight';

/** Does the text so much as speak of the tool? */
export function isMarked(text: string): boolean {
  return text.includes(MARK);
}

/**
 * May anything that is said beside these deployments suppress findings? Each text is looked through once, and nothing is loaded
 * for it. `live`: what only the account tells is not known yet, and may.
 */
export function maySuppress(deployments: readonly Deployment[], live: boolean): boolean {
  const seen = new Set<string>();
  return deployments.some(({ taskDefinition, service }) => {
    if (live && isToldByAccount(taskDefinition)) return true;
    return sourcesOf({ taskDefinition, service }).some(({ source, raw }) => {
      if (source.arn !== undefined) return isMarkedValue(raw);
      if (seen.has(source.file)) return false;
      seen.add(source.file);
      return isMarked(source.text);
    });
  });
}

type Sides = Pick<Deployment, 'taskDefinition' | 'service'>;

/** Where the definitions of a deployment stand. */
export function sourcesOf({ taskDefinition, service }: Sides): readonly {
  readonly source: Source;
  readonly raw: unknown;
}[] {
  return service ? [service.view, taskDefinition.view] : [taskDefinition.view];
}

/** Is it for the account to tell the task definition, when the deployment is settled? */
export function isToldByAccount({ view }: Deployment['taskDefinition']): boolean {
  return view.raw instanceof Unresolved && view.raw.why.reason !== 'unresolved';
}

/** Does a definition that stands in no file have a tag or label that speaks of the tool? */
function isMarkedValue(raw: unknown): boolean {
  if (!isObject(raw)) return false;
  const { tags, containerDefinitions } = raw;
  const labels = [containerDefinitions ?? []]
    .flat()
    .flatMap((container) => (isObject(container) ? Object.keys(Object(container['dockerLabels'])) : []));
  return [tags ?? []]
    .flat()
    .map((tag) => (isObject(tag) ? tag['key'] : undefined))
    .concat(labels)
    .some((key) => typeof key === 'string' && isMarked(key));
}
