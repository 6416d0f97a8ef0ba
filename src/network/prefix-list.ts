import { any, type Truth, truth, valueOr, type Why } from '../fact/fact.ts';
import type { PrefixListShape } from '../fact/kinds/ec2.ts';
import { isOpaque, sameText } from '../fact/opaque.ts';
import { type Range, rangesOf } from './address-ranges.ts';
import type { World } from './world.ts';

/** The addresses of a prefix list. */
export function listRanges({ Entries }: PrefixListShape): readonly Range[] {
  return rangesOf(Entries.map(({ Cidr }) => Cidr));
}

/**
 * A prefix list that a route or rule names and that no answer holds. It is there, since nobody can delete it while it is named: it
 * belongs to another account and is not shared any more. Which addresses it has cannot be told.
 * https://docs.aws.amazon.com/vpc/latest/userguide/sharing-perms.html
 */
export function invisibleList(id: string): Why {
  return { reason: 'undecidable', detail: `prefix list ${id} is not among those that can be seen` };
}

/**
 * Is the name, of a VPC endpoint's service or of AWS's own prefix list, that of the service in the region? A region that only the
 * deploy tells may be the one that a name spells out.
 */
export function namesService(name: string | undefined, service: string, region: string): Truth {
  if (name === undefined) return truth(false);
  // com.amazonaws.eu-west-1.s3, cn.com.amazonaws.cn-north-1.ecr.api
  if (isOpaque(name) || isOpaque(region)) {
    const own = `com.amazonaws.${region}.${service}`;
    return any([sameText(name, own), sameText(name, `cn.${own}`)]);
  }
  return truth(/(^|\.)com\.amazonaws\./.test(name) && name.endsWith(`.${region}.${service}`));
}

/** The lists of services with gateway endpoints, as far as they could be read: nothing else has these addresses. */
export function gatewayLists(world: World): readonly PrefixListShape[] {
  return [...world.prefixLists.values()].flatMap((fact) => {
    const list = valueOr(fact, undefined);
    return list && GATEWAY_SERVICE.test(list.PrefixListName ?? '') ? [list] : [];
  });
}

const GATEWAY_SERVICE = /(^|\.)com\.amazonaws\.[^.]+\.(s3|s3express|dynamodb)$/;
