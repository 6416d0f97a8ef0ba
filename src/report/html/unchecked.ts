import type { UnknownEntry } from '../../engine/result.ts';
import { groupPhrase, uncheckedCount, uncheckedGroups } from '../unchecked-text.ts';
import { escaped, many, outside } from './markup.ts';

/** Details told of one reason; of many services fewer, as they differ by names alone. */
const LISTED = 12;

/** What could not be checked of one service, and what would unlock it. */
export function uncheckedOfOne(unknowns: readonly UnknownEntry[]): string {
  if (unknowns.length === 0) return '';
  const lines = uncheckedGroups(unknowns).map((group) => `<li>${escaped(groupPhrase(group))}`);
  const each = unknowns.slice(0, LISTED).map(({ rule, problems, detail }) => {
    const [first = ''] = problems;
    const more = problems.length > 1 ? ` and ${problems.length - 1} more` : '';
    return `<li><code>${outside(`${rule}/${first}`)}</code>${more}: ${outside(detail)}`;
  });
  const left = unknowns.length > LISTED ? `<li>and ${many(unknowns.length - LISTED, 'more reason')}` : '';
  return `<section class="unk"><h4>Could not be checked</h4><ul class="want">${lines.join('')}</ul><details><summary>Why</summary><ul>${each.join('')}${left}</ul></details></section>\n`;
}

/** What could not be checked in the whole run, by what would unlock it, the most checks first. */
export function* uncheckedOfAll(unknowns: readonly UnknownEntry[]): Iterable<string> {
  if (unknowns.length === 0) return;
  const checks = uncheckedCount(unknowns);
  yield `<section id="unchecked" aria-labelledby="h-unchecked"><h2 id="h-unchecked">Could not be checked</h2>
<p>${many(checks, 'check')} could not be made. None of them is a pass, and none is a finding.<ul class="want">\n`;
  for (const group of uncheckedGroups(unknowns)) {
    const details = group.details.slice(0, LISTED).map((detail) => `<li>${escaped(detail)}`);
    const left =
      group.details.length > LISTED ? `<li>and ${many(group.details.length - LISTED, 'more', 'more')}` : '';
    const list = details.length > 0 ? `<ul>${details.join('')}${left}</ul>` : '';
    yield `<li>${escaped(groupPhrase(group))}${list}\n`;
  }
  yield '</ul></section>\n';
}
