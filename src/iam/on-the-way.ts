import type { Facts } from '../fact/kind.ts';
import type { WayOut } from '../model/way-out.ts';
import type { Decision } from './decision.ts';
import { type PermissionQuery, permission } from './permission.ts';

/** A way out of the VPC that calls take, and what could not be read and was taken for granted to say so. */
export interface TakenWay {
  readonly wayOut: WayOut;
  readonly assumptions?: readonly string[];
}

/** The denial with what was taken for granted of the way that it rests on; whatever is denied by any way rests on none. */
export async function restingOn(
  { assumptions = [] }: Pick<TakenWay, 'assumptions'>,
  denial: Decision,
  query: PermissionQuery,
  facts: Facts,
): Promise<Decision> {
  const { wayOut, ...byAnyWay } = query;
  if (!wayOut || assumptions.length === 0) return denial;
  const deniedAnyway = (await facts.ask(permission, byAnyWay)).match({
    known: ({ outcome }) => outcome !== 'allowed',
    absent: () => false,
    unknown: () => false,
  });
  return deniedAnyway ? denial : { ...denial, assumptions: [...denial.assumptions, ...assumptions] };
}
