/** Clients of the SDK: one for each service and region, made when first needed, guarded, and kept. */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { Gate } from './gate.ts';
import { type Call, guardPlugin, type Plugin } from './guard.ts';
import type { Handler } from './http.ts';
import { retryStrategy } from './retry.ts';

export type Credentials = NonNullable<STSClientConfig['credentials']>;

/** What every client of a session has in common. */
export interface ClientSettings {
  readonly handler: Handler;
  readonly gate: Gate;
  readonly credentials: Credentials;
  /** Whose `endpoint_url` counts, where the SDK looks into the configuration files. */
  readonly profile?: string | undefined;
  /** In place of every service's own endpoint. */
  readonly endpoint?: string | undefined;
  /** Buckets stand in the path, because one address serves all of them. */
  readonly pathStyle: boolean;
  /** A factor on the waits before retries; 1 outside tests. */
  readonly retryWaits?: number | undefined;
  readonly onCall?: ((call: Call) => void) | undefined;
}

/** The part of a client's configuration that is the same for all services. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: Credentials;
  readonly requestHandler: Handler;
  readonly retryStrategy: ReturnType<typeof retryStrategy>;
  readonly logger: typeof SILENT;
  readonly profile?: string;
  readonly endpoint?: string;
}

interface Client {
  readonly config: { readonly credentials: Credentials };
  readonly middlewareStack: { use(plugin: never): void };
}

/** The SDK would write its remarks to standard error. */
export const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export class Clients {
  readonly settings: ClientSettings;
  readonly #retryStrategy: ReturnType<typeof retryStrategy>;
  readonly #made = new Map<string, Client>();
  /** As the first client keeps them until they are about to end: a role is assumed once, not once for each client. */
  #credentials: Credentials;

  constructor(settings: ClientSettings) {
    this.settings = settings;
    this.#credentials = settings.credentials;
    this.#retryStrategy = retryStrategy(settings.retryWaits);
  }

  /** The client of a service (the prefix of its IAM actions) in a region. */
  of<Made extends Client>(service: string, region: string, make: (config: ClientConfig) => Made): Made {
    const key = `${service} ${region}`;
    const kept = this.#made.get(key);
    if (kept) return kept as Made;
    const { handler, gate, profile, endpoint, onCall } = this.settings;
    const client = make({
      region,
      credentials: this.#credentials,
      requestHandler: handler,
      retryStrategy: this.#retryStrategy,
      logger: SILENT,
      ...(profile === undefined ? {} : { profile }),
      ...(endpoint === undefined ? {} : { endpoint }),
    });
    const plugin: Plugin = guardPlugin({ service, region, gate, onCall });
    client.middlewareStack.use(plugin as never);
    this.#made.set(key, client);
    this.#credentials = client.config.credentials;
    return client;
  }
}
