import { valueOr } from '../fact/fact.ts';
import { isOpaque } from '../fact/opaque.ts';
import { parseArn } from '../model/arn.ts';
import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import type { View } from '../model/view.ts';
import { origin } from '../read/definitions.ts';

/** A region and an account, as far as they are known. */
export interface Whereabouts {
  readonly region?: string;
  readonly account?: string;
}

const PARTS = ['region', 'account'] as const;

/** One sentence where an ARN is of another region or account than the one that is asked. */
export function elsewhere(arn: string, here: Whereabouts): string | undefined {
  const there = parseArn(arn);
  const part = PARTS.find((name) => there?.[name] && here[name] && there[name] !== here[name]);
  return there && part && `this is of ${part} ${there[part]}, and ${part} ${here[part]} is asked`;
}

/**
 * What stands in the way of judging a described definition, or one whose file names its cluster by ARN, by facts of `here`: it
 * is of somewhere else. It may be meant as it is there, or as what is to be deployed here, which `asked` then says.
 */
export function fromElsewhere(
  { taskDefinition, service, cluster }: Deployment,
  here: Whereabouts,
  asked: Whereabouts,
): InputError | undefined {
  const views = [...(service ? [service.view as View] : []), taskDefinition.view as View];
  const named = parseArn(valueOr(cluster, ''));
  for (const part of PARTS) {
    if (asked[part] !== undefined || here[part] === undefined) continue;
    const found = [
      ...views.map((view) => ({ view, there: valueOr(origin(view)[part], '') })),
      ...(service && named ? [{ view: service.view as View, there: named[part] }] : []),
    ].find(({ there }) => there !== '' && !isOpaque(there) && there !== here[part]);
    if (!found) continue;
    const { source } = found.view;
    return {
      file: source.file,
      message: `this is of ${part} ${found.there}, and ${part} ${here[part]} is asked: say with --${part} where it is deployed`,
    };
  }
  return undefined;
}
