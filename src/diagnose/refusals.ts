import serviceErrors from '../knowledge/service-errors.json' with { type: 'json' };
import type { Rule } from '../rule.ts';
import type { Cause, Message } from './message.ts';
import { wholePattern, wordings } from './wording.ts';

/** Refusals shorter than this are recognised beside a word of the API alone. */
export const SHY = 48;

/** What the API answers to what rules know as problems. */
export function refusals(rules: readonly Rule[], causes: (id: string) => Cause): readonly Message[] {
  const byText = new Map<
    string,
    { readonly id: string; readonly problems: string[]; readonly source: string }
  >();
  const full = new Map(
    rules.flatMap(({ id, problems }) =>
      Object.keys(problems).map((problem) => [problem, `${id}/${problem}`]),
    ),
  );
  // What AWS documents comes last in the data, and first here.
  for (const { source, byProblem } of [...serviceErrors.texts].reverse()) {
    for (const [key, text] of Object.entries(byProblem)) {
      const problem = full.get(key.replace(/\/.*$/, ''));
      if (problem === undefined) continue;
      const id = problem.replace(/[^/]*$/, key);
      const entry = byText.get(text) ?? { id, problems: [], source };
      if (!entry.problems.includes(problem)) entry.problems.push(problem);
      byText.set(text, entry);
    }
  }
  return [...byText].map(([text, { id, problems, source }]) => {
    const list = problems.map(causes);
    const documented = text.replaceAll('%s', '<any>');
    return {
      id,
      area: 'api',
      title: list.length === 1 ? `the API refuses it: ${list[0]?.title ?? ''}` : 'the API refuses it',
      nature: 'failure',
      general: false,
      wordings: wordings(documented),
      wholes: [{ text: documented, pattern: wholePattern(documented) }],
      shy: text.length < SHY,
      causes: list,
      entities: {},
      source: source.startsWith('http') ? (source.split(' ')[0] ?? source) : (list[0]?.source ?? ''),
    };
  });
}
