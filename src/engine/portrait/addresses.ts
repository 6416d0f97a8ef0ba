import { chain, type Fact, holds, known, map, valueOr } from '../../fact/fact.ts';
import type { Facts } from '../../fact/kind.ts';
import { subnet } from '../../fact/kinds/ec2.ts';
import { isOpaque } from '../../fact/opaque.ts';
import { told } from '../../model/declared-secret.ts';
import type { Deployment } from '../../model/deployment.ts';
import { addressNeed } from '../../rollout/new-addresses.ts';
import { subnetIds } from '../../rollout/service-subnets.ts';
import { heard } from './heard.ts';
import type { RolloutPortrait } from './rollout.ts';

/** What a deployment asks of the subnets: each awsvpc task holds an address of its own. */
export interface AddressPortrait {
  /** New addresses at the peak; two numbers where it is open what pending tasks hold. */
  readonly least: number;
  readonly most: number;
  /** Counted from what runs now; from a service at rest where nobody was asked; from none in subnets that the template makes. */
  readonly from: 'now' | 'rest' | 'declared';
  /** With the free addresses where they were asked for. */
  readonly subnets: readonly { readonly id: string; readonly zone?: string; readonly free?: number }[];
}

/** Undefined where tasks have no interface of their own, or where it is not known how many there are. */
export async function addressPortrait(
  deployment: Deployment,
  facts: Facts,
  rollout: RolloutPortrait | undefined,
): Promise<AddressPortrait | undefined> {
  const { service } = deployment;
  if (!service || !rollout) return undefined;
  const ids = valueOr(subnetIds(service), []);
  const { items } = service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets');
  if (
    !valueOr(
      holds(items, (list) => list.length > 0),
      false,
    )
  )
    return undefined;
  const need = map(addressNeed(deployment), ({ fresh, held }) => ({
    ...fresh,
    from: held === 'open' ? ('declared' as const) : ('now' as const),
  }));
  const counted = valueOr(need, undefined) ?? atRest(rollout);
  if (!counted) return undefined;
  return { ...counted, subnets: await Promise.all(ids.map((id) => roomOf(id, facts))) };
}

function atRest(rollout: RolloutPortrait) {
  if (rollout.is === 'open') return undefined;
  const more = rollout.peak - rollout.desired;
  return { least: more, most: more, from: 'rest' as const };
}

async function roomOf(id: string, facts: Facts) {
  const name = { id: told(id) };
  // What a template makes has nothing free that anybody could count.
  if (isOpaque(id)) return name;
  const shape: Fact<(typeof subnet)['value']> = await heard(facts).facts.ask(subnet, { id });
  const room = chain(shape, (it) => known({ zone: it?.AvailabilityZone, free: it?.AvailableIpAddressCount }));
  const { zone, free } = valueOr(room, { zone: undefined, free: undefined });
  return { ...name, ...(zone === undefined ? {} : { zone }), ...(free === undefined ? {} : { free }) };
}
