import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import type { Result } from '../engine/result.ts';
import { type Bench, mend, type Texts } from '../fix/rounds.ts';
import type { ColourLevel } from '../report/context.ts';
import { secretPlaces } from '../report/frame-reader.ts';
import { plain } from '../report/paint.ts';
import { type Diff, unifiedDiff } from './fix/diff.ts';
import { EditedFiles } from './fix/files.ts';
import { afterDryRun, afterFixing } from './fix/story.ts';
import { writeAll } from './output.ts';
import { replaceText, whyNotReplaceable } from './replace-file.ts';

/** The text of a file as it is to be judged, given the text that was read. */
export type TextNow = (file: string, text: string) => string;

/** What was found in the inputs, with their texts. */
export interface Judged {
  readonly result: Result;
  readonly textOf: (file: string) => string | undefined;
}

/** What is to be edited, and who does what only the program can. */
export interface FixRequest<Found extends Judged> {
  readonly unsafe: boolean;
  /** Show what would be done, and do nothing. */
  readonly dryRun: boolean;
  /** Reads the inputs, with these texts in place of their own, and judges them. */
  judge(textNow: TextNow): Promise<Found>;
  /** Told of the end of all judging, before anything is shown. */
  judged(): void;
  readonly diffTo: DiffTarget;
}

/** Where a diff goes, and how it is to look there. */
export interface DiffTarget {
  write(chunks: Iterable<string>): Promise<void>;
  readonly colour: ColourLevel;
  /** Is it read by a terminal, or by the log of a CI system? */
  readonly shown: boolean;
}

/** What is to be reported after the edits, and whether a file could not be written. */
export interface Fixed<Found extends Judged> {
  readonly found: Found;
  readonly failed: boolean;
}

/** Makes the edits that the findings offer and writes the files; or shows what would be done. */
export async function fixInputs<Found extends Judged>(request: FixRequest<Found>): Promise<Fixed<Found>> {
  const { unsafe, dryRun, judge } = request;
  const first = await judge((_, text) => text);
  const files = new EditedFiles();
  const refused = new Map<string, string>();
  const founds = new Map<Result, Found>([[first.result, first]]);
  let latest = first;
  const bench: Bench = {
    async judge(texts) {
      latest = await judge(files.inPlace(texts));
      founds.set(latest.result, latest);
      return latest.result;
    },
    nameOf(file) {
      if (latest.textOf(file) === undefined) return { problem: 'what is to be changed stands in no file' };
      const problem = dryRun ? undefined : whyNotReplaceable(file);
      if (problem === undefined) return files.nameOf(file);
      refused.set(file, problem);
      return { problem: REFUSED };
    },
    async read(name) {
      const text = latest.textOf(files.spelling(name));
      return text === undefined ? undefined : files.keep(name, text);
    },
  };
  const mended = await mend(first.result, unsafe, bench);
  const afterAll = founds.get(mended.result) ?? first;
  if (dryRun) {
    request.judged();
    const diffs = await showDiff(request, mended.texts, files, first, afterAll);
    await tell(afterDryRun(mended, { unsafe, ...diffs }));
    return { found: first, failed: false };
  }
  const written = write(mended.texts, files, refused);
  const found = written.size === mended.texts.size ? afterAll : await judge(files.inPlace(written));
  request.judged();
  await tell(
    afterFixing(
      {
        files: written.size,
        fixed: mended.fixed.filter((one) => one.files.every((name) => written.has(name))).length,
        refused,
        unmended: mended.unmended.filter(({ problem }) => problem !== REFUSED),
        result: found.result,
      },
      { unsafe },
    ),
  );
  return { found, failed: refused.size > 0 };
}

/** Told once for the file, not for each problem in it. */
const REFUSED = 'its file cannot be written';

/** Writes what can be written; the rest is noted. */
function write(texts: Texts, files: EditedFiles, refused: Map<string, string>): Texts {
  const written = new Map<string, string>();
  for (const [name, text] of texts) {
    const problem = replaceText(name, files.original(name), text);
    if (problem === undefined) written.set(name, text);
    else refused.set(files.spelling(name), problem);
  }
  return written;
}

/** Shows what would be written; answers how that can be applied. */
async function showDiff(
  { diffTo }: Pick<FixRequest<Judged>, 'diffTo'>,
  texts: Texts,
  files: EditedFiles,
  { result: before }: Judged,
  { result: after }: Judged,
): Promise<Pick<Diff, 'hides' | 'bare'>> {
  const { colour, shown } = diffTo;
  const paint = colour === 0 ? plain : (await import('../report/chalk-paint.ts')).chalkPaint(colour);
  const was = secretPlaces(before);
  const is = secretPlaces(after);
  const diffs = [...texts].map(([name, text]) => {
    const file = files.spelling(name);
    return unifiedDiff(
      {
        name: nameInDiff(name),
        before: { text: files.original(name), secrets: was.get(file) ?? [] },
        after: { text, secrets: is.get(file) ?? [] },
      },
      { paint, shown },
    );
  });
  await diffTo.write(diffs.map(({ lines }) => `${lines.join('\n')}\n`));
  return { hides: diffs.some(({ hides }) => hides), bare: diffs.some(({ bare }) => bare) };
}

/** From here where it stands below, so that the diff can be applied here; from the root elsewhere. */
function nameInDiff(name: string): string {
  if (!isAbsolute(name)) return name;
  const path = relative(realpathSync('.'), name);
  const found = path.startsWith('..') || isAbsolute(path) ? name.replace(/^(?:[A-Za-z]:)?[\\/]+/, '') : path;
  return found.replaceAll(sep, '/');
}

async function tell(lines: readonly string[]): Promise<void> {
  await writeAll(process.stderr, [`${lines.join('\n')}\n`]);
}
