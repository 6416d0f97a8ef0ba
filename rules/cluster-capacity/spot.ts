import { all, any, every, holds, known, not, some, type Truth, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { windows } from '../../src/model/task-definition.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import { type Fix, failsIf, type Verdicts, where } from '../../src/rule.ts';
import { type Item, inUse, isSpot, literal, type Strategy, spell, whereStrategy } from './strategy.ts';

/** Does the strategy place Windows tasks on Fargate Spot? */
export function spotWindows(deployment: Deployment): Verdicts {
  return whereStrategy(deployment, 1, (strategy) =>
    strategy.items.flatMap((item) =>
      where(all([isSpot(item), inUse(item)]), 'no task is placed on FARGATE_SPOT', () =>
        failsIf(windows(deployment.taskDefinition), () => {
          const family = deployment.taskDefinition.view.get('runtimePlatform').get('operatingSystemFamily');
          return {
            at: item.get('capacityProvider'),
            message: `the strategy places tasks on ${spell(item)}, and the task definition is ${valueOr(family.text, 'Windows')}: Fargate Spot runs Linux only`,
            fixes: onDemandFix(strategy, item),
          };
        }),
      ),
    ),
  );
}

/** FARGATE in its place; where FARGATE is there already and has a weight, the other one goes. */
function onDemandFix({ at, items }: Strategy, spot: Item): readonly Fix[] {
  const fargate = items.find((item) => valueOr(item.get('capacityProvider').reference, '') === 'FARGATE');
  if (!fargate) {
    return [
      {
        kind: 'edit',
        description: 'place the tasks on FARGATE, at its full price',
        safe: false,
        edits: [{ at: spot.get('capacityProvider'), op: 'set', value: 'FARGATE' }],
      },
    ];
  }
  if (
    !valueOr(
      holds(fargate.get('weight').number, (weight) => weight > 0),
      false,
    )
  )
    return [];
  return [
    {
      kind: 'edit',
      description: 'place all tasks on FARGATE, at its full price',
      safe: false,
      edits: [{ at, op: 'set', value: items.filter((item) => item !== spot).map(({ raw }) => raw) }],
    },
  ];
}

/** Does a service behind a load balancer live on Fargate Spot alone? */
export function spotOnly(deployment: Deployment): Verdicts {
  return whereStrategy(deployment, 1, (strategy) => {
    const { service, items, at } = strategy;
    const behind = holds(service.view.get('loadBalancers').size, (size) => size > 0);
    const used: Truth = some(known(items), inUse);
    const only = every(known(items), (item) => any([not(inUse(item)), isSpot(item)]));
    return where(behind, 'no load balancer', () =>
      failsIf(all([used, only]), () => ({
        at,
        message: `all tasks of the service run on Fargate Spot, behind a load balancer: ${items.map(spell).join(', ')}`,
        fixes: literal(items) ? baseFix(deployment, strategy) : [],
      })),
    );
  });
}

/** A base on demand that Spot interruptions cannot take away; a described service is changed by the command. */
function baseFix(deployment: Deployment, { at, items, service }: Strategy): readonly Fix[] {
  const spot = items.filter((item) => valueOr(isSpot(item), false));
  const weight = Math.max(4, ...spot.map((item) => valueOr(item.get('weight').number, 0)));
  const base = Math.max(1, ...spot.map((item) => valueOr(item.get('base').number, 0)));
  const description = `keep ${base === 1 ? 'one task' : `${base} tasks`} on FARGATE, and most of the rest on FARGATE_SPOT`;
  if (service.form === 'describe') {
    const command = updateServiceCommand(deployment, service, [
      '--capacity-provider-strategy',
      `capacityProvider=FARGATE,base=${base},weight=1`,
      `capacityProvider=FARGATE_SPOT,weight=${weight}`,
      '--force-new-deployment',
    ]);
    return command === undefined ? [] : [{ kind: 'command', description, command }];
  }
  const value = [
    { capacityProvider: 'FARGATE', base, weight: 1 },
    { capacityProvider: 'FARGATE_SPOT', weight },
  ];
  return [{ kind: 'edit', description, safe: false, edits: [{ at, op: 'set', value }] }];
}
