import type { Fact } from '../fact/fact.ts';
import type { WayOut } from '../model/way-out.ts';
import {
  ABSENT,
  type Context,
  type ContextValue,
  contextOf,
  PRESENT,
  several,
  single,
  UNKNOWN,
} from './context-value.ts';
import { encryptionContext, encryptionNames } from './encryption-context.ts';

/** Everything about a call that a context key may be known from. */
export interface Call {
  /** The ECS or Fargate agent with the execution role (or an instance's), or the containers with the task role. */
  readonly by: 'agent' | 'task';
  readonly action: string;
  readonly region: string;
  readonly role: {
    readonly arn: string;
    readonly account: string;
    /** `AROA…` */
    readonly id?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  /** The account that owns the resource; left out where nobody knows, or where the action takes none. */
  readonly resourceAccount?: string;
  /** The id of the organization that the role's account belongs to; absent where it belongs to none. */
  readonly organization?: Fact<string>;
  /** How the call leaves the VPC; undefined where nobody knows. */
  readonly wayOut?: WayOut;
  /** What is told of this one request. */
  readonly given: Readonly<Record<string, string>>;
}

/** One row of the table: keys (with `*` at the end, all that begin so), how they are known, and why. */
interface Row {
  readonly keys: readonly string[];
  readonly of: (call: Call, key: string) => ContextValue;
}

/** Why a key is certainly not in a request of ECS. Availability as told by AWS's page of global condition keys. */
function never(because: string): Row['of'] {
  const value: ContextValue = { state: 'absent', because };
  return () => value;
}

/**
 * KMS is called by the service that holds the value, in the name of the role: such a call has another way and another
 * beginning than the task's own. A container calls KMS itself unless `kms:ViaService` says otherwise.
 */
function isForwarded({ action, by, given }: Call): boolean {
  if (!action.toLowerCase().startsWith('kms:')) return false;
  return by === 'agent' || givenValue(given, 'kms:ViaService') !== undefined;
}

function givenValue(given: Call['given'], key: string): string | undefined {
  const wanted = key.toLowerCase();
  return Object.entries(given).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** Of the call itself `direct`; of one that a service forwards, nothing is known. */
function unlessForwarded(direct: Row['of']): Row['of'] {
  return (call, key) => (isForwarded(call) ? UNKNOWN : direct(call, key));
}

/** By the way out of the VPC: through an endpoint, or past all of them. */
function byWay(
  endpoint: (wayOut: WayOut) => ContextValue,
  outside: (wayOut: WayOut) => ContextValue,
): Row['of'] {
  return unlessForwarded(({ wayOut }) => {
    if (!wayOut) return UNKNOWN;
    return wayOut.via === 'interface-endpoint' || wayOut.via === 'gateway-endpoint'
      ? endpoint(wayOut)
      : outside(wayOut);
  });
}

function presentAs(value: string | undefined): ContextValue {
  return value === undefined ? PRESENT : single(value);
}

/** Of the organization of the role's account; a key of it is absent where the account belongs to none. */
function byOrganization(told: (id: string) => ContextValue): Row['of'] {
  return ({ organization }) =>
    organization?.match<ContextValue>({
      known: told,
      absent: () => ({ state: 'absent', because: 'the account belongs to no organization' }),
      unknown: (why) => ({ state: 'unknown', why }),
    }) ?? UNKNOWN;
}

/** Tags by name: those that are told are all there are. */
function tagIn(tags: Readonly<Record<string, string>>, name: string): ContextValue {
  const found = Object.entries(tags).find(([key]) => key.toLowerCase() === name);
  return found ? single(found[1]) : { state: 'absent', because: 'it has no such tag' };
}

function principalTag({ role }: Call, key: string): ContextValue {
  return role.tags ? tagIn(role.tags, key.slice(key.indexOf('/') + 1)) : UNKNOWN;
}

/** Where one tag of the resource is told, all are. */
function resourceTag({ given }: Call, key: string): ContextValue {
  const prefix = key.slice(0, key.indexOf('/') + 1);
  const told = Object.keys(given).some((name) => name.toLowerCase().startsWith(prefix));
  return told ? { state: 'absent', because: 'the resource has no such tag' } : UNKNOWN;
}

/** Actions of the agent and the exec agent that hand over no tags. */
const WITHOUT_TAGS =
  /^(?:secretsmanager:get|ssm:get|ssmmessages:|kms:|logs:(?:create|put|describe)log|ecr:(?:get|batch)|s3:get)/i;

/**
 * How each context key is known of a call that ECS makes or lets a container make; a key that is not here is unknown. What the
 * caller of this program may do is asked of IAM's simulator instead.
 * Availability: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const TABLE: readonly Row[] = [
  // Who calls.
  { keys: ['aws:PrincipalArn'], of: ({ role }) => single(role.arn) },
  { keys: ['aws:PrincipalAccount', 'kms:CallerAccount'], of: ({ role }) => single(role.account) },
  { keys: ['aws:PrincipalOrgID'], of: byOrganization(single) },
  { keys: ['aws:PrincipalOrgPaths'], of: byOrganization(() => PRESENT) },
  { keys: ['aws:PrincipalType'], of: () => single('AssumedRole') },
  { keys: ['aws:PrincipalIsAWSService'], of: () => single('false') },
  { keys: ['aws:userid'], of: ({ role }) => ({ state: 'pattern', text: `${role.id ?? '*'}:*` }) },
  { keys: ['aws:PrincipalTag/*'], of: principalTag },
  { keys: ['aws:username'], of: never('it is there for IAM users only; ECS calls with a role') },
  {
    keys: ['aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList'],
    of: never('it is there for service principals only; ECS calls with a role'),
  },
  { keys: ['aws:MultiFactorAuthAge'], of: never('it is there only after MFA; no service does that') },
  // Temporary credentials carry it; those of a service never came by MFA.
  {
    keys: ['aws:MultiFactorAuthPresent'],
    of: () => ({ state: 'one-of', values: ['false'], mayBeAbsent: true }),
  },
  { keys: ['aws:FederatedProvider'], of: never('it is there only for sessions of an identity provider') },
  { keys: ['sts:ExternalId'], of: never('it belongs to AssumeRole, and ECS hands over none') },
  { keys: ['aws:TokenIssueTime'], of: () => PRESENT },
  // How.
  { keys: ['aws:SecureTransport'], of: () => single('true') },
  { keys: ['aws:RequestedRegion'], of: ({ region }) => single(region) },
  { keys: ['aws:CurrentTime', 'aws:EpochTime', 'aws:UserAgent'], of: () => PRESENT },
  { keys: ['aws:Referer'], of: never('browsers send it; ECS is none') },
  { keys: ['aws:ViaAWSService'], of: (call) => single(String(isForwarded(call))) },
  {
    keys: ['aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast'],
    of: unlessForwarded(never('it is not there when the principal makes the call directly')),
  },
  {
    keys: ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'],
    of: unlessForwarded(
      never('services send it when they call on behalf of a resource; this is the role itself'),
    ),
  },
  // From where.
  {
    keys: ['aws:SourceVpce'],
    of: byWay(
      ({ endpoint }) => presentAs(endpoint?.id),
      () => ABSENT,
    ),
  },
  {
    keys: ['aws:SourceVpc'],
    of: byWay(
      ({ vpc }) => presentAs(vpc),
      () => ABSENT,
    ),
  },
  {
    keys: ['aws:VpcSourceIp'],
    of: byWay(
      () => PRESENT,
      () => ABSENT,
    ),
  },
  {
    keys: ['aws:SourceVpcArn', 'aws:VpceAccount', 'aws:VpceOrgID', 'aws:VpceOrgPaths'],
    of: byWay(
      () => UNKNOWN,
      () => ABSENT,
    ),
  },
  {
    keys: ['aws:SourceIp'],
    of: byWay(
      () => ({ state: 'absent', because: 'it is not there when the call goes through a VPC endpoint' }),
      ({ addresses }) => (addresses?.length ? { state: 'one-of', values: addresses } : PRESENT),
    ),
  },
  // On what.
  {
    keys: ['aws:ResourceAccount'],
    of: ({ resourceAccount }) => (resourceAccount === undefined ? UNKNOWN : single(resourceAccount)),
  },
  {
    keys: ['aws:ResourceOrgID'],
    of: (call, key) =>
      call.resourceAccount === call.role.account ? byOrganization(single)(call, key) : UNKNOWN,
  },
  { keys: ['aws:ResourceTag/*', 'secretsmanager:ResourceTag/*'], of: resourceTag },
  {
    keys: ['aws:RequestTag/*', 'aws:TagKeys'],
    of: ({ action }) =>
      WITHOUT_TAGS.test(action) ? { state: 'absent', because: 'the call hands over no tags' } : UNKNOWN,
  },
  { keys: ['secretsmanager:SecretId'], of: () => PRESENT },
  {
    keys: ['kms:ViaService'],
    of: (call) =>
      isForwarded(call) ? UNKNOWN : { state: 'absent', because: 'the container calls KMS itself' },
  },
  {
    keys: ['kms:EncryptionContext:*'],
    of: ({ given }, key) => encryptionContext(givenValue(given, 'kms:ViaService'), key),
  },
  {
    keys: ['kms:EncryptionContextKeys'],
    of: ({ given }) => {
      const names = encryptionNames(givenValue(given, 'kms:ViaService'));
      return names ? several(names) : UNKNOWN;
    },
  },
];

interface Rows {
  readonly exact: ReadonlyMap<string, Row>;
  readonly beginnings: readonly (readonly [beginning: string, row: Row])[];
}

let rows: Rows | undefined;

/** The row of a key in lower case. */
function rowOf(key: string): Row | undefined {
  // Sorted for the first key that is asked for: most policies ask for none.
  rows ??= sorted();
  return rows.exact.get(key) ?? rows.beginnings.find(([beginning]) => key.startsWith(beginning))?.[1];
}

function sorted(): Rows {
  const exact = new Map<string, Row>();
  const beginnings: (readonly [beginning: string, row: Row])[] = [];
  for (const row of TABLE) {
    for (const key of row.keys) {
      const name = key.toLowerCase();
      if (name.endsWith('*')) beginnings.push([name.slice(0, -1), row]);
      else exact.set(name, row);
    }
  }
  return { exact, beginnings };
}

/** What is known of the context of a call: first what is told of the request, then the table, else nothing. */
export function contextOfCall(call: Call): Context {
  const given = Object.entries(call.given).map(([key, value]) => [key, single(value)] as const);
  return contextOf(given, (key) => rowOf(key)?.of(call, key) ?? UNKNOWN);
}
