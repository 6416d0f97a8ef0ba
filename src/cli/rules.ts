import type { Problem, Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { catalogueOf } from './catalogue.ts';
import { CLEAN } from './exit-code.ts';
import { destinations } from './formats.ts';
import { writeFileChunks } from './output.ts';
import { selectRules } from './selection.ts';
import { tell } from './standard-output.ts';

/** `rules`: lists the rules and their problems, for people or as JSON. */
export async function listRules(given: Arguments): Promise<number> {
  const { catalogue } = await catalogueOf(given);
  const rules = selectRules(catalogue, given);
  for (const { format, file } of destinations(given.format, ['text', 'json'] as const, 'text')) {
    const chunks = format === 'json' ? [`${JSON.stringify(asJson(rules), null, 2)}\n`] : asText(rules);
    if (file === undefined) await tell(chunks);
    else writeFileChunks(file, chunks);
  }
  return CLEAN;
}

function asJson(rules: readonly Rule[]): unknown {
  return rules.map(({ id, number, title, options, problems }) => ({
    rule: id,
    number,
    title,
    options: options ?? {},
    problems: Object.entries(problems).map(([problem, facts]) => ({ problem, ...described(facts) })),
  }));
}

function described(problem: Problem) {
  const { severity, phase, decidable, summary, appliesTo, why, docs } = problem;
  return {
    severity,
    maySeverities: problem.maySeverities ?? [severity],
    phase,
    mayPhases: problem.mayPhases ?? [phase],
    scope: problem.scope ?? 'deployment',
    sources: decidable,
    summary,
    appliesTo,
    why,
    docs,
  };
}

function* asText(rules: readonly Rule[]): Iterable<string> {
  for (const { id, title, problems } of rules) {
    yield `${id}: ${title}\n`;
    const width = Math.max(...Object.keys(problems).map((name) => name.length));
    for (const [name, { severity, summary }] of Object.entries(problems)) {
      yield `  ${severity.padEnd(7)}  ${name.padEnd(width)}  ${summary}\n`;
    }
    yield '\n';
  }
  yield 'ecs-preflight explain RULE/PROBLEM tells why, and what to do\n';
}
