import { isOpaque, opaqueValue } from '../fact/opaque.ts';
import { told } from '../model/declared-secret.ts';
import { Unresolved } from '../model/placeholder.ts';
import { type Origin, originOf, type Source, toPointer } from '../model/source.ts';
import type { Edit, Failure, Fix } from '../rule.ts';
import type { EditOutput, FixOutput } from './result.ts';

/** The evidence of a finding; of a value that is chosen elsewhere, it says where. */
export function evidenceOf({ at, evidence = [] }: Failure): readonly string[] {
  const { through } = originOf(at.source, at.path);
  return [...evidence, ...(through ? [`the value is that of ${through.what}`] : [])].map(told);
}

/** The fixes of a finding, as the source that must change takes them. */
export function fixesOf({ at, fixes = [] }: Failure): readonly FixOutput[] {
  return fixes.flatMap((fix) => fixOutput(fix, at.source) ?? []);
}

function fixOutput(fix: Fix, source: Source): FixOutput | undefined {
  const description = told(fix.description);
  switch (fix.kind) {
    case 'command':
      // A command that names what only the deploy will name cannot be run.
      return isOpaque(fix.command) ? undefined : { ...fix, description };
    case 'policy':
      return { ...fix, description, statement: statementIn(source, fix.statement) };
    case 'edit':
      return { ...fix, ...editsOf(fix, description, source.file) };
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
  const made = placed.map(({ edit, origin }) => editOutput(edit, origin, file));
  // A part of a change mends nothing.
  if (made.includes(undefined)) return { safe: false, description, edits: [] };
  const chosen = placed.find(({ edit, origin }) => edit.op === 'set' && origin.through)?.origin.through;
  return {
    safe: safe && !chosen && edits.every(({ at }) => at.source.arn === undefined),
    description: chosen ? `${description} (through ${chosen.what})` : description,
    edits: made.flatMap((edit) => edit ?? []),
  };
}

/** Where the edit is to be made, if not in the file at hand. */
function whereItIsMade({ at, op }: Edit, { through }: Origin): string | undefined {
  const { generatedBy, resource } = at.source;
  if (generatedBy !== undefined)
    return `in what ${generatedBy} is made from${resource === undefined ? '' : `: ${resource}`}`;
  return op === 'set' && through && !through.path ? `through ${through.what}` : undefined;
}

/** Undefined where the value holds what the file has no expression for. */
function editOutput(
  { at, ...change }: Edit,
  { path, through }: Origin,
  file: string,
): EditOutput | undefined {
  const elsewhere = {
    ...(at.source.file === file ? {} : { file: at.source.file }),
    ...(at.source.document === undefined ? {} : { document: at.source.document }),
  };
  const { spell = (_, value) => value } = at.source;
  if (change.op === 'set') {
    const pointer = toPointer(through?.path ?? path);
    // What chooses a value, such as the default of a parameter, is a literal.
    const write = through ? () => undefined : at.source.write;
    const value = writtenBy(write, spell(at.path, change.value));
    return value && { pointer, op: 'set', ...value, ...elsewhere };
  }
  const nothing = at.source.spell?.(at.path, undefined);
  const pointer = toPointer(path);
  return nothing === undefined
    ? { pointer, op: 'remove', ...elsewhere }
    : { pointer, op: 'set', value: nothing, ...elsewhere };
}

/** The value with what the deploy gives as its file writes it; undefined where the file cannot write all of it. */
function writtenBy(write: Source['write'], value: unknown): { readonly value: unknown } | undefined {
  let open = false;
  const made = withTexts(value, (text) => {
    const expression = isOpaque(text) ? write?.(text) : text;
    open ||= expression === undefined;
    return expression;
  });
  return open ? undefined : { value: made };
}

/** A statement as its template writes it, or as a person reads it. */
function statementIn<T>(source: Source, statement: T): T {
  return withTexts(statement, (text) => source.write?.(text) ?? told(text)) as T;
}

/** The value with what is put for each text in it, and for what is open as a whole. */
function withTexts(value: unknown, put: (text: string) => unknown): unknown {
  if (typeof value === 'string') return put(value);
  if (value instanceof Unresolved) return put(opaqueValue(value.why.detail));
  if (Array.isArray(value)) return value.map((item: unknown) => withTexts(item, put));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [told(name), withTexts(member, put)]),
  );
}
