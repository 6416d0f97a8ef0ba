import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../src/aws/index.ts';
import type { Facts } from '../../src/fact/kind.ts';
import * as ec2 from '../../src/fact/kinds/ec2.ts';
import * as ecs from '../../src/fact/kinds/ecs.ts';
import { targetGroup } from '../../src/fact/kinds/elbv2.ts';
import * as iam from '../../src/fact/kinds/iam.ts';
import { key } from '../../src/fact/kinds/kms.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import { controlPolicies } from '../../src/fact/kinds/organizations.ts';
import { parameter, secret } from '../../src/fact/kinds/secrets.ts';
import type { Snapshot } from '../../src/fact/snapshot.ts';
import { factsOf, opened } from './client/open.ts';
import { stateOf } from './client/state.ts';
import { sample, TARGET_GROUP } from './standin/sample.ts';
import { type Standin, startStandin } from './standin/server.ts';

const ACCOUNT = '111122223333';
const ECS = `arn:aws:ecs:eu-west-1:${ACCOUNT}`;
const numbered = <Value>(count: number, of: (at: number) => Value) =>
  Array.from({ length: count }, (_, at) => of(at));
const byKey = <Value>(entries: readonly (readonly [string, Value])[]) => Object.fromEntries(entries);

/** Enough of everything for more than one batch or page. */
const large: Snapshot = {
  ...sample,
  resources: {
    ...sample.resources,
    'ecs.service': byKey(
      numbered(25, (at) => [
        `prod/s-${at}`,
        {
          serviceArn: `${ECS}:service/prod/s-${at}`,
          serviceName: `s-${at}`,
          clusterArn: `${ECS}:cluster/prod`,
          status: 'ACTIVE',
        },
      ]),
    ),
    'ecs.task': byKey(
      numbered(230, (at) => [
        `${ECS}:task/prod/t${at}`,
        {
          taskArn: `${ECS}:task/prod/t${at}`,
          clusterArn: `${ECS}:cluster/prod`,
          desiredStatus: 'RUNNING',
        },
      ]),
    ),
    'ec2.subnet': byKey(
      numbered(250, (at) => [`subnet-${at}`, { SubnetId: `subnet-${at}`, VpcId: `vpc-${at % 3}` }]),
    ),
    'ec2.vpc': byKey(numbered(3, (at) => [`vpc-${at}`, { VpcId: `vpc-${at}` }])),
    'elbv2.target-group': byKey(
      numbered(20, (at) => [
        TARGET_GROUP.replace('api', `tg-${at}`),
        { TargetGroupArn: TARGET_GROUP.replace('api', `tg-${at}`), TargetGroupName: `tg-${at}` },
      ]),
    ),
    'ssm.parameter': byKey(numbered(60, (at) => [`/p${at}`, { Name: `/p${at}`, Type: 'String' }])),
  },
};

let standin: Standin;
let session: Session;
let facts: Facts;

beforeAll(async () => {
  standin = await startStandin(large, {}, { warm: true });
});
afterAll(() => standin.close());
beforeEach(async () => {
  standin.behave({});
  session = await opened(standin.url);
  facts = factsOf(session);
  standin.reset();
});
afterEach(() => session.close());

/** `ecs:DescribeServices` three times and once more: what was called, with how often. */
function calls(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of standin.calls) {
    const name = `${service}:${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const isKnown = (fact: unknown) =>
  typeof stateOf(fact as never) === 'object' && 'known' in (stateOf(fact as never) as object);

test('ten services share a call', async () => {
  const services = numbered(25, (at) => facts.ask(ecs.service, { cluster: 'prod', name: `s-${at}` }));
  expect((await Promise.all(services)).every(isKnown)).toBe(true);
  expect(calls()).toEqual({ 'ecs:DescribeServices': 3 });
});

test('two hundred subnets share a call, and one that does not exist spoils none', async () => {
  const ids = [...numbered(250, (at) => `subnet-${at}`), 'subnet-none'];
  const subnets = await Promise.all(ids.map((id) => facts.ask(ec2.subnet, { id })));
  expect(subnets.slice(0, 250).every(isKnown)).toBe(true);
  expect(stateOf(subnets[250] as never)).toBe('absent');
  expect(calls()).toEqual({ 'ec2:DescribeSubnets': 2 });
});

test('an id with a wildcard is taken as it stands', async () => {
  expect(stateOf(await facts.ask(ec2.subnet, { id: 'subnet-*' }))).toBe('absent');
});

test('one call lists the subnets of many VPCs', async () => {
  const lists = await Promise.all(numbered(4, (at) => facts.ask(ec2.subnets, { vpc: `vpc-${at}` })));
  const sizes = lists.map((list) =>
    list.match({ known: (all) => all.length, absent: () => -1, unknown: () => -2 }),
  );
  expect(sizes).toEqual([84, 83, 83, 0]);
  expect(calls()).toEqual({ 'ec2:DescribeSubnets': 1 });
});

test('a hundred tasks share a page and a call', async () => {
  const tasks = await facts.ask(ecs.runningTasks, { cluster: 'prod' });
  expect(tasks.match({ known: (all) => all.length, absent: () => -1, unknown: () => -2 })).toBe(230);
  expect(calls()).toEqual({ 'ecs:ListTasks': 3, 'ecs:DescribeTasks': 3 });
});

test.for(['ecs:ListTasks', 'ecs:DescribeTasks'])(
  '%s fails on a later page: the listing is unknown, not short',
  async (operation) => {
    const laterPages = operation === 'ecs:ListTasks';
    standin.behave({
      faults: [
        laterPages ? { operation, sort: 'denied', laterPages } : { operation, sort: 'denied', times: 1 },
      ],
    });
    const listing = await session.source.list(ecs.runningTasks, { cluster: 'prod' });
    expect(stateOf(await facts.ask(ecs.runningTasks, { cluster: 'prod' }))).toEqual({
      unknown: [expect.objectContaining({ reason: 'access-denied', unlockedBy: operation })],
    });
    // What was read all the same is there for the other sources to complete.
    const members = listing?.match({
      known: (list) => list.members.length,
      absent: () => -1,
      unknown: () => -2,
    });
    expect([100, 130]).toContain(members);
  },
);

test('a target group that does not exist is found out, and spoils no other', async () => {
  const arns = numbered(20, (at) => TARGET_GROUP.replace('api', at === 7 ? 'gone' : `tg-${at}`));
  const groups = await Promise.all(arns.map((arn) => facts.ask(targetGroup, { arn })));
  expect(groups.map((group) => (isKnown(group) ? 'known' : stateOf(group)))).toEqual(
    numbered(20, (at) => (at === 7 ? 'absent' : 'known')),
  );
  expect(calls()['elasticloadbalancing:DescribeTargetGroups']).toBeLessThan(12);
});

test('fifty parameters share a call, whose answer may come in pages', async () => {
  const parameters = numbered(60, (at) => facts.ask(parameter, { name: `/p${at}` }));
  expect((await Promise.all(parameters)).every(isKnown)).toBe(true);
  expect(standin.calls.filter(({ laterPage }) => !laterPage)).toHaveLength(2);
});

test('what names a region is asked there', async () => {
  await facts.ask(secret, { id: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-AbCdEf` });
  await facts.ask(key, { key: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1` });
  await facts.ask(logGroup, { name: '/ecs/api', region: 'ap-south-1' });
  await facts.ask(parameter, { name: 'p', region: 'eu-north-1' });
  await facts.ask(parameter, { name: 'p' });
  expect(standin.calls.map(({ region }) => region)).toEqual([
    'us-east-1',
    'eu-central-1',
    'ap-south-1',
    'eu-north-1',
    'eu-west-1',
  ]);
});

test('a role of another account is not taken for the namesake in this one', async () => {
  const role = await facts.ask(iam.role, { role: 'arn:aws:iam::999988887777:role/app' });
  expect(stateOf(role)).toEqual({
    unknown: [
      {
        reason: 'undecidable',
        detail: `role arn:aws:iam::999988887777:role/app belongs to account 999988887777, and the caller to ${ACCOUNT}`,
      },
    ],
  });
  expect(standin.calls).toEqual([]);
});

test('every request is told of, those of the session itself too', async () => {
  const told: string[] = [];
  const other = await opened(standin.url, {
    onCall: ({ service, operation }) => told.push(`${service}:${operation}`),
  });
  standin.behave({ faults: [{ operation: 'iam:GetRole', sort: 'server-error', times: 1 }] });
  await factsOf(other).ask(iam.role, { role: 'app' });
  other.close();
  expect(told).toEqual(['sts:GetCallerIdentity', 'iam:GetRole', 'iam:GetRole']);
});

test('a role is assumed once for all clients', async () => {
  standin.reset();
  const other = await opened(standin.url, { roleArn: `arn:aws:iam::${ACCOUNT}:role/audit` });
  const their = factsOf(other);
  await Promise.all([
    their.ask(iam.role, { role: 'app' }),
    their.ask(ecs.cluster, { name: 'prod' }),
    their.ask(ec2.vpc, { id: 'vpc-1' }),
  ]);
  other.close();
  expect(calls()['sts:AssumeRole']).toBe(1);
});

test('a name that the service refuses spoils no other', async () => {
  const names = ['s-1', 's-2', 'no such name!', 's-3'];
  const services = await Promise.all(names.map((name) => facts.ask(ecs.service, { cluster: 'prod', name })));
  expect([services[0], services[1], services[3]].every(isKnown)).toBe(true);
  expect(isKnown(services[2])).toBe(false);
});

test('parameters that AWS does not describe are not taken to be missing', async () => {
  const name = '/aws/reference/secretsmanager/db';
  expect(stateOf(await facts.ask(parameter, { name }))).toEqual({
    unknown: [
      {
        reason: 'undecidable',
        detail: `parameter ${name} is not the account's own, which is all that AWS describes`,
      },
    ],
  });
});

test('what both sorts of control policy ask for alike is asked once', async () => {
  const both = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;
  await Promise.all(both.map((type) => facts.ask(controlPolicies, { account: ACCOUNT, type })));
  expect(calls()['organizations:ListParents']).toBe(1);
  expect(calls()['organizations:DescribeOrganization']).toBe(1);
});
