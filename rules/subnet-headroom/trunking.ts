import { chain, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { subnet } from '../../src/fact/kinds/ec2.ts';
import { accountSettings } from '../../src/fact/kinds/ecs.ts';
import { eniLimitsAsOf } from '../../src/knowledge/eni-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { Candidate, ContainerRooms } from '../../src/rollout/container-rooms.ts';
import { attributesOf, resourcesOf } from '../../src/rollout/instance-reading.ts';
import { byResource } from '../../src/rollout/placement.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { whereOnInstances } from './on-instances.ts';

/** Do interfaces bind before CPU and memory on instances that could have a trunk interface, and have none? */
export function trunkingOff(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return whereOnInstances(deployment, facts, async (service, rooms): Promise<Verdict> => {
    const { candidates, cluster } = rooms;
    if (rooms.demand.interfaces === 0) return notApplicable('the task definition does not use awsvpc');
    const able = await Promise.all(
      candidates.map(async (it) => ({ it, could: await couldTrunk(it, facts) })),
    );
    const lacking = able.filter(({ could }) => valueOr(could, false)).map(({ it }) => it);
    const bound = lacking.filter((it) => valueOr(interfacesFirst(it, rooms), false));
    const why = able.flatMap(({ it, could }) => whyOf(could).concat(whyOf(interfacesFirst(it, rooms))));
    if (bound.length > 0) {
      return fail({
        at: service.view.get('desiredCount'),
        message: `${lacking.length} of ${candidates.length} container instances of cluster ${cluster} could have a trunk interface and have none (${typesOf(lacking)}): awsvpc tasks run out of network interfaces there before CPU and memory`,
        evidence: lacking.map((it) => trunkLine(it, rooms)),
        fixes: await trunkingFixes(deployment, rooms, facts),
        asOf: eniLimitsAsOf(),
      });
    }
    if (why.length > 0) return cannotTell(why);
    const some = candidates.some(({ use }) => use?.trunked === true || use?.limit?.trunked);
    return some ? pass() : notApplicable('no instance of a type that supports trunking');
  });
}

function whyOf(fact: Truth) {
  return fact.match({ known: () => [], absent: () => [], unknown: (why) => [...why] });
}

/** Linux, a type with trunking, no trunk yet, and not in a subnet that another account shares. */
async function couldTrunk({ shape, use, type = '' }: Candidate, facts: Facts): Promise<Truth> {
  const attributes = attributesOf(shape);
  if (!use || use.trunked) return truth(false);
  const os = attributes.get('ecs.os-type');
  if (os !== undefined && os !== 'linux') return truth(false);
  if (use.limit?.trunked === null) return truth(false);
  if (use.limit?.trunked === undefined) {
    return unknownTruth(`whether ${type === '' ? 'the instance type' : type} supports trunking`);
  }
  const id = attributes.get('ecs.subnet-id');
  if (id === undefined) return truth(true);
  const owner = chain(await facts.ask(subnet, { id }), ({ OwnerId }) =>
    OwnerId === undefined
      ? unknownTruth(`who owns ${id}`)
      : truth(OwnerId === accountOf(shape.containerInstanceArn)),
  );
  // A subnet that is not read leaves it open; one that is gone says nothing against it.
  return owner.match<Truth>({ known: truth, absent: () => truth(true), unknown: () => owner });
}

function unknownTruth(detail: string): Truth {
  return unknown({ reason: 'undecidable', detail });
}

function accountOf(arn = ''): string {
  return arn.split(':')[4] ?? '';
}

/** Of a whole instance: do fewer tasks fit by its interfaces than by its CPU and memory? */
function interfacesFirst({ shape, use }: Candidate, { demand }: ContainerRooms): Truth {
  const plain = use?.limit?.plain;
  if (plain === undefined || use?.trunked) return truth(false);
  return chain(resourcesOf(shape, 'registeredResources'), (left) => {
    const room = { id: '', ...left, interfaces: plain, slots: Number.POSITIVE_INFINITY };
    return truth(plain < Math.min(byResource(room, demand, 'cpu'), byResource(room, demand, 'memory')));
  });
}

function trunkLine({ id, type, use, shape }: Candidate, { demand }: ContainerRooms): string {
  const left = valueOr(resourcesOf(shape, 'registeredResources'), undefined);
  const room = left && { id, ...left, interfaces: 0, slots: Number.POSITIVE_INFINITY };
  const by = room
    ? `, ${Math.min(byResource(room, demand, 'cpu'), byResource(room, demand, 'memory'))} by CPU and memory`
    : '';
  return `${id} (${type}): no attribute ecs.awsvpc-trunk-id; ${use?.limit?.plain} tasks by interfaces${by}, ${use?.limit?.trunked} with trunking`;
}

function typesOf(candidates: readonly Candidate[]): string {
  const types = new Map<string, Candidate>();
  for (const it of candidates) types.set(it.type ?? '', it);
  return [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, { use }]) => `${type}: ${use?.limit?.plain} tasks, ${use?.limit?.trunked} with trunking`)
    .join('; ');
}

/** The setting where it is off, and new instances in any case: only those launched after the opt-in get a trunk interface. */
export async function trunkingFixes(
  { region }: Deployment,
  { candidates, cluster }: ContainerRooms,
  facts: Facts,
): Promise<readonly Fix[]> {
  const able = candidates.filter(({ use }) => use && !use.trunked && use.limit?.trunked);
  if (able.length === 0) return [];
  const settings = valueOr(await facts.ask(accountSettings, {}), []);
  const on = settings.some(({ name, value }) => name === 'awsvpcTrunking' && value === 'enabled');
  const place = valueOr(region, undefined);
  const aws = (command: string) =>
    `aws ecs ${command}${place === undefined ? '' : ` --region ${shellWord(place)}`}`;
  const arns = able.map(({ shape }) => shellWord(shape.containerInstanceArn ?? ''));
  const setting: Fix = {
    kind: 'command',
    description:
      'turn trunking on for the account, so that instances launched from now on get a trunk interface',
    command: `${aws('put-account-setting-default')} --name awsvpcTrunking --value enabled`,
  };
  return [
    ...(on ? [] : [setting]),
    {
      kind: 'command',
      description: `${on ? 'trunking is on already: ' : 'then '}replace the instances, which keep what they were launched with; drain them once new ones are there${arns.length > 10 ? `, ten at a time (the first 10 of ${arns.length} here)` : ''}`,
      command: `${aws('update-container-instances-state')} --cluster ${shellWord(cluster)} --status DRAINING --container-instances ${arns.slice(0, 10).join(' ')}`,
    },
  ];
}
