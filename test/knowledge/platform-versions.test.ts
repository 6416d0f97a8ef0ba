import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  featureMinimum,
  featureMinimums,
  latestPlatformVersion,
  platformVersion,
  platformVersionStatus,
  platformVersionsAsOf,
} from '../../src/knowledge/platform-versions.ts';

describe('the status of a version', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-versions-retired.html and the two pages of current ones
  it.each([
    ['LINUX', 'LATEST', 'latest'],
    ['LINUX', '1.4.0', 'available'],
    ['LINUX', '1.3.0', 'retired'],
    ['LINUX', '1.2.0', 'retired'],
    ['LINUX', '1.1.0', 'retired'],
    ['LINUX', '1.0.0', 'retired'],
    ['LINUX', '1.2.5', 'never-existed'],
    ['LINUX', '0.9.0', 'never-existed'],
    ['LINUX', '1.4', 'never-existed'],
    ['LINUX', 'latest', 'never-existed'],
    ['LINUX', 'v1.4.0', 'never-existed'],
    ['LINUX', '', 'never-existed'],
    ['LINUX', '1.4.1', 'newer-than-data'],
    ['LINUX', '1.10.0', 'newer-than-data'],
    ['LINUX', '2.0.0', 'newer-than-data'],
    ['WINDOWS', 'LATEST', 'latest'],
    ['WINDOWS', '1.0.0', 'available'],
    ['WINDOWS', '0.1.0', 'never-existed'],
    ['WINDOWS', '1.4.0', 'newer-than-data'],
  ] as const)('%s %j is %s', (os, version, expected) => {
    expect(platformVersionStatus(os, version)).toBe(expected);
  });

  it('comes with the days of retirement', () => {
    expect(platformVersion('LINUX', '1.3.0')).toEqual({
      version: '1.3.0',
      status: 'retired',
      retiredOn: '2026-06-15',
      runningTasksStoppedOn: '2026-06-30',
    });
    expect(platformVersion('LINUX', '1.5.0')).toBeUndefined();
  });

  it('LATEST stands for 1.4.0 on Linux and 1.0.0 on Windows', () => {
    expect(latestPlatformVersion('LINUX')).toBe('1.4.0');
    expect(latestPlatformVersion('WINDOWS')).toBe('1.0.0');
  });

  it('is dated', () => {
    expect(platformVersionsAsOf()).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('feature minimums', () => {
  // Version by version as the 2023 guide's platform-linux-fargate page and the feature pages list them.
  it.each([
    ['container-health-checks', '1.1.0'],
    ['repository-credentials', '1.2.0'],
    ['secrets', '1.3.0'],
    ['container-dependencies', '1.3.0'],
    ['fargate-spot', '1.3.0'],
    ['secret-parts', '1.4.0'],
    ['efs-volumes', '1.4.0'],
    ['exec', '1.4.0'],
    ['ephemeral-storage', '1.4.0'],
    ['large-sizes', '1.4.0'],
    ['pid-mode-task', '1.4.0'],
    ['system-controls', '1.4.0'],
    ['container-restart-policy', '1.4.0'],
  ] as const)('%s needs Linux %s', (id, version) => {
    expect(featureMinimum(id)).toMatchObject({ linux: version, confidence: 'documented' });
  });

  it.each(['ebs-volumes', 'service-connect', 'arm64', 'gmsa', 'fault-injection'] as const)(
    '%s is not verified',
    (id) => {
      expect(featureMinimum(id).confidence).toBe('unverified');
    },
  );

  it('are well formed: a documented one names its page, every version is one that existed', () => {
    expect(featureMinimums().length).toBeGreaterThan(20);
    for (const feature of featureMinimums()) {
      expect(['documented', 'unverified']).toContain(feature.confidence);
      expect(feature.source !== undefined).toBe(feature.confidence === 'documented');
      expect(['available', 'retired']).toContain(platformVersionStatus('LINUX', feature.linux));
    }
  });
});

it.each([
  ['1.4.0', '1.3.0', 1],
  ['1.3.0', '1.4.0', -1],
  ['1.4.0', '1.4.0', 0],
  ['1.10.0', '1.9.0', 1],
  ['2.0.0', '1.99.99', 1],
  ['1.4', '1.4.0', 0],
])('%s against %s', (left, right, sign) => {
  expect(Math.sign(compareVersions(left, right))).toBe(sign);
});
