import { valueOr } from '../../src/fact/fact.ts';
import type { Service } from '../../src/model/service.ts';
import type { Candidate, ContainerRooms } from '../../src/rollout/container-rooms.ts';
import { capacity } from '../../src/rollout/placement.ts';
import { emptied } from '../../src/rollout/replacement.ts';
import { fail, notApplicable, pass, type Verdict } from '../../src/rule.ts';
import { leftOpen } from './placed.ts';
import { counted, named } from './premise.ts';
import { MOST_LINES, shortOf } from './shortage.ts';

/**
 * A DAEMON service wants one task on each instance that meets its constraints. There its old task stops first, and what that
 * held is free for the new one.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
 */
export function daemonFits(service: Service, rooms: ContainerRooms): Verdict {
  const { candidates, demand, cluster, running } = rooms;
  if (candidates.length === 0)
    return notApplicable('the cluster has no instance that takes tasks: no-instances reports it');
  const mine = candidates.filter(({ may }) => valueOr(may, true));
  const holds = (it: Candidate, which: 'least' | 'most') =>
    emptied([it[which]], running ?? []).some((room) => capacity(room, demand) > 0);
  const full = mine.filter((it) => valueOr(it.may, false) && !holds(it, 'most'));
  if (full.length > 0) {
    // What its own task there holds would count as free, and is not known.
    if (!running) return leftOpen({ rooms }, 'what the running tasks of the service hold');
    const listed = full.slice(0, MOST_LINES).map(({ id }) => id);
    const more = full.length > listed.length ? ` and ${full.length - listed.length} more` : '';
    return fail({
      at: service.view.get('schedulingStrategy'),
      message: `${named(service)} runs one task on each instance, and ${full.length} of the ${counted(mine.length, 'instance')} of cluster ${cluster} ${full.length === 1 ? 'has' : 'have'} no room for it: ${listed.join(', ')}${more}`,
      evidence: full.slice(0, MOST_LINES).map((it) => {
        const [room = it.most] = emptied([it.most], running);
        return `${it.id}: ${shortOf(room, demand)}`;
      }),
    });
  }
  if (mine.every((it) => holds(it, 'least'))) return pass();
  return leftOpen({ rooms }, 'how much room some instances have');
}
