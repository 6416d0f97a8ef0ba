import type { Result } from '../../engine/result.ts';
import { visible } from '../escape.ts';
import { whoseBug } from '../names.ts';
import { mark } from './marks.ts';
import { escaped, many, outside } from './markup.ts';

/** Entries of one list; the others are counted. */
const LISTED = 500;

/** Inputs that could not be read, and checks of ours that broke: what is missing from the report stands before the rest. */
export function* failuresHtml({ inputErrors, crashes }: Result): Iterable<string> {
  if (inputErrors.length > 0) {
    const items = inputErrors.slice(0, LISTED).map(({ file, line, column, message }) => {
      const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
      return `<li>${mark('error')}<code>${escaped(visible(file))}${place}</code> ${outside(message)}`;
    });
    yield section(
      'inputs',
      `${many(inputErrors.length, 'input')} could not be read`,
      items,
      inputErrors.length,
    );
  }
  if (crashes.length > 0) {
    const items = crashes
      .slice(0, LISTED)
      .map(
        ({ rule, problem, deployment }) =>
          `<li>${mark('crashed')}<code>${outside(`${rule}/${problem}`)}</code> on ${outside(deployment)}`,
      );
    yield section(
      'crashes',
      `${many(crashes.length, 'check')} crashed, a bug of ${escaped(whoseBug(crashes))}`,
      items,
      crashes.length,
    );
  }
}

/** What the user's own decisions have outlived. */
export function* housekeepingHtml({ unusedSuppressions = [], baseline }: Result): Iterable<string> {
  if (unusedSuppressions.length > 0) {
    const items = unusedSuppressions
      .slice(0, LISTED)
      .map(
        ({ rules, reason, place }) =>
          `<li><code>${outside(rules.join(', '))}</code> ${outside(reason)} <span class="pl">${outside(place.file ?? place.arn ?? '')}${place.line === undefined ? '' : `:${place.line}`}</span>`,
      );
    yield section(
      'unused',
      `${many(unusedSuppressions.length, 'suppression')} not needed any more`,
      items,
      unusedSuppressions.length,
    );
  }
  if (baseline && baseline.mended.length > 0) {
    const items = baseline.mended
      .slice(0, LISTED)
      .map(
        ({ rule, problem, message }) =>
          `<li><code>${outside(`${rule}/${problem}`)}</code> ${outside(message)}`,
      );
    yield section(
      'mended',
      `${many(baseline.mended.length, 'finding')} of the baseline mended`,
      items,
      baseline.mended.length,
    );
  }
}

function section(id: string, title: string, items: readonly string[], count: number): string {
  const left = count > LISTED ? `<li>and ${many(count - LISTED, 'more', 'more')}` : '';
  return `<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${escaped(title)}</h2><ul class="list">${items.join('')}${left}</ul></section>\n`;
}
