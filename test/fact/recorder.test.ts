import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absent, type Fact, known, type Reason, unknown, type Why } from '../../src/fact/fact.ts';
import type { Listing } from '../../src/fact/kind.ts';
import { subnets } from '../../src/fact/kinds/ec2.ts';
import { cluster, clusters, service, serviceArns } from '../../src/fact/kinds/ecs.ts';
import { targetHealth } from '../../src/fact/kinds/elbv2.ts';
import { role } from '../../src/fact/kinds/iam.ts';
import { clock } from '../../src/fact/kinds/local.ts';
import { secret } from '../../src/fact/kinds/secrets.ts';
import { type Recording, recording } from '../../src/fact/recorder.ts';
import { liveSource } from '../../src/fact/scheduler.ts';
import { type Snapshot, snapshotSource } from '../../src/fact/snapshot.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { auditEstate, estate } from './estate.ts';

const HOME = { account: '111122223333', region: 'eu-west-1', at: '2026-11-20T12:00:00Z' };

/** Answers by kind and key. */
function account(
  answers: Readonly<Record<string, Fact<unknown>>>,
  listings: Readonly<Record<string, Fact<Listing<unknown>>>> = {},
): FactSource {
  return {
    answer: async (kind, query) => answers[`${kind.id} ${kind.key(query)}`] as never,
    list: async (kind, scope) => listings[`${kind.id} ${kind.key(scope)}`] as never,
  };
}

function written(recorder: Recording): Snapshot {
  return JSON.parse(JSON.stringify(recorder.snapshot(HOME))) as Snapshot;
}

/** A fact as a value that can be compared; what a snapshot keeps of reasons is denial, and that anything else failed. */
function said(fact: Fact<unknown> | undefined, whys = (why: readonly Why[]): unknown => why): unknown {
  return fact?.match<unknown>({
    known: (value) => ({ known: JSON.parse(JSON.stringify(value)) as unknown }),
    absent: () => 'absent',
    unknown: whys,
  });
}

const kept = (why: readonly Why[]) => why.map(keptReason);

function keptReason({ reason, detail, unlockedBy }: Why): Why {
  if (reason !== 'access-denied') return { reason: 'error', detail };
  return { reason, detail, ...(unlockedBy === undefined ? {} : { unlockedBy }) };
}

const reasons = fc.record(
  {
    reason: fc.constantFrom<Reason>('access-denied', 'throttled', 'error', 'undecidable'),
    detail: fc.string(),
    unlockedBy: fc.constantFrom('iam:GetRole', 'ec2:DescribeSubnets'),
  },
  { requiredKeys: ['reason', 'detail'] },
) as fc.Arbitrary<Why>;
const whys = fc.array(reasons, { minLength: 1, maxLength: 3 });
const shapes = fc.dictionary(fc.constantFrom('ARN', 'Name', 'RoleName', 'constructor', 'x'), fc.jsonValue());
const facts: fc.Arbitrary<Fact<unknown>> = fc.oneof(
  shapes.map((shape) => known(shape)),
  fc.constant(absent()),
  whys.map((why) => unknown(...why)),
);
/** Few names, so that the same target stands in several groups, with different states. */
const targets = fc.record({
  Target: fc.record({ Id: fc.constantFrom('i-1', 'i-2'), Port: fc.constantFrom(80, 443) }),
  TargetHealth: fc.record({ State: fc.constantFrom('healthy', 'draining') }),
});
const listings: fc.Arbitrary<Fact<Listing<unknown>>> = fc.oneof(
  fc
    .record({
      members: fc.array(targets, { maxLength: 4 }),
      complete: fc.oneof(fc.constant(true as const), whys),
    })
    .map((listing) => known(listing)),
  fc.constant(absent()),
  whys.map((why) => unknown(...why)),
);
const names = fc.oneof(fc.constantFrom('api', '__proto__', 'toString', 'a b'), fc.string());

test('a replay answers every question as the account did', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(names, facts, { maxKeys: 5 }),
      fc.dictionary(names, facts, { maxKeys: 5 }),
      fc.dictionary(names, listings, { maxKeys: 5 }),
      async (roles, secrets, groups) => {
        const answers = new Map<string, Fact<unknown>>();
        for (const [name, fact] of Object.entries(roles))
          answers.set(`${role.id} ${role.key({ role: name })}`, fact);
        for (const [id, fact] of Object.entries(secrets)) answers.set(`${secret.id} ${id}`, fact);
        const recorder = recording(
          account(
            Object.fromEntries(answers),
            Object.fromEntries(
              Object.entries(groups).map(([arn, fact]) => [`${targetHealth.id} ${arn}`, fact]),
            ),
          ),
        );
        for (const name of Object.keys(roles)) await recorder.source.answer(role, { role: name });
        for (const id of Object.keys(secrets)) await recorder.source.answer(secret, { id });
        for (const arn of Object.keys(groups)) await recorder.source.list(targetHealth, { arn });

        const replay = snapshotSource(written(recorder));
        for (const name of Object.keys(roles)) {
          const live = answers.get(`${role.id} ${role.key({ role: name })}`);
          expect(said(await replay.answer(role, { role: name }))).toEqual(said(live, kept));
        }
        for (const [id, live] of Object.entries(secrets))
          expect(said(await replay.answer(secret, { id }))).toEqual(said(live, kept));
        for (const [arn, live] of Object.entries(groups)) {
          const expected = live.match<unknown>({
            known: ({ members, complete }) => ({
              known: JSON.parse(
                JSON.stringify({ members, complete: complete === true ? true : kept(complete) }),
              ) as unknown,
            }),
            absent: () => 'absent',
            unknown: kept,
          });
          expect(said(await replay.list(targetHealth, { arn }))).toEqual(expected);
        }
        expect(said(await replay.answer(role, { role: 'never asked' }))).toEqual([
          { reason: 'not-recorded', detail: 'the snapshot does not hold role never asked' },
        ]);
        expect(said(await replay.list(subnets, { vpc: 'vpc-9' }))).toEqual([
          { reason: 'not-recorded', detail: 'the snapshot does not hold subnets of vpc-9' },
        ]);
      },
    ),
    { numRuns: 200 },
  );
});

test('what a listing could not see keeps its reason', async () => {
  const denied: Why = { reason: 'access-denied', detail: 'not allowed', unlockedBy: 'ec2:DescribeSubnets' };
  const recorder = recording(
    account({}, { 'ec2.subnets vpc-1': known({ members: [{ SubnetId: 'subnet-a' }], complete: [denied] }) }),
  );
  await recorder.source.list(subnets, { vpc: 'vpc-1' });
  const snapshot = written(recorder);
  expect(snapshot.collections).toEqual([
    { kind: 'ec2.subnets', scope: 'vpc-1', members: ['subnet-a'], complete: false },
  ]);
  expect(snapshot.missing).toEqual([
    {
      kind: 'ec2.subnets',
      key: 'vpc-1',
      state: 'denied',
      action: 'ec2:DescribeSubnets',
      detail: 'not allowed',
    },
  ]);
  const replayed = await factStore([snapshotSource(snapshot)]).ask(subnets, { vpc: 'vpc-1' });
  expect(said(replayed)).toEqual([denied]);
});

test('two recordings of one estate differ in their time alone', async () => {
  const texts = [11, 12].map(async (seed) => {
    const live = estate({ services: 60, taskDefinitions: 20, roles: 7, subnets: 4 }, seed);
    const recorder = recording(liveSource(live.askers, live.listers));
    await auditEstate(factStore([recorder.source]));
    return JSON.stringify(recorder.snapshot(HOME));
  });
  const [one, other] = await Promise.all(texts);
  expect(one).toBe(other);
});

test('an audit of a recording finds what the audit of the account found', async () => {
  const live = estate({ services: 1000, taskDefinitions: 300, roles: 40, subnets: 12 }, 5);
  const recorder = recording(liveSource(live.askers, live.listers));
  const found = await auditEstate(factStore([recorder.source]));
  const again = await auditEstate(factStore([snapshotSource(written(recorder))]));
  expect(again).toEqual(found);
});

test('a member named like something of JavaScript stays what it is', async () => {
  const shape = JSON.parse('{"__proto__": {"RoleName": "x"}, "constructor": "y"}') as unknown;
  const recorder = recording(account({ 'iam.role __proto__': known(shape) }));
  await recorder.source.answer(role, { role: '__proto__' });
  const replay = await snapshotSource(written(recorder)).answer(role, { role: '__proto__' });
  expect(JSON.stringify(said(replay))).toBe('{"known":{"__proto__":{"RoleName":"x"},"constructor":"y"}}');
});

test('all clusters prove that another does not exist; the listed services do not', async () => {
  const recorder = recording(
    account(
      {},
      {
        'ecs.clusters all': known({ members: [{ clusterName: 'prod' }], complete: true }),
        'ecs.service-arns prod': known({ members: [], complete: true }),
      },
    ),
  );
  await recorder.source.list(clusters, {});
  await recorder.source.list(serviceArns, { cluster: 'prod' });
  const replay = snapshotSource(written(recorder));
  expect(said(await replay.answer(cluster, { name: 'prod' }))).toEqual({ known: { clusterName: 'prod' } });
  expect(said(await replay.answer(cluster, { name: 'test' }))).toBe('absent');
  // A service that is being deleted (DRAINING) is no longer listed, but still there.
  expect(said(await replay.answer(service, { cluster: 'prod', name: 'api' }))).toEqual([
    { reason: 'not-recorded', detail: 'the snapshot does not hold service prod/api' },
  ]);
});

test('some clusters prove nothing', async () => {
  const why: Why = { reason: 'throttled', detail: 'slow down' };
  const recorder = recording(
    account({}, { 'ecs.clusters all': known({ members: [{ clusterName: 'prod' }], complete: [why] }) }),
  );
  await recorder.source.list(clusters, {});
  const replay = snapshotSource(written(recorder));
  expect(said(await replay.answer(cluster, { name: 'test' }))).toEqual([
    { reason: 'not-recorded', detail: 'the snapshot does not hold cluster test' },
  ]);
});

test('what is recorded by name is replayed by ARN, but not what failed by ARN', async () => {
  const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf';
  const byName = recording(account({ 'secretsmanager.secret db': known({ ARN, Name: 'db' }) }));
  await byName.source.answer(secret, { id: 'db' });
  expect(said(await snapshotSource(written(byName)).answer(secret, { id: ARN }))).toEqual({
    known: { ARN, Name: 'db' },
  });
  const denied: Why = { reason: 'access-denied', detail: 'not allowed' };
  const both = recording(
    account({
      'secretsmanager.secret db': known({ ARN, Name: 'db' }),
      [`secretsmanager.secret ${ARN}`]: unknown(denied),
    }),
  );
  await both.source.answer(secret, { id: 'db' });
  await both.source.answer(secret, { id: ARN });
  expect(said(await snapshotSource(written(both)).answer(secret, { id: ARN }))).toEqual([denied]);
});

test('the clock of a replay stands at the time of the snapshot', async () => {
  const recorder = recording(account({ 'local.clock now': known({ now: '2026-11-20T11:59:58.123Z' }) }));
  expect(said(await recorder.source.answer(clock, {}))).toEqual({
    known: { now: '2026-11-20T11:59:58.123Z' },
  });
  const snapshot = written(recorder);
  expect(snapshot.resources).toEqual({});
  expect(said(await snapshotSource(snapshot).answer(clock, {}))).toEqual({ known: { now: HOME.at } });
});
