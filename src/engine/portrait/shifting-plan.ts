import { absent, both, chain, collect, type Fact, known, map, orElse, unknown } from '../../fact/fact.ts';
import type { Service } from '../../model/service.ts';
import type { View } from '../../model/view.ts';
import type { ShiftingPlan } from '../../rollout/shifting.ts';

type Pause = NonNullable<ShiftingPlan['pauses']>[number];

/** The stages that can hold a PAUSE hook. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html */
const STAGES: readonly Pause['stage'][] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
];

/** The numbers of a deployment that builds a second fleet; unknown as soon as one that is given is not known. */
export function shiftingPlan(service: Service, strategy: string, desired: number): Fact<ShiftingPlan> {
  const configuration = service.view.get('deploymentConfiguration');
  const common = both(
    maybe(configuration.get('bakeTimeInMinutes').number),
    pausesOf(configuration as View),
    ([bakeTimeInMinutes], pauses) => ({ desired, bakeTimeInMinutes, pauses }),
  );
  switch (strategy) {
    case 'BLUE_GREEN':
      return map(common, (plan) => ({ ...plan, strategy }));
    case 'LINEAR': {
      const linear = configuration.get('linearConfiguration');
      const steps = both(
        maybe(linear.get('stepPercent').number),
        maybe(linear.get('stepBakeTimeInMinutes').number),
        ([stepPercent], [stepBakeTimeInMinutes]) => ({ stepPercent, stepBakeTimeInMinutes }),
      );
      return both(common, steps, (plan, more) => ({ ...plan, ...more, strategy }));
    }
    case 'CANARY': {
      const canary = configuration.get('canaryConfiguration');
      const steps = both(
        maybe(canary.get('canaryPercent').number),
        maybe(canary.get('canaryBakeTimeInMinutes').number),
        ([canaryPercent], [canaryBakeTimeInMinutes]) => ({ canaryPercent, canaryBakeTimeInMinutes }),
      );
      return both(common, steps, (plan, more) => ({ ...plan, ...more, strategy }));
    }
    default:
      return unknown({ reason: 'undecidable', detail: `how a deployment by the strategy ${strategy} goes` });
  }
}

/** A number that may be left out. */
function maybe(number: Fact<number>): Fact<readonly [number?]> {
  return orElse<readonly [number?]>(
    map(number, (it) => [it]),
    () => known([]),
  );
}

interface Hook {
  readonly targetType?: string;
  readonly lifecycleStages?: readonly string[];
  readonly timeoutConfiguration?: { readonly timeoutInMinutes?: number };
}

/** One entry per PAUSE hook and stage. */
function pausesOf(configuration: View): Fact<readonly Pause[]> {
  const { items } = (configuration as View<{ lifecycleHooks?: readonly Hook[] }>).get('lifecycleHooks');
  const hooks = orElse(items, () => known([]));
  return chain(hooks, (list) => map(collect(list.map((hook) => pausesOfHook(hook))), (all) => all.flat()));
}

function pausesOfHook(hook: View<Hook>): Fact<readonly Pause[]> {
  return chain(hook.get('targetType').text, (type) => {
    if (type !== 'PAUSE') return absent();
    const stages = chain(hook.get('lifecycleStages').items, (list) => collect(list.map(({ text }) => text)));
    const timeout = maybe(hook.get('timeoutConfiguration').get('timeoutInMinutes').number);
    return both(stages, timeout, (names, [timeoutInMinutes]) =>
      STAGES.filter((stage) => names.includes(stage)).map((stage) => ({ stage, timeoutInMinutes })),
    );
  });
}
