import type { ReadFrame } from '../frame-reader.ts';
import { detailsHtml, touchesHtml } from './finding.ts';
import { LOOKS, mark } from './marks.ts';
import { many, outside } from './markup.ts';
import type { SharedFinding } from './standing.ts';

/** What several services have in common, each finding once; closed, since each of the services names it. */
export function* sharedHtml(
  shared: readonly SharedFinding[],
  anchorOf: (id: string) => string | undefined,
  frame: ReadFrame,
): Iterable<string> {
  if (shared.length === 0) return;
  yield '<section id="shared" aria-labelledby="h-shared"><h2 id="h-shared">Findings that several share</h2>\n';
  for (const { anchor, finding } of shared) {
    const { severity, message, deployments } = finding;
    const touches = touchesHtml(deployments, anchorOf);
    yield `<details class="s ${LOOKS[severity].class}" id="${anchor}" data-c="${severity}"><summary>${mark(severity)}<span class="sr">${severity}: </span><h3>${outside(message)}</h3><span class="v">${many(deployments.length, 'service')}</span></summary><div class="body">${detailsHtml(finding, frame, touches)}</div></details>\n`;
  }
  yield '</section>\n';
}
