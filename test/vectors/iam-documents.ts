import type { IamVector } from './iam.ts';

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Statement {
  readonly Effect: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: ConditionBlock;
}

export interface Document {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}

/** Every policy of the vector, as `change` makes it; what is no policy stays. */
export function documents(
  vector: IamVector,
  change: (document: Document, kind: string) => Document,
): IamVector {
  const one = (kind: string) => (value: unknown) =>
    typeof value === 'object' && value !== null && 'Statement' in value
      ? change(value as Document, kind)
      : value;
  const { identityPolicies, scps, rcps } = vector;
  const alone = ['permissionsBoundary', 'sessionPolicy', 'resourcePolicy', 'vpcEndpointPolicy'] as const;
  return {
    ...vector,
    ...(identityPolicies && { identityPolicies: identityPolicies.map(one('identityPolicies')) }),
    ...(scps && { scps: scps.map((level) => level.map(one('scps'))) }),
    ...(rcps && { rcps: rcps.map((level) => level.map(one('rcps'))) }),
    ...Object.fromEntries(
      alone.filter((kind) => vector[kind] !== undefined).map((kind) => [kind, one(kind)(vector[kind])]),
    ),
  };
}

/** The document with its statements, as a list, changed; what is no statement stays. */
export function statements(
  document: Document,
  change: (list: readonly Statement[]) => readonly Statement[],
): Document {
  const { Statement: held } = document;
  const list = Array.isArray(held) ? (held as readonly Statement[]) : [held as Statement];
  if (list.some((statement) => typeof statement !== 'object' || statement === null)) return document;
  return { ...document, Statement: change(list) };
}

/** The value with every text in it changed; names of members stay. */
export function eachString(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => eachString(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachString(item, change)]));
}
