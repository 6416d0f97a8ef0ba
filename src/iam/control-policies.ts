import { type Fact, known } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { type ControlPolicies, controlPolicies, organization } from '../fact/kinds/organizations.ts';
import { readPolicy } from './document.ts';
import type { Level } from './request.ts';

/** What an unread organization leaves open, said once for a run. */
export const ORGANIZATION_ASSUMPTION =
  "the organization's control policies could not be read; they are assumed not to deny it";

/** Control policies level by level; `unread` where they could not be read, so that what they deny is assumed away. */
export interface Controls {
  readonly levels: readonly Level[];
  readonly unread: boolean;
}

export interface ControlsQuery {
  readonly account: string;
  readonly type: keyof typeof NAMES;
}

export const UNCONTROLLED: Controls = { levels: [], unread: false };
/** Whether any affect it is not known. */
export const UNREAD: Controls = { levels: [], unread: true };

const NAMES = {
  SERVICE_CONTROL_POLICY: 'service control policy',
  RESOURCE_CONTROL_POLICY: 'resource control policy',
} as const;

/**
 * The control policies of one sort above an account; none where it belongs to no organization, or manages it: they affect neither
 * the principals nor the resources of the management account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export async function readControls({ account, type }: ControlsQuery, facts: Facts): Promise<Fact<Controls>> {
  const [found, home] = await Promise.all([
    facts.ask(controlPolicies, { account, type }),
    facts.ask(organization, { account }),
  ]);
  const alone = home.match({ known: () => false, absent: () => true, unknown: () => false });
  const manages = home.match({
    known: ({ MasterAccountId }) => MasterAccountId === account,
    absent: () => false,
    unknown: () => false,
  });
  if (manages) return known(UNCONTROLLED);
  const controls = found.match<Controls>({
    known: ({ levels }) => ({ levels: levels.map((level) => levelOf(level, NAMES[type])), unread: false }),
    absent: () => UNCONTROLLED,
    unknown: () => ({ levels: [], unread: !alone }),
  });
  return known(controls);
}

function levelOf({ TargetId, policies }: ControlPolicies['levels'][number], noun: string): Level {
  return policies.map(({ Id, Name, Content }) => readPolicy(`${noun} ${Name ?? Id} at ${TargetId}`, Content));
}
