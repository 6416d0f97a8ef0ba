import { defineRule } from '../../src/rule.ts';
import { containersExceedTask } from './containers-exceed-task.ts';
import { aboveLimit, cpuInvalid, memoryInvalidForCpu, sizeMissing, windowsSize } from './task-size.ts';

const SIZES =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size';
const ERRORS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html';
const NO_SUCH_SIZE = 'No Fargate configuration exists for given values';

export default defineRule({
  id: 'fargate-size',
  number: 4,
  title: 'Sizes that Fargate does not have',
  problems: {
    'cpu-invalid': {
      summary: 'the task cpu is not one of the sizes that Fargate has',
      appliesTo: 'Fargate, task cpu given',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'Fargate has fixed sizes, and ECS refuses a task definition with any other',
      docs: SIZES,
      serviceError: NO_SUCH_SIZE,
      check: cpuInvalid,
    },
    'memory-invalid-for-cpu': {
      summary: 'the task memory does not go with the task cpu on Fargate',
      appliesTo: 'Fargate, cpu one of the sizes, memory given',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'each CPU size of Fargate comes with a fixed range of memory, and ECS refuses a task definition with any other pair',
      docs: ERRORS,
      serviceError: NO_SUCH_SIZE,
      check: memoryInvalidForCpu,
    },
    'above-fargate-limit': {
      summary: 'the task asks for more cpu or memory than the largest size of Fargate',
      appliesTo: 'Fargate',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'no size of Fargate holds the task: it needs EC2 or Managed Instances, or has to be split into several tasks',
      docs: SIZES,
      serviceError: NO_SUCH_SIZE,
      check: aboveLimit,
    },
    'size-missing': {
      summary: 'the task-level cpu or memory is missing on Fargate',
      appliesTo: 'Fargate',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'Fargate provisions the size of the task: the sizes of its containers do not stand in for it',
      docs: SIZES,
      serviceError: "Fargate requires that 'cpu' be defined at the task level.",
      check: sizeMissing,
    },
    'windows-size': {
      summary: 'the task cpu is a size that Fargate does not have for Windows containers',
      appliesTo: 'Fargate, Windows operatingSystemFamily',
      severity: 'error',
      phase: 'register',
      decidable: ['F'],
      why: 'Windows containers on Fargate come with 1, 2 or 4 vCPU only, and ECS refuses the others',
      docs: ERRORS,
      serviceError: NO_SUCH_SIZE,
      check: windowsSize,
    },
    'containers-exceed-task': {
      summary: 'the containers ask for more cpu or memory than the task has',
      appliesTo: 'task-level size given; the cpu part on Fargate only, the memory parts on every launch type',
      severity: 'error',
      maySeverities: ['error', 'warning'],
      phase: 'register',
      mayPhases: ['register', 'operate'],
      decidable: ['F'],
      why: 'the containers share what the task has, and ECS refuses one that asks for more',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
      check: containersExceedTask,
    },
  },
});
