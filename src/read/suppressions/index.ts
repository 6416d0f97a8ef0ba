import { valueOr } from '../../fact/fact.ts';
import type { Facts } from '../../fact/kind.ts';
import { taskDefinition as registered } from '../../fact/kinds/ecs.ts';
import type { Deployment } from '../../model/deployment.ts';
import { registeredTaskDefinition } from '../../model/registered.ts';
import type { Source } from '../../model/source.ts';
import { inComments } from './comments.ts';
import type { ComplaintOf, Inline } from './inline.ts';
import { LabelReader } from './labels.ts';
import { isMarked, isToldByAccount, sourcesOf } from './marked.ts';
import { inMetadata } from './metadata.ts';

/**
 * What is said beside the definitions of these deployments: comments, `Metadata` of templates, tags, labels. Each text is read
 * once, whatever stands in it.
 */
export async function suppressionsIn(
  deployments: readonly Deployment[],
  complaintOf: ComplaintOf,
): Promise<Inline> {
  const texts = new Map<string, Text>();
  const labels = new LabelReader(complaintOf);
  for (const deployment of deployments) {
    let marked = false;
    for (const { source } of sourcesOf(deployment)) {
      const text = texts.get(source.file) ?? textOf(source);
      texts.set(source.file, text);
      text.ids.add(deployment.id);
      marked ||= text.marked;
    }
    if (marked) labels.read(deployment);
  }
  const parts: Inline[] = [];
  for (const { source, marked, ids } of texts.values()) {
    const { file, arn, text, syntax, generatedBy } = source;
    if (arn !== undefined || !marked) continue;
    const read = { file, text, syntax, ids };
    parts.push(await inComments(read, complaintOf), await inMetadata(read, generatedBy, complaintOf));
  }
  return joined([...parts, labels]);
}

interface Text {
  readonly source: Source;
  /** What stands in no file has no text that would tell. */
  readonly marked: boolean;
  /** The deployments whose definitions stand there. */
  readonly ids: Set<string>;
}

function textOf(source: Source): Text {
  return { source, marked: source.arn !== undefined || isMarked(source.text), ids: new Set() };
}

/** A deployment whose task definition the account tells. */
interface Unsettled {
  readonly id: string;
  readonly ref: string;
}

/** The deployments of which only the account has the task definition; kept while they are judged, which lets go of them. */
export function awaitedOf(deployments: readonly Deployment[]): readonly Unsettled[] {
  return deployments.flatMap(({ id, taskDefinition, service }) => {
    if (!service || !isToldByAccount(taskDefinition)) return [];
    const ref = valueOr(service.view.get('taskDefinition').text, undefined);
    return ref === undefined ? [] : [{ id, ref }];
  });
}

/** What the labels of registered task definitions suppress. All of them were asked for to judge: nothing is asked again. */
export async function suppressionsOfRegistered(
  awaited: readonly Unsettled[],
  facts: Facts,
  complaintOf: ComplaintOf,
): Promise<Inline> {
  const labels = new LabelReader(complaintOf);
  for (const { id, ref } of awaited) {
    const shape = valueOr(await facts.ask(registered, { ref }), undefined);
    if (shape) labels.read({ id, taskDefinition: registeredTaskDefinition(shape), service: undefined });
  }
  return labels;
}

/** One after the other. */
function joined(parts: readonly Inline[]): Inline {
  return {
    suppressions: parts.flatMap(({ suppressions }) => suppressions),
    errors: parts.flatMap(({ errors }) => errors),
  };
}
