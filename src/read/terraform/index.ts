import type { FactSource } from '../../fact/store.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { InputError } from '../../model/input-error.ts';
import { isObject } from '../../model/view.ts';
import { declaredDeployment } from '../declared/deployments.ts';
import { declaredSource } from '../declared/source.ts';
import { TABLES } from '../declared/tables.ts';
import type { Document } from '../document.ts';
import { missingTask, type Target } from '../pair.ts';
import type { Reader } from '../reading.ts';
import { readService, readTaskDefinition, taskDefinitionOf } from './definitions.ts';
import { TerraformEstate } from './estate.ts';
import type { Instance } from './instance.ts';
import { partially } from './partial.ts';
import { placeOf } from './place.ts';
import { type Plan, readPlan } from './plan.ts';

/** Reads what `terraform show -json` prints of a plan or of a state: the services and task definitions that it declares. */
export const readTerraform: Reader = async ({ document, target }) => {
  const { file } = document.source;
  const errors: InputError[] = [];
  if (!isObject(document.value)) return { deployments: [], errors };
  const plan = readPlan(document.value);
  const deployments = [...byRegion(plan, document, target)].flatMap(([region, instances]) =>
    deploymentsIn(region, instances, target, file, errors),
  );
  if (deployments.length === 0 && errors.length === 0)
    errors.push({
      file,
      message: `this Terraform ${plan.is} holds no aws_ecs_service and no aws_ecs_task_definition`,
    });
  return { deployments, errors };
};

/** What is declared for one account and region, with the facts that it makes. */
interface Region {
  readonly estate: TerraformEstate;
  readonly source: FactSource;
}

const SERVICE = 'aws_ecs_service';
const TASK_DEFINITION = 'aws_ecs_task_definition';

function byRegion(plan: Plan, document: Document, target: Target): ReadonlyMap<Region, Instance[]> {
  const regions = new Map<string, Region>();
  const found = new Map<Region, Instance[]>();
  for (const instance of plan.instances) {
    if (instance.data || (instance.type !== SERVICE && instance.type !== TASK_DEFINITION)) continue;
    const place = placeOf(plan, target, instance);
    const key = `${place.account} ${place.region}`;
    const region = regions.get(key) ?? regionIn(new TerraformEstate(plan, document.source, place), plan);
    regions.set(key, region);
    const there = found.get(region);
    if (there) there.push(instance);
    else found.set(region, [instance]);
  }
  return found;
}

function regionIn(estate: TerraformEstate, { partial }: Plan): Region {
  const source = declaredSource(estate, TABLES);
  return { estate, source: partial === undefined ? source : partially(source, partial) };
}

function deploymentsIn(
  { estate, source }: Region,
  instances: readonly Instance[],
  target: Target,
  file: string,
  errors: InputError[],
): readonly Deployment[] {
  const tasks = instances
    .filter(({ type }) => type === TASK_DEFINITION)
    .map((instance) => readTaskDefinition(instance, estate, errors));
  const taken = new Set<unknown>();
  const services = instances
    .filter(({ type }) => type === SERVICE)
    .map((instance) => {
      const service = readService(instance, estate);
      const found = taskDefinitionOf(service, instance, tasks);
      taken.add(found);
      const taskDefinition = 'task' in found ? found.task : missingTask(service.view, found);
      const name = instance.address;
      return declaredDeployment([{ file, name, taskDefinition, service, estate, source }], target);
    });
  const alone = tasks
    .filter((task) => !taken.has(task))
    .map(({ instance, task: taskDefinition }) =>
      declaredDeployment([{ file, name: instance.address, taskDefinition, estate, source }], target),
    );
  return [...services, ...alone];
}
