/** What stands under the options in the help of a command. yargs breaks examples in two columns, where they cannot be copied. */

import type { CommandName } from './options.ts';

/** A command line, without `ecs-preflight` where it begins with it, and what it is for. */
export type Example = readonly [line: string, purpose: string];

/** What each command does, in one line. */
export const SUMMARIES: Readonly<Record<CommandName, string>> = {
  check: 'check task definitions, services, and templates that declare them',
  audit: 'check the running services of a cluster',
  snapshot: 'record what the checks ask of the account',
  permissions: 'print the least IAM policy the rules need',
  rules: 'list the rules and their problems',
  explain: 'explain a rule, or one problem of it',
  diagnose: 'name the cause of an error text, a service or a task',
  init: 'write a configuration for what is found here',
  completion: 'print a script that completes the command in a shell',
};

export const EXIT_CODES = `Exit codes:
  0  nothing reaches --fail-on
  1  a finding does
  2  an input or the account could not be read, or the usage is wrong
  3  under --strict: something could not be checked`;

const DIAGNOSE_EXIT_CODES = `Exit codes:
  0  a documented message was recognised
  1  and a check proved a cause (with an account or a snapshot)
  2  an input or the account could not be read, or the usage is wrong
  3  nothing was recognised`;

/** What the exit codes of a command mean. */
export function exitCodesOf(name: CommandName | undefined): string {
  return name === 'diagnose' ? DIAGNOSE_EXIT_CODES : EXIT_CODES;
}

/** The examples of a command, each on a line of its own under what it is for, and the exit codes. */
export function underOptions(name: CommandName | undefined): string {
  const examples = name ? EXAMPLES[name] : OVERVIEW_EXAMPLES;
  const told = examples.map(([line, purpose]) => `  # ${purpose}\n  ${line}`);
  return `\nExamples:\n${told.join('\n')}\n\n${exitCodesOf(name)}\n`;
}

const CHECK_EXAMPLES: readonly Example[] = [
  ['ecs-preflight check taskdef.json --service service.json', 'a service with its task definition'],
  ['ecs-preflight check template.yaml --parameters Environment=prod', 'a CloudFormation or SAM template'],
  ['ecs-preflight check cdk.out', 'all stacks of a CDK app, after cdk synth'],
  [
    'terraform show -json tfplan | ecs-preflight check -',
    'what terraform plan -out tfplan is about to change',
  ],
  ['ecs-preflight check ecspresso.yml', 'an ecspresso project'],
  ['ecs-preflight check "deploy/**/*.json" -f text -f sarif=out.sarif', 'many files, two reports'],
  ['ecs-preflight check taskdef.json --startup-seconds web=45', 'with a known start time'],
  ['ecs-preflight check taskdef.json --fix', 'and make the edits that are safe'],
  ['ecs-preflight check taskdef.json --fix-dry-run -f json=report.json > fix.patch', 'for git apply'],
  ['ecs-preflight check taskdef.json --as fargate', 'before moving to Fargate'],
  ['aws ecs describe-task-definition --task-definition api | ecs-preflight check -', 'from standard input'],
  [
    'ecs-preflight check taskdef.json --service service.json --live --cluster prod',
    'with what the account says: credentials and region are those of the AWS CLI',
  ],
  ['ecs-preflight check api:42 --live', 'a registered task definition, before it runs'],
  ['ecs-preflight check taskdef.json --snapshot prod.json', 'with what was recorded, without credentials'],
];

const AUDIT_EXAMPLES: readonly Example[] = [
  ['ecs-preflight audit --cluster prod', 'every service of a cluster'],
  ['ecs-preflight audit --all-clusters -f text -f json=audit.json', 'every service of account and region'],
  ['ecs-preflight audit --cluster prod --service api', 'one service'],
  ['ecs-preflight audit --cluster prod --fail-on never --quiet', 'what would fail a restart, alone'],
  ['ecs-preflight audit --cluster prod --snapshot prod.json', 'what was recorded, without credentials'],
];

const SNAPSHOT_EXAMPLES: readonly Example[] = [
  ['ecs-preflight snapshot --cluster prod -o prod.json', 'what an audit asks'],
  ['ecs-preflight snapshot taskdef.json --cluster prod -o prod.json', 'what a check of this file asks'],
];

const PERMISSIONS_EXAMPLES: readonly Example[] = [
  ['ecs-preflight permissions > policy.json', 'for all rules'],
  ['ecs-preflight permissions --rule secret-reachability', 'for one rule'],
];

const RULES_EXAMPLES: readonly Example[] = [
  ['ecs-preflight rules', 'for people'],
  ['ecs-preflight rules -f json', 'for other tools'],
];

const EXPLAIN_EXAMPLES: readonly Example[] = [
  ['ecs-preflight explain grace-period', 'the whole rule'],
  ['ecs-preflight explain fargate-size/memory-invalid-for-cpu', 'what is wrong, why, and what to do'],
];

const COMPLETION_EXAMPLES: readonly Example[] = [
  ['eval "$(ecs-preflight completion bash)"', 'in ~/.bashrc'],
  ['ecs-preflight completion zsh > "${fpath[1]}/_ecs-preflight"', 'once, then a new zsh'],
  ['ecs-preflight completion fish > ~/.config/fish/completions/ecs-preflight.fish', 'once'],
];

const OVERVIEW_EXAMPLES: readonly Example[] = [
  CHECK_EXAMPLES[0] as Example,
  AUDIT_EXAMPLES[0] as Example,
  ['ecs-preflight check --help', 'the options of a command'],
];

/** The examples of each command. */
export const EXAMPLES: Readonly<Record<CommandName, readonly Example[]>> = {
  check: CHECK_EXAMPLES,
  audit: AUDIT_EXAMPLES,
  snapshot: SNAPSHOT_EXAMPLES,
  permissions: PERMISSIONS_EXAMPLES,
  rules: RULES_EXAMPLES,
  explain: EXPLAIN_EXAMPLES,
  diagnose: [
    ['ecs-preflight diagnose --cluster prod --service api', 'a service whose tasks do not start or stay up'],
    ['ecs-preflight diagnose --cluster prod --task 0123456789abcdef0123456789abcdef', 'one stopped task'],
    ['pbpaste | ecs-preflight diagnose -', 'an error that was copied from somewhere'],
    [
      'ecs-preflight diagnose error.txt --cluster prod --service api',
      'an error, checked against the account',
    ],
    [
      'ecs-preflight diagnose err.txt --snapshot p.json --cluster prod --service api',
      'the same, without credentials',
    ],
  ],
  init: [['ecs-preflight init', 'in the root of the repository, or in the folder of its definitions']],
  completion: COMPLETION_EXAMPLES,
};
