import type { UnknownEntry } from '../engine/result.ts';
import type { Report } from './context.ts';
import { visible } from './escape.ts';
import { frameReader } from './frame-reader.ts';
import { failuresHtml, housekeepingHtml } from './html/appendix.ts';
import { footHtml, headHtml } from './html/frame-of-page.ts';
import { matrix } from './html/matrix.ts';
import { openingHtml, toolsHtml, verdictOf } from './html/opening.ts';
import { serviceHtml } from './html/service.ts';
import { sharedHtml } from './html/shared.ts';
import { pageOf, type Subject } from './html/standing.ts';
import { uncheckedOfAll } from './html/unchecked.ts';
import { plain } from './paint.ts';

// Who asks for this format needs the portraits too: they travel in one bundle.
export { portrait } from '../engine/portrait.ts';

/** Columns of a code frame. */
const FRAME = 100;

/** So many services are open from the start; of more the list is what a reader wants first. */
const OPEN = 3;

/** One page in one file that needs nothing else: all services, the worst first, to be searched, filtered, printed and passed on. */
export const htmlReport: Report = function* (result, context) {
  const { rules, textOf, audit = false, version } = context;
  const { subjects, shared } = pageOf(result, audit);
  const frame = frameReader(result, textOf, FRAME, plain);
  const anchors = new Map(subjects.map(({ id, anchor }) => [id, anchor]));
  const unknowns = byDeployment(result.unknowns);
  yield headHtml(`ecs-preflight: ${verdictOf(result, subjects, audit)}`);
  yield openingHtml(result, subjects, context);
  yield toolsHtml(subjects, audit);
  yield '<main>\n';
  yield* failuresHtml(result);
  yield* matrix(subjects, rules, audit ? 'Service' : 'Deployment');
  yield* sharedHtml(shared, (id) => anchors.get(id), frame);
  yield servicesHead(subjects, audit);
  for (const subject of subjects) {
    yield serviceHtml(subject, {
      frame,
      portrait: result.portraits?.get(subject.id),
      unknowns: unknowns.get(subject.id) ?? [],
      audit,
      open: subjects.length <= OPEN,
    });
  }
  yield '<p id="empty" hidden>Nothing matches.</p></section>\n';
  yield* uncheckedOfAll(result.unknowns);
  yield* housekeepingHtml(result);
  yield '</main>\n';
  yield footHtml(visible(version));
};

function servicesHead(subjects: readonly Subject[], audit: boolean): string {
  const noun = audit ? 'service' : 'deployment';
  const few =
    subjects.length === 1 ? `The ${noun}` : `${audit ? 'Services' : 'Deployments'}, the worst first`;
  return `<section id="services" aria-labelledby="h-services" tabindex="-1"><h2 id="h-services">${few}</h2>\n`;
}

function byDeployment(unknowns: readonly UnknownEntry[]): ReadonlyMap<string, readonly UnknownEntry[]> {
  const lists = new Map<string, UnknownEntry[]>();
  for (const entry of unknowns) {
    const list = lists.get(entry.deployment);
    if (list) list.push(entry);
    else lists.set(entry.deployment, [entry]);
  }
  return lists;
}
