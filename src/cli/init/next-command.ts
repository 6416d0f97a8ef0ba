import { shellWord } from '../../model/shell-word.ts';
import type { Survey } from './survey.ts';

/** From this many files of a folder on a pattern is shorter than their names. */
const MANY = 3;
/** More words than this nobody types. */
const MOST_WORDS = 6;

/** The command that checks what was found. */
export function nextCommand(survey: Survey): string {
  const words = inputs(survey);
  if (words.length === 0 && survey.files.length > 0)
    return 'terraform plan -out tfplan && terraform show -json tfplan | ecs-preflight check -';
  if (words.length === 0) return 'ecs-preflight check FILE';
  return `ecs-preflight check ${words.slice(0, MOST_WORDS).map(shellWord).join(' ')}`;
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
  return [...new Set(named.map((file) => (patterns.has(patternOf(file)) ? patternOf(file) : file)))];
}

const MAGIC = /[*?{}[\]()!]/;

/** The files of a folder with the same suffix. */
function patternOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? file : `${file.slice(0, file.lastIndexOf('/') + 1)}*${name.slice(dot)}`;
}
