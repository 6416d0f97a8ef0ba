/** The options of each command, as yargs takes them. */

export type CommandName =
  | 'check'
  | 'audit'
  | 'snapshot'
  | 'permissions'
  | 'rules'
  | 'explain'
  | 'init'
  | 'diagnose'
  | 'completion';

/** What the tables say of an option. */
export interface CommandOption {
  readonly type?: 'string' | 'boolean';
  readonly alias?: string;
  readonly choices?: readonly string[];
  readonly requiresArg?: boolean;
  readonly default?: unknown;
  /** What holds where nothing is said, though not by yargs' doing. */
  readonly defaultDescription?: string;
  readonly describe: string;
}

const SELECTION = {
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

/** Rules beside the built-in ones. */
const PLUGINS = {
  'rules-dir': {
    type: 'string',
    requiresArg: true,
    describe: 'a folder of rules of your own, whose code is run; repeatable',
  },
  'allow-plugins': {
    type: 'boolean',
    default: false,
    describe: 'run the plugins that the configuration names',
  },
} as const;

/** What the user has a reason, or no time, to hear of. */
const SUPPRESSING = {
  baseline: {
    type: 'string',
    requiresArg: true,
    describe: 'a file of known findings, which stay quiet',
  },
  'write-baseline': {
    type: 'boolean',
    default: false,
    describe: 'write what is found to that file (ecs-preflight-baseline.json), without what is mended',
  },
  'inline-config': {
    type: 'boolean',
    default: true,
    describe: 'heed what comments, metadata, tags and labels suppress (--no-inline-config: nothing of it)',
  },
  'report-unused-suppressions': {
    type: 'boolean',
    default: false,
    describe: 'warn of each suppression that suppresses nothing',
  },
} as const;

/** How findings are judged and told. */
const JUDGING = {
  config: {
    type: 'string',
    requiresArg: true,
    describe: 'only this configuration file (--no-config: none at all)',
  },
  'print-config': {
    type: 'boolean',
    default: false,
    describe: 'print the configuration that holds for the inputs, and where each value comes from',
  },
  ...PLUGINS,
  'startup-seconds': {
    type: 'string',
    requiresArg: true,
    describe: '[container=]N: how many seconds a container needs until it is healthy; repeatable',
  },
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe:
      'text, json, sarif, junit, github, github-summary, gitlab, markdown or html, with =FILE into a file; repeatable',
  },
  'fail-on': {
    choices: ['error', 'warning', 'info', 'never'] as const,
    defaultDescription: 'error',
    requiresArg: true,
    describe: 'exit 1 from this severity on',
  },
  strict: { type: 'boolean', describe: 'exit 3 where something could not be checked' },
  ruleset: {
    choices: ['recommended', 'production', 'all'] as const,
    defaultDescription: 'recommended',
    requiresArg: true,
    describe: 'how strictly to judge',
  },
  quiet: { type: 'boolean', default: false, describe: 'tell only what reaches --fail-on' },
  ...SUPPRESSING,
  ...SELECTION,
  option: {
    type: 'string',
    requiresArg: true,
    describe: 'rule.name=value: an option of a rule; repeatable',
  },
} as const;

/** The options of `rules`. */
const RULES_OPTIONS = {
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'text or json, with =FILE into a file',
  },
  ...SELECTION,
  ...PLUGINS,
} as const;

/** The options of `permissions`. */
const PERMISSIONS_OPTIONS = { ...SELECTION, ...PLUGINS } as const;

/** The options of `explain`. */
const EXPLAIN_OPTIONS = PLUGINS;

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

/** What may be edited in the inputs. */
const FIXING = {
  fix: {
    type: 'boolean',
    default: false,
    describe: 'make the safe edits, which change nothing of what works today',
  },
  'fix-unsafe': { type: 'boolean', default: false, describe: 'make the other edits as well' },
  'fix-dry-run': {
    type: 'boolean',
    default: false,
    describe: 'show the edits as a diff and write nothing; also of standard input',
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
  ...FIXING,
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
const SNAPSHOT_OPTIONS = {
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
  ...PLUGINS,
  config: JUDGING.config,
  option: JUDGING.option,
} as const;

/** The options of `diagnose`. */
const DIAGNOSE_OPTIONS = {
  cluster: { type: 'string', requiresArg: true, describe: 'the cluster, by name or ARN' },
  service: { type: 'string', requiresArg: true, describe: 'the service that fails, by name or ARN' },
  task: { type: 'string', requiresArg: true, describe: 'the task that stopped, by id or ARN' },
  'task-definition': {
    type: 'string',
    requiresArg: true,
    describe: 'check the text against this registered task definition: family, family:revision or ARN',
  },
  live: { type: 'boolean', default: false, describe: 'run the checks on the account for a pasted text' },
  ...SNAPSHOT,
  ...ACCOUNT,
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'text or json, with =FILE into a file; repeatable',
  },
  'startup-seconds': JUDGING['startup-seconds'],
  option: JUDGING.option,
} as const;

/** What every command takes. */
export const COMMON_OPTIONS = {
  color: { type: 'boolean', describe: 'colours on (--no-color: off); also NO_COLOR, FORCE_COLOR' },
  debug: { type: 'boolean', default: false, describe: 'show the stack of an internal error' },
  help: { type: 'boolean', alias: 'h', describe: 'show help' },
  version: { type: 'boolean', alias: 'V', describe: 'show the version' },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** The options of each command beside those of all. */
export const OPTIONS_OF: Readonly<Record<CommandName, Readonly<Record<string, CommandOption>>>> = {
  check: CHECK_OPTIONS,
  audit: AUDIT_OPTIONS,
  snapshot: SNAPSHOT_OPTIONS,
  permissions: PERMISSIONS_OPTIONS,
  rules: RULES_OPTIONS,
  explain: EXPLAIN_OPTIONS,
  init: {},
  diagnose: DIAGNOSE_OPTIONS,
  completion: {},
};

/** Those of every command that yargs does not answer itself. */
export const COMMON_FLAGS = { color: COMMON_OPTIONS.color, debug: COMMON_OPTIONS.debug };

/** Is it the name of a command? */
export function isCommand(word: string | undefined): word is CommandName {
  return word !== undefined && Object.hasOwn(OPTIONS_OF, word);
}
