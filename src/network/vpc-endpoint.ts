import type { WayOut } from '../model/way-out.ts';
import { blocked, passed, type Step, undecided } from './verdict.ts';
import type { Endpoint } from './world.ts';

/** The state of an endpoint, in three: the API spells it `pendingAcceptance`, the SDK's own list `PendingAcceptance`. */
export function conditionOf(endpoint: Endpoint): 'available' | 'coming' | 'gone' | 'unknown' {
  const state = endpoint.State?.toLowerCase() ?? '';
  if (state === 'available') return 'available';
  if (['pending', 'pendingacceptance', 'partial'].includes(state)) return 'coming';
  return ['failed', 'rejected', 'deleting', 'deleted', 'expired'].includes(state) ? 'gone' : 'unknown';
}

export function endpointState(endpoint: Endpoint): Step {
  const told = `${endpoint.VpcEndpointId ?? 'the endpoint'} is in state ${endpoint.State ?? 'unknown'}`;
  const condition = conditionOf(endpoint);
  if (condition === 'available') return passed();
  return condition === 'gone' ? blocked('BAD_STATE', told) : undecided('BAD_STATE', told);
}

/** What IAM conditions see of a call that leaves by an endpoint. */
export function wayOutBy(
  via: 'interface-endpoint' | 'gateway-endpoint',
  { VpcEndpointId: id = '', VpcId: vpc, PolicyDocument: policy }: Endpoint,
): WayOut {
  return {
    via,
    ...(vpc === undefined ? {} : { vpc }),
    endpoint: { id, ...(policy === undefined ? {} : { policy }) },
  };
}
