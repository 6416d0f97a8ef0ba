import type { Fact, Why } from '../fact/fact.ts';
import type { WayOut } from '../model/way-out.ts';

/**
 * What stops a call, or leaves it undecided. Reachability Analyzer's names where it has one, and ours for what it does not
 * look at. https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export type Code =
  | 'BAD_STATE'
  | 'BAD_STATE_ATTACHMENT'
  | 'BAD_STATE_ROUTE'
  | 'ENI_SG_RULES_MISMATCH'
  | 'NGW_REQUIRES_SOURCE_IN_VPC'
  | 'NO_POSSIBLE_DESTINATION'
  | 'NO_ROUTE_TO_DESTINATION'
  | 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR'
  | 'REGIONAL_NGW_ROUTE_AZ_RESTRICTION'
  | 'SUBNET_ACL_RESTRICTION'
  | 'UNKNOWN_RESOURCE'
  // Ours
  | 'CARRIER_OR_LOCAL_GATEWAY'
  | 'CENTRAL_ENDPOINT'
  | 'CUSTOM_DNS'
  | 'DNS_HOSTNAMES_DISABLED'
  | 'DNS_SUPPORT_DISABLED'
  | 'EPHEMERAL_PORT_PARTIAL'
  | 'MISSING_DATA'
  | 'NAT_SUBNET_NO_IGW_ROUTE'
  | 'NO_IPV4_PATH'
  | 'NO_PUBLIC_IP'
  | 'PRIVATE_DNS_DISABLED'
  | 'PRIVATE_DNS_INBOUND_ONLY'
  | 'PROXY'
  | 'RESOLVER_FORWARD_RULE'
  | 'SERVICE_IP_UNKNOWN'
  | 'SOURCE_IP_UNKNOWN'
  | 'SRC_DST_CHECK'
  | 'TGW_NOT_MODELLED'
  | 'THIRD_PARTY_APPLIANCE'
  | 'VGW_NOT_MODELLED'
  | 'VPC_BLOCK_PUBLIC_ACCESS';

/** One thing on the way: it lets the call through, stops it, or may do either. */
export type Step =
  | { readonly is: 'passed'; readonly hop?: string }
  | { readonly is: 'blocked'; readonly code: Code; readonly hop: string }
  | { readonly is: 'undecided'; readonly code: Code; readonly why: readonly Why[]; readonly hop?: string };

/** How far a call gets. The hops lead from the interface outwards and end with what decides. */
export type Verdict =
  | { readonly is: 'reachable'; readonly hops: readonly string[]; readonly wayOut?: WayOut }
  | { readonly is: 'unreachable'; readonly code: Code; readonly hops: readonly string[] }
  | {
      readonly is: 'unknown';
      readonly code: Code;
      readonly why: readonly Why[];
      readonly hops: readonly string[];
    };

export function passed(hop?: string): Step {
  return hop === undefined ? { is: 'passed' } : { is: 'passed', hop };
}

export function blocked(code: Code, hop: string): Step {
  return { is: 'blocked', code, hop };
}

/** What no amount of reading decides, in words. */
export function undecided(code: Code, detail: string): Step {
  return { is: 'undecided', code, why: [{ reason: 'undecidable', detail }], hop: detail };
}

/** What could not be read. */
export function missing(why: readonly Why[]): Step {
  return { is: 'undecided', code: 'MISSING_DATA', why };
}

/** Goes on with a fact's value; what could not be read, or is not there, leaves it undecided. */
export function withFact<T>(fact: Fact<T>, noun: string, go: (value: T) => readonly Step[]): readonly Step[] {
  return fact.match<readonly Step[]>({
    known: go,
    absent: () => [missing([{ reason: 'undecidable', detail: `${noun} does not exist` }])],
    unknown: (why) => [missing(why)],
  });
}

/** All steps in order. One that certainly stops the call decides, even behind one that could not be decided. */
export function along(steps: readonly Step[], wayOut?: WayOut): Verdict {
  const stop = steps.findIndex(({ is }) => is === 'blocked');
  const doubt = steps.findIndex(({ is }) => is === 'undecided');
  const last = stop >= 0 ? stop : doubt;
  const hops = (last < 0 ? steps : steps.slice(0, last + 1)).flatMap(({ hop }) => hop ?? []);
  const step = steps[last];
  if (step?.is === 'blocked') return { is: 'unreachable', code: step.code, hops };
  if (step?.is === 'undecided') return { is: 'unknown', code: step.code, why: step.why, hops };
  return { is: 'reachable', hops, ...(wayOut ? { wayOut } : {}) };
}

/** The call takes one of these ways, and it cannot be told which: certain only where all agree. */
export function whichever(verdicts: readonly Verdict[], code: Code, detail: string): Verdict {
  const [first] = verdicts;
  if (first && verdicts.length === 1) return first;
  if (first && first.is !== 'unknown' && verdicts.every(({ is }) => is === first.is)) {
    if (first.is !== 'reachable') return first;
    const one = JSON.stringify(first.wayOut);
    const agreed = verdicts.every((it) => it.is === 'reachable' && JSON.stringify(it.wayOut) === one);
    return agreed ? first : { is: 'reachable', hops: first.hops };
  }
  const open = verdicts.find(({ is }) => is === 'unknown');
  if (open?.is === 'unknown' && verdicts.every((it) => it.is === 'unknown' && it.code === open.code))
    return open;
  const stop = verdicts.find(({ is }) => is === 'unreachable');
  return {
    is: 'unknown',
    code,
    why: [{ reason: 'undecidable', detail }, ...(open?.is === 'unknown' ? open.why : [])],
    hops: (stop ?? open ?? first)?.hops ?? [],
  };
}

/** The call may take any of these ways: one that arrives is enough. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  const best =
    verdicts.find(({ is }) => is === 'reachable') ??
    verdicts.find(({ is }) => is === 'unknown') ??
    verdicts[0];
  return best ?? { is: 'unreachable', code: 'NO_POSSIBLE_DESTINATION', hops: [] };
}
