/** The options of `diagnose`, beside those of the account, and what its help says. */
import type { Example } from './help.ts';

export const DIAGNOSE_OPTIONS = {
  cluster: { type: 'string', requiresArg: true, describe: 'the cluster, by name or ARN' },
  service: { type: 'string', requiresArg: true, describe: 'the service that fails, by name or ARN' },
  task: { type: 'string', requiresArg: true, describe: 'the task that stopped, by id or ARN' },
  'task-definition': {
    type: 'string',
    requiresArg: true,
    describe: 'check the text against this registered task definition: family, family:revision or ARN',
  },
  live: { type: 'boolean', default: false, describe: 'run the checks on the account for a pasted text' },
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'text or json, with =FILE into a file; repeatable',
  },
} as const;

export const DIAGNOSE_USAGE =
  '$0 diagnose [FILE|-]\n\nNames the documented causes of an error: of a stopped reason, a service event, an API error or an agent log in a file or on standard input, or of what a service or task of the account says (--cluster with --service or --task). With an account or a snapshot the checks that prove or rule out each cause are run.';

export const DIAGNOSE_SUMMARY = 'name the cause of an error text, a service or a task';

export const DIAGNOSE_EXAMPLES: readonly Example[] = [
  ['ecs-preflight diagnose --cluster prod --service api', 'a service whose tasks do not start or stay up'],
  ['ecs-preflight diagnose --cluster prod --task 0123456789abcdef0123456789abcdef', 'one stopped task'],
  ['pbpaste | ecs-preflight diagnose -', 'an error that was copied from somewhere'],
  ['ecs-preflight diagnose error.txt --cluster prod --service api', 'an error, checked against the account'],
  [
    'ecs-preflight diagnose error.txt --snapshot prod.json --cluster prod --service api',
    'the same, without credentials',
  ],
];

export const DIAGNOSE_EXIT_CODES = `Exit codes:
  0  a documented message was recognised
  1  and a check proved a cause (with an account or a snapshot)
  2  an input or the account could not be read, or the usage is wrong
  3  nothing was recognised`;
