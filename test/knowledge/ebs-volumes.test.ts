import { describe, expect, it } from 'vitest';
import {
  ebsVolumeLimits,
  ebsVolumesAsOf,
  ebsVolumeTypes,
  placeInEbsRange,
} from '../../src/knowledge/ebs-volumes.ts';

describe('EBS volume types', () => {
  it('are those of API_ServiceManagedEBSVolumeConfiguration', () => {
    expect(ebsVolumeTypes().toSorted()).toEqual(['gp2', 'gp3', 'io1', 'io2', 'sc1', 'st1', 'standard']);
    expect(ebsVolumeLimits('gp4')).toBeUndefined();
    expect(ebsVolumeLimits('constructor')).toBeUndefined();
  });

  // ECS's page, in GiB.
  it.each([
    ['gp2', 1, 16384],
    ['gp3', 1, 16384],
    ['io1', 4, 16384],
    ['io2', 4, 16384],
    ['st1', 125, 16384],
    ['sc1', 125, 16384],
    ['standard', 1, 1024],
  ])('%s holds %i to %i GiB', (type, min, max) => {
    expect(ebsVolumeLimits(type)?.sizeGiB).toMatchObject({ min, max });
  });

  it.each([
    ['gp3', 3000, 16000],
    ['io1', 100, 64000],
    ['io2', 100, 256000],
  ])('%s has %i to %i IOPS', (type, min, max) => {
    expect(ebsVolumeLimits(type)?.iops).toMatchObject({ min, max });
  });

  it('take iops and throughput only where the page says so', () => {
    const having = (member: 'iops' | 'throughput' | 'iopsRequired') =>
      ebsVolumeTypes().filter((type) => ebsVolumeLimits(type)?.[member] !== undefined);
    expect(having('iops')).toEqual(['gp3', 'io1', 'io2']);
    expect(having('throughput')).toEqual(['gp3']);
    expect(having('iopsRequired')).toEqual(['io1', 'io2']);
    expect(ebsVolumeTypes().filter((type) => ebsVolumeLimits(type)?.fargate === false)).toEqual(['standard']);
  });

  it('are dated', () => {
    expect(ebsVolumesAsOf()).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('a value', () => {
  // gp3: ECS's page ends at 1,000 MiB/s, EC2's CreateVolume at 2,000.
  it.each([
    [124, 'below'],
    [125, 'within'],
    [1000, 'within'],
    [1001, 'disputed'],
    [2000, 'disputed'],
    [2001, 'above'],
  ])('of %i MiB/s on gp3 is %s', (value, place) => {
    const throughput = ebsVolumeLimits('gp3')?.throughput;
    expect(throughput && placeInEbsRange(throughput, value)).toBe(place);
  });

  it.each([
    [99, 'below'],
    [64000, 'within'],
    [64001, 'above'],
  ])('of %i IOPS on io1 is %s', (value, place) => {
    const iops = ebsVolumeLimits('io1')?.iops;
    expect(iops && placeInEbsRange(iops, value)).toBe(place);
  });
});
