import type { Result } from '../../engine/result.ts';
import type { ReportContext } from '../context.ts';
import { mark } from './marks.ts';
import { escaped, many, nameOf, number, outside } from './markup.ts';
import type { Standing, Subject } from './standing.ts';

/** The verdict of the run in one sentence. */
export function verdictOf({ inputErrors }: Result, subjects: readonly Subject[], audit: boolean): string {
  const noun = audit ? 'service' : 'deployment';
  const all = many(subjects.length, noun);
  const [only] = subjects;
  if (subjects.length === 0) {
    return inputErrors.length > 0
      ? `Nothing was checked: ${many(inputErrors.length, 'input')} could not be read`
      : 'Nothing to check';
  }
  if (only && subjects.length === 1) return verdictOnOne(only, audit);
  const deadly = subjects.filter((one) => one.deadly).length;
  if (audit && deadly > 0) return `${number(deadly)} of ${all} would fail to restart now`;
  const failing = subjects.filter(({ standing }) => standing === 'error').length;
  if (failing > 0)
    return `${number(failing)} of ${all} ${audit ? (failing === 1 ? 'has errors' : 'have errors') : 'will fail'}`;
  const open = subjects.filter(({ unknown }) => unknown > 0).length;
  const warned = subjects.filter(({ standing }) => standing === 'warning').length;
  const first = warned > 0 ? `${number(warned)} of ${all} with warnings` : `No problem found in ${all}`;
  return open > 0 ? `${first}, not everything could be checked` : first;
}

function verdictOnOne(subject: Subject, audit: boolean): string {
  const name = nameOf(subject.id);
  const open = subject.unknown > 0 ? ', not everything could be checked' : '';
  switch (subject.standing) {
    case 'error':
      if (!audit) return `${name} will fail`;
      return subject.deadly ? `${name} would fail to restart now` : `${name} has errors`;
    case 'warning':
      return `${name} has warnings${open}`;
    default:
      return `No problem found in ${name}${open}`;
  }
}

/** The head of the page: what was run, what came out, in numbers. */
export function openingHtml(
  result: Result,
  subjects: readonly Subject[],
  { version, audit = false, at }: Pick<ReportContext, 'version' | 'audit' | 'at'>,
): string {
  const { summary, inputErrors, crashes } = result;
  const worst: Standing =
    summary.error > 0 || inputErrors.length + crashes.length > 0
      ? 'error'
      : (subjects[0]?.standing ?? 'unknown');
  const when = at
    ? ` · <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
    : '';
  const parts = [
    many(summary.error, 'error'),
    many(summary.warning, 'warning'),
    many(summary.info, 'info', 'infos'),
    ...(summary.suppressed > 0 ? [`${number(summary.suppressed)} suppressed`] : []),
    ...(inputErrors.length > 0 ? [`${many(inputErrors.length, 'input')} not read`] : []),
    ...(crashes.length > 0 ? [`${many(crashes.length, 'check')} crashed`] : []),
  ];
  return `<header><p class="kick">ecs-preflight ${outside(version)} · ${audit ? 'audit of running services' : 'check before the deploy'}${when}
<h1>${mark(worst)}${escaped(verdictOf(result, subjects, audit))}</h1>
<p>${escaped(parts.join(', '))}.</p></header>\n`;
}

/** What the filters are called, and which services they show. */
const FILTERS: readonly (readonly [standing: Standing, words: string])[] = [
  ['error', 'Errors'],
  ['warning', 'Warnings'],
  ['info', 'Infos'],
  ['unknown', 'Not fully checked'],
  ['pass', 'Passed'],
];

/** Search and filters; hidden until the script that makes them work has run. */
export function toolsHtml(subjects: readonly Subject[], audit: boolean): string {
  const counts: Readonly<Record<Standing, (one: Subject) => boolean>> = {
    error: ({ counts: { error } }) => error > 0,
    warning: ({ counts: { warning } }) => warning > 0,
    info: ({ counts: { info } }) => info > 0,
    unknown: ({ unknown }) => unknown > 0,
    pass: ({ standing }) => standing === 'pass',
  };
  const buttons = FILTERS.flatMap(([standing, words]) => {
    const count = subjects.filter(counts[standing]).length;
    return count === 0
      ? []
      : [
          `<button type="button" aria-pressed="false" data-c="${standing}">${mark(standing)}${words} <span class="n">${number(count)}</span></button>`,
        ];
  });
  const noun = audit ? 'services' : 'deployments';
  return `<form id="tools" role="search" hidden><label class="sr" for="q">Search ${noun} and findings</label><input id="q" type="search" placeholder="Search ${noun} and findings" autocomplete="off" spellcheck="false"><div role="group" aria-label="Show">${buttons.join('')}</div><div class="all"><button type="button" id="open">Expand all</button><button type="button" id="close">Collapse all</button></div><p id="shown" role="status">${many(subjects.length, noun.slice(0, -1))}</p></form>\n`;
}
