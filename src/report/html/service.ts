import type { Portrait } from '../../engine/portrait.ts';
import type { Finding, UnknownEntry } from '../../engine/result.ts';
import { moreUrgent } from '../audit-groups.ts';
import { told } from '../finding-words.ts';
import type { ReadFrame } from '../frame-reader.ts';
import { findingHtml, placeName } from './finding.ts';
import { LOOKS, mark } from './marks.ts';
import { escaped, many, nameOf, number, outside } from './markup.ts';
import { networkHtml } from './network.ts';
import { rolloutHtml } from './rollout.ts';
import type { SharedFinding, Subject } from './standing.ts';
import { uncheckedOfOne } from './unchecked.ts';

/** What a service's part of the page is made of besides the service. */
export interface About {
  readonly frame: ReadFrame;
  readonly portrait: Portrait | undefined;
  readonly unknowns: readonly UnknownEntry[];
  readonly audit: boolean;
  /** Few services are open from the start. */
  readonly open: boolean;
}

/** All that is said of a service, in a part of the page that opens. */
export function serviceHtml(subject: Subject, { frame, portrait, unknowns, audit, open }: About): string {
  const { id, file, anchor, standing, findings, shared, suppressed } = subject;
  const name = nameOf(id);
  const whole = told(id);
  const about = [
    ...(whole === name ? [] : [whole]),
    ...(file === undefined || whole.includes(file) ? [] : [told(file)]),
  ];
  const figures = `${portrait ? networkHtml(portrait.paths) : ''}${rolloutHtml(portrait ?? {})}`;
  return [
    `<details class="s ${LOOKS[standing].class}" id="${anchor}" data-c="${classesOf(subject)}"${open ? ' open' : ''}>`,
    `<summary>${mark(standing)}<h3>${escaped(name)}</h3><span class="v">${escaped(verdictOf(subject, audit))}</span>${tallies(subject)}${gist(subject)}</summary>`,
    `<div class="body">${about.length > 0 ? `<p class="id">${escaped(about.join(' · '))}` : ''}`,
    ...(figures === '' ? [] : [`<div class="figs">${figures}</div>`]),
    ...shared.map(sharedLine),
    ...findings.map((finding) => findingHtml(finding, frame)),
    ...(findings.length + shared.length === 0 ? [`<p class="none">${nothing(subject)}`] : []),
    uncheckedOfOne(unknowns),
    suppressedHtml(suppressed),
    '</div></details>\n',
  ].join('\n');
}

/** By which the filters find it. */
function classesOf({ counts, unknown, standing }: Subject): string {
  const severities = (['error', 'warning', 'info'] as const).filter((severity) => counts[severity] > 0);
  return [...severities, ...(unknown > 0 ? ['unknown'] : []), ...(standing === 'pass' ? ['pass'] : [])].join(
    ' ',
  );
}

/** The verdict in words. */
function verdictOf({ standing, deadly }: Subject, audit: boolean): string {
  switch (standing) {
    case 'error':
      if (!audit) return 'will fail';
      return deadly ? 'would fail to restart now' : 'has errors';
    case 'warning':
      return 'will bite later';
    case 'info':
      return 'worth knowing';
    case 'unknown':
      return 'nothing found, not fully checked';
    case 'pass':
      return 'passes';
  }
}

function tallies({ counts, unknown }: Subject): string {
  const all = [
    ...(['error', 'warning', 'info'] as const).map(
      (name) => [name, counts[name], LOOKS[name].words] as const,
    ),
    ['unknown', unknown, 'not checked'] as const,
  ];
  const parts = all.flatMap(([name, count, words]) =>
    count > 0
      ? [
          `<span class="${LOOKS[name].class}">${number(count)} ${count === 1 || name === 'unknown' ? words : `${words}s`}</span>`,
        ]
      : [],
  );
  return parts.length > 0 ? `<span class="c">${parts.join('')}</span>` : '';
}

/** The most urgent of its findings, so that the closed list can be read. */
function gist({ findings, shared }: Subject): string {
  const [first] = [...findings.slice(0, 1), ...shared.map(({ finding }) => finding)].toSorted(moreUrgent);
  return first ? `<span class="gist">${outside(first.message)}</span>` : '';
}

function sharedLine({ anchor, finding }: SharedFinding): string {
  const { severity, message, deployments } = finding;
  return `<p class="f one ${LOOKS[severity].class}" data-c="${severity}">${mark(severity)}<span class="sr">${severity}: </span><a href="#${anchor}">${outside(message)}</a> <small>shared by ${many(deployments.length, 'service')}</small>`;
}

function nothing({ standing, unknown }: Subject): string {
  return standing === 'pass'
    ? 'Every check that applies was made and passed.'
    : `No problem found by the checks that could be made; ${many(unknown, 'check')} could not.`;
}

/** What the user has a reason not to be told of is told quietly, with the reason. */
function suppressedHtml(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const items = findings.map(({ rule, problem, message, location, suppressed }) => {
    const reason = suppressed?.reason ?? '';
    const until =
      suppressed && 'until' in suppressed && suppressed.until !== undefined
        ? ` until ${outside(suppressed.until)}`
        : '';
    const why = suppressed?.kind === 'baseline' ? 'in the baseline' : 'suppressed';
    return `<li><code>${outside(`${rule}/${problem}`)}</code> ${outside(message)} <span class="pl">${escaped(placeName(location))}</span><br><small>${why}${until}${reason === '' ? '' : `: ${outside(reason)}`}</small>`;
  });
  return `<details class="sup"><summary>${many(findings.length, 'suppressed finding')}</summary><ul>${items.join('')}</ul></details>\n`;
}
