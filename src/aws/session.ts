/** Opens the account: finds region and credentials, asks who they belong to, and answers questions from then on. */
import { STSClient } from '@aws-sdk/client-sts';
import { liveSource, type Progress } from '../fact/scheduler.ts';
import type { FactSource } from '../fact/store.ts';
import { parseArn } from '../model/arn.ts';
import type { Account } from './account.ts';
import { Clients } from './clients.ts';
import { credentialsFor } from './credentials.ts';
import { MalformedAnswerError } from './failures.ts';
import { Gate } from './gate.ts';
import type { Call } from './guard.ts';
import { DEADLINES, type Deadlines, httpHandler } from './http.ts';
import { noRegion, type SessionFailure, sessionFailure } from './session-failure.ts';
import { callerIdentity, type Identity } from './sts.ts';

export interface SessionOptions {
  /** Else AWS_REGION, AWS_DEFAULT_REGION, or the profile's. */
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** A role to assume with the credentials that are found. */
  readonly roleArn?: string | undefined;
  /** In place of every service's endpoint; AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE> are read by the SDK. */
  readonly endpointUrl?: string | undefined;
  /** `process.env` itself, which the SDK reads too: here its warning about old versions of Node is silenced in it. */
  readonly env: Record<string, string | undefined>;
  /** The most requests that are under way at once, over all services. */
  readonly concurrency?: number | undefined;
  /** False: calls are not held to AWS's documented rates, for endpoints that have none. */
  readonly pacing?: boolean | undefined;
  readonly deadlines?: Deadlines | undefined;
  /** A factor on the waits before retries; 1 outside tests. */
  readonly retryWaits?: number | undefined;
  /** Told of every request, retries included. */
  readonly onCall?: ((call: Call) => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Session {
  /** Twelve digits. */
  readonly account: string;
  /** ARN of the caller. */
  readonly arn: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly source: FactSource;
  /** For what else is to be read from the account. */
  readonly opened: Account;
  /** Closes the connections, which would keep the process alive for a while. */
  close(): void;
}

/** AWS's rates allow few hundred calls a second over all services, and most are answered within a tenth of a second. */
const CONCURRENCY = 4;

export async function openSession(options: SessionOptions): Promise<Session | SessionFailure> {
  const { env, profile, roleArn, endpointUrl, concurrency = CONCURRENCY, deadlines = DEADLINES } = options;
  env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const wished = options.region || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined;
  let region = wished ?? '';
  try {
    if (wished === undefined) region = await profileRegion(profile);
  } catch (error) {
    return noRegion(error, { profile });
  }

  const handler = httpHandler(concurrency, deadlines);
  const clients = new Clients({
    handler,
    gate: new Gate(concurrency, options.pacing ?? true),
    credentials: credentialsFor({ profile, roleArn, region, endpoint: endpointUrl }, handler),
    profile,
    endpoint: endpointUrl,
    pathStyle: Boolean(endpointUrl || env['AWS_ENDPOINT_URL'] || env['AWS_ENDPOINT_URL_S3']),
    retryWaits: options.retryWaits,
    onCall: options.onCall,
  });
  try {
    return await session(await callerIdentity(clients, region));
  } catch (error) {
    handler.destroy();
    const custom = endpointUrl || env['AWS_ENDPOINT_URL_STS'] || env['AWS_ENDPOINT_URL'];
    const endpoint = custom || `the endpoint of STS in ${region}`;
    return sessionFailure(error, { profile: profile ?? env['AWS_PROFILE'], roleArn, region, endpoint });
  }

  async function session(identity: Identity): Promise<Session> {
    const { Account: account, Arn: arn, UserId: userId } = identity;
    const partition = parseArn(arn)?.partition;
    if (partition === undefined) throw new MalformedAnswerError(`${arn} is not an ARN`);
    const opened: Account = { account, arn, userId, partition, region, clients };
    // The other services' clients are loaded when it is known who asks: the first request need not wait for them.
    const { askers, listers } = await import('./questions.ts');
    const source = liveSource(askers(opened), listers(opened), {
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    });
    return { account, arn, region, partition, source, opened, close: () => handler.destroy() };
  }
}

/** The SDK reads the configuration files. */
function profileRegion(profile: string | undefined): Promise<string> {
  return new STSClient(profile === undefined ? {} : { profile }).config.region();
}
