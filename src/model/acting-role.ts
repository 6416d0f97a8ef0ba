import { absent, chain, collect, type Fact, known, map, unknown } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { parseArn } from './arn.ts';
import type { Deployment } from './deployment.ts';
import { instanceRoles } from './instance-role.ts';
import { launchKinds } from './launch.ts';
import { partitionOf } from './partition.ts';
import { type RoleMember, withoutRole } from './role.ts';

/** A role whose credentials are used, in the words of a message and as a question to IAM. */
export interface ActingRole {
  /** Name or ARN, as given. */
  readonly role: string;
  /** `task role checkout-task` */
  readonly title: string;
  readonly name: string;
  /** Twelve digits, or an opaque name. */
  readonly account: string;
  /** The region deployed to, or an opaque name. */
  readonly region: string;
  readonly partition: string;
}

const TITLES: Readonly<Record<RoleMember, string>> = {
  executionRoleArn: 'execution role',
  taskRoleArn: 'task role',
};

/**
 * Whose credentials serve: the role that the task definition names or, on EC2 alone, the roles of the instances. Absent where
 * none is named and nothing stands in for it.
 */
export async function actingRoles(
  deployment: Deployment,
  facts: Facts,
  member: RoleMember,
): Promise<Fact<readonly ActingRole[]>> {
  const view = deployment.taskDefinition.view.get(member);
  return withoutRole(view).match<Promise<Fact<readonly ActingRole[]>>>({
    known: async (missing) =>
      missing
        ? standIns(deployment, facts, member)
        : chain(view.reference, (role) => map(acting(deployment, role, TITLES[member]), (one) => [one])),
    absent: async () => absent(),
    unknown: async (why) => unknown(...why),
  });
}

async function standIns(
  deployment: Deployment,
  facts: Facts,
  member: RoleMember,
): Promise<Fact<readonly ActingRole[]>> {
  return launchKinds(deployment).match<Promise<Fact<readonly ActingRole[]>>>({
    known: async (kinds) => {
      if (kinds.includes('FARGATE')) return absent();
      if (kinds.some((kind) => kind !== 'EC2')) {
        if (member === 'executionRoleArn') return absent();
        const detail = `whose credentials serve without a task role on ${kinds.join(' and ')}`;
        return unknown({ reason: 'undecidable', detail });
      }
      return chain(await instanceRoles(deployment, facts), (arns) =>
        collect(arns.map((arn) => acting(deployment, arn, 'instance role'))),
      );
    },
    absent: async () => absent(),
    unknown: async (why) => unknown(...why),
  });
}

function acting(deployment: Deployment, role: string, title: string): Fact<ActingRole> {
  const arn = parseArn(role);
  const account = arn?.account ? known(arn.account) : deployment.account;
  const name = role.slice(role.lastIndexOf('/') + 1);
  return chain(account, (owner) =>
    map(deployment.region, (region) => ({
      role,
      title: `${title} ${name}`,
      name,
      account: owner,
      region,
      partition: arn?.partition ?? partitionOf(region),
    })),
  );
}
