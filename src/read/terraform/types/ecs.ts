import type { Identity, Translations } from '../translation.ts';

/** The ARN of a task definition without its revision, which names the latest one. */
const LATEST: Identity = {
  name: 'Ref',
  to: () => undefined,
  from: (arn) => arn.replace(/:[^:]*$/, ''),
};

/** What services and task definitions are called; their definitions are read on their own. */
export const ECS: Translations = {
  aws_ecs_task_definition: [
    {
      type: 'AWS::ECS::TaskDefinition',
      identity: { arn: 'Ref', arn_without_revision: LATEST },
      properties: {
        Family: 'family',
        ExecutionRoleArn: 'execution_role_arn',
        TaskRoleArn: 'task_role_arn',
        NetworkMode: 'network_mode',
        RequiresCompatibilities: 'requires_compatibilities',
      },
    },
  ],
  aws_ecs_service: [
    {
      type: 'AWS::ECS::Service',
      identity: { id: 'Ref', arn: 'Ref', name: 'Name' },
      properties: {
        ServiceName: 'name',
        Cluster: 'cluster',
        TaskDefinition: 'task_definition',
        DesiredCount: 'desired_count',
        LaunchType: 'launch_type',
        SchedulingStrategy: 'scheduling_strategy',
      },
    },
  ],
};
