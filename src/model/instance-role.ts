import { chain, collect, type Fact, known, map, unknown, type Why } from '../fact/fact.ts';
import type { AnyKind, Facts } from '../fact/kind.ts';
import { instance } from '../fact/kinds/ec2.ts';
import { containerInstances } from '../fact/kinds/ecs.ts';
import { instanceProfile } from '../fact/kinds/iam.ts';
import type { Deployment } from './deployment.ts';

/** What a problem that calls `instanceRoles` puts into its `needs`. */
export const INSTANCE_ROLES: readonly AnyKind[] = [containerInstances, instance, instanceProfile];

/**
 * The ARNs of the roles of the cluster's active container instances, each once: what serves a task that has no role of its
 * own. Any instance may get the task, so that one unknown makes all unknown.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
export async function instanceRoles({ cluster }: Deployment, facts: Facts): Promise<Fact<readonly string[]>> {
  const listed = await cluster.match({
    known: (place) => facts.ask(containerInstances, { cluster: place }),
    absent: async () => unknown(nowhere('no cluster is named')),
    unknown: async (why) => unknown(...why),
  });
  return listed.match<Promise<Fact<readonly string[]>>>({
    known: async (members) => {
      const active = members.filter(({ status }) => status === 'ACTIVE');
      if (active.length === 0) return unknown(nowhere('the cluster has no active container instance'));
      const roles = collect(
        await Promise.all(active.map(({ ec2InstanceId = '' }) => roleOfInstance(ec2InstanceId, facts))),
      );
      return map(roles, (arns) => [...new Set(arns)]);
    },
    absent: async () => unknown(nowhere('there is no such cluster')),
    unknown: async (why) => unknown(...why),
  });
}

function nowhere(detail: string): Why {
  return { reason: 'undecidable', detail: `which instance role the tasks will have: ${detail}` };
}

async function roleOfInstance(id: string, facts: Facts): Promise<Fact<string>> {
  // Instances outside EC2 are registered under the id that Systems Manager gave them.
  if (!id.startsWith('i-')) return unknown(nowhere(`${id || 'an instance'} is not one of EC2`));
  const shape = await facts.ask(instance, { id });
  const profile = chain(shape, ({ IamInstanceProfile }) =>
    IamInstanceProfile?.Arn === undefined
      ? unknown(nowhere(`${id} has no instance profile`))
      : known(IamInstanceProfile.Arn),
  );
  return profile.match<Promise<Fact<string>>>({
    known: async (arn) =>
      chain(await facts.ask(instanceProfile, { profile: arn }), ({ Roles = [] }) =>
        Roles[0]?.Arn === undefined
          ? unknown(nowhere(`the instance profile ${arn} holds no role`))
          : known(Roles[0].Arn),
      ),
    absent: async () => unknown(nowhere(`${id} is gone`)),
    unknown: async (why) => unknown(...why),
  });
}
