import * as ecr from '../../src/fact/kinds/ecr.ts';
import * as ecs from '../../src/fact/kinds/ecs.ts';
import type { Book } from './book.ts';
import type { Dependencies } from './dependencies.ts';
import { ACCOUNT, arn, iamArn, REGION } from './place.ts';
import type { Roles } from './roles.ts';
import type { Size } from './size.ts';

export interface Definitions {
  readonly fargate: readonly ecs.RegisteredTaskDefinition[];
  readonly ec2: readonly ecs.RegisteredTaskDefinition[];
  /** One broken definition for each planted fault. */
  readonly secretGone: ecs.RegisteredTaskDefinition;
  readonly logGroupGone: ecs.RegisteredTaskDefinition;
  readonly roleMayNotRead: ecs.RegisteredTaskDefinition;
  readonly keyDisabled: ecs.RegisteredTaskDefinition;
}

const FARGATE_SIZES = [
  ['256', '512'],
  ['512', '1024'],
  ['1024', '2048'],
] as const;
/** Repositories that the families share. */
const REPOSITORIES = 50;

/** One family each, four of five for Fargate, the fifth for container instances; four of them broken. */
export function addTaskDefinitions(book: Book, size: Size, rest: Dependencies & Roles): Definitions {
  const healthy = Math.max(2, size.taskDefinitions - 4);
  const of = (list: readonly string[], at: number) => list[at % list.length] ?? '';
  const plain = (at: number): Recipe => ({
    family: at,
    launch: at % 5 === 4 ? 'EC2' : 'FARGATE',
    secret: of(rest.secrets, at),
    parameter: of(rest.parameters, at),
    executionRole: of(rest.executionRoles, at),
    taskRole: of(rest.taskRoles, at),
    logGroup: rest.logGroupOf(at),
  });
  const broken = (at: number, fault: Partial<Recipe>) =>
    define(book, { ...plain(at), launch: 'FARGATE', ...fault });
  const fine = Array.from({ length: healthy }, (_, at) => define(book, plain(at)));
  for (let at = 0; at < Math.min(REPOSITORIES, size.taskDefinitions); at++) {
    book.absent(ecr.repositoryPolicy, { account: ACCOUNT, region: REGION, name: repositoryOf(at) });
  }
  const isEc2 = (it: ecs.RegisteredTaskDefinition) => it.requiresCompatibilities?.[0] === 'EC2';
  const ec2 = fine.filter(isEc2);
  return {
    fargate: fine.filter((it) => !isEc2(it)),
    ec2:
      ec2.length > 0
        ? ec2
        : [define(book, { ...plain(healthy + 4), launch: 'EC2', logGroup: rest.logGroupOf(0) })],
    secretGone: broken(healthy, { secret: rest.goneSecret }),
    logGroupGone: broken(healthy + 1, { logGroup: rest.goneLogGroup }),
    roleMayNotRead: broken(healthy + 2, { executionRole: rest.poorRole }),
    keyDisabled: broken(healthy + 3, { secret: rest.lockedSecret }),
  };
}

interface Recipe {
  readonly family: number;
  readonly launch: 'EC2' | 'FARGATE';
  readonly secret: string;
  readonly parameter: string;
  readonly executionRole: string;
  readonly taskRole: string;
  readonly logGroup: string;
}

function repositoryOf(family: number): string {
  return `app-${family % REPOSITORIES}`;
}

function define(book: Book, recipe: Recipe): ecs.RegisteredTaskDefinition {
  const { launch, executionRole, taskRole } = recipe;
  const family = `family-${recipe.family}`;
  const revision = 1 + (recipe.family % 40);
  const fargate = launch === 'FARGATE';
  const [cpu, memory] = FARGATE_SIZES[recipe.family % FARGATE_SIZES.length] ?? FARGATE_SIZES[0];
  return book.add(
    ecs.taskDefinition,
    { ref: `${family}:${revision}` },
    {
      taskDefinitionArn: arn('ecs', `task-definition/${family}:${revision}`),
      family,
      revision,
      status: 'ACTIVE',
      networkMode: fargate ? 'awsvpc' : 'bridge',
      requiresCompatibilities: [launch],
      compatibilities: fargate ? ['EC2', 'FARGATE'] : ['EC2'],
      ...(fargate ? { cpu, memory } : {}),
      executionRoleArn: executionRole,
      taskRoleArn: taskRole,
      runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
      containerDefinitions: [app(recipe)],
      volumes: [],
      placementConstraints: [],
      requiresAttributes: [
        { name: 'com.amazonaws.ecs.capability.docker-remote-api.1.19' },
        { name: 'ecs.capability.execution-role-awslogs' },
        { name: 'com.amazonaws.ecs.capability.logging-driver.awslogs' },
        { name: 'ecs.capability.secrets.asm.environment-variables' },
        { name: 'ecs.capability.secrets.ssm.environment-variables' },
      ],
      enableFaultInjection: false,
      registeredAt: '2026-10-01T10:00:00.000Z',
      registeredBy: iamArn('user/deployer'),
    },
  );
}

function app({ family, launch, secret, parameter, logGroup }: Recipe) {
  return {
    name: 'app',
    image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${repositoryOf(family)}@sha256:${'0123456789abcdef'.repeat(4)}`,
    cpu: 256,
    memory: 512,
    memoryReservation: 256,
    essential: true,
    portMappings: [
      {
        containerPort: 8080,
        hostPort: launch === 'EC2' ? 0 : 8080,
        protocol: 'tcp' as const,
        name: 'http',
        appProtocol: 'http' as const,
      },
    ],
    environment: [{ name: 'LOG_LEVEL', value: 'info' }],
    environmentFiles: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    linuxParameters: { initProcessEnabled: true },
    secrets: [
      { name: 'DB_PASSWORD', valueFrom: `${secret}:password::` },
      { name: 'SETTING', valueFrom: arn('ssm', `parameter${parameter}`) },
    ],
    startTimeout: 120,
    stopTimeout: 60,
    readonlyRootFilesystem: false,
    healthCheck: {
      command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'],
      interval: 30,
      timeout: 5,
      retries: 3,
      startPeriod: 60,
    },
    logConfiguration: {
      logDriver: 'awslogs' as const,
      options: {
        'awslogs-group': logGroup,
        'awslogs-region': REGION,
        'awslogs-stream-prefix': 'app',
        mode: 'non-blocking',
        'max-buffer-size': '25m',
      },
      secretOptions: [],
    },
  };
}
