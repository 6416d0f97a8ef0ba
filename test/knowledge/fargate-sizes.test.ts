import { describe, expect, it } from 'vitest';
import {
  fargateCpuSizes,
  fargateMaximum,
  fargateSizesAsOf,
  isLegalPair,
  legalMemory,
  minimumPlatformVersion,
  nearestLegalPairs,
  windowsCpuSizes,
} from '../../src/knowledge/fargate-sizes.ts';

const GB = 1024;

// The table of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html in GB.
const TABLE: readonly (readonly [cpuUnits: number, gigabytes: readonly number[]])[] = [
  [256, [0.5, 1, 2]],
  [512, [1, 2, 3, 4]],
  [1024, [2, 3, 4, 5, 6, 7, 8]],
  [2048, [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
  [4096, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]],
  [8192, [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60]],
  [16384, [32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120]],
  [32768, [60, 120, 244]],
];

describe('the sizes', () => {
  it.each(TABLE)('of %i CPU units are those of the table', (cpu, gigabytes) => {
    expect(legalMemory(cpu)).toEqual(gigabytes.map((gb) => gb * GB));
    for (const gb of gigabytes) {
      expect(isLegalPair(cpu, gb * GB)).toBe(true);
      expect(isLegalPair(cpu, gb * GB - 1)).toBe(false);
      expect(isLegalPair(cpu, gb * GB + 1)).toBe(false);
    }
  });

  it('are no others', () => {
    expect(fargateCpuSizes()).toEqual(TABLE.map(([cpu]) => cpu));
    for (const cpu of [0, 128, 255, 257, 768, 3072, 32769, 65536]) {
      expect(legalMemory(cpu)).toEqual([]);
      expect(isLegalPair(cpu, 2 * GB)).toBe(false);
    }
  });

  it.each([
    [256, 256],
    [256, 3 * GB],
    [512, 512],
    [1024, GB],
    [1024, 9 * GB],
    [4096, 31 * GB],
    [8192, 18 * GB],
    [16384, 36 * GB],
    [32768, 64 * GB],
  ])('%i with %i MiB is refused', (cpu, memory) => {
    expect(isLegalPair(cpu, memory)).toBe(false);
  });

  it('end at 32 vCPU and 244 GB', () => {
    expect(fargateMaximum()).toEqual({ cpu: 32768, memory: 249856 });
  });

  it('for Windows are 1, 2 and 4 vCPU', () => {
    expect(windowsCpuSizes()).toEqual([1024, 2048, 4096]);
  });

  it('need platform version 1.4.0 from 8 vCPU up', () => {
    expect([4096, 8192, 16384, 32768].map(minimumPlatformVersion)).toEqual([
      undefined,
      '1.4.0',
      '1.4.0',
      '1.4.0',
    ]);
  });

  it('are dated', () => {
    expect(fargateSizesAsOf()).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('nearest legal pairs', () => {
  it.each([
    [256, 3 * GB, { cpu: 512, memory: 3 * GB }],
    [256, 256, { cpu: 256, memory: 512 }],
    [300, 300, { cpu: 512, memory: GB }],
    [1024, 1536, { cpu: 1024, memory: 2 * GB }],
    [2048, 20 * GB, { cpu: 4096, memory: 20 * GB }],
    [8192, 17 * GB, { cpu: 8192, memory: 20 * GB }],
    [4096, 61 * GB, { cpu: 16384, memory: 64 * GB }],
    [16384, 121 * GB, { cpu: 32768, memory: 249856 }],
  ])('for %i and %i MiB start with the cheapest', (cpu, memory, expected) => {
    expect(nearestLegalPairs(cpu, memory)[0]).toEqual(expected);
  });

  it('are legal, hold the request and rise in price, at the price list of us-east-1', () => {
    const price = ({ cpu, memory }: { cpu: number; memory: number }) =>
      (cpu / 1024) * 0.04048 + (memory / 1024) * 0.004445;
    for (let cpu = 128; cpu <= 32768; cpu *= 2) {
      for (let memory = 256; memory <= 249856; memory += 1300) {
        const pairs = nearestLegalPairs(cpu, memory);
        expect(pairs.length).toBeGreaterThan(0);
        for (const pair of pairs) {
          expect(isLegalPair(pair.cpu, pair.memory)).toBe(true);
          expect(pair.cpu >= cpu && pair.memory >= memory).toBe(true);
        }
        const prices = pairs.map(price);
        expect(prices).toEqual(prices.toSorted((a, b) => a - b));
      }
    }
  });

  it('are none above the largest size', () => {
    expect(nearestLegalPairs(32769, GB)).toEqual([]);
    expect(nearestLegalPairs(1024, 249857)).toEqual([]);
  });

  it('for Windows start at 1 vCPU and end at 4', () => {
    expect(nearestLegalPairs(256, 512, 'WINDOWS')).toEqual([
      { cpu: 1024, memory: 2 * GB },
      { cpu: 2048, memory: 4 * GB },
      { cpu: 4096, memory: 8 * GB },
    ]);
    expect(nearestLegalPairs(8192, 16 * GB, 'WINDOWS')).toEqual([]);
  });
});
