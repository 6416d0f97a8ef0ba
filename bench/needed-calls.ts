import { readFileSync } from 'node:fs';
import type { Snapshot } from '../src/fact/snapshot.ts';

/** One row of calls.md: what is asked once for each, and how many of these one call takes. */
interface Row {
  readonly operation: string;
  readonly of: string;
  readonly batch: number;
}

const ROW = /^\| `([\w-]+:\w+)` \| ([^|]+) \| (\d+) \|/;

/** How many of each there are in an estate, in the words of calls.md. */
function countsOf({ resources, missing }: Snapshot): Readonly<Record<string, number>> {
  const held = (kind: string) => Object.keys(resources[kind] ?? {}).length;
  const gone = (kind: string) => missing.filter((gap) => gap.kind === kind).length;
  const vpcs = held('ec2.vpc');
  const repositories = held('ecr.repository-policy') + gone('ecr.repository-policy');
  return {
    run: 1,
    // Rule exec-readiness asks whether the caller may open sessions in the cluster and its tasks.
    'resource of a question to the simulator': 2,
    region: 1,
    cluster: 1,
    service: held('ecs.service'),
    'task definition': held('ecs.task-definition'),
    task: held('ecs.task'),
    // Each listing takes a call even where it is empty.
    'task, and once for the stopped ones': held('ecs.task') + 100,
    'container instance': held('ecs.container-instance'),
    'capacity provider': held('ecs.capacity-provider'),
    'account setting': held('ecs.account-setting'),
    role: held('iam.role'),
    'inline policy': held('iam.role-policy'),
    'managed policy': held('iam.policy'),
    'instance profile': held('iam.instance-profile'),
    // One call by the ids that services name, one for the whole VPC.
    'subnet, by id and by VPC': 2 * 200 * Math.ceil(held('ec2.subnet') / 200),
    'security group': held('ec2.security-group'),
    VPC: vpcs,
    'VPC and attribute': 2 * vpcs,
    'VPC and side': 2 * vpcs,
    'DHCP option set': held('ec2.dhcp-options'),
    'network interface': held('ec2.network-interface'),
    'prefix list': held('ec2.prefix-list'),
    instance: held('ec2.instance'),
    'instance type': held('ec2.instance-type'),
    image: held('ec2.image'),
    secret: held('secretsmanager.secret') + gone('secretsmanager.secret'),
    parameter: held('ssm.parameter'),
    key: held('kms.key'),
    'log group': held('logs.log-group') + gone('logs.log-group'),
    repository: repositories,
    'target group': held('elbv2.target-group'),
    'Auto Scaling group': held('autoscaling.group'),
  };
}

/** The fewest calls of each operation that an audit of this estate can need, as calls.md counts them. */
export function neededCalls(estate: Snapshot): ReadonlyMap<string, number> {
  const counts = countsOf(estate);
  return new Map(
    rows().map(({ operation, of, batch }) => {
      const count = counts[of];
      if (count === undefined) throw new Error(`calls.md: nobody knows how many "${of}" there are`);
      return [operation, Math.ceil(count / batch)];
    }),
  );
}

function rows(): readonly Row[] {
  const text = readFileSync(new URL('./calls.md', import.meta.url), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, operation = '', of = '', batch] = ROW.exec(line) ?? [];
    return batch === undefined ? [] : [{ operation, of: of.trim(), batch: Number(batch) }];
  });
}
