import type { Context } from './context-value.ts';
import { same } from './open-text.ts';
import type { Principal } from './principal.ts';
import { and, doubtful, some, type Tri } from './tri.ts';

/** A grant of a KMS key. https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html */
export interface Grant {
  readonly id?: string;
  readonly grantee: string;
  /** `Decrypt` */
  readonly operations: readonly string[];
  readonly subset?: Readonly<Record<string, string>>;
  readonly equals?: Readonly<Record<string, string>>;
}

const CONTEXT = 'kms:EncryptionContext:';

/** Does the grant let the principal do this? Constraints hold of the encryption context, whose names and values know case. */
function granted(grant: Grant, principal: Principal, action: string, context: Context): Tri {
  const operation = grant.operations.some((name) => `kms:${name}`.toLowerCase() === action.toLowerCase());
  if (!operation) return false;
  const grantee = isGrantee(grant.grantee, principal);
  if (grantee === false) return false;
  const { subset = {}, equals } = grant;
  const pairs = [...Object.entries(subset), ...Object.entries(equals ?? {})];
  const held = pairs.map(([name, value]) => holdsPair(name, value, context));
  return and([grantee, ...held, equals === undefined || isExactly(Object.keys(equals), context)]);
}

/** Has the encryption context these names and no other? */
function isExactly(names: readonly string[], context: Context): Tri {
  const keys = context.of('kms:EncryptionContextKeys');
  if (keys.state === 'absent') return names.length === 0;
  if (keys.state !== 'known') {
    return doubtful({ key: 'kms:encryptioncontextkeys', text: 'the names of the whole encryption context' });
  }
  return keys.values.length === names.length && names.every((name) => keys.values.includes(name));
}

function isGrantee(grantee: string, principal: Principal): Tri {
  if (principal.type === 'service') return grantee === principal.name;
  const itself = same(grantee, principal.arn, `the grantee ${grantee} is the principal`);
  if (itself !== false || principal.type !== 'role') return itself;
  if (principal.session === 'unknown') {
    const role = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
    const mayBe = grantee.includes(`:${principal.account}:assumed-role/${role}/`);
    return mayBe && doubtful({ text: `whether the session is ${grantee}` });
  }
  return grantee === principal.session;
}

function holdsPair(name: string, value: string, context: Context): Tri {
  const held = context.of(`${CONTEXT}${name}`);
  switch (held.state) {
    case 'known':
      return held.values.length === 1 && same(held.values[0] ?? '', value);
    case 'absent':
      return false;
    case 'one-of':
      return held.values.includes(value) && open(name, value);
    default:
      return open(name, value);
  }
}

function open(name: string, value: string): Tri {
  return doubtful({ key: `${CONTEXT}${name}`.toLowerCase(), text: `${CONTEXT}${name} is ${value}` });
}

/** Does any grant? */
export function anyGranted(
  grants: readonly Grant[],
  principal: Principal,
  action: string,
  context: Context,
): Tri {
  return some(grants, (grant) => granted(grant, principal, action, context));
}
