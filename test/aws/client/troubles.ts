import type { Reason } from '../../../src/fact/fact.ts';
import type { Behaviour, FaultSort } from '../standin/behaviour.ts';
import { everyQuestion } from '../standin/every-question.ts';

/** One way in which an operation may fail, and what that makes of the facts that need it. */
interface Trouble {
  readonly name: string;
  readonly sort: FaultSort;
  readonly reason: Reason;
  /** Only the pages after the first fail. */
  readonly laterPages?: true;
}

const DENIED: Trouble = { name: 'denied', sort: 'denied', reason: 'access-denied' };
const OTHERS: readonly Trouble[] = [
  { name: 'throttled', sort: 'throttled', reason: 'throttled' },
  { name: 'timeout', sort: 'timeout', reason: 'error' },
  { name: '5xx', sort: 'server-error', reason: 'error' },
  { name: 'reset', sort: 'reset', reason: 'error' },
  { name: 'malformed', sort: 'truncated', reason: 'error' },
  { name: 'not AWS', sort: 'html', reason: 'error' },
];
const PAGE_TWO: Trouble = { name: 'page 2 fails', sort: 'server-error', reason: 'error', laterPages: true };
const NOT_FOUND: Trouble = { name: 'not found', sort: 'not-found', reason: 'undecidable' };

/** No rule asks these, and all clusters are listed only where all are asked for. */
export const UNASKED: readonly string[] = ['ec2.peering-connections', 'elbv2.target-health', 'ecs.clusters'];

/** An operation in trouble. */
export interface Case {
  /** `ecs:DescribeServices throttled` */
  readonly name: string;
  /** By the service's name in the signature. */
  readonly operation: string;
  readonly trouble: Trouble;
  /** The ids of the kinds that need the operation. */
  readonly kinds: ReadonlySet<string>;
}

const KINDS = new Map<string, Set<string>>();
for (const { kind, calls } of everyQuestion) {
  for (const call of calls) KINDS.set(call, (KINDS.get(call) ?? new Set()).add(kind.id));
}
const OPERATIONS = [...KINDS.keys()].filter((call) =>
  [...(KINDS.get(call) ?? [])].some((kind) => !UNASKED.includes(kind)),
);
/** Listings of which the thorough account holds more than one. */
const LISTINGS = [
  'ecs:ListServices',
  'ecs:ListTasks',
  'ecs:ListContainerInstances',
  'ecs:ListAccountSettings',
  'ec2:DescribeSubnets',
  'ec2:DescribeRouteTables',
  'ec2:DescribeVpcEndpoints',
  'ec2:GetManagedPrefixListEntries',
];

function cased(trouble: Trouble, operation: string): Case {
  return {
    name: `${operation} ${trouble.name}`,
    operation,
    trouble,
    kinds: KINDS.get(operation) ?? new Set(),
  };
}

/**
 * Every operation is denied. Half of them meet one of the other troubles, in turn, which makes four or five operations for each:
 * what each makes of each kind is tested without an account around it. Of some listings the second page fails.
 */
export const UNREADABLE: readonly Case[] = [
  ...OPERATIONS.map((operation) => cased(DENIED, operation)),
  ...OPERATIONS.filter((_, at) => at % 2 === 0).map((operation, at) =>
    cased(OTHERS[at % OTHERS.length] ?? DENIED, operation),
  ),
  ...LISTINGS.map((operation) => cased(PAGE_TWO, operation)),
];

/** As if nothing that the operation is asked for existed. */
export const GONE: readonly Case[] = OPERATIONS.map((operation) => cased(NOT_FOUND, operation));

export function behaviourOf({ operation, trouble: { sort, laterPages } }: Case): Behaviour {
  if (!laterPages) return { faults: [{ operation, sort }] };
  return { faults: [{ operation, sort, laterPages }], pageCap: 1 };
}
