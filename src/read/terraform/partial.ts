import { map, unknown, type Why } from '../../fact/fact.ts';
import { securityGroup } from '../../fact/kinds/ec2.ts';
import { cluster } from '../../fact/kinds/ecs.ts';
import { targetGroup } from '../../fact/kinds/elbv2.ts';
import type { FactSource } from '../../fact/store.ts';

/** Things that other resources of the configuration add to: without those, they are not known. */
const ADDED_TO: ReadonlySet<string> = new Set([securityGroup.id, cluster.id, targetGroup.id]);

/** What a plan tells that does not hold all that its configuration declares: what it does not name may be there all the same. */
export function partially(source: FactSource, detail: string): FactSource {
  const why: Why = { reason: 'unresolved', detail, unlockedBy: 'terraform plan without -target' };
  return {
    answer: async (kind, query) => {
      const answer = await source.answer(kind, query);
      return answer !== undefined && ADDED_TO.has(kind.id) ? unknown(why) : answer;
    },
    list: async (kind, scope) => {
      const answer = await source.list(kind, scope);
      return answer && map(answer, ({ members }) => ({ members, complete: [why] }));
    },
  };
}
