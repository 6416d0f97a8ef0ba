import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import limitsData from '../../src/knowledge/ecs-limits.json' with { type: 'json' };
import {
  ecsLimitsAsOf,
  fargateCapabilities,
  isIpcSysctl,
  isLinuxCapability,
  isNetworkSysctl,
  isReservedTagKey,
  isWithin,
  type LimitId,
  limit,
  monitoringResolutions,
  pattern,
  patternSource,
  serviceError,
  windowsFamiliesOnFargate,
  windowsFamilyOnFargate,
} from '../../src/knowledge/ecs-limits.ts';
import serviceErrors from '../../src/knowledge/service-errors.json' with { type: 'json' };

const NONE = undefined;

// Bounds as the pages of the ECS API reference state them.
const BOUNDS: readonly (readonly [LimitId, number | undefined, number | undefined])[] = [
  ['container-name-pattern', 1, 255],
  ['image-reference', NONE, 255],
  ['family-pattern', 1, 255],
  ['volume-name-pattern', 1, 255],
  ['service-name-pattern', 1, 255],
  ['port-mapping-name-pattern', 1, 64],
  ['task-definition-size', NONE, 65536],
  ['placement-constraints-max', NONE, 10],
  ['tags-max', NONE, 50],
  ['tag-key-length', 1, 128],
  ['tag-value-length', NONE, 256],
  ['container-memory-minimum', 6, NONE],
  ['task-cpu-range-ec2', 128, 196608],
  ['health-check-interval-range', 5, 300],
  ['health-check-timeout-range', 2, 60],
  ['health-check-retries-range', 1, 10],
  ['health-check-start-period-range', 0, 300],
  ['restart-attempt-period-range', 60, 1800],
  ['restart-ignored-exit-codes-max', NONE, 50],
  ['ephemeral-storage-range', 21, 200],
  ['swappiness-range', 0, 100],
  ['credential-specs-max', NONE, 1],
  ['environment-files-max', NONE, 10],
  ['container-port-bounds', 1, 65535],
  ['host-port-bounds', 0, 65535],
  ['container-port-range-bounds', 1, 65535],
  ['container-port-ranges-max', NONE, 100],
  ['fargate-start-timeout', 2, 120],
  ['fargate-stop-timeout', 2, 120],
  ['service-tags-max', NONE, 50],
  ['client-token-length', NONE, 36],
  ['grace-period-range', 0, 2147483647],
  ['capacity-provider-base-range', 0, 100000],
  ['capacity-provider-weight-range', 0, 1000],
  ['capacity-providers-max', NONE, 20],
  ['subnets-empty', 1, NONE],
  ['subnets-max', NONE, 16],
  ['security-groups-max', NONE, 5],
  ['placement-strategies-max', NONE, 5],
  ['placement-constraints-max-service', NONE, 10],
  ['az-rebalancing-maximum-percent', 101, NONE],
  ['bake-time-range', 0, 1440],
  ['canary-percent-range', 0.1, 100],
  ['canary-bake-time-range', 0, 1440],
  ['linear-step-range', 3, 100],
  ['linear-bake-time-range', 0, 1440],
  ['early-success-criteria', NONE, 100],
  ['load-balancers-max', NONE, 5],
  ['service-registries-max', NONE, 1],
  ['service-connect-client-aliases-max', NONE, 1],
  ['service-connect-dns-name', NONE, 127],
  ['service-connect-discovery-name', NONE, 64],
  ['service-connect-port-range', 1, 65535],
  ['ebs-configurations-max', NONE, 1],
  ['gateway-connectors-max', NONE, 1],
  ['minimum-healthy-percent', 0, 100],
  ['maximum-percent', 100, NONE],
  ['daemon-maximum-percent', 100, 100],
];

describe('limits', () => {
  it.each(BOUNDS)('%s is %s to %s', (id, min, max) => {
    expect(limit(id).min).toBe(min);
    expect(limit(id).max).toBe(max);
    const step = id === 'canary-percent-range' ? 0.01 : 1;
    if (min !== undefined) {
      expect(isWithin(id, min)).toBe(true);
      expect(isWithin(id, min - step)).toBe(false);
    }
    if (max !== undefined) {
      expect(isWithin(id, max)).toBe(true);
      expect(isWithin(id, max + step)).toBe(false);
    }
  });

  it('name the page of AWS that states them', () => {
    for (const id of Object.keys(limitsData.limits) as LimitId[]) {
      expect(limit(id).source).toMatch(
        /^https:\/\/docs\.aws\.amazon\.com\/AmazonECS\/latest\/(?:APIReference|developerguide)\/[\w-]+\.html$/,
      );
    }
    expect(limit('health-check-interval-range').source).toBe(
      'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
    );
  });

  it('say which one no page at hand states', () => {
    const unverified = (Object.keys(limitsData.limits) as LimitId[]).filter((id) => limit(id).unverified);
    expect(unverified).toEqual(['containers-max']);
  });

  it('are dated', () => {
    expect(ecsLimitsAsOf()).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('patterns', () => {
  it.each([
    ['container-name', 'api', true],
    ['container-name', 'A_b-9', true],
    ['container-name', 'x'.repeat(255), true],
    ['container-name', 'x'.repeat(256), false],
    ['container-name', '', false],
    ['container-name', 'mail worker', false],
    ['container-name', 'worker.v2', false],
    ['family', 'orders-api', true],
    ['family', 'orders/api', false],
    ['volume-name', 'tmp dir', false],
    ['service-name', 'api\n', false],
    ['port-mapping-name', 'http', true],
    ['port-mapping-name', 'a_b-9', true],
    ['port-mapping-name', 'p'.repeat(64), true],
    ['port-mapping-name', 'p'.repeat(65), false],
    ['port-mapping-name', 'HTTP', false],
    ['port-mapping-name', '-api', false],
    ['image-digest', `sha256:${'aF0'.repeat(21)}9`, true],
    ['image-digest', `sha256:${'a'.repeat(63)}`, false],
    ['image-digest', `sha512:${'a'.repeat(64)}`, false],
    ['client-token', 't'.repeat(36), true],
    ['client-token', 't'.repeat(37), false],
    ['client-token', 'with space', false],
    ['discovery-name', 'db', true],
    ['discovery-name', '-db', false],
    ['dns-name', 'db', true],
    ['dns-name', 'orders.internal', true],
    ['dns-name', 'my_db.local', true],
    ['dns-name', '-db', false],
    ['dns-name', 'Db', false],
    ['dns-name', 'a..b', false],
    ['dns-name', 'a b', false],
    ['container-port-range', '9100-9200', true],
    ['container-port-range', '9100:9200', false],
    ['container-port-range', '9100', false],
  ] as const)('%s: %j → %s', (id, text, matches) => {
    expect(pattern(id).test(text)).toBe(matches);
  });

  it('are compiled once and name their page', () => {
    expect(pattern('family')).toBe(pattern('family'));
    expect(patternSource('family')).toBe(
      'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
    );
  });
});

describe('closed lists', () => {
  it('of kernel parameters, by namespace (API_SystemControl)', () => {
    for (const name of ['kernel.msgmax', 'kernel.sem', 'kernel.shm_rmid_forced', 'fs.mqueue.msg_max']) {
      expect(isIpcSysctl(name)).toBe(true);
      expect(isNetworkSysctl(name)).toBe(false);
    }
    for (const name of ['net.core.somaxconn', 'net.ipv4.tcp_keepalive_time']) {
      expect(isNetworkSysctl(name)).toBe(true);
      expect(isIpcSysctl(name)).toBe(false);
    }
    expect(isIpcSysctl('kernel.msg')).toBe(false);
    expect(isNetworkSysctl('network.x')).toBe(false);
  });

  it('of capabilities (API_KernelCapabilities)', () => {
    for (const name of ['ALL', 'SYS_PTRACE', 'NET_ADMIN', 'SYSLOG', 'WAKE_ALARM'])
      expect(isLinuxCapability(name)).toBe(true);
    for (const name of ['CAP_SYS_PTRACE', 'sys_ptrace', 'BPF']) expect(isLinuxCapability(name)).toBe(false);
    expect(fargateCapabilities()).toEqual(['SYS_PTRACE']);
  });

  it('of tag keys that AWS reserves', () => {
    for (const key of ['aws:team', 'AWS:team', 'Aws:']) expect(isReservedTagKey(key)).toBe(true);
    for (const key of ['team', 'aws', 'awsteam', 'my:aws:']) expect(isReservedTagKey(key)).toBe(false);
  });

  it('of metric resolutions', () => {
    expect(monitoringResolutions()).toEqual([20, 60]);
  });

  it.each([
    ['WINDOWS_SERVER_2019_FULL', 'supported'],
    ['WINDOWS_SERVER_2019_CORE', 'supported'],
    ['WINDOWS_SERVER_2022_FULL', 'supported'],
    ['WINDOWS_SERVER_2022_CORE', 'supported'],
    ['WINDOWS_SERVER_2016_FULL', 'unsupported'],
    ['WINDOWS_SERVER_2004_CORE', 'unsupported'],
    ['WINDOWS_SERVER_20H2_CORE', 'unsupported'],
    ['WINDOWS_SERVER_2025_FULL', 'unknown'],
    ['WINDOWS_SERVER_2028_CORE', 'unknown'],
  ])('of Windows families on Fargate: %s is %s', (family, expected) => {
    expect(windowsFamilyOnFargate(family)).toBe(expected);
    expect(windowsFamiliesOnFargate().includes(family)).toBe(expected === 'supported');
  });
});

describe('texts of refusals', () => {
  it.each([
    ['container-definitions-missing', 'Container list cannot be empty'],
    ['ephemeral-storage-range/min', 'EphemeralStorage size should be at least 21'],
    ['fargate-capabilities-add', '%s is not allowed on Fargate'],
    ['memory-invalid-for-cpu', 'No Fargate configuration exists for given values'],
    ['awslogs-option-unknown', 'Log driver awslogs disallows options: %s'],
  ])('%s', (id, text) => {
    expect(serviceError(id)).toBe(text);
  });

  it('are absent where none is known', () => {
    expect(serviceError('image-reference')).toBeUndefined();
    expect(serviceError('toString')).toBeUndefined();
  });

  it('stand once per problem, without final full stop, and name their source', () => {
    const ids = serviceErrors.texts.flatMap(({ byProblem }) => Object.keys(byProblem));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { source, byProblem } of serviceErrors.texts) {
      expect(source).not.toBe('');
      for (const text of Object.values(byProblem)) expect(text).not.toMatch(/\.$|[…{}]/);
    }
  });
});

const rulesFile = '../shared/rules.json';
describe.skipIf(!existsSync(rulesFile))('ids', () => {
  it('are those of the catalogue of rules', () => {
    const catalogue: { rules: { problems: { problem: string }[] }[] } = JSON.parse(
      readFileSync(rulesFile, 'utf8'),
    );
    const problems = new Set(catalogue.rules.flatMap((rule) => rule.problems.map(({ problem }) => problem)));
    // The three bounds of illegal-percents have an id each.
    const own = new Set(['minimum-healthy-percent', 'maximum-percent', 'daemon-maximum-percent']);
    const errorIds = serviceErrors.texts.flatMap(({ byProblem }) => Object.keys(byProblem));
    const ids = [...Object.keys(limitsData.limits), ...errorIds.map((id) => id.replace(/\/.*/, ''))];
    expect(ids.filter((id) => !problems.has(id) && !own.has(id))).toEqual([]);
  });
});
