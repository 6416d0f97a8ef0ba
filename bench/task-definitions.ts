/**
 * Task definitions to measure with: varied as those of a large account are (one to four containers, every launch
 * kind, with and without secrets, volumes, health checks, side-cars), the same ones on every run; with 3.1 KB each
 * they are nearly three times as large as those that public repositories hold on average. About one in
 * five has a fault.
 */
const SIZES = [
  ['256', '512'],
  ['256', '1024'],
  ['512', '2048'],
  ['1024', '3072'],
  ['2048', '8192'],
  ['4096', '16384'],
  ['1024', '1000'],
] as const;
const LAUNCH = [['FARGATE'], ['FARGATE'], ['EC2'], ['EC2', 'FARGATE'], ['EXTERNAL']] as const;
const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';

/** The task definition of that number, as RegisterTaskDefinition takes it. */
export function taskDefinition(number: number): object {
  const pick = choices(number);
  const family = `service-${number}`;
  const launch = pick(LAUNCH);
  const [cpu, memory] = pick(SIZES);
  const fargate = launch.some((kind) => kind === 'FARGATE');
  return {
    family,
    requiresCompatibilities: launch,
    networkMode: fargate ? 'awsvpc' : pick(['bridge', 'awsvpc', 'host']),
    ...(fargate ? { cpu, memory } : {}),
    executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}-execution`,
    ...(pick([true, false]) ? { taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}` } : {}),
    runtimePlatform: { cpuArchitecture: pick(['X86_64', 'ARM64']), operatingSystemFamily: 'LINUX' },
    volumes: [{ name: 'scratch' }],
    containerDefinitions: Array.from({ length: pick([1, 1, 1, 2, 4]) }, (_, index) =>
      container(family, index, pick),
    ),
    tags: [{ key: 'team', value: pick(['payments', 'search', 'platform']) }],
  };
}

type Pick = <T>(from: readonly T[]) => T;

function container(family: string, index: number, pick: Pick): object {
  const name = index === 0 ? 'app' : `sidecar-${index}`;
  const environment = Array.from({ length: pick([0, 3, 10]) }, (_, at) => ({
    name: `SETTING_${at}`,
    value: `value ${at} of ${family}`,
  }));
  const secret = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${family}/db-AbCdEf:password::`;
  return {
    name,
    image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${family}:${pick(['1.4.2', 'latest', '2026-11-01'])}`,
    essential: index === 0,
    memoryReservation: 128,
    portMappings: index === 0 ? [{ containerPort: pick([80, 3000, 8080]), protocol: 'tcp' }] : [],
    environment,
    ...(pick([true, false]) ? { secrets: [{ name: 'DB_PASSWORD', valueFrom: secret }] } : {}),
    ...(pick([true, false])
      ? {
          healthCheck: {
            command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'],
            interval: pick([10, 30, 400]),
            timeout: 5,
            retries: 3,
            startPeriod: pick([10, 60]),
          },
        }
      : {}),
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': `/ecs/${family}`,
        'awslogs-region': REGION,
        'awslogs-stream-prefix': name,
        mode: pick(['blocking', 'non-blocking']),
      },
    },
    mountPoints: [
      { sourceVolume: pick(['scratch', 'scratch', 'scratch', 'missing']), containerPath: '/tmp' },
    ],
    ulimits: [{ name: 'nofile', softLimit: 65_536, hardLimit: 65_536 }],
  };
}

/** A pseudo-random choice that a number decides: the linear congruential generator of Numerical Recipes. */
function choices(seed: number): Pick {
  let state = (seed * 2_654_435_761) >>> 0;
  return (from) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const chosen = from[Math.floor((state / 2 ** 32) * from.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  };
}
