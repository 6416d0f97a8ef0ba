/**
 * Where credentials come from: the SDK's default chain, a profile, or a role that those assume. What the chain itself
 * sends to AWS is held against the list of what it may send (operations.json, `credentials`).
 */
import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { type Credentials, SILENT } from './clients.ts';
import { inspectChainRequest } from './guard.ts';
import { type Handler, inspecting } from './http.ts';

interface Wanted {
  readonly profile?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly region: string;
  readonly endpoint?: string | undefined;
}

/** How the role's sessions appear in CloudTrail. */
const SESSION_NAME = 'ecs-preflight';

export function credentialsFor(
  { profile, roleArn, region, endpoint }: Wanted,
  handler: Handler,
): Credentials {
  const clientConfig = { requestHandler: inspecting(handler, inspectChainRequest), logger: SILENT };
  const init = { clientConfig, logger: SILENT };
  // With a profile named, its credentials or none: the chain would go on to whatever the machine has.
  const first = profile === undefined ? fromNodeProviderChain(init) : fromIni({ ...init, profile });
  if (roleArn === undefined) return first;
  return fromTemporaryCredentials({
    masterCredentials: first,
    params: { RoleArn: roleArn, RoleSessionName: SESSION_NAME },
    clientConfig: { ...clientConfig, region, ...(endpoint === undefined ? {} : { endpoint }) },
    logger: SILENT,
  });
}
