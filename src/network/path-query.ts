import type { LaunchKind } from '../model/deployment.ts';
import type { WayOut } from '../model/way-out.ts';

/** Which interface asks for which service. */
export interface PathQuery {
  /** The id of the subnet that the interface is in. */
  readonly subnet: string;
  /** The ids of its security groups. */
  readonly securityGroups: readonly string[];
  /** Has it a public IPv4 address? */
  readonly assignPublicIp: boolean;
  readonly launchKind: LaunchKind;
  /** The service as the names of VPC endpoints spell it: `secretsmanager`, `ecr.dkr`, `s3`; `internet` for what is no service of AWS. */
  readonly service: string;
  readonly region: string;
  readonly platformVersion?: string;
}

/** Whether a call arrives, and by which hops. What cannot be decided is an unknown fact, not a path. */
export interface Path {
  readonly outcome: 'reachable' | 'unreachable';
  /** What stops it, as VPC Reachability Analyzer names it where it knows a name: `NO_ROUTE_TO_DESTINATION`. */
  readonly code?: string;
  /** From the interface outwards to what decides; joined by ` → ` they are one line of evidence. */
  readonly hops: readonly string[];
  /** How it leaves, where it arrives. */
  readonly wayOut?: WayOut;
  /** What could not be read and was taken for granted, one sentence each. */
  readonly assumptions?: readonly string[];
}
