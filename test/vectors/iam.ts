import {
  ABSENT,
  type ContextValue,
  contextOf,
  PRESENT,
  several,
  single,
  UNKNOWN,
} from '../../src/iam/context-value.ts';
import type { Outcome } from '../../src/iam/decision.ts';
import { type Policy, readPolicy, unreadable } from '../../src/iam/document.ts';
import type { Grant } from '../../src/iam/grants.ts';
import { decide } from '../../src/iam/precision.ts';
import type { Principal } from '../../src/iam/principal.ts';
import type { Policies } from '../../src/iam/request.ts';
import { targetOf } from '../../src/iam/resource-match.ts';
import { parseArn } from '../../src/model/arn.ts';

/** A vector of the IAM evaluator: who asks for what, under which policies, and what comes of it. */
export interface IamVector {
  readonly name: string;
  readonly request: {
    readonly principal: string;
    readonly action: string;
    readonly resource: string;
    readonly resourceAccount?: string;
    readonly context: Readonly<Record<string, string | readonly string[]>>;
  };
  readonly identityPolicies?: readonly unknown[];
  readonly permissionsBoundary?: unknown;
  readonly sessionPolicy?: unknown;
  readonly scps?: readonly (readonly unknown[])[];
  readonly rcps?: readonly (readonly unknown[])[];
  readonly resourcePolicy?: unknown;
  readonly vpcEndpointPolicy?: unknown;
  readonly vpcEndpointType?: string;
  readonly kmsGrants?: readonly VectorGrant[];
  readonly principalAccountIsManagementAccount?: boolean;
  readonly expected?: Outcome;
  readonly expected3?: 'allowed' | 'denied' | 'unknown';
  readonly unknownKeys?: readonly string[];
  /** The values a key may have; null for "not in the request". */
  readonly candidates?: Readonly<Record<string, readonly (string | readonly string[] | null)[]>>;
  /** The documents that could not be read. */
  readonly missingInputs?: readonly string[];
  readonly because?: string;
}

interface VectorGrant {
  readonly granteePrincipal: string;
  readonly operations: readonly string[];
  readonly constraints?: {
    readonly encryptionContextSubset?: Readonly<Record<string, string>>;
    readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  };
}

export function isIamVector(value: unknown): value is IamVector {
  return (
    typeof value === 'object' &&
    value !== null &&
    'request' in value &&
    ('expected' in value || 'expected3' in value)
  );
}

/** A vector as the evaluator takes it: JSON may have numbers, truths and null where there is text or nothing. */
function tidied(vector: IamVector): IamVector {
  const { request, unknownKeys, candidates, missingInputs, kmsGrants, scps, rcps } = vector;
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(request.context ?? {})) {
    const text = textOf(value);
    if (text !== null) context[key] = text;
  }
  return {
    ...vector,
    request: { ...request, context },
    unknownKeys: unknownKeys ?? [],
    candidates: Object.fromEntries(
      Object.entries(candidates ?? {}).map(([key, values]) => [key, (values ?? []).map(textOf)]),
    ),
    missingInputs: missingInputs ?? [],
    kmsGrants: (kmsGrants ?? []).map((grant) => ({ ...grant, constraints: grant.constraints ?? {} })),
    scps: levelsOf(scps),
    rcps: levelsOf(rcps),
  };
}

function textOf(value: unknown): string | readonly string[] | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.map(String) : String(value);
}

/** A policy by itself is all there is at its level. */
function levelsOf(levels: IamVector['scps'] | null): readonly (readonly unknown[])[] {
  return (levels ?? []).map((level: unknown) => (Array.isArray(level) ? level : [level]));
}

/** What the evaluator says; the world of a vector is closed: a key it does not give is not in the request. */
function answerTo(vector: IamVector): Outcome | 'unknown' {
  const { request } = vector;
  const principal = principalOf(request.principal, request.context);
  const target = targetOf(request.action, request.resource);
  const owner = request.resourceAccount ?? parseArn(request.resource)?.account;
  const account = owner || (principal.type === 'service' ? undefined : principal.account);
  const context = contextOf(
    [
      ...Object.entries(request.context).map(([key, value]) => [key, givenValue(value)] as const),
      ...encryptionContextKeys(vector),
      ...unknowns(vector),
    ],
    () => ABSENT,
  );
  const policies = policiesOf(vector);
  const whole = {
    principal,
    action: request.action,
    target,
    context,
    ...(account ? { resourceAccount: account } : {}),
  };
  return decide(whole, policies).outcome;
}

/** KMS tells the names of an encryption context as a key of its own, which vectors leave out. */
function encryptionContextKeys({ request: { context }, unknownKeys = [] }: IamVector) {
  const prefix = 'kms:EncryptionContext:';
  if (unknownKeys.some((key) => key.startsWith(prefix)))
    return [['kms:EncryptionContextKeys', UNKNOWN] as const];
  const names = Object.keys(context).filter((key) => key.startsWith(prefix));
  if (names.length === 0 || 'kms:EncryptionContextKeys' in context) return [];
  return [['kms:EncryptionContextKeys', several(names.map((name) => name.slice(prefix.length)))] as const];
}

function givenValue(value: string | readonly string[]): ContextValue {
  return typeof value === 'string' ? single(value) : several(value);
}

/** Keys that are not known, with all the values that the vector says they may have. */
function unknowns({ unknownKeys = [], candidates = {} }: IamVector) {
  return unknownKeys.map((key): readonly [string, ContextValue] => {
    const values = candidates[key];
    if (!values) return [key, UNKNOWN];
    const texts = values.filter((value) => typeof value === 'string');
    const mayBeAbsent = values.includes(null);
    const areTexts = texts.length > 0 && texts.length + Number(mayBeAbsent) === values.length;
    if (areTexts) return [key, { state: 'one-of', values: texts, mayBeAbsent }];
    return [key, mayBeAbsent ? UNKNOWN : PRESENT];
  });
}

/** A role session's role has no path unless the context says so. */
function principalOf(text: string, context: IamVector['request']['context']): Principal {
  const arn = parseArn(text);
  if (!arn) return { type: 'service', name: text };
  const { account, partition, resource } = arn;
  if (resource === 'root') return { type: 'root', arn: text, account };
  if (resource.startsWith('user/')) return { type: 'user', arn: text, account };
  if (!resource.startsWith('assumed-role/')) return { type: 'role', arn: text, account };
  const given = context['aws:PrincipalArn'];
  const role = `arn:${partition}:iam::${account}:role/${resource.split('/')[1]}`;
  return { type: 'role', arn: typeof given === 'string' ? given : role, account, session: text };
}

function policiesOf(vector: IamVector): Policies {
  const missing = new Set(vector.missingInputs);
  const hidden = (name: string) =>
    unreadable(name, [{ reason: 'access-denied', detail: `${name} was not read` }]);
  const one = (name: keyof IamVector): Policy | undefined => {
    if (missing.has(name)) return hidden(name);
    return vector[name] === undefined || vector[name] === null ? undefined : readPolicy(name, vector[name]);
  };
  const many = (name: 'scps' | 'rcps') => [
    ...(vector[name] ?? []).map((level, at) => level.map((policy) => readPolicy(`${name} ${at}`, policy))),
    ...(missing.has(name) ? [[hidden(name)]] : []),
  ];
  const identity = (vector.identityPolicies ?? []).map((policy, at) =>
    readPolicy(`identity policy ${at}`, policy),
  );
  const boundary = one('permissionsBoundary');
  const session = one('sessionPolicy');
  const resource = one('resourcePolicy');
  const endpoint = one('vpcEndpointPolicy');
  return {
    identity: missing.has('identityPolicies') ? [...identity, hidden('identityPolicies')] : identity,
    ...(boundary ? { boundary } : {}),
    ...(session ? { session } : {}),
    ...(resource ? { resource } : {}),
    ...(endpoint ? { endpoint: { policy: endpoint, gateway: vector.vpcEndpointType === 'Gateway' } } : {}),
    serviceControl: many('scps'),
    resourceControl: many('rcps'),
    spared: vector.principalAccountIsManagementAccount === true,
    grants: missing.has('kmsGrants') ? hidden('kmsGrants') : (vector.kmsGrants ?? []).map(grantOf),
  };
}

function grantOf({ granteePrincipal, operations, constraints = {} }: VectorGrant): Grant {
  const { encryptionContextSubset: subset, encryptionContextEquals: equals } = constraints;
  return {
    grantee: granteePrincipal,
    operations,
    ...(subset ? { subset } : {}),
    ...(equals ? { equals } : {}),
  };
}

/** One vector that cannot be evaluated leaves the others their turn. */
function answerOrCrash(vector: IamVector): string {
  try {
    return answerTo(tidied(vector));
  } catch (error) {
    return `crash: ${String(error)}`;
  }
}

/** What is amiss with a vector, or undefined where the evaluator agrees. `dangerous`: allowed, where AWS denies. */
export function missOfIam(
  vector: IamVector,
): { readonly expected: string; readonly got: string; readonly dangerous: boolean } | undefined {
  const got = answerOrCrash(vector);
  const expected = vector.expected3 ?? vector.expected ?? 'unknown';
  const told = vector.expected3 !== undefined && /Deny$/.test(got) ? 'denied' : got;
  if (told === expected) return undefined;
  return { expected, got, dangerous: got === 'allowed' && expected !== 'unknown' };
}
