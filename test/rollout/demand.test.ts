import { expect, test } from 'vitest';
import { known } from '../../src/fact/fact.ts';
import { readTexts } from '../../src/read/read.ts';
import { type Demand, demandOf } from '../../src/rollout/demand.ts';

async function demanded(task: Readonly<Record<string, unknown>>): Promise<Demand | 'unknown'> {
  const text = JSON.stringify({ family: 'web', ...task });
  const { deployments } = await readTexts([{ file: 'task.json', text }], {});
  const [deployment] = [...deployments];
  const found = deployment ? demandOf(deployment.taskDefinition) : known(undefined);
  return found.match<Demand | 'unknown'>({
    known: (demand) => demand as Demand,
    absent: () => 'unknown',
    unknown: () => 'unknown',
  });
}

const container = (more: Readonly<Record<string, unknown>>) => ({ name: 'web', image: 'web', ...more });

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (cpu, memory, memoryReservation, hostPort)
test('the size of the task counts, in any spelling', async () => {
  const task = {
    cpu: '.5 vCPU',
    memory: '1 GB',
    containerDefinitions: [container({ cpu: 64, memory: 128 })],
  };
  expect(await demanded(task)).toMatchObject({ cpu: 512, memory: 1024 });
});

test('without one the sum of the containers, a reservation before the limit', async () => {
  const containerDefinitions = [
    container({ cpu: 128, memory: 512, memoryReservation: 256 }),
    container({ name: 'sidecar', memory: 64 }),
  ];
  expect(await demanded({ containerDefinitions })).toMatchObject({ cpu: 128, memory: 320 });
});

test.each([
  [
    'bridge',
    [
      { containerPort: 80, hostPort: 8080 },
      { containerPort: 53, hostPort: 53, protocol: 'udp' },
      { containerPort: 81 },
    ],
    [8080],
    [53],
    0,
  ],
  ['bridge', [{ containerPort: 80, hostPort: 0 }], [], [], 0],
  ['host', [{ containerPort: 80 }], [80], [], 0],
  ['awsvpc', [{ containerPort: 80, hostPort: 80 }], [], [], 1],
  ['none', [], [], [], 0],
])('static ports and interfaces in mode %s', async (networkMode, portMappings, tcp, udp, interfaces) => {
  const task = { networkMode, containerDefinitions: [container({ memory: 128, portMappings })] };
  expect(await demanded(task)).toMatchObject({ tcp, udp, interfaces });
});

test('GPUs of all containers; of other accelerators nothing is said', async () => {
  const gpu = (type: string, value: string) => ({ memory: 128, resourceRequirements: [{ type, value }] });
  const two = {
    containerDefinitions: [container(gpu('GPU', '1')), container({ name: 'b', ...gpu('GPU', '2') })],
  };
  expect(await demanded(two)).toMatchObject({ gpus: 3 });
  expect(await demanded({ containerDefinitions: [container(gpu('NeuronDevice', 'ALL'))] })).toBe('unknown');
});

test('a placeholder, and a size that is none, are unknown', async () => {
  const containerDefinitions = [container({ memory: 128 })];
  expect(await demanded({ memory: '${MEMORY}', containerDefinitions })).toBe('unknown');
  expect(await demanded({ cpu: 'much', containerDefinitions })).toBe('unknown');
  expect(await demanded({ containerDefinitions: [container({})] })).toBe('unknown');
});
