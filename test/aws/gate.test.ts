import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Gate, type Place } from '../../src/aws/gate.ts';

/** The token bucket of AWS's own description, which refuses what a client sends too early. */
class Bucket {
  #tokens: number;
  #at = performance.now();
  readonly burst: number;
  readonly perSecond: number;

  constructor(burst: number, perSecond: number) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.#tokens = burst;
  }

  take(): boolean {
    const now = performance.now();
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sends so many calls of an operation, each answered after a while; how many AWS would refuse, and how long it takes. */
async function run(calls: number, service: string, operation: string, bucket: Bucket, latency: number) {
  const gate = new Gate(10);
  const begin = performance.now();
  let refused = 0;
  const call = async () => {
    const place = await gate.enter(service, operation, 'eu-west-1');
    if (!bucket.take()) refused++;
    await new Promise((resolve) => setTimeout(resolve, latency));
    place.leave('sent');
    return performance.now();
  };
  const done = Promise.all(Array.from({ length: calls }, call));
  await vi.runAllTimersAsync();
  return { refused, seconds: (Math.max(...(await done)) - begin) / 1000 };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html, and of EC2 and ELB. */
describe('against the buckets that AWS documents', () => {
  test.for([
    ['ecs', 'DescribeTaskDefinition', 300, 50, 20],
    ['ecs', 'DescribeServices', 100, 100, 20],
    ['ecs', 'DescribeServices', 400, 100, 20],
    ['ec2', 'DescribeSubnets', 250, 100, 20],
    ['elasticloadbalancing', 'DescribeTargetGroups', 90, 40, 10],
    ['logs', 'DescribeLogGroups', 60, 10, 10],
  ] as const)('%s:%s, %i calls', async ([service, operation, calls, burst, perSecond]) => {
    const { refused, seconds } = await run(calls, service, operation, new Bucket(burst, perSecond), 20);
    expect(refused).toBe(0);
    // The least that the bucket allows, or that ten calls at once of 20 ms each take.
    const least = Math.max((calls - burst) / perSecond, (calls / 10) * 0.02);
    expect(seconds).toBeLessThan(least * 1.2 + 0.02);
  });
});

describe('places', () => {
  test('no more are under way than may be, over all services', async () => {
    const gate = new Gate(2);
    const places: Place[] = [];
    const enter = (service: string, operation: string) =>
      gate.enter(service, operation, 'eu-west-1').then((place) => places.push(place));
    void enter('ecs', 'DescribeServices');
    void enter('iam', 'GetRole');
    void enter('kms', 'DescribeKey');
    await vi.advanceTimersByTimeAsync(0);
    expect(places).toHaveLength(2);
    places[0]?.leave('sent');
    await vi.advanceTimersByTimeAsync(0);
    expect(places).toHaveLength(3);
  });

  test('a bucket without tokens holds up no other', async () => {
    const gate = new Gate(100);
    let groups = 0;
    for (let at = 0; at < 50; at++) {
      void gate.enter('route53', 'ListHostedZonesByVPC', 'eu-west-1').then((place) => place.leave('sent'));
    }
    void gate.enter('ecs', 'DescribeClusters', 'eu-west-1').then(() => {
      groups++;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(groups).toBe(1);
  });

  test.for([true, false])('pages of a listing are not held up by a flood (paced: %s)', async (paced) => {
    const gate = new Gate(2, paced);
    let ahead = 0;
    for (let at = 0; at < 40; at++) {
      void gate.enter('ecs', 'DescribeTaskDefinition', 'eu-west-1').then(async (place) => {
        ahead++;
        await vi.advanceTimersByTimeAsync(0);
        place.leave('sent');
      });
    }
    for (let page = 1; page <= 3; page++) {
      const before = ahead;
      (await gate.enter('ecs', 'ListTasks', 'eu-west-1')).leave('sent');
      expect(ahead - before).toBeLessThanOrEqual(2);
    }
  });

  test('regions have buckets of their own', async () => {
    const gate = new Gate(100);
    const entered: string[] = [];
    for (const region of ['eu-west-1', 'us-east-1']) {
      for (let at = 0; at < 50; at++) {
        void gate.enter('logs', 'DescribeLogGroups', region).then(() => entered.push(region));
      }
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(entered.filter((region) => region === 'us-east-1')).toHaveLength(9);
    expect(entered.filter((region) => region === 'eu-west-1')).toHaveLength(9);
  });
});

test('after a throttle the bucket is slower, and fast again after a while', async () => {
  const gate = new Gate(1000);
  const inSeconds = async (seconds: number, outcome: 'sent' | 'throttled') => {
    let entered = 0;
    let stop = false;
    const call = async (): Promise<void> => {
      const place = await gate.enter('logs', 'DescribeLogGroups', 'eu-west-1');
      entered++;
      place.leave(entered === 1 ? outcome : 'sent');
      if (!stop) await call();
    };
    const calls = call();
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    stop = true;
    await vi.runAllTimersAsync();
    await calls;
    return entered;
  };
  await inSeconds(10, 'sent');
  const before = await inSeconds(2, 'sent');
  const after = await inSeconds(2, 'throttled');
  await inSeconds(60, 'sent');
  const later = await inSeconds(2, 'sent');
  expect(after).toBeLessThan(before);
  expect(later).toBeGreaterThan(after);
});
