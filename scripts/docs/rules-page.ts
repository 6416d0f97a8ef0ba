import { rules } from '../../rules/index.ts';
import type { Decidable, OptionSchema, Rule } from '../../src/rule.ts';
import { table } from './markdown.ts';
import { page } from './page.ts';

const FROM: Readonly<Record<Decidable, string>> = { F: 'files', D: 'templates', L: 'the account' };

/** The problems of all rules, and the options. */
export function rulesPage(): string {
  const intro = [
    'Each rule is one way of thinking wrong about ECS; its problems are the ways that goes off. `error` will fail or cause an',
    'outage, `warning` will bite later, `info` is worth knowing. The phase is when it bites. A problem is decided from files alone,',
    'from what a template declares, or from the account (`--live`, `--snapshot`).',
  ].join('\n');
  return page('The rules', intro, rules.map(ruleSection));
}

function ruleSection({ id, title, problems, options = {} }: Rule): string {
  const rows = Object.entries(problems).map(([name, problem]) => [
    `\`${name}\``,
    (problem.maySeverities ?? [problem.severity]).join(' or '),
    (problem.mayPhases ?? [problem.phase]).join(' or '),
    problem.decidable.map((from) => FROM[from]).join(', '),
    problem.summary,
  ]);
  const parts = [
    `## ${id}`,
    `${title}. The page of this rule: [what breaks, why, and what to do](../rules/${id}/README.md).`,
    table(['problem', 'severity', 'phase', 'decided from', 'when'], rows),
  ];
  const names = Object.entries(options);
  if (names.length > 0)
    parts.push(
      'Options (`--option` on the command line, `options` in the configuration):',
      table(
        ['option', 'type', 'default', 'meaning'],
        names.map(([name, schema]) => optionRow(id, name, schema)),
      ),
    );
  return parts.join('\n\n');
}

function optionRow(rule: string, name: string, { type, description, default: standard }: OptionSchema) {
  const kind = type === 'map' ? 'number, or one for each container' : type;
  return [`\`${rule}.${name}\``, kind, standard === undefined ? '' : `\`${standard}\``, description];
}
