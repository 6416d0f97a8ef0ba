/**
 * How the task-level `cpu` and `memory` may be written: CPU units or vCPUs, MiB or GB.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */

const WHOLE = /^\d+$/;
// AWS writes ".25 vCPU", "1 vCPU", "1 vcpu", "1GB" and "1 GB"; letter case and the space make no difference.
const VCPU = /^(\d+(?:\.\d+)?|\.\d+)\s*vcpu$/i;
const GB = /^(\d+(?:\.\d+)?|\.\d+)\s*gb$/i;

/**
 * The task CPU in CPU units (1024 = 1 vCPU), or undefined when it is not written as a whole number of units or as vCPUs.
 * A fraction that is no whole number of units is rounded, as ECS stores an integer.
 */
export function parseTaskCpu(text: string | number): number | undefined {
  return parseSize(text, VCPU);
}

/** The task memory in MiB, or undefined when it is not written as a whole number of MiB or as GB (1 GB = 1024 MiB). */
export function parseTaskMemory(text: string | number): number | undefined {
  return parseSize(text, GB);
}

function parseSize(text: string | number, withUnit: RegExp): number | undefined {
  if (typeof text === 'number') return Number.isSafeInteger(text) && text >= 0 ? text : undefined;
  if (WHOLE.test(text)) return Number(text);
  const amount = withUnit.exec(text)?.[1];
  return amount === undefined ? undefined : Math.round(Number(amount) * 1024);
}
