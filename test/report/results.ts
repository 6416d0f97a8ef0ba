import type { Finding, Result, UnknownEntry, VerdictEntry } from '../../src/engine/result.ts';
import type { ReportContext } from '../../src/report/context.ts';
import { type FormatName, formats } from '../../src/report/report.ts';
import { defineRule, pass } from '../../src/rule.ts';

/** A task definition as a user writes one: memory that does not go with its cpu. */
export const TASK_DEFINITION = `{
  "family": "checkout",
  "cpu": "1024",
  "memory": "512",
  "requiresCompatibilities": ["FARGATE"],
  "containerDefinitions": [
    {
      "name": "web",
      "image": "nginx:1.27",
      "environment": [{ "name": "DB_PASSWORD", "value": "hunter2" }]
    }
  ]
}
`;

const RULES = [
  defineRule({
    id: 'fargate-size',
    number: 4,
    title: 'Sizes that Fargate does not offer',
    problems: {
      'memory-invalid-for-cpu': {
        summary: 'the task memory does not go with its cpu',
        appliesTo: 'Fargate, both sizes given',
        severity: 'error',
        phase: 'register',
        decidable: ['F'],
        why: 'each cpu size comes with a fixed range of memory',
        docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html',
        check: pass,
      },
      'size-missing': {
        summary: 'a size is missing',
        appliesTo: 'Fargate',
        severity: 'info',
        phase: 'start',
        decidable: ['F'],
        why: 'Fargate provisions the size of the task',
        docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html',
        serviceError: 'No Fargate configuration exists for given values.',
        check: pass,
      },
    },
  }),
];

export const FINDING: Finding = {
  rule: 'fargate-size',
  problem: 'memory-invalid-for-cpu',
  severity: 'error',
  phase: 'register',
  deployment: 'checkout',
  deployments: ['checkout'],
  message: 'task memory is "512", which does not go with cpu "1024": Fargate has 2048 to 8192 MiB for it',
  why: 'each cpu size comes with a fixed range of memory, and ECS refuses a task definition with any other pair',
  location: {
    file: 'taskdef.json',
    pointer: '/memory',
    line: 4,
    column: 13,
    endLine: 4,
    endColumn: 18,
  },
  evidence: ['cpu is "1024"'],
  fixes: [
    {
      kind: 'edit',
      description: 'use 2048 MiB, the least that goes with 1024 CPU units',
      safe: true,
      edits: [{ pointer: '/memory', op: 'set', value: '2048' }],
    },
  ],
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html',
  fingerprint: '7897f535086b9d5304da2beb50ee37b8',
  suppressed: null,
};

export const UNKNOWN: UnknownEntry = {
  rule: 'fargate-size',
  problem: 'size-missing',
  problems: ['size-missing'],
  deployment: 'checkout',
  reason: 'unresolved',
  detail: `the placeholder \${TAG} is not resolved`,
};

export const VERDICT: VerdictEntry = {
  rule: 'fargate-size',
  deployment: 'checkout',
  verdict: 'fail',
  problems: { 'memory-invalid-for-cpu': 'fail', 'size-missing': 'unknown' },
};

/** A result of one deployment with the given parts; its summary counts them. */
export function resultOf(parts: Partial<Omit<Result, 'summary'>> = {}): Result {
  const { findings = [], unknowns = [] } = parts;
  const open = findings.filter(({ suppressed }) => !suppressed);
  const count = (wanted: Finding['severity']) => open.filter(({ severity }) => severity === wanted).length;
  return {
    deployments: [{ id: 'checkout', file: 'taskdef.json', family: 'checkout' }],
    verdicts: [],
    inputErrors: [],
    crashes: [],
    ...parts,
    findings,
    unknowns,
    summary: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      unknown: unknowns.length,
      suppressed: findings.length - open.length,
    },
  };
}

function contextOf(parts: Partial<ReportContext> = {}): ReportContext {
  return {
    version: '1.2.3',
    rules: RULES,
    colour: 0,
    width: 80,
    textOf: (file) => (file === 'taskdef.json' ? TASK_DEFINITION : undefined),
    quiet: false,
    failOn: 'error',
    ...parts,
  };
}

/** The whole text of a report. */
export async function reportText(
  format: FormatName,
  result: Result,
  parts: Partial<ReportContext> = {},
): Promise<string> {
  const context = contextOf(parts);
  const report = await formats[format](context.colour);
  return [...report(result, context)].join('');
}
