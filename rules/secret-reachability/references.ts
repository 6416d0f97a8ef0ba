import type { Deployment } from '../../src/model/deployment.ts';
import { type Reference, secretReferences } from '../../src/model/secret-references.ts';
import { cannotTell, notApplicable, type Verdict, type Verdicts } from '../../src/rule.ts';

/** Judges each reference of the deployment, at once unless one asks for facts; what could not be listed is unknown. */
export function judgeReferences(
  { taskDefinition }: Deployment,
  judge: (reference: Reference) => Verdict | Promise<Verdict>,
): Verdicts | Promise<Verdicts> {
  const { list, why } = secretReferences(taskDefinition);
  if (list.length === 0)
    return why.length > 0 ? cannotTell(why) : notApplicable('the task definition names no secret');
  const verdicts = list.map(judge);
  if (why.length > 0) verdicts.push(cannotTell(why));
  return verdicts.some((verdict) => verdict instanceof Promise)
    ? Promise.all(verdicts)
    : (verdicts as Verdict[]);
}
