/** What stands under the options in the help of a command. yargs breaks examples in two columns, where they cannot be copied. */

/** A command line, without `ecs-preflight` where it begins with it, and what it is for. */
export type Example = readonly [line: string, purpose: string];

const EXIT_CODES = `Exit codes:
  0  nothing reaches --fail-on
  1  a finding does
  2  an input or the account could not be read, or the usage is wrong
  3  under --strict: something could not be checked`;

/** The examples, each on a line of its own under what it is for, and the exit codes. */
export function underOptions(examples: readonly Example[]): string {
  const told = examples.map(([line, purpose]) => `  # ${purpose}\n  ${line}`);
  return `\nExamples:\n${told.join('\n')}\n\n${EXIT_CODES}\n`;
}

export const CHECK_EXAMPLES: readonly Example[] = [
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
  ['ecs-preflight check taskdef.json --as fargate', 'before moving to Fargate'],
  ['aws ecs describe-task-definition --task-definition api | ecs-preflight check -', 'from standard input'],
  [
    'ecs-preflight check taskdef.json --service service.json --live --cluster prod',
    'with what the account says: credentials and region are those of the AWS CLI',
  ],
  ['ecs-preflight check api:42 --live', 'a registered task definition, before it runs'],
  ['ecs-preflight check taskdef.json --snapshot prod.json', 'with what was recorded, without credentials'],
];

export const AUDIT_EXAMPLES: readonly Example[] = [
  ['ecs-preflight audit --cluster prod', 'every service of a cluster'],
  ['ecs-preflight audit --all-clusters -f text -f json=audit.json', 'every service of account and region'],
  ['ecs-preflight audit --cluster prod --service api', 'one service'],
  ['ecs-preflight audit --cluster prod --fail-on never --quiet', 'what would fail a restart, alone'],
  ['ecs-preflight audit --cluster prod --snapshot prod.json', 'what was recorded, without credentials'],
];

export const SNAPSHOT_EXAMPLES: readonly Example[] = [
  ['ecs-preflight snapshot --cluster prod -o prod.json', 'what an audit asks'],
  ['ecs-preflight snapshot taskdef.json --cluster prod -o prod.json', 'what a check of this file asks'],
];

export const PERMISSIONS_EXAMPLES: readonly Example[] = [
  ['ecs-preflight permissions > policy.json', 'for all rules'],
  ['ecs-preflight permissions --rule secret-reachability', 'for one rule'],
];

export const RULES_EXAMPLES: readonly Example[] = [
  ['ecs-preflight rules', 'for people'],
  ['ecs-preflight rules -f json', 'for other tools'],
];

export const EXPLAIN_EXAMPLES: readonly Example[] = [
  ['ecs-preflight explain grace-period', 'the whole rule'],
  ['ecs-preflight explain fargate-size/memory-invalid-for-cpu', 'what is wrong, why, and what to do'],
];

export const OVERVIEW_EXAMPLES: readonly Example[] = [
  CHECK_EXAMPLES[0] as Example,
  AUDIT_EXAMPLES[0] as Example,
  ['ecs-preflight check --help', 'the options of a command'],
];
