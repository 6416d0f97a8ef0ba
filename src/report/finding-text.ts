import type { EditOutput, Finding, FixOutput } from '../engine/result.ts';
import type { Place } from '../model/source.ts';
import { columns } from './columns.ts';
import { tellableValue } from './environment-value.ts';
import { visible } from './escape.ts';
import type { ReadFrame } from './frame-reader.ts';
import type { Paint } from './paint.ts';
import { shortArns } from './short-arn.ts';
import { hang } from './wrap.ts';

/** Longer texts are cut: a name may be as long as its file. */
const LONGEST = 2_000;

/** Other deployments named in a finding of wider scope. */
const NAMED = 8;

/** A finding as it is told: where, what, the code, why, the evidence, how to mend it, where to read on. */
export function findingLines(
  finding: Finding,
  width: number,
  paint: Paint,
  frame: ReadFrame,
): readonly string[] {
  const { message, why, location, deployments, evidence = [], fixes = [], docs, asOf, severity } = finding;
  const lines = [...headLines(finding, width, paint), ...hang('  ', told(message), width)];
  const code = frame(location, paint[severity]);
  lines.push(...code);
  lines.push(...labelled('why', told(why), width, paint));
  if (evidence.length > 0) lines.push(`  ${paint.strong('evidence:')}`);
  for (const fact of evidence) lines.push(...hang('    - ', told(fact), width));
  if (deployments.length > 1) lines.push(...labelled('touches', touched(deployments), width, paint));
  lines.push(...fixesLines(fixes, width, paint));
  const date = asOf === undefined ? '' : ` (facts as of ${visible(asOf)})`;
  lines.push(...labelled('docs', `${visible(docs)}${date}`, width, paint));
  return lines;
}

function headLines({ rule, problem, severity, location }: Finding, width: number, paint: Paint) {
  const name = `${paint[severity](severity)}[${rule}/${problem}]`;
  const place = placeName(location);
  const size = severity.length + rule.length + problem.length + 4 + columns(place);
  return size <= width ? [`${name} ${paint.strong(place)}`] : [name, `  --> ${paint.strong(place)}`];
}

function placeName({ file, arn, pointer, line, column, resource }: Place): string {
  const name = visible(file ?? shortArns(arn ?? ''));
  if (line === undefined) return pointer === '' ? name : `${name} at ${told(pointer)}`;
  const declared = resource === undefined ? '' : ` (${told(resource)})`;
  return `${name}:${line}${column === undefined ? '' : `:${column}`}${declared}`;
}

function touched(deployments: readonly string[]): string {
  const more = deployments.length - NAMED;
  const names = deployments.slice(0, NAMED).map(told).join(', ');
  return more > 0 ? `${names} and ${more} more` : names;
}

/** Ways told to do the same, as for each of many services. */
const ALIKE = 8;

/** What is to be done, each sentence once with all the ways that go with it. */
function fixesLines(fixes: readonly FixOutput[], width: number, paint: Paint): readonly string[] {
  const lines: string[] = [];
  let before: FixOutput | undefined;
  let alike = 0;
  for (const fix of fixes) {
    const again = fix.kind === before?.kind && fix.description === before.description;
    if (!again) {
      if (alike > ALIKE) lines.push(leftOut(alike));
      alike = 0;
      lines.push(...labelled('fix', told(fix.description), width, paint));
    }
    alike += 1;
    if (alike <= ALIKE) lines.push(...wayLines(fix, width));
    before = fix;
  }
  if (alike > ALIKE) lines.push(leftOut(alike));
  return lines;
}

function leftOut(alike: number): string {
  return `    and ${alike - ALIKE} more (-f json has all)`;
}

function wayLines(fix: FixOutput, width: number): readonly string[] {
  switch (fix.kind) {
    case 'edit':
      return fix.edits.flatMap((edit) => editLines(edit, width));
    case 'command':
      // Whole, so that it can be copied.
      return [`    ${visible(fix.command)}`];
    case 'policy':
      return jsonLines('    ', fix.statement, 0);
  }
}

function editLines(edit: EditOutput, width: number): readonly string[] {
  const where = `${edit.file === undefined ? '' : `${visible(edit.file)} `}${told(edit.pointer)}`;
  if (edit.op === 'remove') return [`    remove ${where}`];
  return jsonLines(`    set ${where} to `, tellableValue(edit.value, edit.pointer), width);
}

/** A value as JSON: on one line where that fits into the width, else over several. */
function jsonLines(head: string, value: unknown, width: number): readonly string[] {
  const short = visible(JSON.stringify(value) ?? 'null');
  if (columns(head) + columns(short) <= width || typeof value !== 'object' || value === null) {
    return [head + short];
  }
  const [first = '', ...rest] = JSON.stringify(value, null, 2).split('\n').map(visible);
  return [head + first, ...rest.map((line) => `    ${line}`)];
}

function labelled(label: string, text: string, width: number, paint: Paint): readonly string[] {
  const [first = '', ...rest] = hang(`  ${label}: `, text, width);
  return [`  ${paint.strong(`${label}:`)}${first.slice(label.length + 3)}`, ...rest];
}

function told(text: string): string {
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);
}
