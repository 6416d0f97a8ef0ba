import { addressesExhausted, zoneExhausted } from './addresses.ts';
import { eniLimit } from './interfaces.ts';
import { addressesTight } from './reserves.ts';
import { subnetTooSmall } from './subnet-size.ts';
import { trunkingOff } from './trunking.ts';

/** What is judged by what the subnets and the container instances have free; loaded where there are such facts. */
export const SUBNET_HEADROOM_BY_FACTS = {
  addressesExhausted,
  zoneExhausted,
  eniLimit,
  addressesTight,
  subnetTooSmall,
  trunkingOff,
};
