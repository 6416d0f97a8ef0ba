/** Sizes, times and counts of the task and its containers. */
import { all, any, both, chain, holds, map, type Truth, truth, valueOr } from '../../src/fact/fact.ts';
import { isWithin } from '../../src/knowledge/ecs-limits.ts';
import { apiPage, guidePage } from '../../src/knowledge/sources.ts';
import { parseTaskCpu, parseTaskMemory } from '../../src/knowledge/task-size.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import type { View } from '../../src/model/view.ts';
import { type Constraint, missing, set } from './constraint.ts';
import {
  blank,
  bounded,
  counted,
  expected,
  lackings,
  removal,
  required,
  safe,
  setting,
  taskRow,
} from './forms.ts';
import { member } from './naming.ts';
import { ec2NotFargate, noTaskMemory, notFargate, ownInstancesOnly } from './premises.ts';
import { eachOf, observed, subject } from './subject.ts';

const REGISTER = apiPage('API_RegisterTaskDefinition');
const CONTAINER = apiPage('API_ContainerDefinition');
const HEALTH_CHECK = apiPage('API_HealthCheck');
const RESTART_POLICY = apiPage('API_ContainerRestartPolicy');
const ERROR = { severity: 'error' } as const;
/** How a ulimit without a limit is written. */
const UNLIMITED = -1;

export const numbers: readonly Constraint[] = [
  taskRow({
    id: 'container-memory-required',
    where: 'containerDefinitions[]',
    appliesTo: 'no task memory',
    when: 'the task has no `memory`, and a container has neither `memory` nor `memoryReservation`',
    severity: 'error',
    source: CONTAINER,
    premise: noTaskMemory,
    violated: (container) =>
      all([missing(member(container, 'memory')), missing(member(container, 'memoryReservation'))]),
    at: (container) => member(container, 'memory'),
    message: (container) =>
      `${subject(container)} has neither memory nor memoryReservation, and the task has no memory either; expected one of them`,
  }),
  bounded({
    id: 'container-memory-minimum',
    where: 'containerDefinitions[].memory',
    appliesTo: 'any',
    when: 'the `memory` of a container is below 6 MiB',
    severity: 'warning',
    source: CONTAINER,
    // The least that ECS takes is far less than a container needs: what was meant is not known, but for 0 with a task's memory.
    fixes: (memory, { taskDefinition: { view } }) =>
      valueOr(memory.number, undefined) === 0 && valueOr(view.get('memory').given, false)
        ? [removal(memory, false, `remove ${subject(memory)}: the memory of the task is its limit then`)]
        : [],
  }),
  taskRow({
    id: 'memory-reservation-over-memory',
    where: 'containerDefinitions[].memoryReservation',
    absentPasses: true,
    appliesTo: 'both given',
    when: 'the `memoryReservation` of a container is larger than its `memory`',
    severity: 'error',
    source: CONTAINER,
    violated: (reservation) => exceeds(reservation, sibling(reservation, 'memory')),
    message: (reservation) =>
      `${subject(reservation)} is ${observed(reservation)}, expected at most its memory of ${observed(sibling(reservation, 'memory'))}`,
    fixes: (reservation, deployment) => setTo(reservation, sibling(reservation, 'memory'), deployment),
  }),
  taskRow({
    id: 'task-cpu-syntax',
    where: 'cpu',
    appliesTo: 'not Fargate (`cpu-invalid` there)',
    when: 'the task `cpu` is neither a whole number of CPU units nor written as `N vCPU`',
    severity: 'error',
    source: REGISTER,
    premise: notFargate,
    violated: (cpu) => holds(cpu.text, (text) => parseTaskCpu(text) === undefined),
    message: (cpu) =>
      `task cpu is ${observed(cpu)}, expected a whole number of CPU units such as "1024", or "1 vCPU"`,
  }),
  taskRow({
    id: 'task-memory-syntax',
    where: 'memory',
    appliesTo: 'not Fargate (`memory-invalid-for-cpu` there)',
    when: 'the task `memory` is neither a whole number of MiB nor written as `N GB`',
    severity: 'error',
    source: REGISTER,
    premise: notFargate,
    violated: (memory) => holds(memory.text, (text) => parseTaskMemory(text) === undefined),
    message: (memory) =>
      `task memory is ${observed(memory)}, expected a whole number of MiB such as "2048", or "2 GB"`,
  }),
  bounded({
    id: 'task-cpu-range-ec2',
    where: 'cpu',
    appliesTo: 'EC2 or EXTERNAL only',
    when: 'the task `cpu` is below 128 or above 196608 CPU units',
    severity: 'warning',
    source: REGISTER,
    premise: ownInstancesOnly,
    violated: (cpu) =>
      holds(cpu.text, (text) => {
        const units = parseTaskCpu(text);
        return units !== undefined && !isWithin('task-cpu-range-ec2', units);
      }),
    message: (cpu) => `task cpu is ${observed(cpu)}, expected ${expected('task-cpu-range-ec2')}`,
    fixes: () => [],
  }),
  bounded({
    id: 'health-check-interval-range',
    where: 'containerDefinitions[].healthCheck.interval',
    appliesTo: 'any',
    when: 'the `interval` of a health check is below 5 or above 300 seconds',
    severity: 'error',
    source: HEALTH_CHECK,
  }),
  bounded({
    id: 'health-check-timeout-range',
    where: 'containerDefinitions[].healthCheck.timeout',
    appliesTo: 'any',
    when: 'the `timeout` of a health check is below 2 or above 60 seconds',
    severity: 'error',
    source: HEALTH_CHECK,
  }),
  bounded({
    id: 'health-check-retries-range',
    where: 'containerDefinitions[].healthCheck.retries',
    appliesTo: 'any',
    when: 'the `retries` of a health check are fewer than 1 or more than 10',
    severity: 'error',
    source: HEALTH_CHECK,
  }),
  bounded({
    id: 'health-check-start-period-range',
    where: 'containerDefinitions[].healthCheck.startPeriod',
    appliesTo: 'any',
    when: 'the `startPeriod` of a health check is below 0 or above 300 seconds',
    severity: 'error',
    source: HEALTH_CHECK,
  }),
  bounded({
    id: 'restart-attempt-period-range',
    where: 'containerDefinitions[].restartPolicy.restartAttemptPeriod',
    appliesTo: 'any',
    when: 'the `restartAttemptPeriod` is below 60 or above 1800 seconds',
    severity: 'error',
    source: RESTART_POLICY,
  }),
  counted({
    id: 'restart-ignored-exit-codes-max',
    where: 'containerDefinitions[].restartPolicy.ignoredExitCodes',
    appliesTo: 'any',
    when: 'a restart policy ignores more than 50 exit codes',
    severity: 'error',
    source: RESTART_POLICY,
    what: 'exit codes',
  }),
  required({
    id: 'restart-policy-enabled-missing',
    where: 'containerDefinitions[].restartPolicy.enabled',
    appliesTo: 'any',
    when: 'a `restartPolicy` does not say whether it is `enabled`',
    severity: 'error',
    source: RESTART_POLICY,
    because: 'a restart policy must say true or false',
    fixes: (enabled, deployment) => [setting(enabled, true, safe(ERROR, deployment))],
  }),
  bounded({
    id: 'ephemeral-storage-range',
    where: 'ephemeralStorage.sizeInGiB',
    appliesTo: 'any',
    when: 'the ephemeral storage is below 21 or above 200 GiB',
    severity: 'error',
    source: apiPage('API_EphemeralStorage'),
    errorTexts: ['ephemeral-storage-range/min', 'ephemeral-storage-range/max'],
  }),
  taskRow({
    id: 'ephemeral-storage-not-fargate',
    where: 'ephemeralStorage',
    appliesTo: 'requiresCompatibilities has EC2 and not FARGATE',
    when: '`ephemeralStorage` is set in a task definition for EC2 that is not for Fargate',
    severity: 'error',
    source: apiPage('API_EphemeralStorage'),
    premise: ec2NotFargate,
    violated: set,
    message: () => 'ephemeralStorage is set, but requiresCompatibilities has EC2 and not FARGATE',
    fixes: (storage, deployment) => [removal(storage, safe(ERROR, deployment))],
  }),
  taskRow({
    id: 'ulimit-soft-over-hard',
    where: 'containerDefinitions[].ulimits[].softLimit',
    absentPasses: true,
    appliesTo: 'any',
    when: 'the `softLimit` of a ulimit is larger than its `hardLimit`',
    severity: 'error',
    source: apiPage('API_Ulimit'),
    // A hard limit of -1 is none at all: no soft limit is above it.
    violated: (soft) =>
      all([
        exceeds(soft, sibling(soft, 'hardLimit')),
        holds(sibling(soft, 'hardLimit').number, (hard) => hard !== UNLIMITED),
      ]),
    message: (soft) =>
      `${subject(soft)} is ${observed(soft)}, expected at most its hardLimit of ${observed(sibling(soft, 'hardLimit'))}`,
    fixes: (soft, deployment) => setTo(soft, sibling(soft, 'hardLimit'), deployment),
  }),
  complete({
    id: 'ulimit-limit-missing',
    where: 'containerDefinitions[].ulimits[]',
    when: 'a ulimit lacks `name`, `softLimit` or `hardLimit`',
    source: apiPage('API_Ulimit'),
    members: ['name', 'softLimit', 'hardLimit'],
    // One limit alone most often means both.
    fixes: (ulimit, deployment) => {
      const [soft, hard] = [member(ulimit, 'softLimit'), member(ulimit, 'hardLimit')];
      if (valueOr(missing(member(ulimit, 'name')), true)) return [];
      return valueOr(missing(soft), false) ? setTo(soft, hard, deployment) : setTo(hard, soft, deployment);
    },
  }),
  complete({
    id: 'tmpfs-size-missing',
    where: 'containerDefinitions[].linuxParameters.tmpfs[]',
    when: 'a tmpfs mount lacks `containerPath` or `size`',
    source: apiPage('API_Tmpfs'),
    members: ['containerPath', 'size'],
  }),
  bounded({
    id: 'swappiness-range',
    where: 'containerDefinitions[].linuxParameters.swappiness',
    appliesTo: 'any',
    when: '`swappiness` is below 0 or above 100',
    severity: 'warning',
    source: apiPage('API_LinuxParameters'),
  }),
  counted({
    id: 'placement-constraints-max',
    where: 'placementConstraints',
    appliesTo: 'task definition',
    when: 'the task definition has more than 10 placement constraints',
    severity: 'warning',
    source: REGISTER,
    what: 'placement constraints',
  }),
  counted({
    id: 'credential-specs-max',
    where: 'containerDefinitions[].credentialSpecs',
    appliesTo: 'any',
    when: 'a container has more than one credential spec',
    severity: 'error',
    source: CONTAINER,
    what: 'credential specs',
  }),
  counted({
    id: 'environment-files-max',
    where: 'containerDefinitions[].environmentFiles',
    appliesTo: 'any',
    when: 'a container has more than 10 environment files',
    severity: 'error',
    source: guidePage('use-environment-file'),
    what: 'environment files',
  }),
];

interface Complete extends Pick<Constraint, 'id' | 'where' | 'when' | 'source' | 'fixes'> {
  readonly members: readonly string[];
}

/** A structure all of whose members must be given. */
function complete({ members, ...row }: Complete): Constraint {
  const lacking = (structure: View) =>
    members.map((name) => member(structure, name)).filter((value) => valueOr(blank(value), false));
  return taskRow({
    ...row,
    appliesTo: 'any',
    severity: 'error',
    violated: (structure) => any(members.map((name) => blank(member(structure, name)))),
    at: (structure) => lacking(structure)[0] ?? structure,
    message: (structure) =>
      `${subject(structure)} has ${lackings(lacking(structure))}, expected ${eachOf(members)}`,
  });
}

function sibling(value: View, name: keyof ContainerShape | 'hardLimit'): View {
  return member(value.parent as View, name);
}

function exceeds(value: View, most: View): Truth {
  return chain(
    both(value.number, most.number, (left, right) => left > right),
    truth,
  );
}

/** Makes a number the same as its neighbour, where that is known. */
function setTo(at: View, other: View, deployment: Deployment) {
  return map(other.number, (number) => [setting(at, number, safe(ERROR, deployment))]).match({
    known: (fixes) => fixes,
    absent: () => [],
    unknown: () => [],
  });
}
