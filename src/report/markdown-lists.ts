import type { Finding, Result } from '../engine/result.ts';
import { placeWords } from './finding-words.ts';
import type { Room } from './markdown-room.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { counted, whoseBug } from './names.ts';
import { shortArns } from './short-arn.ts';
import { groupPhrase, uncheckedCount, uncheckedGroups } from './unchecked-text.ts';

/** Details listed of what could not be checked for one reason. */
const DETAILS = 10;

/** For the line that says how many are left out, and what stands around a list. */
const FRAME = 200;

/** The inputs that could not be read. */
export function unreadText({ inputErrors }: Result, room: Room, most: number): string {
  const lines = inputErrors.map(
    (error) => `- ${markdownCode(placeWords(error))}: ${markdownText(error.message)}\n`,
  );
  return listed('\n### Could not be read\n\n', lines, '', room, most);
}

/** The checks that broke. */
export function crashesText({ crashes }: Result, room: Room, most: number): string {
  const lines = crashes.map(
    ({ rule, problem, deployment }) =>
      `- ${markdownCode(`${rule}/${problem}`)} on ${markdownCode(shortArns(deployment))}\n`,
  );
  return listed(
    `\n### Checks that crashed, a bug of ${markdownText(whoseBug(crashes))}\n\n`,
    lines,
    '',
    room,
    most,
  );
}

/** What could not be checked, and what would unlock it. */
export function uncheckedText({ unknowns }: Result, room: Room, most: number): string {
  const lines = uncheckedGroups(unknowns).map((group) => {
    const details = group.details.slice(0, DETAILS).map((detail) => `  - ${markdownText(detail)}\n`);
    const more = group.details.length - DETAILS;
    return [
      `- ${markdownText(groupPhrase(group))}\n`,
      ...details,
      ...(more > 0 ? [`  - and ${more} more\n`] : []),
    ].join('');
  });
  const count = counted(uncheckedCount(unknowns), 'check');
  return collapsed(`What could not be checked: ${count}, neither passed nor failed`, lines, room, most);
}

/** What is suppressed and why, and what suppresses nothing. */
export function suppressedText(result: Result, room: Room, most: number): string {
  // What the baseline knows is counted where it is named.
  const suppressed = result.findings.filter(({ suppressed: by }) => by && by.kind !== 'baseline');
  const lines = suppressed.map((finding) => {
    const { reason = '', until } = finding.suppressed ?? {};
    const end = until === undefined ? '' : ` (until ${markdownText(until)})`;
    return `- ${finding.severity} ${nameAndPlace(finding)}: ${markdownText(reason)}${end}\n`;
  });
  const idle = (result.unusedSuppressions ?? []).map(
    ({ rules, reason }) =>
      `- suppresses nothing: ${markdownCode(rules.join(', '))}: ${markdownText(reason)}\n`,
  );
  return collapsed(`Suppressed: ${counted(suppressed.length, 'finding')}`, [...lines, ...idle], room, most);
}

function nameAndPlace({ rule, problem, location }: Finding): string {
  const place = placeWords(location);
  return `${markdownCode(`${rule}/${problem}`)}${place === '' ? '' : ` in ${markdownCode(place)}`}`;
}

function collapsed(title: string, lines: readonly string[], room: Room, most: number): string {
  const head = `\n<details>\n<summary>${title}</summary>\n\n`;
  return listed(head, lines, '\n</details>\n', room, most);
}

/** A list of as many lines as there is room for; nothing where there is nothing to list, or no room at all. */
function listed(head: string, lines: readonly string[], foot: string, room: Room, most: number): string {
  if (lines.length === 0 || !room.takeBytes(FRAME)) return '';
  const { text, kept } = room.fit(lines, most);
  const more = lines.length - kept;
  return `${head}${text}${more > 0 ? `- and ${more} more\n` : ''}${foot}`;
}
