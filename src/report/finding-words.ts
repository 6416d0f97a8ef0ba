import type { EditOutput, Finding, FixOutput } from '../engine/result.ts';
import type { Place } from '../model/source.ts';
import { tellableValue } from './environment-value.ts';
import { visible } from './escape.ts';
import { counted, someNames } from './names.ts';
import { shortArns } from './short-arn.ts';

/** Longer texts are cut: a name may be as long as its file. */
const LONGEST = 2_000;

/** Other deployments named in a finding of wider scope. */
const NAMED = 8;

/** Fixes told of one finding, and changes of one fix: of many services they differ by names alone. */
const FIXES = 8;

/** A finding in plain lines, none of which acts on a log: what, why, the evidence, what to do, where to read on. */
export function findingWords(finding: Finding): readonly string[] {
  const { message, why, evidence = [], deployments, fixes = [], docs, asOf } = finding;
  return [
    sentence(told(message)),
    sentence(`Why: ${told(why)}`),
    ...evidence.map((fact) => `Evidence: ${told(fact)}`),
    ...(deployments.length > 1 ? [`Touches: ${someNames(deployments, NAMED)}`] : []),
    ...fixes.slice(0, FIXES).flatMap(fixLines),
    ...(fixes.length > FIXES ? [`And ${counted(fixes.length - FIXES, 'more fix', 'more fixes')}`] : []),
    `Docs: ${told(docs)}${asOf === undefined ? '' : ` (facts as of ${told(asOf)})`}`,
  ];
}

/** A text that ends as a sentence does. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A text from outside for a line: nothing in it acts, and it has an end. */
export function told(text: string): string {
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);
}

/** `taskdef.json:4:13`, `service/prod/api`; nothing where it stands nowhere, as what the command line says. */
export function placeWords({ file, arn = '', line, column }: Partial<Place>): string {
  const at = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return told(`${file ?? shortArns(arn)}${at}`);
}

function fixLines(fix: FixOutput): readonly string[] {
  const head = sentence(`Fix: ${told(fix.description)}`);
  switch (fix.kind) {
    case 'edit':
      return [head, ...fix.edits.slice(0, FIXES).map((edit) => `  ${editPhrase(edit)}`)];
    case 'command':
      // Whole, so that it can be copied.
      return [head, `  ${visible(fix.command)}`];
    case 'policy':
      return [head, `  ${visible(JSON.stringify(fix.statement))}`];
  }
}

/** `set /memory to "2048"`, `remove /cpu` */
function editPhrase(edit: EditOutput): string {
  if (edit.op === 'remove') return `remove ${editPlace(edit)}`;
  const value = JSON.stringify(tellableValue(edit.value, edit.pointer)) ?? 'null';
  return `set ${editPlace(edit)} to ${told(value)}`;
}

/** `/memory`, `service.json /desiredCount` */
export function editPlace({ file, document, pointer }: EditOutput): string {
  const which = document === undefined ? '' : `document ${document + 1} `;
  return `${file === undefined ? '' : `${told(file)} `}${which}${told(pointer)}`;
}
