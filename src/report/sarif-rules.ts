import type { ReportingConfiguration, ReportingDescriptor } from 'sarif';
import type { Problem, Rule, Severity } from '../rule.ts';

/** The rules of the run as SARIF describes them: one for each problem. */
export interface RuleTable {
  readonly descriptors: readonly ReportingDescriptor[];
  /** The place of `rule/problem` in the descriptors. */
  readonly ids: ReadonlyMap<string, number>;
}

export function ruleTable(rules: readonly Rule[]): RuleTable {
  const descriptors: ReportingDescriptor[] = [];
  const ids = new Map<string, number>();
  for (const rule of rules) {
    for (const [name, problem] of Object.entries(rule.problems)) {
      const id = `${rule.id}/${name}`;
      ids.set(id, descriptors.length);
      descriptors.push(descriptor(rule, id, problem));
    }
  }
  return { descriptors, ids };
}

/** SARIF's word for a severity. */
export function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'info' ? 'note' : severity;
}

function descriptor(rule: Rule, id: string, problem: Problem): ReportingDescriptor {
  const { summary, why, docs, severity, phase, appliesTo, serviceError } = problem;
  const facts = [
    ['Applies to', appliesTo],
    ['When it bites', phase],
    ...(serviceError === undefined ? [] : [['What ECS says', serviceError] as const]),
  ] as const;
  const explain = `ecs-preflight explain ${id}`;
  const help = [
    `${sentence(summary)} ${sentence(why)}`,
    ...facts.map(([label, text]) => `${label}: ${text}`),
    `AWS documentation: ${docs}`,
    `More: ${explain}`,
  ];
  const markdown = [
    `${escapeMarkdown(sentence(summary))} ${escapeMarkdown(sentence(why))}`,
    ...facts.map(([label, text]) => `**${label}:** ${escapeMarkdown(text)}`),
    `[AWS documentation](${docs})`,
    `More: \`${explain}\``,
  ];
  const configuration: ReportingConfiguration = { level: levelOf(severity) };
  return {
    id,
    shortDescription: { text: sentence(summary) },
    fullDescription: { text: sentence(why) },
    helpUri: docs,
    help: { text: help.join('\n\n'), markdown: markdown.join('\n\n') },
    defaultConfiguration: configuration,
    properties: {
      tags: ['ecs', phase, rule.id],
      // A finding on a correct deployment is a bug as bad as a missed outage.
      precision: 'very-high',
      'problem.severity': severity === 'info' ? 'recommendation' : severity,
    },
  };
}

/** A text that begins as a sentence does and ends as one. */
function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}
