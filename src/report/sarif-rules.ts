import type { ReportingConfiguration, ReportingDescriptor } from 'sarif';
import type { Finding } from '../engine/result.ts';
import type { Problem, Rule, Severity } from '../rule.ts';
import { messageText } from './sarif-text.ts';

/** The rules of the run as SARIF describes them: one for each problem. */
export interface RuleTable {
  readonly descriptors: readonly ReportingDescriptor[];
  /** The place of `rule/problem` in the descriptors. */
  readonly ids: ReadonlyMap<string, number>;
}

/** `others` may hold findings of problems that are in no catalogue, such as suppressions that suppress nothing. */
export function ruleTable(rules: readonly Rule[], others: readonly Finding[]): RuleTable {
  const descriptors: ReportingDescriptor[] = [];
  const ids = new Map<string, number>();
  for (const rule of rules) {
    for (const [name, problem] of Object.entries(rule.problems)) {
      const id = `${rule.id}/${name}`;
      ids.set(id, descriptors.length);
      descriptors.push(descriptor(rule, id, problem));
    }
  }
  for (const finding of others) {
    const id = `${finding.rule}/${finding.problem}`;
    if (ids.has(id)) continue;
    ids.set(id, descriptors.length);
    descriptors.push(descriptorOf(id, finding));
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

/** What a finding tells of its problem; GitHub wants all of these texts of a rule. */
function descriptorOf(id: string, { rule, severity, phase, why, docs }: Finding): ReportingDescriptor {
  const text = sentence(messageText(why));
  return {
    id,
    shortDescription: { text: sentence(id.replace('/', ': ').replaceAll('-', ' ')) },
    fullDescription: { text },
    helpUri: docs,
    help: { text: `${text}\n\nMore: ${docs}` },
    defaultConfiguration: { level: levelOf(severity) },
    properties: {
      tags: ['ecs', phase, rule],
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
