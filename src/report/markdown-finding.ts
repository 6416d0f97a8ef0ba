import type { EditOutput, Finding, FixOutput } from '../engine/result.ts';
import type { Place } from '../model/source.ts';
import { tellableValue } from './environment-value.ts';
import { editPlace, placeWords } from './finding-words.ts';
import type { ReadFrame } from './frame-reader.ts';
import { markdownBlock, markdownCode, markdownLink, markdownText } from './markdown-text.ts';
import { counted } from './names.ts';
import { plain } from './paint.ts';
import { shortArns } from './short-arn.ts';

/** Told of one finding; of many services they differ by names alone. */
const FACTS = 20;
const FIXES = 5;
const EDITS = 10;
const NAMED = 8;

/** A longer value is no snippet any more. */
const LONGEST_BLOCK = 8_000;

/** A finding in one line: how bad, which problem, what, where. */
export function findingLine(finding: Finding): string {
  return `- ${headline(finding)}\n`;
}

/** A finding that opens to all that is known of it. */
export function findingDetails(finding: Finding, frame: ReadFrame): string {
  const { why, evidence = [], deployments, fixes = [], location, docs, asOf } = finding;
  const code = frame(location, plain.error).filter((line) => line !== '');
  const paragraphs = [
    `\n<details>\n<summary>${headline(finding)}</summary>\n`,
    ...(code.length > 0 ? [markdownBlock(code, 'text')] : []),
    `\n**Why:** ${markdownText(why)}\n`,
    ...(evidence.length > 0 ? [`\n**Evidence:**\n\n${bullets(evidence)}`] : []),
    ...(deployments.length > 1 ? [`\n**Touches:** ${touched(deployments)}\n`] : []),
    ...fixes.slice(0, FIXES).map(fixText),
    ...(fixes.length > FIXES ? [`\nAnd ${counted(fixes.length - FIXES, 'more fix', 'more fixes')}.\n`] : []),
    `\n${markdownLink('AWS documentation', docs)}${asOf === undefined ? '' : ` (facts as of ${markdownText(asOf)})`}\n`,
    '\n</details>\n',
  ];
  return paragraphs.join('');
}

/** In HTML, because Markdown is not read in a `<summary>`. */
function headline(finding: Finding): string {
  const { severity, rule, problem, message, location } = finding;
  const name = markdownCode(`${rule}/${problem}`);
  const place = placeText(location);
  return `<b>${severity}</b> ${name} ${markdownText(message)}${place === '' ? '' : ` (${place})`}`;
}

function placeText(location: Place): string {
  const { line, pointer, resource } = location;
  const name = placeWords(location);
  if (name === '') return '';
  const within = line === undefined && pointer !== '' ? ` at ${markdownCode(pointer)}` : '';
  const declared = resource === undefined ? '' : `, ${markdownCode(resource)}`;
  return `${markdownCode(name)}${within}${declared}`;
}

function bullets(facts: readonly string[]): string {
  const lines = facts.slice(0, FACTS).map((fact) => `- ${markdownText(fact)}\n`);
  return [...lines, ...(facts.length > FACTS ? [`- and ${facts.length - FACTS} more\n`] : [])].join('');
}

function touched(deployments: readonly string[]): string {
  const names = deployments.slice(0, NAMED).map((id) => markdownCode(shortArns(id)));
  const more = deployments.length - NAMED;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function fixText(fix: FixOutput): string {
  const head = `\n**Fix:** ${markdownText(fix.description)}\n`;
  switch (fix.kind) {
    case 'edit': {
      const more = fix.edits.length - EDITS;
      const edits = fix.edits.slice(0, EDITS).map(editText);
      return [head, ...edits, ...(more > 0 ? [`\nand ${counted(more, 'more edit')}\n`] : [])].join('');
    }
    case 'command':
      return head + block([fix.command], 'sh');
    case 'policy':
      return head + block(jsonLines(fix.statement), 'json');
  }
}

function editText(edit: EditOutput): string {
  const where = markdownCode(editPlace(edit));
  if (edit.op === 'remove') return `\nRemove ${where}.\n`;
  return `\nSet ${where} to\n${block(jsonLines(tellableValue(edit.value, edit.pointer)), 'json')}`;
}

function jsonLines(value: unknown): readonly string[] {
  return (JSON.stringify(value, null, 2) ?? 'null').split('\n');
}

function block(lines: readonly string[], language: string): string {
  const size = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return size > LONGEST_BLOCK
    ? '\n(too long for here: the JSON report has it)\n'
    : markdownBlock(lines, language);
}
