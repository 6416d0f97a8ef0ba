import type { Raw } from './configuration.ts';
import type { Instance, ModuleInstance } from './instance.ts';

/**
 * Why a plan does not hold all that its configuration declares, where it does not.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation ("complete", "errored")
 */
export function partialOf(
  document: Raw,
  modules: Iterable<ModuleInstance>,
  instances: readonly Instance[],
): string | undefined {
  if (document['errored'] === true) return 'the plan ended with an error and does not hold everything';
  if (document['complete'] === false)
    return 'the plan is not complete (made with -target, or with changes that were put off)';
  return missingFrom(modules, instances);
}

/**
 * A plan for a part (`-target`) of a Terraform that does not say so: something that the configuration declares once is not in it.
 */
function missingFrom(modules: Iterable<ModuleInstance>, instances: readonly Instance[]): string | undefined {
  const there = new Set(instances.map(({ module, type, name }) => `${module.address} ${type}.${name}`));
  for (const { address, configuration } of modules) {
    for (const [place, raw] of configuration.resources) {
      const several = Object.hasOwn(raw, 'count_expression') || Object.hasOwn(raw, 'for_each_expression');
      if (raw['mode'] === 'managed' && !several && !there.has(`${address} ${place}`))
        return `the plan does not hold ${address === '' ? '' : `${address}.`}${place}, as if it was made with -target`;
    }
  }
  return undefined;
}
