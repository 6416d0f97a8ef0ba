import { all, type Fact, holds, not, present, type Truth, valueOr } from '../../src/fact/fact.ts';
import {
  fargateCpuSizes,
  fargateMaximum,
  fargateSizesAsOf,
  legalMemory,
  windowsCpuSizes,
} from '../../src/knowledge/fargate-sizes.ts';
import { parseTaskCpu, parseTaskMemory } from '../../src/knowledge/task-size.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import { windows } from '../../src/model/task-definition.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  failsIf,
  type Verdict,
  type Verdicts,
  where,
} from '../../src/rule.ts';
import { sizeFamily, taskCpu, taskMemory } from './requested-size.ts';
import {
  describeCpuSizes,
  describeMemory,
  fitFix,
  largestFix,
  missingFix,
  smallerFix,
} from './size-edits.ts';

type Member = 'cpu' | 'memory';

const UNITS = { cpu: 'CPU units (32 vCPU)', memory: 'MiB (244 GB)' } as const;

/** Is the task cpu, in any spelling, none of Fargate's sizes? What is above the largest is `aboveLimit`'s. */
export function cpuInvalid(deployment: Deployment): Verdicts {
  const { view } = deployment.taskDefinition;
  const wrong = holds(view.get('cpu').text, (text) => {
    const units = parseTaskCpu(text);
    return units === undefined || (!isSize(units) && units <= fargateMaximum().cpu);
  });
  return onFargateWith(deployment, view.get('cpu').given, 'no task cpu on Fargate', () =>
    failsIf(wrong, () =>
      failure(deployment, 'cpu', {
        message: `task ${quote(deployment, 'cpu')}, not one of Fargate's sizes: ${describeCpuSizes(sizeFamily(deployment.taskDefinition))} CPU units`,
        fixes: guessedWhere(taskCpu(deployment.taskDefinition), deployment),
      }),
    ),
  );
}

/** Is the task memory none of those that go with its cpu? What is above Fargate's largest is `aboveLimit`'s. */
export function memoryInvalidForCpu(deployment: Deployment): Verdicts {
  const task = deployment.taskDefinition;
  const cpu = taskCpu(task);
  const premise = all([holds(cpu, isSize), task.view.get('memory').given]);
  return onFargateWith(deployment, premise, 'no cpu of Fargate with a memory', () => {
    const units = valueOr(cpu, 0);
    const wrong = holds(task.view.get('memory').text, (text) => {
      const mib = parseTaskMemory(text);
      return mib === undefined || (!legalMemory(units).includes(mib) && mib <= fargateMaximum().memory);
    });
    return failsIf(wrong, () =>
      failure(deployment, 'memory', {
        message: `task ${quote(deployment, 'memory')}, which does not go with cpu "${written(deployment, 'cpu')}": Fargate has ${describeMemory(units)} for it`,
        fixes: [...guessedWhere(taskMemory(task), deployment), ...smallerFix(deployment, units)],
      }),
    );
  });
}

/** Is the task larger than the largest size of Fargate? */
export function aboveLimit(deployment: Deployment): Verdicts {
  const { taskDefinition } = deployment;
  return where(onFargate(deployment), 'not on Fargate', () =>
    (['cpu', 'memory'] as const).map((member): Verdict => {
      const size = member === 'cpu' ? taskCpu(taskDefinition) : taskMemory(taskDefinition);
      const most = fargateMaximum()[member];
      return failsIf(
        holds(size, (asked) => asked > most),
        () =>
          failure(deployment, member, {
            message: `task ${quote(deployment, member)}, more than Fargate's largest, ${most} ${UNITS[member]}`,
            fixes: largestFix(deployment),
          }),
      );
    }),
  );
}

/** Is the task-level cpu or memory missing? A bare list of containers cannot hold them. */
export function sizeMissing(deployment: Deployment): Verdicts {
  const { form, view } = deployment.taskDefinition;
  return where(onFargate(deployment), 'not on Fargate', () => {
    if (form === 'containers') {
      const detail = 'the file is a list of container definitions: the task-level size stands elsewhere';
      return cannotTell([{ reason: 'unresolved', detail }]);
    }
    return (['cpu', 'memory'] as const).map((member) =>
      failsIf(not(view.get(member).given), () =>
        failure(deployment, member, {
          message: `the task-level ${member} is missing, and Fargate requires it`,
          fixes: missingFix(deployment, member),
        }),
      ),
    );
  });
}

/** Is the cpu a size that Fargate has for Linux only? */
export function windowsSize(deployment: Deployment): Verdicts {
  const cpu = taskCpu(deployment.taskDefinition);
  const premise = all([windows(deployment.taskDefinition), present(cpu)]);
  const wrong = holds(cpu, (units) => isSize(units) && !windowsCpuSizes().includes(units));
  return onFargateWith(deployment, premise, 'no Windows task with a cpu on Fargate', () =>
    failsIf(wrong, () => {
      const fit = fitFix(deployment);
      return failure(deployment, 'cpu', {
        message: `task ${quote(deployment, 'cpu')}, and Windows containers on Fargate have ${describeCpuSizes('WINDOWS')} CPU units`,
        fixes: fit.length > 0 ? fit : largestFix(deployment),
      });
    }),
  );
}

/** The cheapest size that fits; where the given one cannot be read, what was meant is a guess, and never a safe one. */
function guessedWhere(size: Fact<number>, deployment: Deployment): readonly Fix[] {
  return valueOr(present(size), false) ? fitFix(deployment) : fitFix(deployment, { refused: false });
}

function isSize(cpu: number): boolean {
  return fargateCpuSizes().includes(cpu);
}

/** Judges a task on Fargate only, and only where there is something to judge. */
function onFargateWith(
  deployment: Deployment,
  given: Truth,
  because: string,
  judge: () => Verdicts,
): Verdicts {
  return where(all([onFargate(deployment), given]), because, judge);
}

function failure(deployment: Deployment, member: Member, rest: Pick<Failure, 'message' | 'fixes'>): Failure {
  return { at: deployment.taskDefinition.view.get(member), asOf: fargateSizesAsOf(), ...rest };
}

/** `cpu is "2 vCPU"`, as the file spells it. */
function quote(deployment: Deployment, member: Member): string {
  return `${member} is "${written(deployment, member)}"`;
}

function written({ taskDefinition }: Deployment, member: Member): string {
  return valueOr(taskDefinition.view.get(member).verbatim, '');
}
