import { shellWord } from '../../model/shell-word.ts';
import type { Survey } from './survey.ts';

/** From this many files of a folder on a pattern is shorter than their names. */
const MANY = 3;
/** From more words than this on one pattern for all is better, where there is one. */
const MOST_WORDS = 6;

/** The command that checks what was found. */
export function nextCommand(survey: Survey): string {
  const words = inputs(survey);
  if (words.length === 0 && survey.files.length > 0)
    return 'terraform plan -out tfplan && terraform show -json tfplan | ecs-preflight check -';
  if (words.length === 0) return 'ecs-preflight check FILE';
  return `ecs-preflight check ${words.map(shellWord).join(' ')}`;
}

/** Files by name, or by a pattern where it takes no others. A module of Terraform is none. */
function inputs({ files, others }: Survey): readonly string[] {
  const named = files.filter(({ sorts }) => !sorts.includes('hcl')).map(({ file }) => file);
  const groups = new Map<string, string[]>();
  for (const file of named) {
    const group = groups.get(patternOf(file)) ?? [];
    groups.set(patternOf(file), [...group, file]);
  }
  const taken = new Set(others.map(patternOf));
  const patterns = new Set(
    [...groups].flatMap(([pattern, { length }]) =>
      length >= MANY && !taken.has(pattern) && !MAGIC.test(pattern.slice(0, pattern.lastIndexOf('*')))
        ? [pattern]
        : [],
    ),
  );
  const words = [...new Set(named.map((file) => (patterns.has(patternOf(file)) ? patternOf(file) : file)))];
  return words.length > MOST_WORDS ? together(files, others, words) : words;
}

/** One pattern for all files, in whatever folders, where it takes no others; else each of them: nothing is left out. */
function together(
  files: Survey['files'],
  others: Survey['others'],
  words: readonly string[],
): readonly string[] {
  const single = files.flatMap(({ file, sorts }) =>
    sorts.includes('hcl') || sorts.includes('cdk') ? [] : [file],
  );
  const suffixes = [...new Set(single.map(suffixOf))].sort();
  const folder = commonFolder(single);
  const takesMore = others.some((file) => file.startsWith(folder) && suffixes.includes(suffixOf(file)));
  if (takesMore || suffixes.includes('') || MAGIC.test(folder)) return words;
  const [first = '', ...more] = suffixes;
  const pattern = `${folder}**/*${more.length > 0 ? `{${suffixes.join(',')}}` : first}`;
  return [pattern, ...files.flatMap(({ file, sorts }) => (sorts.includes('cdk') ? [file] : []))];
}

/** The folder that holds all of these, with a slash at its end; nothing for the working directory. */
function commonFolder(files: readonly string[]): string {
  const [first = [], ...more] = files.map((file) => file.split('/').slice(0, -1));
  const steps = [...first];
  for (const other of more) while (steps.some((step, index) => step !== other[index])) steps.pop();
  return steps.length === 0 ? '' : `${steps.join('/')}/`;
}

/** `.json` */
function suffixOf(file: string): string {
  return /\.[^./]+$/.exec(file)?.[0] ?? '';
}

const MAGIC = /[*?{}[\]()!]/;

/** The files of a folder with the same suffix. */
function patternOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? file : `${file.slice(0, file.lastIndexOf('/') + 1)}*${name.slice(dot)}`;
}
