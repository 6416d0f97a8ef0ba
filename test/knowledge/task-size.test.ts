import { describe, expect, it } from 'vitest';
import { parseTaskCpu, parseTaskMemory } from '../../src/knowledge/task-size.ts';

// Spellings as in the API reference of RegisterTaskDefinition and the task size tables of the developer guide.
describe('task cpu', () => {
  it.each([
    ['1024', 1024],
    [1024, 1024],
    ['1 vCPU', 1024],
    ['1 vcpu', 1024],
    ['1vCPU', 1024],
    ['.25 vCPU', 256],
    ['.25 vcpu', 256],
    ['0.25 vCPU', 256],
    ['.5 vCPU', 512],
    ['16 vCPU', 16384],
    ['32 vCPU', 32768],
    ['0', 0],
    ['3 vCPU', 3072],
  ])('%j is %i units', (text, units) => {
    expect(parseTaskCpu(text)).toBe(units);
  });

  it.each([
    ['two'],
    ['1 CPU'],
    ['1 vCPUs'],
    ['1.5'],
    ['-1'],
    ['1 GB'],
    [''],
    [' 1024'],
    ['vCPU'],
    ['. vCPU'],
    [0.25],
    [-256],
    [Number.NaN],
  ])('%j is no CPU size', (text) => {
    expect(parseTaskCpu(text)).toBeUndefined();
  });
});

describe('task memory', () => {
  it.each([
    ['2048', 2048],
    [2048, 2048],
    ['2 GB', 2048],
    ['2GB', 2048],
    ['0.5GB', 512],
    ['0.5 GB', 512],
    ['.5 GB', 512],
    ['2 gb', 2048],
    ['244 GB', 249856],
  ])('%j is %i MiB', (text, mib) => {
    expect(parseTaskMemory(text)).toBe(mib);
  });

  it.each([['4 gigs'], ['512MB'], ['2 GiB'], ['2 G'], ['1.5'], ['1 vCPU'], [''], ['GB'], [0.5]])(
    '%j is no memory size',
    (text) => {
      expect(parseTaskMemory(text)).toBeUndefined();
    },
  );
});
