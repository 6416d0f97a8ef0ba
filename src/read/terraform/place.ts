import { opaqueName } from '../../fact/opaque.ts';
import { parseArn } from '../../model/arn.ts';
import { partitionOf } from '../../model/partition.ts';
import type { Estate } from '../declared/resource.ts';
import type { Target } from '../pair.ts';
import { member } from './configuration.ts';
import type { Instance } from './instance.ts';
import { own } from './open.ts';
import type { Plan } from './plan.ts';

/** Where the deploy goes. */
export type Place = Pick<Estate, 'account' | 'region' | 'partition'>;

/**
 * The account and region that an instance is deployed to: as the user says, as its ARN and those of the others tell, or as its
 * provider is configured.
 */
export function placeOf(plan: Plan, target: Target, instance: Instance): Place {
  const region =
    target.region ??
    regionOf(plan, instance) ??
    only(plan, 'region') ??
    opaqueName('AWS::Region', '--region');
  const account = target.account ?? accountOf(plan, instance) ?? opaqueName('AWS::AccountId', '--account');
  return { account, region, partition: partitionOf(region) };
}

/** The region of one instance, where the document tells it. */
export function regionOf(plan: Plan, { values, provider = 'aws' }: Instance): string | undefined {
  const given = own(values, 'region');
  if (typeof given === 'string') return given;
  return inArn(own(values, 'arn'), 'region') ?? configuredRegion(plan, provider);
}

function configuredRegion(plan: Plan, provider: string): string | undefined {
  const configured = member(member(member(plan.providers, provider), 'expressions'), 'region');
  const constant = own(configured, 'constant_value');
  if (typeof constant === 'string') return constant;
  const references = own(configured, 'references');
  if (!Array.isArray(references) || references.length !== 1) return undefined;
  const variable = /^var\.([\w-]+)$/.exec(String(references[0]))?.[1];
  const value = variable === undefined ? undefined : own(member(plan.variables, variable), 'value');
  return typeof value === 'string' && REGION.test(value) ? value : undefined;
}

/** An expression may make something else of a variable: `"${var.area}-1"`. */
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/;

function accountOf(plan: Plan, instance: Instance): string | undefined {
  const own12 = inArn(own(instance.values, 'arn'), 'account');
  if (own12 !== undefined) return own12;
  const callers = plan.instances.filter(({ data, type }) => data && type === 'aws_caller_identity');
  const ids = new Set(callers.map(({ values }) => own(values, 'account_id')));
  const [id, ...others] = ids;
  return typeof id === 'string' && others.length === 0 ? id : only(plan, 'account');
}

/** What the ARNs of all managed resources agree on. */
function only(plan: Plan, part: 'account' | 'region'): string | undefined {
  const found = new Set<string>();
  for (const { data, values } of plan.instances) {
    const value = data ? undefined : inArn(own(values, 'arn'), part);
    if (value !== undefined) found.add(value);
  }
  const [one, ...others] = found;
  return others.length === 0 ? one : undefined;
}

function inArn(arn: unknown, part: 'account' | 'region'): string | undefined {
  const value = typeof arn === 'string' ? parseArn(arn)?.[part] : undefined;
  // Policies of AWS's own are in the account `aws`.
  return value && value !== 'aws' ? value : undefined;
}
