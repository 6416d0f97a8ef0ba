import type { Why } from '../../fact/fact.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import type { Instance } from './instance.ts';
import type { Referent } from './references.ts';

/**
 * Attributes of `aws_ecs_service` that may be left out, and that the provider then fills in (Optional and Computed). One that is
 * open may be null, as in `launch_type = length(var.strategy) > 0 ? null : "FARGATE"`: then there is none.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/service.go as of 2026-11
 */
const FILLED_IN: ReadonlySet<string> = new Set([
  'availability_zone_rebalancing',
  'iam_role',
  'launch_type',
  'platform_version',
]);

/** Why a value is open: the apply makes it. */
export function afterApply(instance: Instance, attribute: string, referent?: Referent): Unresolved {
  const through =
    referent?.is === 'open' ? ` and comes through ${referent.reference}, which the plan does not follow` : '';
  const why: Why = {
    reason: 'unresolved',
    detail: `${instance.address}.${attribute} is known only after the apply${through}`,
  };
  return new Unresolved(why, !FILLED_IN.has(attribute));
}

/** Why a value that the document holds is not shown. */
export function sensitive(instance: Instance, attribute: string): Unresolved {
  return new Unresolved({
    reason: 'redacted',
    detail: `${instance.address}.${attribute} is marked sensitive`,
  });
}

/** An own member of a structure. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
