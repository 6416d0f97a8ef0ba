/** What an end means, and what to do about it. */
export interface Reading {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly advice: readonly string[];
}

export const PROFILE =
  'take the credentials from a profile that renews them (IAM Identity Center, credential_process), not from exported keys';
export const NEW_SESSION =
  'a session that is over cannot be resumed: start a new one, under a loop that does so by itself';

/** The plugin pings every 5 minutes (PingTimeInterval in src/config/config.go). */
export function cutAdvice(): readonly string[] {
  return [
    'look for what cuts idle connections on the way: the plugin pings every 5 minutes only, and many proxies, firewalls and VPNs drop a connection that is quiet for less; a NAT gateway does after 350 seconds',
    'look whether the machine slept or changed its network at that time',
  ];
}
