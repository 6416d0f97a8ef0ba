import type { AddressPortrait, DrawnRollout, OpenRollout, Portrait } from '../../engine/portrait.ts';
import { chart } from './chart.ts';
import { many, number, outside } from './markup.ts';

/** How the next deployment of a service goes, as a chart of its tasks over its steps, and in words. */
export function rolloutHtml({ rollout, addresses }: Partial<Portrait>): string {
  if (!rollout) return '';
  const drawn = rollout.is === 'open' ? openHtml(rollout) : drawnHtml(rollout);
  const words = `${rollout.is === 'open' ? '' : stepsHtml(rollout)}${addresses ? addressesHtml(addresses) : ''}`;
  const aside = words === '' ? '' : `<div>${words}</div>`;
  return `<section class="fig"><h4>Rollout timeline</h4><div class="two"><div>${drawn}</div>${aside}</div></section>\n`;
}

/** Without the number of tasks there is no chart, and the percentages are said of any number. */
function openHtml({ percents, why }: OpenRollout): string {
  const share = percents
    ? `<p>Of the desired count, at least ${number(percents.minimum)} % stay healthy during a deployment (rounded up to whole tasks), and at most ${number(percents.maximum)} % run at once (rounded down).`
    : '';
  const reasons = why.map((one) => `<li>${outside(one)}`).join('');
  return `${share}<div class="note dash"><p>No timeline is drawn, because not all numbers are known:<ul>${reasons}</ul></div>`;
}

function drawnHtml(rollout: DrawnRollout): string {
  const { desired, floor, ceiling, peak, lowest, percents, strategy, running } = rollout;
  const minimum = percents ? ` (${percents.minimum} %)` : '';
  const maximum = percents ? ` (${percents.maximum} %)` : '';
  const facts = [
    ['strategy', outside(strategy)],
    ['desired', number(desired)],
    ...(running === undefined || running === desired ? [] : [['running now', number(running)]]),
    ['floor', `${number(floor)}${minimum}`],
    ['ceiling', `${number(ceiling)}${maximum}`],
    ['lowest', number(lowest)],
    ['peak', number(peak)],
  ];
  const list = `<dl class="nums">${facts.map(([name, value]) => `<div><dt>${name}<dd>${value}</div>`).join('')}</dl>`;
  if (desired === 0) return `${list}<p>With no task wanted, a deployment replaces none.`;
  return `${list}${chart(rollout)}<p class="key"><span class="o">old, running</span> <span class="n">new, starting</span> <span class="h">new, healthy</span>`;
}

/** Steps that are shown at once; more open at a click. */
const SHORT = 8;

function stepsHtml(rollout: DrawnRollout): string {
  const { steps, omitted, deadEnd, lowest, desired, peak, percents } = rollout;
  if (deadEnd !== undefined) return `<p class="stop">Dead end: ${outside(deadEnd)}`;
  if (steps.length === 0) return '';
  const items = steps.map(({ note }, index) => {
    const skipped = omitted && index === omitted.after ? omitted.steps : 0;
    const gap = skipped > 0 ? `<li class="gap">${many(skipped, 'more step')} like these` : '';
    const value = skipped > 0 ? ` value="${index + 1 + skipped}"` : '';
    return `${gap}<li${value}>${outside(note)}`;
  });
  const count = steps.length + (omitted?.steps ?? 0);
  const order =
    lowest < desired && peak > desired && percents
      ? '<p class="note">One of the orders that ECS may take: tasks that stop first reach the lowest point, tasks that start first the peak.'
      : '';
  return `<details${count <= SHORT ? ' open' : ''}><summary>${many(count, 'step')}</summary><ol class="steps">${items.join('')}</ol></details>${order}`;
}

function addressesHtml({ least, most, from, subnets }: AddressPortrait): string {
  const count =
    least === most
      ? many(least, 'new address', 'new addresses')
      : `${number(least)} to ${number(most)} new addresses`;
  const basis = {
    now: 'beyond those that its tasks hold now',
    rest: 'at the peak, beyond those of a service at rest',
    declared:
      'in subnets that the template makes: the first deployment takes the fewer, any later one up to the more',
  }[from];
  const rooms = subnets.map(({ id, zone, free }) => {
    const where = zone === undefined ? '' : ` (${outside(zone)})`;
    const room = free === undefined ? 'free addresses not known' : `${number(free)} free`;
    return `<li>${outside(id)}${where}: ${room}`;
  });
  return `<p>A deployment needs <b>${count}</b> ${basis}.<ul class="rooms">${rooms.join('')}</ul>`;
}
