import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Baseline } from '../../engine/baseline.ts';
import type { BaselineEntry, BaselineResult } from '../../engine/result.ts';
import { openInput } from '../../read/open.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import { baselineEntries, baselineText } from './baseline-text.ts';
import { replaceFile } from './baseline-write.ts';

/** Where it stands unless `--baseline` names another place. */
const STANDARD_FILE = 'ecs-preflight-baseline.json';

type Asked = Pick<Arguments, 'baseline' | 'writeBaseline'>;

/** The baseline that the command line names. One that is to be written need not be there yet. */
export function baselineFrom({ baseline, writeBaseline }: Asked): Baseline | undefined {
  if (baseline === undefined && !writeBaseline) return undefined;
  const file = baseline ?? STANDARD_FILE;
  const folder = dirname(resolve(file));
  return {
    file,
    entries: writeBaseline && !existsSync(file) ? [] : entriesOf(file),
    spelled: (name) => (isStream(name) ? name : relative(folder, resolve(name)).replaceAll('\\', '/')),
    isGone: (name) => !existsSync(resolve(folder, name)),
    adopts: writeBaseline,
  };
}

/** `<stdin>` stands nowhere. */
function isStream(name: string): boolean {
  return name.startsWith('<');
}

function entriesOf(file: string): readonly BaselineEntry[] {
  const opened = openInput(file);
  if ('error' in opened) throw new UsageError(`--baseline ${file}: ${opened.error.message}`);
  const read = baselineEntries(file, opened.text);
  if ('entries' in read) return read.entries;
  const { message, line, column } = read.error;
  throw new UsageError(
    `--baseline ${file}${line === undefined ? '' : `:${line}:${column ?? 1}`}: ${message}`,
  );
}

/** Writes the baseline that a run leaves behind, where it is asked for: wholly or not at all. */
export function writeBaseline({ file, next }: BaselineResult): void {
  if (!next) return;
  const refusal = replaceFile(file, baselineText(next.entries));
  if (refusal !== undefined) throw new UsageError(`--write-baseline: ${file} ${refusal}`);
}
