/** The organization of the account, and the control policies above an account, level by level. Few accounts may read those. */
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { absent, type Fact, known } from '../fact/fact.ts';
import type { ControlPolicies } from '../fact/kinds/organizations.ts';
import type { Account } from './account.ts';
import { everyPage, one, required, untold } from './answers.ts';
import { MalformedAnswerError } from './failures.ts';
import { policyText } from './policy-text.ts';

type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
type Policy = ControlPolicies['levels'][number]['policies'][number];

/** Organizational units may be nested five deep, with the root above them and the account below. */
const MOST_LEVELS = 7;

function organizations({ clients, region }: Account): OrganizationsClient {
  return clients.of('organizations', region, (config) => new OrganizationsClient(config));
}

interface Organization {
  readonly Id: string;
  readonly MasterAccountId: string;
}

function described(client: OrganizationsClient): Promise<Organization> {
  return once(client, 'organization', async () => {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    const { Id, MasterAccountId } = required(Organization, 'Organization');
    return { Id: required(Id, 'Id'), MasterAccountId: required(MasterAccountId, 'MasterAccountId') };
  });
}

/** AWS tells the organization of the account that asks, and of no other. */
export async function organization(
  account: Account,
  query: { readonly account: string },
): Promise<Fact<Organization>> {
  const subject = `the organization of account ${query.account}`;
  if (query.account !== account.account) return untold(`${subject} is told to that account alone`);
  const asked = { service: 'organizations', operation: 'DescribeOrganization', subject };
  return one(asked, async () => known(await described(organizations(account))));
}

export async function controlPolicies(
  account: Account,
  query: { readonly account: string; readonly type: PolicyType },
): Promise<Fact<ControlPolicies>> {
  const client = organizations(account);
  const subject = `the control policies of account ${query.account}`;
  let operation = 'DescribeOrganization';
  const read = async () => {
    // Of its resources and principals, control policies limit nothing.
    if ((await described(client)).MasterAccountId === query.account) return absent();
    operation = 'ListParents';
    const targets = await once(client, query.account, () => lineage(client, query.account));
    const levels = [];
    for (const TargetId of targets) {
      operation = 'ListPoliciesForTarget';
      const summaries = await everyPage(async (NextToken) => {
        const answer = await client.send(
          new ListPoliciesForTargetCommand({ TargetId, Filter: query.type, ...(NextToken && { NextToken }) }),
        );
        return { items: required(answer.Policies, 'Policies'), next: answer.NextToken };
      });
      operation = 'DescribePolicy';
      const ids = summaries.map(({ Id }) => required(Id, 'Id'));
      levels.push({
        TargetId,
        policies: await Promise.all(ids.map((id) => once(client, id, () => content(client, id)))),
      });
    }
    return known({ levels });
  };
  try {
    return await read();
  } catch (error) {
    return one({ service: 'organizations', operation, subject }, () => Promise.reject(error));
  }
}

/** What both sorts of policy, and all levels, ask for alike is asked once. */
const asked = new WeakMap<OrganizationsClient, Map<string, Promise<unknown>>>();

function once<Value>(client: OrganizationsClient, key: string, ask: () => Promise<Value>): Promise<Value> {
  const answers = asked.get(client) ?? new Map<string, Promise<unknown>>();
  asked.set(client, answers);
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer as Promise<Value>;
}

/** Root first, the account last. */
async function lineage(client: OrganizationsClient, accountId: string): Promise<readonly string[]> {
  const targets = [accountId];
  for (let child = accountId; targets.length <= MOST_LEVELS; ) {
    const { Parents } = await client.send(new ListParentsCommand({ ChildId: child }));
    const parent = required(Parents, 'Parents')[0];
    child = required(parent?.Id, 'parent');
    targets.unshift(child);
    if (parent?.Type === 'ROOT') return targets;
  }
  throw new MalformedAnswerError(`account ${accountId} has no root above it`);
}

async function content(client: OrganizationsClient, PolicyId: string): Promise<Policy> {
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
  const Name = Policy?.PolicySummary?.Name;
  return {
    Id: PolicyId,
    ...(Name === undefined ? {} : { Name }),
    Content: policyText(required(Policy?.Content, 'Content')),
  };
}
