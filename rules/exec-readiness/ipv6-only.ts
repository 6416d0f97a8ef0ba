import { chain, collect, equals, type Fact, known, map, unknown, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { type SubnetShape, subnet } from '../../src/fact/kinds/ec2.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Service } from '../../src/model/service.ts';
import { networkMode } from '../../src/model/task-definition.ts';
import { cannotTell, fail, notApplicable, pass, type Verdicts } from '../../src/rule.ts';

/** ECS Exec does not work in subnets without IPv4. */
export async function judgeSubnets(
  { taskDefinition }: Deployment,
  service: Service,
  facts: Facts,
): Promise<Verdicts> {
  const list = service.view.get('networkConfiguration').get('awsvpcConfiguration').get('subnets');
  const named = chain(equals(networkMode(taskDefinition), 'awsvpc'), (awsvpc) =>
    awsvpc ? chain(list.items, (items) => collect(items.map((item) => item.reference))) : known([]),
  );
  return named.match<Promise<Verdicts>>({
    known: async (ids) => {
      if (ids.length === 0) return notApplicable('the tasks are in no subnet of the service');
      const natures = await Promise.all(
        ids.map(async (id) => chain(await facts.ask(subnet, { id }), (shape) => ipv6Only(id, shape))),
      );
      const only = ids.filter((_, index) => valueOr(natures[index] ?? known(false), false));
      if (only.length > 0) {
        const some = only.length === 1 ? 'is a subnet' : 'are subnets';
        return fail({
          at: list,
          message: `${only.join(', ')} ${some} without IPv4, where ECS Exec is not supported, expected dual-stack or IPv4 subnets`,
          evidence: only.map((id) => `${id}: Ipv6Native is true`),
        });
      }
      return collect(natures).match<Verdicts>({ known: pass, absent: pass, unknown: cannotTell });
    },
    absent: async () => notApplicable('no subnet is named'),
    unknown: async (why) => cannotTell(why),
  });
}

function ipv6Only(id: string, { Ipv6Native, CidrBlock }: SubnetShape): Fact<boolean> {
  if (Ipv6Native !== undefined) return known(Ipv6Native);
  // An IPv4 block says it as well.
  if (CidrBlock) return known(false);
  return map(unknown({ reason: 'not-recorded', detail: `whether ${id} is an IPv6-only subnet` }), Boolean);
}
