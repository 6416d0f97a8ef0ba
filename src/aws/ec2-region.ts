/** What EC2 keeps for a region: Block Public Access, and prefix lists with their entries. */
import {
  DescribeManagedPrefixListsCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { absent, both, type Fact, known } from '../fact/fact.ts';
import type { BlockPublicAccess, PrefixListShape } from '../fact/kinds/ec2.ts';
import type { Account } from './account.ts';
import { batch, everyPage, one, required, shapeOf } from './answers.ts';
import { ec2, filter, MOST_PER_PAGE } from './ec2.ts';
import { failed } from './failures.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html: up to 100. */
const MOST_LISTS = 100;

export async function blockPublicAccess(account: Account): Promise<Fact<BlockPublicAccess>> {
  const subject = 'VPC Block Public Access';
  const options = one(
    { service: 'ec2', operation: 'DescribeVpcBlockPublicAccessOptions', subject },
    async () => {
      const answer = await ec2(account).send(new DescribeVpcBlockPublicAccessOptionsCommand({}));
      return known(shapeOf(required(answer.VpcBlockPublicAccessOptions, 'options')));
    },
  );
  const exclusions = one(
    { service: 'ec2', operation: 'DescribeVpcBlockPublicAccessExclusions', subject },
    async () => {
      const all = await everyPage(async (NextToken) => {
        const answer = await ec2(account).send(
          new DescribeVpcBlockPublicAccessExclusionsCommand({
            MaxResults: MOST_PER_PAGE,
            ...(NextToken && { NextToken }),
          }),
        );
        return {
          items: required(answer.VpcBlockPublicAccessExclusions, 'exclusions'),
          next: answer.NextToken,
        };
      });
      return known(all.map(shapeOf));
    },
  );
  return both(await options, await exclusions, (left, right) => ({ options: left, exclusions: right }));
}

export async function prefixLists(
  account: Account,
  queries: readonly { readonly id: string }[],
): Promise<readonly Fact<PrefixListShape>[]> {
  const found = await batch({
    queries,
    subject: ({ id }) => `prefix list ${id}`,
    operation: { service: 'ec2', operation: 'DescribeManagedPrefixLists' },
    read: async (asked) => {
      const lists = await everyPage(async (NextToken) => {
        const answer = await ec2(account).send(
          new DescribeManagedPrefixListsCommand({
            Filters: [
              filter(
                'prefix-list-id',
                asked.map(({ id }) => id),
              ),
            ],
            MaxResults: MOST_LISTS,
            ...(NextToken && { NextToken }),
          }),
        );
        return { items: required(answer.PrefixLists, 'prefix lists'), next: answer.NextToken };
      });
      const byId = new Map(lists.map((list) => [list.PrefixListId, shapeOf(list)]));
      return ({ id }) => {
        const list = byId.get(id);
        return list === undefined ? absent() : known(list);
      };
    },
  });
  return Promise.all(
    found.map((list) =>
      list.match<Fact<PrefixListShape> | Promise<Fact<PrefixListShape>>>({
        known: (value) => withEntries(account, value),
        absent: () => absent(),
        unknown: () => list as Fact<never>,
      }),
    ),
  );
}

async function withEntries(
  account: Account,
  list: Omit<PrefixListShape, 'Entries'>,
): Promise<Fact<PrefixListShape>> {
  const id = required(list.PrefixListId, 'PrefixListId');
  try {
    const entries = await everyPage(async (NextToken) => {
      const answer = await ec2(account).send(
        new GetManagedPrefixListEntriesCommand({
          PrefixListId: id,
          MaxResults: MOST_LISTS,
          ...(NextToken && { NextToken }),
        }),
      );
      return { items: required(answer.Entries, 'entries'), next: answer.NextToken };
    });
    return known({ ...list, Entries: entries.map(shapeOf) });
  } catch (error) {
    const operation = 'GetManagedPrefixListEntries';
    return failed(error, { service: 'ec2', operation, subject: `the entries of prefix list ${id}` });
  }
}
