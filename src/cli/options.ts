/** The options of each command, as yargs takes them. */

export type CommandName = 'check' | 'audit' | 'snapshot' | 'permissions' | 'rules' | 'explain';

export const SELECTION = {
  rule: { type: 'string', requiresArg: true, describe: 'only this rule or rule/problem; repeatable' },
  skip: { type: 'string', requiresArg: true, describe: 'not this rule or rule/problem; repeatable' },
} as const;

/** How to reach the account, or what stands in for it. */
const ACCOUNT = {
  region: { type: 'string', requiresArg: true, describe: 'the region deployed to' },
  profile: { type: 'string', requiresArg: true, describe: 'a profile of the AWS configuration' },
  'role-arn': { type: 'string', requiresArg: true, describe: 'a role to assume for all questions' },
  'endpoint-url': { type: 'string', requiresArg: true, describe: 'send all AWS calls there' },
  pacing: {
    type: 'boolean',
    default: true,
    describe: 'hold calls to AWS’s documented rates (--no-pacing: for endpoints without any)',
  },
  progress: { type: 'boolean', default: true, describe: 'show progress on a terminal (--no-progress: off)' },
} as const;

const SNAPSHOT = {
  snapshot: { type: 'string', requiresArg: true, describe: 'ask a recorded snapshot instead of the account' },
} as const;

/** How findings are judged and told. */
const JUDGING = {
  'startup-seconds': {
    type: 'string',
    requiresArg: true,
    describe: '[container=]N: how many seconds a container needs until it is healthy; repeatable',
  },
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'text, json or sarif, with =FILE into a file; repeatable',
  },
  'fail-on': {
    choices: ['error', 'warning', 'info', 'never'] as const,
    default: 'error',
    requiresArg: true,
    describe: 'exit 1 from this severity on',
  },
  strict: { type: 'boolean', default: false, describe: 'exit 3 where something could not be checked' },
  ruleset: {
    choices: ['recommended', 'production', 'all'] as const,
    default: 'recommended',
    requiresArg: true,
    describe: 'how strictly to judge',
  },
  quiet: { type: 'boolean', default: false, describe: 'tell only what reaches --fail-on' },
  ...SELECTION,
  option: {
    type: 'string',
    requiresArg: true,
    describe: 'rule.name=value: an option of a rule; repeatable',
  },
} as const;

/** The options of `rules`. */
export const RULES_OPTIONS = {
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'text or json, with =FILE into a file',
  },
  ...SELECTION,
} as const;

/** What templates are deployed with. */
const TEMPLATES = {
  parameters: {
    type: 'string',
    requiresArg: true,
    describe: 'KEY=VALUE or FILE: parameters of a template; repeatable',
  },
  'resolve-env': {
    type: 'boolean',
    default: false,
    describe: 'let ecspresso’s {{ env }} and {{ must_env }} read the environment',
  },
} as const;

/** The options of `check`. */
export const CHECK_OPTIONS = {
  service: {
    type: 'string',
    requiresArg: true,
    describe: 'a service file for the task definition; repeatable',
  },
  live: { type: 'boolean', default: false, describe: 'ask the account what the files do not tell' },
  ...SNAPSHOT,
  cluster: { type: 'string', requiresArg: true, describe: 'the cluster deployed to, by name or ARN' },
  ...ACCOUNT,
  account: { type: 'string', requiresArg: true, describe: 'the account deployed to, twelve digits' },
  as: { choices: ['fargate'] as const, requiresArg: true, describe: 'judge as if it ran there' },
  ...TEMPLATES,
  ...JUDGING,
} as const;

/** The options of `audit`. */
export const AUDIT_OPTIONS = {
  cluster: { type: 'string', requiresArg: true, describe: 'a cluster by name or ARN; repeatable' },
  'all-clusters': { type: 'boolean', default: false, describe: 'every cluster of the account and region' },
  service: { type: 'string', requiresArg: true, describe: 'only this service, by name or ARN; repeatable' },
  ...SNAPSHOT,
  ...ACCOUNT,
  ...JUDGING,
} as const;

/** The options of `snapshot`. */
export const SNAPSHOT_OPTIONS = {
  cluster: AUDIT_OPTIONS.cluster,
  'all-clusters': AUDIT_OPTIONS['all-clusters'],
  service: AUDIT_OPTIONS.service,
  ...ACCOUNT,
  output: {
    alias: 'o',
    type: 'string',
    requiresArg: true,
    describe: 'write there; standard output otherwise',
  },
  ...TEMPLATES,
  'keep-environment': {
    type: 'boolean',
    default: false,
    describe: 'keep the plain values of environment variables, which are redacted otherwise',
  },
  ...SELECTION,
  option: JUDGING.option,
} as const;
