import { shellWord } from '../../model/shell-word.ts';
import { bash } from './loop/bash.ts';
import { OPTIONS } from './loop/options.ts';
import { PROCESSES } from './loop/processes.ts';
import { SUPERVISION } from './loop/supervision.ts';
import { TARGET } from './loop/target.ts';

const HEAD = bash`
#!/usr/bin/env bash
#
# Keeps a port-forwarding session of Session Manager open, to a container of an ECS task or to a managed node: starts it,
# probes the local port, and starts a new one when the probe fails, the plugin ends, or Session Manager says that the
# session has ended. Connections through the tunnel are cut when a session ends: what uses it has to connect again.
#
# Needs bash 3.2 or later, the AWS CLI, session-manager-plugin, and the rights ssm:StartSession, ssm:ResumeSession,
# ssm:TerminateSession and ssm:DescribeSessions; for a task also ecs:ListTasks and ecs:DescribeTasks.

set -u
export AWS_PAGER=''

# What to reach; the options say the same.
`;

const SETTINGS = bash`
port=''
host=''
local_port=''
region=''
profile=''

interval=15       # seconds between two probes
max_failures=2    # probes that fail in a row before the session is given up
start_timeout=60  # seconds in which a new session has to answer
probe_timeout=10  # seconds that the command of --probe may take
ask_every=20      # probes between two questions to Session Manager whether the session still exists
backoff_first=2   # seconds before the second attempt, doubled for each further one
backoff_most=60   # and never more than this
healthy_after=300 # seconds of answers after which the next failure waits for backoff_first again

login=()
probe=()
`;

/** A managed node: an EC2 instance or a hybrid-activated one. */
const NODE = /^(?:mi|i)-[0-9a-f]{8,17}$/;
/** `ecs:<cluster>_<task>_<runtimeId>`; a cluster's name may hold underscores, the others do not. */
const CONTAINER =
  /^ecs:(?<cluster>[A-Za-z0-9_-]{1,255})_(?<task>[0-9a-f-]{32,36})_(?<runtime>[A-Za-z0-9-]{1,255})$/;
const SERVICE = /^(?<cluster>[A-Za-z0-9_-]{1,255})\/(?<service>[A-Za-z0-9_-]{1,255})$/;

/**
 * The loop as a bash script, told what to reach: a managed node (`mi-…`, `i-…`), a container as Session Manager calls it
 * (`ecs:<cluster>_<task>_<runtimeId>`), or a service (`<cluster>/<service>`). Anything else is left to the script's options.
 */
export function keepAliveScript(target: string): string {
  const ecs = { ...(CONTAINER.exec(target) ?? SERVICE.exec(target))?.groups };
  const reached = {
    target: NODE.test(target) ? target : '',
    cluster: ecs['cluster'] ?? '',
    service: ecs['service'] ?? '',
    task: ecs['task'] ?? '',
    runtime: ecs['runtime'] ?? '',
    container: '',
  };
  const lines = Object.entries(reached).map(
    ([name, value]) => `${name}=${value === '' ? "''" : shellWord(value)}\n`,
  );
  return [HEAD + lines.join('') + SETTINGS, OPTIONS, PROCESSES, TARGET, SUPERVISION].join('\n');
}
