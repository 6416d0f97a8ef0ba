/** What a template alone shows of its Auto Scaling groups: how many instances they may have, and of what type. */
import { chain, collect, type Fact, known, map, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { instanceSizesAsOf } from '../../src/knowledge/instance-sizes.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { desiredCount, type Service } from '../../src/model/service.ts';
import type { View } from '../../src/model/view.ts';
import { type Demand, demandOf } from '../../src/rollout/demand.ts';
import { deploymentPeaks } from '../../src/rollout/deployment-peak.ts';
import { type GroupInUse, groupsInUse } from '../../src/rollout/most-instances.ts';
import type { Peak } from '../../src/rollout/peak.ts';
import { type Bounds, boundsOf } from '../../src/rollout/size-bounds.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { counted, named } from './premise.ts';

const UNMANAGED = 'no Auto Scaling group provider with managed scaling is used';

/** The groups in use, with what they have room for at their maximum size. */
export interface DeclaredRoom {
  readonly groups: readonly GroupInUse[];
  readonly demand: Demand;
  readonly bounds: Bounds;
}

/** What the groups of the providers in use may hold; unknown where one of them, or what a task takes, is. */
export async function declaredRoom(deployment: Deployment, facts: Facts): Promise<Fact<DeclaredRoom>> {
  const groups = await groupsInUse(deployment, facts);
  return chain(groups, (list) =>
    chain(demandOf(deployment.taskDefinition), (demand) =>
      map(distinct(deployment), (is) => ({ groups: list, demand, bounds: boundsOf(list, demand, is) })),
    ),
  );
}

/** Does each task want an instance for itself? */
function distinct({ service, taskDefinition }: Deployment): Fact<boolean> {
  const path = 'placementConstraints[].type';
  const views = [
    ...(service ? select(service.view, path).views : []),
    ...select(taskDefinition.view, path).views,
  ];
  return map(collect(views.map(({ text }) => text)), (types) => types.includes('distinctInstance'));
}

/** Can groups that ECS scales not hold the tasks even when they are as large as they may be, and have nothing else to run? */
export async function maximumAsDeclared(
  deployment: Deployment,
  service: Service,
  facts: Facts,
  why: readonly Why[],
): Promise<Verdicts> {
  if (!deployment.declared) return cannotTell(why);
  const room = await declaredRoom(deployment, facts);
  return room.match<Verdicts>({
    known: (found) => {
      if (!found.groups.some(({ managed }) => valueOr(managed, true))) return notApplicable(UNMANAGED);
      return peaksOfUpdate(deployment, service).match<Verdicts>({
        known: ([peak]) => (peak ? judge(service, found, peak, why) : cannotTell(why)),
        absent: () => cannotTell(why),
        unknown: cannotTell,
      });
    },
    absent: () => cannotTell(why),
    unknown: cannotTell,
  });
}

/** Of a deployment to a service that runs as many tasks as it should. */
function peaksOfUpdate(deployment: Deployment, service: Service): Fact<readonly Peak[]> {
  return chain(desiredCount(service), (desired) => deploymentPeaks(deployment, known(desired), desired));
}

function judge(service: Service, { groups, bounds }: DeclaredRoom, peak: Peak, why: readonly Why[]): Verdict {
  const { desired } = peak;
  // Where old tasks may stop first, the deployment makes its own room.
  const together = peak.running > peak.floor && !peak.secondFleet ? desired : peak.total;
  const most = Math.max(desired, together);
  if (bounds.least >= most) return pass();
  if (bounds.most >= most) return cannotTell(why);
  const sizes = groups.map(({ name, maximum }) => `${name} (at most ${counted(maximum, 'instance')})`);
  const [its, has] = groups.length === 1 ? ['its maximum size', 'has'] : ['their maximum sizes', 'have'];
  const what =
    bounds.most < desired
      ? `${named(service)} wants ${counted(desired, 'task')}`
      : `a deployment of ${named(service)} starts ${counted(peak.fresh, 'new task')} beside the ${peak.running} running`;
  const fits = bounds.most < desired ? bounds.most : Math.max(0, bounds.most - peak.running);
  return fail({
    at: maximumOf(groups) ?? service.view.get('desiredCount'),
    message: `${what}, and ${sizes.join(' and ')} ${has} room for ${fits} of them at ${its}, with nothing else on the instances`,
    evidence: groups.map((group) => sizeLine(group)),
    fixes: larger(groups, bounds, most),
    asOf: instanceSizesAsOf(),
  });
}

function maximumOf(groups: readonly GroupInUse[]): View | undefined {
  const [only, ...others] = groups;
  return only && others.length === 0 ? declaredAt(only.shape, 'MaxSize') : undefined;
}

function sizeLine({ provider, name, maximum, shape }: GroupInUse): string {
  const types = (shape.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).map(
    ({ InstanceType = '' }) => InstanceType,
  );
  const what = types.length === 0 ? '' : ` of ${types.join(', ')}`;
  return `capacity provider ${provider}: Auto Scaling group ${name}, MaxSize ${maximum}${what}`;
}

/** As many instances as the tasks take, where each takes a known number of them. */
function larger(groups: readonly GroupInUse[], bounds: Bounds, tasks: number): readonly Fix[] {
  const [only, ...others] = groups;
  const at = maximumOf(groups);
  if (!only || others.length > 0 || !at || only.maximum === 0) return [];
  const each = bounds.most / only.maximum;
  if (!Number.isFinite(each) || each < 1) return [];
  const value = Math.ceil(tasks / each);
  return [
    {
      kind: 'edit',
      description: `let the group have ${value} instances: each takes ${each === 1 ? 'one task' : `at most ${each} tasks`}`,
      safe: false,
      edits: [{ at, op: 'set', value }],
    },
  ];
}
