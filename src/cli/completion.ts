import type { Rule } from '../rule.ts';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { ruleWords, vocabulary } from './completion/vocabulary.ts';
import { zshScript } from './completion/zsh.ts';
import { didYouMean, UsageError } from './usage-error.ts';

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** The script that makes a shell complete the command; it holds all words, so that completing starts no process. */
export function completion(shell: string, rules: readonly Rule[], formats: readonly string[]): string {
  const names = Object.keys(SHELLS) as (keyof typeof SHELLS)[];
  const known = names.find((name) => name === shell);
  if (known === undefined)
    throw new UsageError(
      `completion: there is no script for "${shell}" (${names.join(', ')})${didYouMean(shell, names)}`,
    );
  return SHELLS[known](vocabulary(formats), ruleWords(rules));
}
