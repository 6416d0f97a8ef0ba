import type { PolicyText } from '../fact/kinds/iam.ts';

/** How a call leaves the VPC for an AWS service: what the network decided, and what IAM conditions see of it. */
export interface WayOut {
  readonly via:
    | 'interface-endpoint'
    | 'gateway-endpoint'
    | 'nat'
    | 'internet-gateway'
    | 'egress-only-internet-gateway';
  /** The VPC that the call leaves. */
  readonly vpc?: string;
  /** The endpoint that takes the call, with its policy; a policy that is left out could not be read. */
  readonly endpoint?: { readonly id: string; readonly policy?: PolicyText };
  /** The addresses that the service may see, where they are known: those of the NAT gateway. */
  readonly addresses?: readonly string[];
}
