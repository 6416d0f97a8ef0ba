import * as ecs from '../../../src/fact/kinds/ecs.ts';
import type { Book } from '../book.ts';
import { ACCOUNT, arn, iamArn, REGION } from '../place.ts';
import { roleArn } from './names.ts';

/** What the task definitions differ in. */
export interface Recipe {
  readonly name: string;
  readonly launch: 'FARGATE' | 'EC2';
  readonly networkMode: 'awsvpc' | 'bridge';
  /** Names of roles. */
  readonly executionRole?: string;
  readonly taskRole?: string;
  readonly image?: string;
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  /** Groups by the container that logs there; `group` or `group in region`. */
  readonly logs: Readonly<Record<string, { readonly group: string; readonly region?: string }>>;
}

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const OWN_IMAGE = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/app`;

/** Registers a task definition with a container for each log group; the first is called `app`. */
export function addDefinition(book: Book, recipe: Recipe): ecs.RegisteredTaskDefinition {
  const {
    name,
    launch,
    networkMode,
    executionRole,
    taskRole,
    logs,
    image = OWN_IMAGE,
    secrets = [],
  } = recipe;
  const names = Object.keys(logs);
  return book.add(
    ecs.taskDefinition,
    { ref: `${name}:1` },
    {
      taskDefinitionArn: arn('ecs', `task-definition/${name}:1`),
      family: name,
      revision: 1,
      status: 'ACTIVE',
      networkMode,
      requiresCompatibilities: [launch],
      compatibilities: launch === 'FARGATE' ? ['EC2', 'FARGATE'] : ['EC2'],
      ...(launch === 'FARGATE' ? { cpu: '512', memory: '1024' } : {}),
      ...(executionRole === undefined ? {} : { executionRoleArn: roleArn(executionRole) }),
      ...(taskRole === undefined ? {} : { taskRoleArn: roleArn(taskRole) }),
      runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
      containerDefinitions: names.map((container, at) => ({
        name: container,
        image: `${image}@${DIGEST}`,
        cpu: 128,
        memory: 256,
        essential: true,
        portMappings:
          at > 0
            ? []
            : [{ containerPort: 8080, hostPort: networkMode === 'bridge' ? 0 : 8080, protocol: 'tcp' }],
        environment: [],
        mountPoints: [],
        volumesFrom: [],
        linuxParameters: { initProcessEnabled: true },
        secrets: at > 0 ? [] : [...secrets],
        healthCheck: {
          command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'],
          interval: 30,
          timeout: 5,
          retries: 3,
          startPeriod: 60,
        },
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': logs[container]?.group ?? '',
            'awslogs-region': logs[container]?.region ?? REGION,
            'awslogs-stream-prefix': name,
          },
        },
      })),
      volumes: [],
      placementConstraints: [],
      requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.logging-driver.awslogs' }],
      registeredAt: '2026-10-01T10:00:00.000Z',
      registeredBy: iamArn('user/deployer'),
    },
  );
}
