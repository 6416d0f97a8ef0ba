import type { Rule } from '../../rule.ts';
import { LOOKS } from './marks.ts';
import { escaped, nameOf, outside } from './markup.ts';
import type { Mark, Subject } from './standing.ts';

/** So many rows leave in one chunk. */
const ROWS = 200;

/** The table of services by rules, the worst first. Cells and rows leave out the end tags that HTML lets them. */
export function* matrix(
  subjects: readonly Subject[],
  rules: readonly Rule[],
  noun: string,
): Iterable<string> {
  if (subjects.length === 0) return;
  const heads = rules.map(
    ({ id, title }) => `<th scope="col"><abbr title="${outside(title)}">${outside(id)}</abbr>`,
  );
  yield `<section id="overview" aria-labelledby="h-overview"><h2 id="h-overview">${noun}s and rules</h2>
<p class="legend">${legend()}</p>
<div class="wide" role="region" aria-labelledby="h-overview" tabindex="0"><table id="matrix"><caption class="sr">The verdict of each rule on each ${noun.toLowerCase()}, the worst first</caption>
<thead><tr><th scope="col">${noun}${heads.join('')}<tbody>\n`;
  let rows = '';
  for (const [index, subject] of subjects.entries()) {
    rows += row(subject, rules);
    if ((index + 1) % ROWS !== 0) continue;
    yield rows;
    rows = '';
  }
  yield `${rows}</table></div></section>\n`;
}

const LEGEND: readonly Mark[] = ['error', 'warning', 'info', 'unknown', 'pass', 'suppressed'];

function legend(): string {
  const parts = LEGEND.map((mark) => {
    const { letter, class: name, words } = LOOKS[mark];
    return `<span><b class="m ${name}">${letter}</b> ${escaped(words)}</span>`;
  });
  return `${parts.join(' ')} <span>blank: not applicable</span>`;
}

function row({ id, anchor, marks }: Subject, rules: readonly Rule[]): string {
  const cells = rules.map((rule) => {
    const { letter, class: name } = LOOKS[marks.get(rule.id) ?? 'not-applicable'];
    return letter === '' ? '<td>' : `<td class="${name}">${letter}`;
  });
  return `<tr><th scope="row"><a href="#${anchor}">${escaped(nameOf(id))}</a>${cells.join('')}\n`;
}
