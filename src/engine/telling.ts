import { isOpaque, shown } from '../fact/opaque.ts';
import { type Origin, originOf, toPointer } from '../model/source.ts';
import type { Edit, Failure, Fix } from '../rule.ts';
import type { EditOutput, FixOutput } from './result.ts';

/** The evidence of a finding; of a value that is chosen elsewhere, it says where. */
export function evidenceOf({ at, evidence = [] }: Failure): readonly string[] {
  const { through } = originOf(at.source, at.path);
  return [...evidence, ...(through ? [`the value is that of ${through.what}`] : [])].map(shown);
}

/** The fixes of a finding, as the source that must change takes them. */
export function fixesOf({ at, fixes = [] }: Failure): readonly FixOutput[] {
  return fixes.flatMap((fix) => fixOutput(fix, at.source.file) ?? []);
}

function fixOutput(fix: Fix, file: string): FixOutput | undefined {
  const description = shown(fix.description);
  switch (fix.kind) {
    case 'command':
      // A command that names what only the deploy will name cannot be run.
      return isOpaque(fix.command) ? undefined : { ...fix, description };
    case 'policy':
      return { ...fix, description, statement: shownIn(fix.statement) as typeof fix.statement };
    case 'edit':
      return { ...fix, ...editsOf(fix, description, file) };
  }
}

function editsOf(
  { safe, edits }: Extract<Fix, { kind: 'edit' }>,
  description: string,
  file: string,
): { readonly safe: boolean; readonly description: string; readonly edits: readonly EditOutput[] } {
  const placed = edits.map((edit) => ({ edit, origin: originOf(edit.at.source, edit.at.path) }));
  const elsewhere = placed.map(({ edit, origin }) => whereItIsMade(edit, origin)).find((where) => where);
  // What is generated is not edited: the change is to be made where it comes from.
  if (elsewhere !== undefined)
    return { safe: false, description: `${description} (${elsewhere})`, edits: [] };
  const chosen = placed.find(({ edit, origin }) => edit.op === 'set' && origin.through)?.origin.through;
  return {
    safe: safe && !chosen && edits.every(({ at }) => at.source.arn === undefined),
    description: chosen ? `${description} (through ${chosen.what})` : description,
    edits: placed.map(({ edit, origin }) => editOutput(edit, origin, file)),
  };
}

/** Where the edit is to be made, if not in the file at hand. */
function whereItIsMade({ at, op }: Edit, { through }: Origin): string | undefined {
  const { generatedBy, resource } = at.source;
  if (generatedBy !== undefined)
    return `in what ${generatedBy} is made from${resource === undefined ? '' : `: ${resource}`}`;
  return op === 'set' && through && !through.path ? `through ${through.what}` : undefined;
}

function editOutput({ at, ...change }: Edit, { path, through }: Origin, file: string): EditOutput {
  const elsewhere = at.source.file === file ? {} : { file: at.source.file };
  const { spell = (_, value) => value } = at.source;
  if (change.op === 'set') {
    const pointer = toPointer(through?.path ?? path);
    return { pointer, op: 'set', value: spell(at.path, change.value), ...elsewhere };
  }
  const nothing = at.source.spell?.(at.path, undefined);
  const pointer = toPointer(path);
  return nothing === undefined
    ? { pointer, op: 'remove', ...elsewhere }
    : { pointer, op: 'set', value: nothing, ...elsewhere };
}

/** The value with every text in it as a person reads it. */
function shownIn(value: unknown): unknown {
  if (typeof value === 'string') return shown(value);
  if (Array.isArray(value)) return value.map(shownIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [shown(name), shownIn(member)]));
}
