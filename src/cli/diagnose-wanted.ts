import type { Arguments } from './arguments.ts';
import { listOf } from './flags.ts';
import { UsageError } from './usage-error.ts';

/** What `diagnose` is given beyond what other commands are. */
export type DiagnoseArguments = Arguments & {
  readonly task?: string | undefined;
  readonly taskDefinition?: string | undefined;
};

/** What a run of `diagnose` looks at. */
export interface Wanted {
  /** Is there a text to be read, or does the account say what failed? */
  readonly text: boolean;
  readonly account: boolean;
  readonly cluster: string | undefined;
  readonly service: string | undefined;
  readonly task: string | undefined;
}

/** Reads the flags; throws a `UsageError` where they do not say what failed. */
export function wantedOf(given: DiagnoseArguments): Wanted {
  const [cluster, ...clusters] = listOf(given.cluster);
  const [service, ...services] = listOf(given.service);
  if (clusters.length > 0)
    throw new UsageError('diagnose looks at one cluster: --cluster is given more than once');
  if (services.length > 0)
    throw new UsageError('diagnose looks at one service: --service is given more than once');
  const { task, taskDefinition } = given;
  if (task !== undefined && service !== undefined)
    throw new UsageError('--task and --service exclude each other: a task knows its service');
  const home = cluster ?? clusterOfArn(task) ?? clusterOfArn(service);
  if ((service !== undefined || task !== undefined) && home === undefined)
    throw new UsageError(
      `--${task === undefined ? 'service' : 'task'} wants --cluster, or the ARN with the cluster in it`,
    );
  const named = service !== undefined || task !== undefined;
  const text = given.inputs.length > 0 || !named;
  if (cluster !== undefined && !named && taskDefinition === undefined)
    throw new UsageError('diagnose wants --service NAME or --task ID beside --cluster');
  if (!text && taskDefinition !== undefined)
    throw new UsageError(
      '--task-definition is what a text is checked against: name a file, or - for standard input',
    );
  const account = named || taskDefinition !== undefined;
  if (!account && (given.live || given.snapshot !== undefined))
    throw new UsageError(
      `${given.live ? '--live' : '--snapshot'} wants to know what failed: --cluster with --service or --task, or --task-definition`,
    );
  if (given.live && given.snapshot !== undefined)
    throw new UsageError('--live and --snapshot exclude each other: ask the account, or what was recorded');
  return { text, account, cluster: home, service, task };
}

/** `task/prod/0a1b…`, `service/prod/api`: newer ARNs name the cluster. */
function clusterOfArn(arn: string | undefined): string | undefined {
  return /:(?:task|service)\/([^/]+)\/[^/]+$/.exec(arn ?? '')?.[1];
}
