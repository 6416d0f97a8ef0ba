import { type Fact, valueOr } from '../../src/fact/fact.ts';
import { type AmiFamily, currentAmiParameter } from '../../src/knowledge/agent-features.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { namedRegion } from '../../src/model/named-region.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { Fix } from '../../src/rule.ts';
import type { AgentInstance } from './instances.ts';

type Families = ReadonlyMap<string, Fact<AmiFamily>>;

/**
 * A newer agent: by updating it in place where the operating system takes updates from ECS, or with a newer AMI. External
 * instances have no AMI, and their agent is installed anew on the machine itself.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-update.html
 */
export function updates(
  deployment: Deployment,
  cluster: string,
  instances: readonly AgentInstance[],
  families: Families,
): readonly Fix[] {
  const inPlace = instances.find((instance) => familyOf(instance, families)?.updatesInPlace === true);
  return [
    ...(inPlace ? [updateAgent(deployment, cluster, inPlace)] : []),
    ...replacements(deployment, instances, families),
  ];
}

/** The current AMI of the system that the instances run, or of the one that follows it. */
export function replacements(
  deployment: Deployment,
  instances: readonly AgentInstance[],
  families: Families,
): readonly Fix[] {
  const parameters = new Set(
    instances.flatMap((instance) => {
      const family = familyOf(instance, families);
      return family ? (currentAmiParameter(family, instance.arm) ?? []) : [];
    }),
  );
  return [...parameters].map((parameter) => ({
    kind: 'command',
    description:
      'replace the instances: name this AMI, the current one, in their launch template, and refresh the Auto Scaling group',
    command: `${aws(deployment, 'ssm get-parameter')} --name ${shellWord(parameter)} --query Parameter.Value --output text`,
  }));
}

function updateAgent(deployment: Deployment, cluster: string, { arn }: AgentInstance): Fix {
  return {
    kind: 'command',
    description: 'update the agent of an instance in place, one after the other; running tasks stay',
    command: `${aws(deployment, 'ecs update-container-agent')} --cluster ${shellWord(cluster)} --container-instance ${shellWord(arn)}`,
  };
}

function familyOf({ ami }: AgentInstance, families: Families): AmiFamily | undefined {
  const family = ami === undefined ? undefined : families.get(ami);
  return family && valueOr(family, undefined);
}

/** `aws ecs update-container-agent --region eu-west-1` */
export function aws(deployment: Deployment, operation: string): string {
  const place = namedRegion(deployment);
  return `aws ${operation}${place === undefined ? '' : ` --region ${shellWord(place)}`}`;
}
