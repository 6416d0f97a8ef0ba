import type { IamVector } from './iam.ts';
import {
  type ConditionBlock,
  type Document,
  documents,
  eachString,
  type Statement,
  statements,
} from './iam-documents.ts';
import { renamings } from './iam-renaming.ts';

/** Numbers from 0 to 1, the same ones on every run. */
export type Random = () => number;

/** The same question asked otherwise: the answer stands. Undefined where it cannot be asked so. */
type Mutation = (vector: IamVector, random: Random) => IamVector | undefined;

/** Mulberry32: enough for tests, and the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function anyCase(text: string, random: Random): string {
  return Array.from(text, (letter) => (random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase())).join(
    '',
  );
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

/** The same documents, each of their statements as `change` makes it. */
function withStatements(vector: IamVector, change: (statement: Statement) => Statement): IamVector {
  return documents(vector, (document) => statements(document, (list) => list.map(change)));
}

function withConditions(
  vector: IamVector,
  change: (operator: string, key: string, value: unknown) => readonly [string, string, unknown],
): IamVector {
  return withStatements(vector, (statement) => {
    if (!statement.Condition) return statement;
    const Condition: Record<string, Record<string, unknown>> = {};
    for (const [operator, keys] of Object.entries(statement.Condition)) {
      for (const [key, value] of Object.entries(keys)) {
        const [newOperator, newKey, newValue] = change(operator, key, value);
        const block = Condition[newOperator] ?? {};
        // What would fall together with another test stays as it was.
        if (newKey in block) return statement;
        Condition[newOperator] = { ...block, [newKey]: newValue };
      }
    }
    return { ...statement, Condition: Condition as ConditionBlock };
  });
}

const POSITIVE_TEXT = /^(?:StringEquals|StringLike|ArnEquals|ArnLike|StringEqualsIgnoreCase)$/;
const WILD = /[*?]|\$\{/;

/** Keys of the question of which it gives exactly one text, or none at all: `ForAnyValue` then asks what the plain operator asks. */
function isSingle({ request, unknownKeys = [] }: IamVector, key: string): boolean {
  if (unknownKeys.some((name) => name.toLowerCase() === key.toLowerCase())) return false;
  const found = Object.entries(request.context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined || (typeof found[1] === 'string' && found[1] !== '');
}

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const EVERYTHING_TO_EVERYBODY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

/** Of another service than any vector asks about. */
const ELSEWHERE = {
  Action: 'codecommit:GitPull',
  Resource: 'arn:aws:codecommit:eu-west-3:999988887777:other',
};

function padded(document: Document, kind: string, random: Random, Condition?: ConditionBlock): Document {
  return statements(document, (list) => {
    const named = list.some((it) => it.Principal !== undefined || it.NotPrincipal !== undefined);
    const located = list.every((it) => it.Resource !== undefined || it.NotResource !== undefined);
    const { Resource, ...bare } = ELSEWHERE;
    const made = (Effect: 'Allow' | 'Deny'): Statement => ({
      Effect,
      ...bare,
      ...(Condition ? { Condition } : {}),
      ...(located ? { Resource } : {}),
      ...(named || kind === 'rcps' ? { Principal: '*' } : {}),
    });
    const added = [...(kind === 'rcps' ? [] : [made('Allow')]), made('Deny')];
    return random() < 0.5 ? [...added, ...list] : [...list, ...added];
  });
}

function split(list: readonly unknown[] | undefined): readonly unknown[] | undefined {
  return list?.flatMap((policy) => {
    const document = policy as Document;
    const all = Array.isArray(document?.Statement) ? document.Statement : [];
    return all.length < 2 ? [policy] : all.map((statement) => ({ ...document, Statement: [statement] }));
  });
}

function changed(vector: IamVector, mutant: IamVector): IamVector | undefined {
  return JSON.stringify(vector) === JSON.stringify(mutant) ? undefined : mutant;
}

export const mutations: Readonly<Record<string, Mutation>> = {
  ...renamings,
  'actions in any case': (vector, random) =>
    withStatements(vector, (statement) => ({
      ...statement,
      ...(statement.Action !== undefined && {
        Action: eachString(statement.Action, (text) => anyCase(text, random)),
      }),
      ...(statement.NotAction !== undefined && {
        NotAction: eachString(statement.NotAction, (text) => anyCase(text, random)),
      }),
    })),
  'condition keys in any case': (vector, random) =>
    withConditions(vector, (operator, key, value) => [operator, anyCase(key, random), value]),
  'operators in any case': (vector, random) =>
    withConditions(vector, (operator, key, value) => [anyCase(operator, random), key, value]),
  'policies split': (vector) => ({
    ...vector,
    ...(vector.identityPolicies && { identityPolicies: split(vector.identityPolicies) as unknown[] }),
    ...(vector.scps && { scps: vector.scps.map((level) => split(level) as unknown[]) }),
    ...(vector.rcps && { rcps: vector.rcps.map((level) => split(level) as unknown[]) }),
  }),
  'statements about something else': (vector, random) =>
    documents(vector, (document, kind) => padded(document, kind, random)),
  'statements twice': (vector) =>
    documents(vector, (document) => statements(document, (list) => [...list, ...list])),
  'another order': (vector, random) => {
    const mutant = documents(vector, (document) =>
      statements(document, (list) =>
        shuffled(list, random).map(
          (statement) =>
            Object.fromEntries(
              shuffled(Object.entries(statement), random).map(([element, value]) => [
                element,
                Array.isArray(value) ? shuffled(value, random) : value,
              ]),
            ) as unknown as Statement,
        ),
      ),
    );
    return {
      ...mutant,
      ...(mutant.identityPolicies && { identityPolicies: shuffled(mutant.identityPolicies, random) }),
    };
  },
  'lists for single values': (vector) =>
    withConditions(
      withStatements(vector, (statement) => {
        const listed = (value: unknown) => (typeof value === 'string' ? [value] : value);
        const { Action, NotAction, Resource, NotResource } = statement;
        const elements = { Action, NotAction, Resource, NotResource };
        const given = Object.entries(elements).filter(([, value]) => value !== undefined);
        return { ...statement, ...Object.fromEntries(given.map(([name, value]) => [name, listed(value)])) };
      }),
      (operator, key, value) => [operator, key, Array.isArray(value) ? value : [value]],
    ),
  'single values for lists': (vector) => {
    const plain = (value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value);
    return withConditions(
      withStatements(
        vector,
        (statement) =>
          Object.fromEntries(
            Object.entries(statement).map(([name, value]) => [name, plain(value)]),
          ) as unknown as Statement,
      ),
      (operator, key, value) => [operator, key, plain(value)],
    );
  },
  'a single statement without a list': (vector) =>
    documents(vector, (document) =>
      Array.isArray(document.Statement) && document.Statement.length === 1
        ? { ...document, Statement: document.Statement[0] as Statement }
        : document,
    ),
  'truths and numbers as JSON has them': (vector) =>
    withConditions(vector, (operator, key, value) => {
      const bare = (item: unknown): unknown => {
        if (/^(?:Bool|Null)/i.test(operator) && (item === 'true' || item === 'false')) return item === 'true';
        return /^Numeric/i.test(operator) && /^\d{1,9}$/.test(String(item)) ? Number(item) : item;
      };
      return [operator, key, Array.isArray(value) ? value.map(bare) : bare(value)];
    }),
  'documents as text': (vector) =>
    documents(vector, (document) => JSON.stringify(document) as unknown as Document),
  'documents as percent-encoded text': (vector) =>
    documents(vector, (document) => encodeURIComponent(JSON.stringify(document)) as unknown as Document),
  'ForAnyValue of one value': (vector) =>
    withConditions(vector, (operator, key, value) => [
      POSITIVE_TEXT.test(operator) && isSingle(vector, key) ? `ForAnyValue:${operator}` : operator,
      key,
      value,
    ]),
  'StringLike without wildcards': (vector) =>
    withConditions(vector, (operator, key, value) => {
      const plain = texts(value).every((text) => !WILD.test(text));
      return [plain ? operator.replace(/^String(Not)?Equals$/, 'String$1Like') : operator, key, value];
    }),
  'ArnLike for ArnEquals, ArnEquals for ArnLike': (vector) =>
    withConditions(vector, (operator, key, value) => [
      operator.replace(
        /^(Arn)(Not)?(Equals|Like)$/,
        (_, arn, not = '', way) => `${arn}${not}${way === 'Like' ? 'Equals' : 'Like'}`,
      ),
      key,
      value,
    ]),
  'a statement for each action': (vector) =>
    documents(vector, (document) =>
      statements(document, (list) =>
        list.flatMap((statement) =>
          texts(statement.Action ?? []).length > 1
            ? texts(statement.Action).map((Action) => ({ ...statement, Action }))
            : [statement],
        ),
      ),
    ),
  'a statement for each resource': (vector) =>
    documents(vector, (document) =>
      statements(document, (list) =>
        list.flatMap((statement) =>
          texts(statement.Resource ?? []).length > 1
            ? texts(statement.Resource).map((Resource) => ({ ...statement, Resource }))
            : [statement],
        ),
      ),
    ),
  'a statement for each value of a condition': (vector) =>
    documents(vector, (document) => statements(document, (list) => list.flatMap(eachValue))),
  'a question mark for the last letter': (vector) =>
    withStatements(vector, (statement) => {
      const exact = vector.request.resource;
      // Shorter parts would leave nothing to stand for.
      const vague = (value: unknown) =>
        eachString(value, (text) => (text === exact && !WILD.test(text) ? `${text.slice(0, -1)}?` : text));
      return {
        ...statement,
        ...(statement.Resource !== undefined && { Resource: vague(statement.Resource) }),
        ...(statement.NotResource !== undefined && { NotResource: vague(statement.NotResource) }),
      };
    }),
  'a level of the organization that allows everything': (vector) =>
    vector.missingInputs?.includes('scps')
      ? undefined
      : { ...vector, scps: [[EVERYTHING], ...(vector.scps ?? [])] },
  'a boundary that allows everything': (vector) =>
    // It changes whom a NotPrincipal spares.
    vector.permissionsBoundary ||
    vector.missingInputs?.length ||
    JSON.stringify(vector).includes('NotPrincipal')
      ? undefined
      : { ...vector, permissionsBoundary: EVERYTHING },
  'an endpoint whose policy allows everything': (vector) =>
    vector.vpcEndpointPolicy || vector.missingInputs?.length || !vector.request.principal.startsWith('arn:')
      ? undefined
      : { ...vector, vpcEndpointPolicy: EVERYTHING_TO_EVERYBODY },
  'an unknown key that no policy asks for': (vector) => ({
    ...vector,
    unknownKeys: [...(vector.unknownKeys ?? []), 'aws:SourceVpcArn'],
  }),
  'a condition on an unknown key elsewhere': (vector, random) =>
    documents(
      { ...vector, unknownKeys: [...(vector.unknownKeys ?? []), 'aws:SourceVpcArn'] },
      (document, kind) =>
        padded(document, kind, random, {
          StringEquals: { 'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-3:999988887777:vpc/vpc-1' },
        }),
    ),
  'the names of the context in any case': (vector, random) => ({
    ...vector,
    request: {
      ...vector.request,
      context: Object.fromEntries(
        Object.entries(vector.request.context).map(([key, value]) => [
          /encryptioncontext|PrincipalArn/i.test(key) ? key : anyCase(key, random),
          value,
        ]),
      ),
    },
  }),
};

/** A positive condition on a list is one statement or another. */
function eachValue(statement: Statement): readonly Statement[] {
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    if (!POSITIVE_TEXT.test(operator)) continue;
    for (const [key, value] of Object.entries(keys)) {
      if (!Array.isArray(value) || value.length < 2) continue;
      return value.map((one) => ({
        ...statement,
        Condition: { ...statement.Condition, [operator]: { ...keys, [key]: one } } as ConditionBlock,
      }));
    }
  }
  return [statement];
}

/** The mutation of that name, where it changes anything. */
export function mutate(name: string, vector: IamVector, random: Random): IamVector | undefined {
  const mutant = mutations[name]?.(vector, random);
  return mutant && changed(vector, mutant);
}
