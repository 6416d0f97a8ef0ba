import type {
  DeploymentSummary,
  EditOutput,
  Finding,
  FixOutput,
  Summary,
  UnknownEntry,
  VerdictEntry,
} from '../engine/result.ts';
import type { InputError } from '../model/input-error.ts';
import type { Place } from '../model/source.ts';
import type { Report } from './context.ts';
import { inertJson } from './escape.ts';

/** Goes up whenever a member appears, goes or changes its meaning: the format is closed. */
const SCHEMA_VERSION = 1;

/**
 * The result as one JSON document in the form of `schema/report.schema.json`, one entry a line, in chunks: of ten
 * thousand deployments the whole would not fit into one string.
 */
export const jsonReport: Report = function* (result, { version }) {
  yield `{"schemaVersion":${SCHEMA_VERSION},"tool":${spell({ name: 'ecs-preflight', version })},\n`;
  yield* list('deployments', result.deployments, (deployment) => spell(deploymentEntry(deployment)));
  yield* list('findings', result.findings, (finding) => spell(findingEntry(finding)));
  yield* list('unknowns', result.unknowns, (unknown) => spell(unknownEntry(unknown)));
  yield* list('verdicts', result.verdicts, verdictSpeller());
  yield* list('inputErrors', result.inputErrors, (error) => spell(inputErrorEntry(error)));
  yield `"summary":${spell(summaryEntry(result.summary))}}\n`;
};

function* list<T>(name: string, entries: Iterable<T>, spellEntry: (entry: T) => string): Iterable<string> {
  let opening = `"${name}":[\n`;
  let closing = `"${name}":[],\n`;
  for (const entry of entries) {
    yield opening + spellEntry(entry);
    opening = ',\n';
    closing = '],\n';
  }
  yield closing;
}

function spell(entry: unknown): string {
  return inertJson(JSON.stringify(entry));
}

// Each entry names the members of the contract in its order, so that nothing else an object carries gets out.
// Members that are undefined are left out by JSON.stringify.

function deploymentEntry({ id, file, family, service }: DeploymentSummary) {
  return { id, file, family, service };
}

function findingEntry(finding: Finding) {
  const { rule, problem, severity, phase, deployment, deployments, message, why } = finding;
  const { location, evidence, fixes, docs, asOf, fingerprint, suppressed } = finding;
  return {
    ...{ rule, problem, severity, phase, deployment, deployments, message, why },
    location: locationEntry(location),
    evidence,
    fixes: fixes?.map(fixEntry),
    ...{ docs, asOf, fingerprint },
    suppressed: suppressed && { reason: suppressed.reason },
  };
}

function locationEntry({ file, arn, pointer, inner, line, column, endLine, endColumn, resource }: Place) {
  if (file === undefined) return { arn };
  return { file, pointer, inner, line, column, endLine, endColumn, resource };
}

function fixEntry(fix: FixOutput) {
  const { kind, description } = fix;
  switch (fix.kind) {
    case 'edit':
      return { kind, description, safe: fix.safe, edits: fix.edits.map(editEntry) };
    case 'command':
      return { kind, description, command: fix.command };
    case 'policy':
      return { kind, description, statement: fix.statement };
  }
}

function editEntry(edit: EditOutput) {
  const { pointer, op, file } = edit;
  return edit.op === 'set' ? { pointer, op, value: edit.value, file } : { pointer, op, file };
}

function unknownEntry({ rule, problem, problems, deployment, reason, detail, unlockedBy }: UnknownEntry) {
  return { rule, problem, problems, deployment, reason, detail, unlockedBy };
}

function inputErrorEntry({ file, message, line, column }: InputError) {
  return { file, message, line, column };
}

function summaryEntry({ error, warning, info, unknown, suppressed }: Summary) {
  return { error, warning, info, unknown, suppressed };
}

/**
 * Spells verdict entries, which are nearly the whole document. The engine shares one `problems` object among all
 * deployments that got the same verdicts: each is spelled once.
 */
function verdictSpeller(): (entry: VerdictEntry) => string {
  const spelledProblems = new WeakMap<object, string>();
  let deployment: string | undefined;
  let spelledDeployment = '';
  return (entry) => {
    if (entry.deployment !== deployment) {
      deployment = entry.deployment;
      spelledDeployment = spell(deployment);
    }
    let problems = spelledProblems.get(entry.problems);
    if (problems === undefined) {
      problems = spell(entry.problems);
      spelledProblems.set(entry.problems, problems);
    }
    return `{"rule":"${entry.rule}","deployment":${spelledDeployment},"verdict":"${entry.verdict}","problems":${problems}}`;
  };
}
