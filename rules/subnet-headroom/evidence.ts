import { valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { networkInterfaces } from '../../src/fact/kinds/ec2.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { prefixFor, usableAddresses } from '../../src/model/subnet-size.ts';
import { holdings, type SubnetRoom } from '../../src/rollout/addresses.ts';
import type { AddressNeed } from '../../src/rollout/new-addresses.ts';
import type { Fix } from '../../src/rule.ts';
import { counted, type Headroom } from './premise.ts';

/** How the need comes about, and what each subnet has. */
export function ledger({ need, rooms, shapes }: Headroom): readonly string[] {
  return [explained(need), ...rooms.map((room, index) => subnetLine(room, shapes[index]?.CidrBlock))];
}

/**
 * What to declare where the template makes the subnets, for `tasks` of a deployment and the `spare` addresses to be left beside
 * them: a block cannot be changed in place, and which are free it does not say.
 */
export function larger(rooms: readonly SubnetRoom[], tasks: number, spare = 0): readonly string[] {
  if (!rooms.some(({ declared }) => declared)) return [];
  const zones = new Set(rooms.map(({ zone, id }) => zone ?? id)).size;
  const prefix = prefixFor(Math.ceil((tasks + spare) / zones));
  const each = zones === 1 ? 'a subnet of' : `in each of the ${zones} zones a subnet of`;
  const held = `the ${counted(tasks, 'task', 'tasks')} of such a deployment`;
  return [
    `${each} /${prefix} or larger would hold ${held}${spare === 0 ? '' : ' with some to spare'}: it has ${usableAddresses(prefix)} usable addresses`,
  ];
}

/** "4 tasks run, and up to 8 during a deployment: 4 new addresses". */
function explained({ peaks, fresh, held }: AddressNeed): string {
  const [{ running, total, desired } = { running: 0, total: 0, desired: 0 }] = peaks;
  if (held === 'open') {
    return `${counted(desired, 'task is', 'tasks are')} wanted, each with an address of its own; a deployment of the running service has up to ${total}`;
  }
  const run = running === 0 ? 'no task runs yet' : `${counted(running, 'task runs', 'tasks run')} now`;
  const where =
    held === 'here' ? '' : held === 'partly' ? ', some in other subnets' : ', none in these subnets';
  return `${desired} wanted; ${run}${where}, and up to ${total} during a deployment: ${counted(fresh.least, 'new address', 'new addresses')}`;
}

/** "subnet-0a (eu-west-1a, 10.0.1.0/24): 8 of 251 addresses free". */
function subnetLine({ id, zone, free, prefix, declared }: SubnetRoom, cidr: string | undefined): string {
  const about = [zone, cidr].filter((word) => word !== undefined).join(', ');
  const name = about === '' ? id : `${id} (${about})`;
  const size = prefix === undefined ? undefined : usableAddresses(prefix);
  if (declared && size !== undefined && free !== undefined) {
    const taken = size - free;
    const less = taken === 0 ? '' : `, ${taken} of them taken by what else the template puts there`;
    return `${name}, as declared: ${counted(size, 'usable address', 'usable addresses')}${less}`;
  }
  if (free === undefined) return `${name}: ${size ?? 'unknown'} usable addresses`;
  return size === undefined
    ? `${name}: ${free} addresses free`
    : `${name}: ${free} of ${size} addresses free`;
}

/** Who holds the addresses of these subnets, by type of interface; nothing of a subnet that may not be read. */
export async function holders(rooms: readonly SubnetRoom[], facts: Facts): Promise<readonly string[]> {
  const lines = await Promise.all(
    rooms.map(async ({ id }) => {
      const held = holdings(valueOr(await facts.ask(networkInterfaces, { subnet: id }), []));
      const types = held.map(
        ({ type, addresses, interfaces }) =>
          `${type} ${addresses}${addresses === interfaces ? '' : ` (${counted(interfaces, 'interface', 'interfaces')})`}`,
      );
      return types.length === 0 ? [] : [`addresses held in ${id}, by type of interface: ${types.join(', ')}`];
    }),
  );
  return lines.flat();
}

/** The other subnets of the same VPC, with their zones and what is free in them. */
export function otherSubnets(
  { region }: Deployment,
  id: string,
  vpc: string | undefined,
  description: string,
): readonly Fix[] {
  if (!/^subnet-[0-9a-z]+$/.test(id)) return [];
  const place = valueOr(region, undefined);
  const aws = `aws ec2 describe-subnets${place === undefined ? '' : ` --region ${shellWord(place)}`}`;
  const filter =
    vpc === undefined
      ? `"Name=vpc-id,Values=$(${aws} --subnet-ids ${id} --query 'Subnets[0].VpcId' --output text)"`
      : shellWord(`Name=vpc-id,Values=${vpc}`);
  const query = "'Subnets[].[SubnetId,AvailabilityZone,CidrBlock,AvailableIpAddressCount]'";
  return [
    { kind: 'command', description, command: `${aws} --filters ${filter} --query ${query} --output table` },
  ];
}
