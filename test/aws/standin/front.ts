import { setTimeout as pause } from 'node:timers/promises';
import type { Snapshot } from '../../../src/fact/snapshot.ts';
import { authorise } from './access.ts';
import { Account } from './account.ts';
import { ApiError } from './api-error.ts';
import { type Behaviour, type Fault, type FaultSort, means } from './behaviour.ts';
import { type Answer, type Arrival, type Protocol, protocolOf } from './protocol/protocol.ts';
import { type OperationModel, operationModel } from './protocol/shape.ts';
import { coded, elsewhere, html, inWordsOf, refuseBy, unsigned } from './refusal.ts';
import { services } from './services/index.ts';
import type { Input, Service } from './services/service.ts';
import { Throttle } from './throttle.ts';

/** One request, as it is counted. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Milliseconds since the start of the stand-in. */
  readonly at: number;
  readonly throttled: boolean;
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Does it continue a listing? */
  readonly laterPage: boolean;
}

/** A request that is understood: which operation of which service, where, with which input. */
interface Asked {
  readonly service: Service;
  readonly protocol: Protocol;
  readonly region: string;
  readonly operation: string;
  readonly model: OperationModel;
  readonly input: Input;
}

/** `…Credential=AKIDEXAMPLE/20261121/eu-west-1/ecs/aws4_request, …` */
const SCOPE = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** Understands requests, decides how they fare, and counts them. */
export class Front {
  calls: Call[] = [];
  private snapshot: Snapshot;
  private behaviour: Behaviour;
  private throttle: Throttle | undefined;
  private spent = new Map<Fault, number>();
  private readonly accounts = new Map<string, Account>();
  private readonly clients = new Map<string, Readonly<Record<string, unknown>>>();
  private readonly models = new Map<string, OperationModel>();
  private readonly protocols = new Map<string, Protocol>();
  private requests = 0;

  constructor(snapshot: Snapshot, behaviour: Behaviour) {
    this.snapshot = snapshot;
    this.behaviour = behaviour;
    this.behave(behaviour);
  }

  behave(behaviour: Behaviour): void {
    this.behaviour = behaviour;
    this.throttle = behaviour.rates === undefined ? undefined : new Throttle(behaviour.rates);
    this.spent = new Map();
    this.accounts.clear();
  }

  serve(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.accounts.clear();
  }

  reset(): void {
    this.calls = [];
  }

  /** Loads the service models before the first request, so that no request pays for it. */
  async warm(): Promise<void> {
    await Promise.all([...services.values()].map((service) => this.clientOf(service)));
  }

  async answer(arrival: Arrival): Promise<Answer | 'reset' | 'never'> {
    const { latency = 0 } = this.behaviour;
    const begin = performance.now();
    const answer = await this.decide(arrival);
    const left = latency - (performance.now() - begin);
    if (left > 0) await pause(left);
    return answer;
  }

  private async decide(arrival: Arrival): Promise<Answer | 'reset' | 'never'> {
    const id = this.nextId();
    const [, region = '', name = ''] = SCOPE.exec(String(arrival.headers['authorization'])) ?? [];
    const service = services.get(name);
    if (!service) return unsigned(name);
    const protocol = this.protocolFor(service);
    let asked: Asked;
    try {
      asked = await this.understand(arrival, service, protocol, region);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.count({ service, region, operation: 'unknown', input: {} }, error.status, false);
      return protocol.writeError(error, id);
    }
    const fault = this.faultOf(asked);
    if (fault === 'reset' || fault === 'timeout') {
      this.count(asked, 0, false);
      return fault === 'reset' ? 'reset' : 'never';
    }
    const throttled =
      fault === 'throttled' ||
      this.throttle?.take(nameOf(asked), region, asked.input, performance.now()) === false;
    const answer = this.run(asked, throttled ? 'throttled' : fault, id);
    this.count(asked, answer.status, throttled);
    return answer;
  }

  private run(asked: Asked, fault: FaultSort | undefined, id: string): Answer {
    const { service, protocol, model, input } = asked;
    switch (fault) {
      case 'unavailable':
        return html(503, 'Service Unavailable');
      case 'html':
        return html(200, 'Sign in to the network');
      default:
    }
    try {
      refuseBy(service.codes, fault, nameOf(asked));
      authorise(nameOf(asked), this.behaviour);
      const account = fault === 'not-found' ? this.emptyAccount(asked.region) : this.accountIn(asked.region);
      const operation = service.operations[asked.operation];
      if (!operation)
        throw coded(service.codes.unknownOperation, `Could not find operation ${asked.operation}`);
      const output = operation(input, account, { simulation: this.behaviour.simulation ?? 'allowed' });
      const answer = protocol.writeOutput(fault === 'wrong-account' ? elsewhere(output) : output, model, id);
      return fault === 'truncated'
        ? { ...answer, body: answer.body.slice(0, answer.body.length / 2) }
        : answer;
    } catch (error) {
      return protocol.writeError(inWordsOf(service, error, this.snapshot.account), id);
    }
  }

  private async understand(
    arrival: Arrival,
    service: Service,
    protocol: Protocol,
    region: string,
  ): Promise<Asked> {
    const routed = service.route?.(arrival.method, arrival.url, String(arrival.headers['host']));
    const operation = routed?.operation ?? operationIn(arrival, service);
    if (operation === undefined || !Object.hasOwn(service.operations, operation)) {
      throw coded(
        service.codes.unknownOperation,
        `The stand-in serves no operation ${operation ?? arrival.url.pathname}`,
      );
    }
    const model = await this.modelOf(service, operation);
    const input = { ...protocol.readInput(arrival, model), ...routed?.input };
    return { service, protocol, region, operation, model, input };
  }

  private faultOf(asked: Asked): FaultSort | undefined {
    for (const fault of this.behaviour.faults ?? []) {
      if (!means(fault.operation, nameOf(asked))) continue;
      if (fault.laterPages && !continues(asked.input)) continue;
      const spent = this.spent.get(fault) ?? 0;
      if (spent >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
      this.spent.set(fault, spent + 1);
      return fault.sort;
    }
    return undefined;
  }

  private count(
    asked: Pick<Asked, 'service' | 'region' | 'operation' | 'input'>,
    status: number,
    throttled: boolean,
  ): void {
    const { service, region, operation, input } = asked;
    const at = performance.now();
    this.calls.push({
      service: service.name,
      operation,
      region,
      at,
      throttled,
      status,
      laterPage: continues(input),
    });
  }

  private accountIn(region: string): Account {
    let account = this.accounts.get(region);
    if (!account) {
      account = new Account(this.snapshot, region, this.behaviour.pageCap);
      this.accounts.set(region, account);
    }
    return account;
  }

  private emptyAccount(region: string): Account {
    return new Account({ ...this.snapshot, resources: {}, collections: [], missing: [] }, region);
  }

  private protocolFor(service: Service): Protocol {
    let protocol = this.protocols.get(service.name);
    if (!protocol) {
      protocol = protocolOf(service.protocol, service.namespace ?? '');
      this.protocols.set(service.name, protocol);
    }
    return protocol;
  }

  private async modelOf(service: Service, operation: string): Promise<OperationModel> {
    const key = `${service.name}:${operation}`;
    let model = this.models.get(key);
    if (!model) {
      model = operationModel(await this.clientOf(service), operation);
      this.models.set(key, model);
    }
    return model;
  }

  private async clientOf(service: Service): Promise<Readonly<Record<string, unknown>>> {
    let client = this.clients.get(service.name);
    if (!client) {
      client = (await service.client()) as Readonly<Record<string, unknown>>;
      this.clients.set(service.name, client);
    }
    return client;
  }

  private nextId(): string {
    this.requests++;
    return `00000000-0000-4000-8000-${String(this.requests).padStart(12, '0')}`;
  }
}

/** The header of the JSON protocols, or the parameter of the query protocols. */
function operationIn({ headers, body }: Arrival, service: Service): string | undefined {
  if (service.protocol === 'json')
    return String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1);
  return new URLSearchParams(body).get('Action') ?? undefined;
}

function nameOf({ service, operation }: Asked): string {
  return `${service.name}:${operation}`;
}

function continues(input: Input): boolean {
  return (input['nextToken'] ?? input['NextToken'] ?? input['Marker']) !== undefined;
}
