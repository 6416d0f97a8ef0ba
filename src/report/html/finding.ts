import type { Finding, FixOutput } from '../../engine/result.ts';
import type { Place } from '../../model/source.ts';
import { tellableValue } from '../environment-value.ts';
import { visible } from '../escape.ts';
import { editPlace, told } from '../finding-words.ts';
import type { ReadFrame } from '../frame-reader.ts';
import { shortArns } from '../short-arn.ts';
import { LOOKS, mark } from './marks.ts';
import { escaped, link, many, nameOf, number, outside } from './markup.ts';

/** A finding in full. */
export function findingHtml(finding: Finding, frame: ReadFrame): string {
  const { severity, message } = finding;
  return `<article class="f ${LOOKS[severity].class}" data-c="${severity}">
<h4>${mark(severity)}<span class="sr">${severity}: </span>${outside(message)}</h4>
${detailsHtml(finding, frame)}</article>\n`;
}

/** All of a finding but its first sentence; `touches` says which services it is about, where it is about several. */
export function detailsHtml(finding: Finding, frame: ReadFrame, touches = ''): string {
  const { rule, problem, phase, why, location, evidence = [], fixes = [] } = finding;
  const { docs, asOf, container } = finding;
  const lines = frame(location, (text) => text).slice(1, -1);
  return [
    `<p class="at"><code>${outside(`${rule}/${problem}`)}</code> <span>${outside(phase)}</span>${container === undefined ? '' : ` <span>container ${outside(container)}</span>`} <span class="pl">${escaped(placeName(location))}</span>`,
    ...(lines.length > 0 ? [`<pre class="frame" tabindex="0">${escaped(lines.join('\n'))}</pre>`] : []),
    `<p class="why"><b>Why</b> ${outside(why)}`,
    ...(evidence.length > 0
      ? [`<ul class="ev">${evidence.map((fact) => `<li>${outside(fact)}`).join('')}</ul>`]
      : []),
    ...(touches === '' ? [] : [touches]),
    ...fixesHtml(fixes),
    `<p class="docs">${link(docs, 'AWS documentation')}${asOf === undefined ? '' : ` · facts as of ${outside(asOf)}`}`,
    '',
  ].join('\n');
}

/** What stands in a file by its line, what only the account has by its name. */
export function placeName({ file, arn, pointer, line, column, resource }: Place): string {
  const name = visible(file ?? shortArns(arn ?? ''));
  if (line === undefined) return pointer === '' ? name : `${name} at ${told(pointer)}`;
  const declared = resource === undefined ? '' : ` (${told(resource)})`;
  return `${name}:${line}${column === undefined ? '' : `:${column}`}${declared}`;
}

/** Services named below a finding that they share; the others are counted, and each of them links to it. */
const NAMED = 40;

/** The services that a finding is about, each with a link to what else is said of it. */
export function touchesHtml(ids: readonly string[], anchorOf: (id: string) => string | undefined): string {
  const names = ids.slice(0, NAMED).map((id) => {
    const anchor = anchorOf(id);
    const name = escaped(nameOf(id));
    return anchor === undefined ? name : `<a href="#${anchor}">${name}</a>`;
  });
  const more = ids.length > NAMED ? ` and ${many(ids.length - NAMED, 'more', 'more')}` : '';
  return `<p class="touches">Touches ${many(ids.length, 'service')}: ${names.join(', ')}${more}`;
}

/** Ways told to do the same, as for each of many services. */
const ALIKE = 50;

/** Each description once, with all the ways that go with it: commands in one block, to be copied together. */
function fixesHtml(fixes: readonly FixOutput[]): readonly string[] {
  const blocks: string[] = [];
  for (let at = 0; at < fixes.length; ) {
    const { kind, description } = fixes[at] as FixOutput;
    let end = at + 1;
    while (fixes[end]?.kind === kind && fixes[end]?.description === description) end += 1;
    const same = fixes.slice(at, Math.min(end, at + ALIKE));
    const left = end - at - same.length;
    const safe = same.every((fix) => fix.kind === 'edit' && fix.safe);
    blocks.push(
      `<div class="fix"><p><b>Fix</b> ${outside(description)}${safe ? ' <span class="safe">safe edit</span>' : ''}${waysHtml(same)}${left > 0 ? `<p class="more">and ${number(left)} more alike` : ''}</div>`,
    );
    at = end;
  }
  return blocks;
}

function waysHtml(fixes: readonly FixOutput[]): string {
  const commands = fixes.flatMap((fix) => (fix.kind === 'command' ? [visible(fix.command)] : []));
  if (commands.length > 0) return block(commands.join('\n'), commands.length > 1 ? 'commands' : 'command');
  return fixes.map(wayHtml).join('');
}

/** Each block can be copied whole, so that it holds nothing but what is to be pasted. */
function wayHtml(fix: FixOutput): string {
  switch (fix.kind) {
    case 'command':
      return block(visible(fix.command), 'command');
    case 'policy':
      return block(json(fix.statement), 'policy statement');
    case 'edit':
      return fix.edits
        .map((edit) => {
          const where = escaped(editPlace(edit));
          if (edit.op === 'remove') return `<p class="edit">remove <code>${where}</code>`;
          const value = tellableValue(edit.value, edit.pointer);
          const short = visible(JSON.stringify(value) ?? 'null');
          const written =
            short.length <= 60 ? ` <code>${escaped(short)}</code>` : block(json(value), 'value');
          return `<p class="edit">set <code>${where}</code> to${written}`;
        })
        .join('');
  }
}

function block(text: string, what: string): string {
  return `<pre class="k" tabindex="0" data-w="${what}"><code>${escaped(text)}</code></pre>`;
}

function json(value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'null').split('\n').map(visible).join('\n');
}
